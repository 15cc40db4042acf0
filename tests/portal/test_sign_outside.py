"""Signing with one's own token: the plugin fetches by a ticket, brings back by another, once."""

import html
import json
import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.office.signing_outside import PLUGIN
from portal.wiring import Services
from procedures.acts.fetch_lists import fetch_lists
from procedures.anchors import IssuedList, Store
from procedures.lifecycle import State
from procedures.reads.administration.lists import watched_lists
from procedures.records import KeyUse, OutsideSigning, Paper, SigningKey
from procedures.records.paper import PaperState
from tests.factories import Life
from tests.fakes import FakeLists, FakeSeal, FakeTool
from tests.pages import PageClient
from tests.portal.officers import VERSION, Officer

LEADER, DEPUTY = "chutich.tanmy", "phochutich.tanmy"
PARAMETERS = re.compile(r'data-vgca="([^"]+)"')
SEEN = re.compile(r'name="(seen\.[^"]+)" value="([0-9a-f]{64})"')


class Plugin:
    """Plays the VGCA plugin: knows the parameters that the page gave it, and has no session."""

    def __init__(self, app: Flask, told: dict[str, Any]) -> None:
        self.http = app.test_client()
        self.told = told

    def fetch(self) -> tuple[int, bytes]:
        answer = self.http.get(urlsplit(self.told["FileName"]).path)
        return answer.status_code, answer.data

    def bring(self, data: bytes) -> dict[str, Any]:
        fields = {"uploadfile": (BytesIO(data), "van-ban.signed.pdf")}
        answer = self.http.post(urlsplit(self.told["FileUploadHandler"]).path, data=fields)
        told: dict[str, Any] = json.loads(answer.data)
        assert set(told) == {"Status", "Message", "FileName", "FileServer"}
        assert answer.status_code == 200
        assert bool(told["Message"]) is not told["Status"]
        return told

    def send(self, data: bytes) -> tuple[int, str]:
        """As a browser sends the page's form."""
        fields = {"uploadfile": (BytesIO(data), "van-ban.pdf")}
        path = urlsplit(self.told["FileUploadHandler"]).path
        answer = self.http.post(path, data=fields, headers={"Accept": "text/html,*/*;q=0.8"})
        return answer.status_code, answer.text


