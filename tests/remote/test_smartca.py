"""VNPT SmartCA's shape, against a server that keeps its own book."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from asn1crypto.x509 import Certificate

from procedures.errors import Unavailable
from procedures.papers.identity import subject_number
from procedures.providers import Progress, Protocols, Stage
from procedures.remote.opening import notice_url
from tests.remote.conftest import Service
from tests.remote.ordering import NOTICES, SIGNER, opened, order, place, provider, signed_by


def test_a_subscriber_is_found_by_the_personal_number(service: Service) -> None:
    (found,) = service.smartca().credentials(SIGNER.citizen_id, "gd-1")
    assert subject_number(Certificate.load(found.chain[0])) == SIGNER.citizen_id
    assert len(found.chain) == 3
    assert found.hindrance is None
    assert service.smartca().credentials("001000000000", "gd-2") == ()


def test_the_holder_confirms_and_the_signature_is_the_holders(service: Service) -> None:
    signer = service.smartca()
    placed = place(signer, "gd-1")
    assert placed.progress.stage is Stage.WAITING
    reference = placed.progress.reference
    assert signer.outcome(placed.order, reference).stage is Stage.WAITING
    (entry,) = service.book.waiting()
    assert (entry.code, entry.title) == (placed.order.code, placed.order.title)
    service.book.settle(entry.id, confirmed=True)
    for _ in range(2):
        assert signed_by(signer.outcome(placed.order, reference), placed.order.credential)


def test_a_refusal_and_a_long_wait_are_told_apart(service: Service) -> None:
    signer = service.smartca()
    refused, late = place(signer, "gd-1"), place(signer, "gd-2")
    service.book.settle("gd-1", confirmed=False)
    assert signer.outcome(refused.order, "gd-1").stage is Stage.REFUSED
    service.clock.ahead = timedelta(seconds=301)
    assert signer.outcome(late.order, "gd-2").stage is Stage.EXPIRED
    assert signer.outcome(late.order, "gd-3").stage is Stage.UNKNOWN


def test_asking_twice_makes_one_order(service: Service) -> None:
    """A worker that died after asking finds what it had asked for, even when it is signed."""
    signer = service.smartca()
    placed = place(signer, "gd-1")
    again = signer.ask(placed.order)
    assert (again.stage, again.reference) == (Stage.WAITING, placed.progress.reference)
    assert len(list(service.book.waiting())) == 1
    service.book.settle("gd-1", confirmed=True)
    assert signed_by(signer.ask(placed.order), placed.order.credential)


def test_an_order_for_a_stranger_is_turned_down_with_the_services_reason(service: Service) -> None:
    signer = service.smartca()
    (credential,) = signer.credentials(SIGNER.citizen_id, "gd-1")
    wanted = order(credential, "gd-1", account="001000000000")
    assert signer.ask(wanted) == Progress(Stage.FAILED, reason="user_not_found")


def test_a_client_that_is_not_known_learns_nothing(service: Service) -> None:
    stranger = opened(replace(provider(service.url, Protocols.SMARTCA), client_secret="khac"))
    with pytest.raises(Unavailable, match="không nhận tài khoản"):
        stranger.credentials(SIGNER.citizen_id, "gd-1")


def test_a_notice_is_taken_at_its_own_address_and_for_our_own_client_only(service: Service) -> None:
    at = provider(service.url, Protocols.SMARTCA)
    mark = notice_url(at, NOTICES).removeprefix(f"{NOTICES}/{at.code}/")
    body = {"sp_id": at.client_id, "status_code": 200, "transaction_id": "gd-1"}
    told = json.dumps(body).encode()
    signer = opened(at)
    assert signer.notified(mark, told) == "gd-1"
    foreign = json.dumps(body | {"sp_id": "khac"}).encode()
    nameless = json.dumps(body | {"transaction_id": 7}).encode()
    assert [signer.notified(mark, b) for b in (foreign, nameless, b"[]", b"{", b"")] == [None] * 5
    assert [signer.notified(m, told) for m in ("", "x", mark[:-1])] == [None] * 3
