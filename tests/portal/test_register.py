"""The register's pages: one's own books, the days asked for, orders and what became of them."""

import re

from flask import Flask

from portal.wiring import utc_now
from tests.factories import Life
from tests.portal.officers import Officer, Queries

CLERK, HANDLER, STRANGER = "motcua.tanmy", "tuphap.tanmy", "motcua.tranphu"
SIGNED_IN = 4
"""What every page asks about the signed-in officer."""


def test_the_desk_reads_its_own_book(app: Flask, life: Life) -> None:
    dossier = life.dossier(life.received())
    clerk = Officer(app, CLERK, "so-theo-doi")
    assert dossier.code in clerk.inbox()
    assert dossier.code not in Officer(app, STRANGER, "so-theo-doi").inbox()


def test_the_office_reads_what_came_to_it(app: Flask, life: Life) -> None:
    received, coming = life.dossier(life.received()), life.dossier(life.in_progress())
    text = Officer(app, HANDLER, "so-theo-doi").inbox()
    assert coming.code in text
    assert received.code not in text


def test_another_units_book_is_not_opened_by_its_address(app: Flask, life: Life) -> None:
    dossier = life.dossier(life.received())
    stranger = Officer(app, STRANGER, "so-theo-doi")
    assert dossier.code not in stranger.inbox(f"?so=tiep-nhan-{dossier.desk_unit_id}")


def test_days_and_procedure_narrow_it(app: Flask, life: Life) -> None:
    dossier = life.dossier(life.received())
    clerk = Officer(app, CLERK, "so-theo-doi")
    assert dossier.code in clerk.inbox("?thu-tuc=1.001193")
    assert dossier.code not in clerk.inbox("?thu-tuc=1.004873")
    assert "Không có hồ sơ nào trong kỳ này" in clerk.inbox("?tu=2020-01-01&den=2020-01-31")


def test_a_day_that_is_none_is_named(app: Flask, life: Life) -> None:
    life.received()
    clerk = Officer(app, CLERK, "so-theo-doi")
    text = clerk.inbox("?tu=31/02/2026")
    assert 'href="#tu"' in text
    assert "31/02/2026" in text


def test_an_order_is_made_and_taken_away(app: Flask, life: Life) -> None:
    dossier = life.dossier(life.received())
    life.work()
    clerk = Officer(app, CLERK, "so-theo-doi")
    clerk.inbox()
    today = utc_now().date().isoformat()
    fields = {"so": f"tiep-nhan-{dossier.desk_unit_id}", "tu": today, "den": today}
    clerk.page.post("/so-theo-doi/tep", {**fields, "dang": "xlsx"})
    assert "Đang tạo" in clerk.text
    life.work()
    clerk.page.get("/so-theo-doi/tep")
    found = re.search(r'href="(/tep/yeu-cau/[^"]+)"', clerk.text)
    assert found
    answer = clerk.page.get(found.group(1))
    assert answer.data.startswith(b"PK")
    assert ".xlsx" in answer.headers["Content-Disposition"]
    stranger = Officer(app, STRANGER, "so-theo-doi")
    stranger.page.get(found.group(1))
    assert stranger.status == 404


def test_an_impossible_period_is_shown_beside_its_input(app: Flask, life: Life) -> None:
    dossier = life.dossier(life.received())
    clerk = Officer(app, CLERK, "so-theo-doi")
    clerk.inbox()
    fields = {"so": f"tiep-nhan-{dossier.desk_unit_id}", "tu": "2026-05-02", "den": "2026-05-01"}
    clerk.page.post("/so-theo-doi/tep", {**fields, "dang": "pdf"})
    assert clerk.status == 422
    assert 'id="den-error"' in clerk.text
    assert 'value="2026-05-02"' in clerk.text


def test_the_control_slip_is_ordered_on_its_page(app: Flask, life: Life) -> None:
    dossier_id = life.received()
    clerk = Officer(app, CLERK, "mot-cua")
    clerk.open(dossier_id, "phieu-kiem-soat")
    clerk.page.post(f"/mot-cua/{dossier_id}/phieu-kiem-soat")
    assert "Tệp đã yêu cầu" in clerk.text
    assert life.dossier(dossier_id).code in clerk.text


def test_nothing_ordered_yet_says_what_to_do(app: Flask, life: Life) -> None:
    life.received()
    clerk = Officer(app, CLERK, "so-theo-doi")
    clerk.page.get("/so-theo-doi/tep")
    assert "Bạn chưa yêu cầu tệp nào" in clerk.text


def test_the_book_costs_few_queries(app: Flask, life: Life) -> None:
    life.received()
    clerk = Officer(app, CLERK, "so-theo-doi")
    clerk.inbox()
    with Queries(life.services.engine) as queries:
        clerk.inbox()
    assert len(queries.seen) <= 4 + SIGNED_IN, queries.seen


def test_the_book_is_told_in_figures(app: Flask, life: Life) -> None:
    paused, settled = life.dossier(life.asked()), life.dossier(life.issued())
    assert paused.desk_unit_id == settled.desk_unit_id
    clerk = Officer(app, CLERK, "so-theo-doi")
    with Queries(life.services.engine) as queries:
        text = clerk.inbox("/so-lieu?thu-tuc=1.001193")
    assert len(queries.seen) <= SIGNED_IN + 3
    whole = re.search(r"Tổng cộng.*?</tr>", text, re.DOTALL)
    assert whole is not None
    came, early, on_time, late, punctual, within, overdue, paused_, ended = re.findall(
        r'class="app-num">([^<]+)</td>', whole[0]
    )
    assert int(came) == sum(map(int, (early, on_time, late, within, overdue, paused_, ended)))
    assert int(early) + int(on_time) >= 1
    assert int(paused_) >= 1
    assert punctual == "100,00%"
    assert "Không có hồ sơ nào trong kỳ này" in clerk.inbox("/so-lieu?tu=2020-01-01&den=2020-01-31")
    assert 'href="#tu"' in clerk.inbox("/so-lieu?tu=hom-qua")
