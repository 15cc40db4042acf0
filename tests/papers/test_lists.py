"""A list of revoked certificates is taken from the authority that signed it, from nobody else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from procedures.anchors import Store
from procedures.errors import NotAllowed, Unavailable
from procedures.papers import lists
from procedures.papers.lists import ListDesk
from procedures.papers.news import authority_id
from procedures.papers.outfit import test_authorities as authorities_of
from procedures.papers.pki_authorities import Issuer, Root
from procedures.papers.pki_folder import KeyFile, PkiFolder, load
from procedures.papers.wire import Wire
from tests.papers.conftest import TestPki, utc_now

DAY = timedelta(days=1)


def desk(pki: TestPki) -> ListDesk:
    return ListDesk(pki.trust, authorities_of(pki.folder, pki.url), utc_now)


def issuing(pki: TestPki) -> KeyFile:
    return load(PkiFolder(pki.folder).authority_path(Issuer.GOVERNMENT))


def test_the_lists_of_both_stores_are_named_and_fetched(pki: TestPki) -> None:
    named = desk(pki).addresses()
    assert named == [
        (Store.GOVERNMENT, f"{pki.url}/crl/{Root.GOVERNMENT}.crl"),
        (Store.TIME, f"{pki.url}/crl/{Root.TIME}.crl"),
    ]
    found = desk(pki).fetch(Store.GOVERNMENT, f"{pki.url}/crl/{Issuer.GOVERNMENT}.crl")
    (own,) = pki.trust.government.intermediates
    assert found.authority == authority_id(own)
    assert found.issuer == "TEST CA công vụ - cấp phát"
    assert found.this_update < utc_now() < found.next_update


def test_a_list_of_another_store_or_of_strangers_with_the_same_names_is_refused(
    pki: TestPki, stranger: TestPki
) -> None:
    ours = desk(pki)
    with pytest.raises(NotAllowed) as told:
        ours.fetch(Store.GOVERNMENT, f"{pki.url}/crl/{Root.TIME}.crl")
    assert told.value.msgid == lists.FOREIGN
    with pytest.raises(Unavailable):
        ours.fetch(Store.GOVERNMENT, f"{stranger.url}/crl/{Issuer.GOVERNMENT}.crl")
    theirs = ListDesk(pki.trust, authorities_of(stranger.folder, stranger.url), utc_now)
    with pytest.raises(NotAllowed) as told:
        theirs.fetch(Store.GOVERNMENT, f"{stranger.url}/crl/{Issuer.GOVERNMENT}.crl")
    assert told.value.msgid == lists.FOREIGN


def _signed(pki: TestPki, *more: x509.ExtensionType, ahead: timedelta = -DAY) -> bytes:
    held = issuing(pki)
    builder = x509.CertificateRevocationListBuilder(
        held.certificate.subject, utc_now() + ahead, utc_now() + 7 * DAY
    )
    for extension in more:
        builder = builder.add_extension(extension, critical=True)
    return builder.sign(held.key, hashes.SHA256()).public_bytes(Encoding.DER)


UNSOUND: dict[str, tuple[Callable[[TestPki], bytes], str]] = {
    "a page": (lambda _pki: b"<!doctype html>", lists.UNREADABLE),
    "changes only": (lambda pki: _signed(pki, x509.DeltaCRLIndicator(1)), lists.UNREADABLE),
    "cut off": (lambda pki: _signed(pki)[:-9], lists.UNREADABLE),
    "from tomorrow": (lambda pki: _signed(pki, ahead=DAY), lists.FROM_THE_FUTURE),
    "of others too": (
        lambda pki: _signed(
            pki,
            x509.IssuingDistributionPoint(
                full_name=None,
                relative_name=None,
                only_contains_user_certs=False,
                only_contains_ca_certs=False,
                only_some_reasons=None,
                indirect_crl=True,
                only_contains_attribute_certs=False,
            ),
        ),
        lists.UNREADABLE,
    ),
    "spoilt": (lambda pki: _signed(pki)[:-1] + b"\x00", lists.FOREIGN),
}


@pytest.mark.parametrize("name", sorted(UNSOUND))
def test_what_is_no_whole_list_of_today_is_refused(
    pki: TestPki, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, reason = UNSOUND[name]
    monkeypatch.setattr(Wire, "get", lambda *_args: made(pki))
    with pytest.raises(NotAllowed) as told:
        desk(pki).fetch(Store.GOVERNMENT, "http://ca.example/a.crl")
    assert told.value.msgid == reason
    monkeypatch.setattr(Wire, "get", lambda *_args: _signed(pki))
    assert desk(pki).fetch(Store.GOVERNMENT, "http://ca.example/a.crl").entries == 0
