"""Administrators see what will be stamped again, and what it is too late for; so do watchers."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from portal import background
from portal.wiring import Services
from tests.factories import Life
from tests.fakes import FakeCheck
from tests.pages import PageClient
from tests.portal.officers import Queries
from tests.portal.test_watching import numbers

WHERE = "/quan-tri/gia-han"
MARRIAGE = "1.000894"
TOO_LATE = "không gia hạn được nữa"


@pytest.fixture
def admin(app: Flask) -> PageClient:
    client = PageClient(app)
    client.sign_in("quantri")
    return client


def test_the_page_tells_of_ten_years_papers_and_evidence_apart(
    admin: PageClient, life: Life, services: Services
) -> None:
    admin.get(WHERE)
    assert admin.text.count("Không có tệp nào đến hạn trong 10 năm tới") == 2
    code = life.dossier(life.submitted(MARRIAGE)).code
    life.issued()
    with Queries(services.engine) as asked:
        admin.get(WHERE)
    assert len(asked.seen) <= 8, asked.seen
    assert code in admin.text
    assert admin.text.count("Số lượt gia hạn theo năm") == 2
    assert admin.text.count("Số tệp đang được giữ và gia hạn: 1") >= 1
    assert TOO_LATE not in admin.text
    admin.get("/quan-tri")
    assert TOO_LATE not in admin.text
    assert numbers(admin)["portal_time_stamps_ended[('kind', 'evidence')]"] == 0


def test_what_has_ended_is_told_and_never_stamped_as_if_it_were_good(
    admin: PageClient, life: Life, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FakeCheck, "began", datetime(2010, 1, 1, tzinfo=UTC))
    code = life.dossier(life.submitted(MARRIAGE)).code
    with Queries(services.engine) as asked:
        admin.get(WHERE)
    assert len(asked.seen) <= 8, asked.seen
    assert f"1 tệp có dấu thời gian đã hết hiệu lực, {TOO_LATE}" in admin.text
    assert code in admin.text
    admin.get("/quan-tri")
    assert f"1 tệp có dấu thời gian đã hết hiệu lực, {TOO_LATE}" in admin.text
    assert f'href="{WHERE}"' in admin.text
    found = numbers(admin)
    assert found["portal_time_stamps_ended[('kind', 'evidence')]"] == 1
    assert found["portal_time_stamps_ended[('kind', 'papers')]"] == 0
    assert not background.preserve(services)
