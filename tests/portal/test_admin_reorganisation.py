"""Reorganising through the pages: prepared, weighed, decided, approved by another, taken back."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from procedures.acts.load_neighbour import load_neighbour
from procedures.records.reorganisation import ReorganisationState
from tests.factories import PASSWORD, Life
from tests.pages import PageClient
from tests.reforms import (
    CHOSEN,
    FIRST,
    TAN_MY,
    TRAN_PHU,
    applied,
    approved,
    chosen,
    code,
    post_of,
    prepared,
    row,
    small,
    tomorrow,
)

WHERE = "/quan-tri/sap-xep"


def test_a_plan_is_prepared_after_a_look(client: PageClient, life: Life) -> None:
    client.sign_in("quantri")
    client.get(WHERE)
    assert "Chưa có đợt sắp xếp nào" in client.text
    client.get(f"{WHERE}/chuan-bi")
    body = json.dumps(small(tomorrow(life)))
    client.post(f"{WHERE}/chuan-bi", {"body": body})
    assert "Ghi đợt sắp xếp NQ 01/TEST?" in client.text
    client.post(f"{WHERE}/chuan-bi", {"body": body, "buoc": "ghi"})
    assert "Đã ghi đợt sắp xếp ở giai đoạn chuẩn bị." in client.text
    client.get(WHERE)
    assert "NQ 01/TEST" in client.text


@pytest.mark.parametrize("body", ["", "{", "[]", '{"document": 1}'])
def test_what_is_no_plan_stays_in_the_form(client: PageClient, body: str) -> None:
    client.sign_in("quantri")
    client.post(f"{WHERE}/chuan-bi", {"body": body})
    assert client.status == 422


def test_a_broken_rule_is_named_beside_the_plan(client: PageClient, life: Life) -> None:
    client.sign_in("quantri")
    body = json.dumps(small(tomorrow(life) - timedelta(days=1)))
    client.post(f"{WHERE}/chuan-bi", {"body": body})
    assert client.status == 422
    assert "Chỉ sắp xếp cho ngày trong tương lai" in client.text
    ring = small(tomorrow(life))
    one, other = (code(f"{TAN_MY}/{kind}") for kind in ("ubnd", "mot-cua"))
    ring["units"][:2] = [
        {"step": "merge", "unit": one, "into": [{"to": other}]},
        {"step": "merge", "unit": other, "into": [{"to": one}]},
    ]
    gap = small(tomorrow(life))
    gap["units"] = [step for step in gap["units"] if step["unit"] != one]
    for broken, rule in ((ring, "Không vòng tròn"), (gap, "Không để trống")):
        client.post(f"{WHERE}/chuan-bi", {"body": json.dumps(broken)})
        assert client.status == 422
        assert f"Vi phạm quy tắc “{rule}”" in client.text


def test_the_known_change_is_drawn_up_for_a_day(client: PageClient, life: Life) -> None:
    client.sign_in("quantri")
    where = f"{WHERE}/chuan-bi?ngay={tomorrow(life).isoformat()}"
    page = client.http.get(where).get_data(as_text=True)
    assert "202/2025/QH15" in page
    assert "Tỉnh mới còn gồm 121 xã" in page
    with life.services.transaction() as call:
        assert load_neighbour(call, PASSWORD)
    page = client.http.get(where).get_data(as_text=True)
    assert "Tỉnh mới còn gồm" not in page
    assert "&#34;place&#34;:&#34;27&#34;" in page


def test_what_it_touches_is_seen_and_what_is_open_is_decided(
    client: PageClient, life: Life, app: Flask
) -> None:
    dossier = life.dossier(life.in_progress(place=TRAN_PHU))
    made = prepared(life, small(tomorrow(life)))
    client.sign_in("quantri")
    client.get(f"{WHERE}/{made}")
    assert "Địa bàn được chia tách" in client.text
    client.get(f"{WHERE}/{made}/ho-so")
    assert dossier.code in client.text
    client.get(f"{WHERE}/{made}/duyet")
    assert "Bạn là người chuẩn bị đợt này." in client.text
    assert 'name="seen"' not in client.text
    client.post(f"{WHERE}/{made}/duyet", {"seen": row(life, made).fingerprint, "buoc": "ghi"})
    assert "hãy nhờ một quản trị viên khác" in client.text
    other = PageClient(app)
    other.sign_in("quantri2")
    other.get(f"{WHERE}/{made}/duyet")
    assert "điều chưa quyết định" in other.text
    other.post(f"{WHERE}/{made}/duyet", {"seen": row(life, made).fingerprint, "buoc": "ghi"})
    assert other.status == 422
    assert "Điều chưa rõ phải được quyết định" in other.text
    other.post(
        f"{WHERE}/{made}/quyet-dinh",
        {
            "seen": json.dumps(row(life, made).choices),
            f"place.{TRAN_PHU}": "+90003",
            "dossiers": f"{dossier.code} +90002",
        },
    )
    assert "Đã ghi các lựa chọn." in other.text
    assert row(life, made).choices["dossiers"] == {dossier.code: "+90002"}


def test_approving_asks_once_more_and_approves_what_was_read(
    client: PageClient, life: Life
) -> None:
    day = tomorrow(life)
    life.in_progress(place=TRAN_PHU)
    made = prepared(life, small(day))
    chosen(life, made, CHOSEN)
    client.sign_in("quantri2")
    client.get(f"{WHERE}/{made}/duyet")
    seen = row(life, made).fingerprint
    assert f'value="{seen}"' in client.text
    assert "Duyệt đợt sắp xếp NQ 01/TEST?" in client.text
    assert f"{day:%d/%m/%Y}" in client.text
    assert row(life, made).state is ReorganisationState.DRAFT
    chosen(life, made, replace(CHOSEN, places={TRAN_PHU: FIRST}))
    client.post(f"{WHERE}/{made}/duyet", {"seen": seen, "buoc": "ghi"})
    assert client.status == 409
    assert "vừa được người khác sửa" in client.text
    seen = row(life, made).fingerprint
    client.get(f"{WHERE}/{made}/duyet")
    assert "→ Phường Trần Phú Một" in client.text
    client.post(f"{WHERE}/{made}/duyet", {"seen": seen, "buoc": "ghi"})
    assert "Đã duyệt." in client.text
    assert row(life, made).state is ReorganisationState.APPROVED


def test_cancelling_asks_for_grounds_and_once_more(client: PageClient, life: Life) -> None:
    made = approved(life, small(tomorrow(life)))
    client.sign_in("quantri")
    client.get(f"{WHERE}/{made}/huy")
    client.post(f"{WHERE}/{made}/huy", {"grounds": " "})
    assert client.status == 422
    assert "Hãy ghi căn cứ, lý do hủy." in client.text
    client.post(f"{WHERE}/{made}/huy", {"grounds": "Hoãn"})
    assert "Hủy đợt sắp xếp NQ 01/TEST?" in client.text
    assert row(life, made).state is ReorganisationState.APPROVED
    client.post(f"{WHERE}/{made}/huy", {"grounds": "Hoãn", "buoc": "sua"})
    assert 'value="Hoãn"' in client.text
    client.post(f"{WHERE}/{made}/huy", {"grounds": "Hoãn", "buoc": "ghi"})
    assert "Đã hủy đợt sắp xếp." in client.text
    assert row(life, made).state is ReorganisationState.CANCELLED


def test_each_officer_goes_with_the_unit_or_where_it_is_said(
    client: PageClient, life: Life
) -> None:
    """The other choices stay when those for officers are kept, and the other way round."""
    made = prepared(life, small(tomorrow(life)))
    client.sign_in("quantri")
    client.get(f"{WHERE}/{made}/can-bo?don_vi={code(f'{TAN_MY}/mot-cua')}")
    assert "Đỗ Thị Kim Oanh" in client.text
    assert "Nguyễn Văn Hậu" not in client.text
    assert "Theo đơn vị: mot-cua Đa Mai" in client.text
    post = post_of(life, "motcua.tanmy")
    page = f"{WHERE}/{made}/can-bo"
    client.post(page, {"seen": json.dumps(row(life, made).choices), f"post.{post}": "end"})
    assert "Đã ghi nơi đến của cán bộ." in client.text
    client.post(
        f"{WHERE}/{made}/quyet-dinh",
        {"seen": json.dumps(row(life, made).choices), f"place.{TRAN_PHU}": "+90003"},
    )
    kept = row(life, made).choices
    assert (kept["posts"], kept["places"]) == ({str(post): "end"}, {TRAN_PHU: "+90003"})
    client.post(page, {"seen": json.dumps(kept), f"post.{post}": "+N90002.ubnd"})
    assert "không phải là một lựa chọn" in client.text
    client.post(page, {"seen": json.dumps(kept), f"post.{post}": ""})
    kept = row(life, made).choices
    assert (kept["posts"], kept["places"]) == ({}, {TRAN_PHU: "+90003"})


def test_what_was_applied_is_shown_and_counted_in_both_geographies(
    client: PageClient, life: Life
) -> None:
    day = tomorrow(life)
    life.in_progress()
    made = approved(life, small(day))
    applied(life, made, day)
    client.sign_in("quantri")
    client.get(f"{WHERE}/{made}")
    assert "Đã thực hiện" in client.text
    assert "Hồ sơ đã chuyển: 1 trên 1" in client.text
    client.get(f"{WHERE}/so-lieu")
    assert "Phường Đa Mai" in client.text
    assert "Tân Mỹ" not in client.text
    client.get(f"{WHERE}/so-lieu?dia_gioi=old")
    assert "Tân Mỹ" in client.text
    assert "Phường Đa Mai" not in client.text


def test_an_unknown_one_is_not_found(client: PageClient) -> None:
    client.sign_in("quantri")
    client.get(f"{WHERE}/00000000-0000-0000-0000-000000000007")
    assert client.status == 404