@pytest.fixture(autouse=True)
def _tool(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("portal.office.signing_outside", "portal.public.outside"):
        monkeypatch.setattr(f"{module}.leaders_tool", lambda _book: FakeTool())


def opened(app: Flask, dossier_id: UUID) -> tuple[Officer, list[Plugin]]:
    """The leader's page with its addresses, and the plugin at work for each paper."""
    leader = Officer(app, LEADER, "xu-ly")
    leader.open(dossier_id, "ky")
    leader.send(dossier_id, "ky-ngoai", read="1", **dict(SEEN.findall(leader.text)))
    told = [json.loads(html.unescape(found)) for found in PARAMETERS.findall(leader.text)]
    return leader, [Plugin(app, one) for one in told]


def by(data: bytes, life: Life, username: str = LEADER) -> bytes:
    return data + b"\n%token " + life.actor(username).name.encode()


def test_the_plugin_fetches_signs_and_brings_back_and_the_seal_follows(
    app: Flask, life: Life, services: Services
) -> None:
    dossier_id = life.proposed()
    _, (plugin,) = opened(app, dossier_id)
    assert plugin.told["DocNumber"]
    status, served = plugin.fetch()
    assert status == 200
    with services.reading() as db:
        paper = db.scalars(select(Paper).where(Paper.is_result)).one()
    assert served.startswith(services.blobs.get(paper.printed_sha256 or ""))
    assert life.dossier(dossier_id).state is State.PROPOSED
    assert plugin.bring(by(served, life)) == {
        "Status": True,
        "Message": "",
        "FileName": "van-ban.signed.pdf",
        "FileServer": "",
    }
    assert life.dossier(dossier_id).state is State.DECIDED
    life.work()
    with services.reading() as db:
        paper = db.scalars(select(Paper).where(Paper.is_result)).one()
    assert paper.state is PaperState.ISSUED
    issued = services.blobs.get(paper.issued_sha256 or "")
    assert issued.startswith(by(served, life))
    assert b"%sealed" in issued


def test_the_key_in_their_hands_is_registered_and_its_authoritys_list_fetched(
    app: Flask, life: Life, services: Services
) -> None:
    where = "http://ca.example/token.crl"
    life.workers = replace(life.workers, seal=FakeSeal(lists=(where,)))
    dossier_id = life.proposed()
    _, (plugin,) = opened(app, dossier_id)
    _, served = plugin.fetch()
    plugin.bring(by(served, life))
    life.work()
    with services.reading() as db:
        paper = db.scalars(select(Paper).where(Paper.is_result)).one()
        used = select(SigningKey).join(KeyUse).where(KeyUse.paper_id == paper.id)
        key = db.scalars(used.where(SigningKey.store == "outside")).one()
    assert (key.holder, key.post_id) == (life.actor(LEADER).name, paper.signer_post_id)
    admin = PageClient(app)
    admin.sign_in("quantri")
    admin.get(f"/quan-tri/khoa-ky/{key.id}")
    assert "USB token của người ký" in admin.text
    then = key.valid_to - timedelta(days=300)
    made = IssuedList(b"list", "CA", "a" * 64, then, then + timedelta(hours=12), 0)
    lists = FakeLists({(Store.GOVERNMENT, where): made})
    lists.addresses = list  # type: ignore[method-assign]
    with services.aside() as call:
        call.db.execute(update(SigningKey).where(SigningKey.id != key.id).values(crl_urls=[]))
        fetch_lists(replace(call, now=then), lists, services.blobs)
        (item,) = watched_lists(call.db, then)
    assert (item.store, item.address, item.fault) == (Store.GOVERNMENT, where, "")


def test_each_address_is_good_once_and_for_some_minutes(
    app: Flask, life: Life, services: Services
) -> None:
    dossier_id = life.proposed()
    _, (plugin,) = opened(app, dossier_id)
    _, served = plugin.fetch()
    assert plugin.fetch()[0] == 404
    with services.transaction() as call:
        late = call.now - timedelta(minutes=1)
        call.db.execute(
            update(OutsideSigning).values(created_at=late - timedelta(hours=1), expires_at=late)
        )
    assert "hết hạn" in plugin.bring(by(served, life))["Message"]
    assert life.dossier(dossier_id).state is State.PROPOSED
    _, (plugin,) = opened(app, dossier_id)
    _, served = plugin.fetch()
    assert plugin.bring(by(served, life))["Status"]
    assert not plugin.bring(by(served, life))["Status"]


def test_another_file_or_another_persons_is_not_taken_and_the_address_stays_good(
    app: Flask, life: Life
) -> None:
    dossier_id = life.proposed()
    _, (plugin,) = opened(app, dossier_id)
    _, served = plugin.fetch()
    for wrong in (b"", served, by(served, life, DEPUTY), by(b"%PDF-1.7", life)):
        assert "không phải là văn bản đã giao" in plugin.bring(wrong)["Message"]
    assert life.dossier(dossier_id).state is State.PROPOSED
    assert plugin.bring(by(served, life))["Status"]


def test_a_file_sent_by_the_form_is_answered_with_a_page(app: Flask, life: Life) -> None:
    dossier_id = life.proposed()
    _, (plugin,) = opened(app, dossier_id)
    _, served = plugin.fetch()
    status, page = plugin.send(served)
    assert status == 409
    assert "Chưa nhận tệp đã ký" in page
    assert "không phải là văn bản đã giao" in page
    status, page = plugin.send(by(served, life))
    assert status == 200
    assert "Đã nhận tệp đã ký" in page
    assert plugin.send(by(served, life))[0] == 404


def test_the_page_alone_may_speak_to_the_plugin_and_asks_what_is_back(
    app: Flask, life: Life
) -> None:
    dossier_id = life.proposed()
    leader, (plugin,) = opened(app, dossier_id)
    fields = {"version": VERSION.findall(leader.text)[0], "read": "1"}
    address = f"/xu-ly/{dossier_id}/ky-ngoai"
    again = leader.page.post(address, {**fields, **dict(SEEN.findall(leader.text))})
    assert f"connect-src 'self' {PLUGIN};" in again.headers["Content-Security-Policy"]
    asked = leader.page.get(f"{address}/tinh-trang")
    assert asked.json == {"over": False, "back": []}
    assert "connect-src 'self';" in asked.headers["Content-Security-Policy"]
    _, served = plugin.fetch()
    assert plugin.bring(by(served, life))["Status"]
    assert leader.page.get(f"{address}/tinh-trang").json == {"over": True, "back": []}


def test_what_another_holder_of_the_post_had_signed_does_not_stand(
    app: Flask, life: Life, services: Services
) -> None:
    dossier_id = life.proposed()
    leader, _ = opened(app, dossier_id)
    with services.transaction() as call:
        paper = call.db.scalars(select(Paper).where(Paper.is_result)).one()
        paper.presigned_sha256 = "0" * 64
    leader.do(dossier_id, "ky", read="1", **dict(SEEN.findall(leader.open(dossier_id, "ky"))))
    life.work()
    with services.reading() as db:
        paper = db.scalars(select(Paper).where(Paper.is_result)).one()
    assert (paper.state, paper.presigned_sha256) == (PaperState.ISSUED, None)


def test_what_changed_meanwhile_is_read_and_signed_anew(
    app: Flask, life: Life, services: Services
) -> None:
    dossier_id = life.proposed()
    leader, (plugin,) = opened(app, dossier_id)
    _, served = plugin.fetch()
    leader.do(dossier_id, "tra-lai", note="Ghi rõ nơi sinh")
    assert not plugin.bring(by(served, life))["Status"]
    life.propose(dossier_id)
    life.work()
    assert not plugin.bring(by(served, life))["Status"]
    with services.reading() as db:
        papers = db.scalars(select(Paper).where(Paper.is_result)).all()
    assert {paper.presigned_sha256 for paper in papers} == {None}


def test_whoever_may_not_sign_gets_no_address(app: Flask, life: Life, services: Services) -> None:
    dossier_id = life.proposed()
    leader = Officer(app, LEADER, "xu-ly")
    leader.open(dossier_id, "ky")
    leader.send(dossier_id, "ky-ngoai", **dict(SEEN.findall(leader.text)))
    assert leader.status == 409
    version = str(life.dossier(dossier_id).version)
    deputy = Officer(app, DEPUTY, "xu-ly")
    deputy.open(dossier_id, "ky")
    deputy.send(dossier_id, "ky-ngoai", version, read="1")
    assert deputy.status == 403
    with services.reading() as db:
        assert db.scalars(select(OutsideSigning.id)).all() == []
    stranger = app.test_client()
    assert stranger.get("/ky-ngoai/ABCDEFGH/van-ban.pdf").status_code == 404
    assert not json.loads(stranger.post("/ky-ngoai/ABCDEFGH").data)["Status"]
