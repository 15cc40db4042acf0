"""The hand-written envelope says what pyHanko's own would say, attribute by attribute."""

import asyncio
import hashlib

import pytest
from asn1crypto import cms, core, tsp
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from procedures.errors import Unavailable
from procedures.papers.authorities import Authorities, TimeAuthority
from procedures.papers.der import OCTET_STRING, SEQUENCE, inside, integer, set_of, tlv
from procedures.papers.signing import HeldSigner
from procedures.papers.stamps import HttpStamper
from procedures.papers.wire import Route, Wire
from tests.papers.conftest import LEADER, TestPki, open_pem

DIGEST = hashlib.sha256(b"to khai").digest()


@pytest.fixture(scope="module")
def stock(pki: TestPki) -> cms.ContentInfo:
    """The library's own envelope of the same certificate."""
    held = HeldSigner(pki.keys.held(LEADER))
    signer = SimpleSigner(
        signing_cert=held.chain[0],
        signing_key=open_pem(pki.keys.held(LEADER)),
        cert_registry=SimpleCertificateStore.from_certs(held.chain[:2]),
        embed_roots=False,
    )
    return asyncio.run(signer.async_sign(DIGEST, "sha256", use_pades=True))


@pytest.fixture(scope="module")
def own(pki: TestPki) -> cms.ContentInfo:
    """The envelope written here."""
    held = HeldSigner(pki.keys.held(LEADER))
    return cms.ContentInfo.load(asyncio.run(held.async_sign(DIGEST, "sha256")), strict=True)


def test_the_signed_attributes_are_the_same(stock: cms.ContentInfo, own: cms.ContentInfo) -> None:
    ours, theirs = (_signed_attributes(message) for message in (own, stock))
    assert ours == theirs
    assert set(ours) == {"content_type", "message_digest", "signing_certificate_v2"}


@pytest.mark.parametrize("part", ["version", "digest_algorithms", "encap_content_info"])
def test_the_envelope_is_the_same(stock: cms.ContentInfo, own: cms.ContentInfo, part: str) -> None:
    assert own["content"][part].native == stock["content"][part].native


@pytest.mark.parametrize("part", ["version", "sid", "digest_algorithm", "signature_algorithm"])
def test_the_signer_is_the_same(stock: cms.ContentInfo, own: cms.ContentInfo, part: str) -> None:
    ours, theirs = (m["content"]["signer_infos"][0][part] for m in (own, stock))
    assert ours.dump() == theirs.dump()


def test_the_enclosed_certificates_are_the_same(
    stock: cms.ContentInfo, own: cms.ContentInfo
) -> None:
    ours, theirs = ({c.dump() for c in m["content"]["certificates"]} for m in (own, stock))
    assert ours == theirs
    assert len(ours) == 2


def open_stamper(url: str) -> HttpStamper:
    """The time authority of the tests' PKI."""
    ways = Authorities((TimeAuthority(f"{url}/tsa"),))
    return HttpStamper(ways.wire(), ways.time)


def test_a_stamp_stands_beside_the_signature(pki: TestPki) -> None:
    stamper = open_stamper(pki.url)
    held = HeldSigner(pki.keys.held(LEADER), stamper)
    message = cms.ContentInfo.load(asyncio.run(held.async_sign(DIGEST, "sha256")), strict=True)
    info = message["content"]["signer_infos"][0]
    (attribute,) = info["unsigned_attrs"]
    assert attribute["type"].native == "signature_time_stamp_token"
    token = attribute["values"][0]["content"]["encap_content_info"]["content"].parsed
    assert isinstance(token, tsp.TSTInfo)
    stamped = token["message_imprint"]["hashed_message"].native
    assert stamped == hashlib.sha256(info["signature"].native).digest()


def test_many_signatures_fit_the_room_that_was_reserved(pki: TestPki) -> None:
    held = HeldSigner(pki.keys.held(LEADER), open_stamper(pki.url))
    room = held.room()
    sizes = [2 * len(asyncio.run(held.async_sign(bytes(32), "sha256"))) for _ in range(20)]
    assert max(sizes) <= room < max(sizes) + 600


@pytest.mark.parametrize(
    "answer",
    [b"", b"\x30\x03\x02\x01\x00", b"<html>", b"\x30\x80", b"\x30\x05\x30\x03\x02\x01\x02"],
)
def test_a_time_authority_that_talks_nonsense_is_unavailable(answer: bytes) -> None:
    class Babbling(Wire):
        def post(self, url: str, body: bytes, kind: str, authorization: str = "") -> bytes:
            assert url
            assert body
            assert kind
            assert not authorization
            return answer

    with pytest.raises(Unavailable):
        HttpStamper(Babbling(), (TimeAuthority("http://127.0.0.1/tsa"),)).token(b"x")


def test_a_stamp_of_something_else_is_refused(pki: TestPki) -> None:
    class Repeating(Wire):
        kept: list[bytes] = []  # noqa: RUF012 - one test, one list

        def post(self, url: str, body: bytes, kind: str, authorization: str = "") -> bytes:
            if not self.kept:
                wire = Wire(routes=(Route(url),))
                self.kept.append(wire.post(url, body, kind, authorization))
            return self.kept[0]

    stamper = HttpStamper(Repeating(), (TimeAuthority(f"{pki.url}/tsa"),))
    stamper.token(b"one")
    with pytest.raises(Unavailable):
        stamper.token(b"another")


@given(st.integers(0, 2**200))
def test_whole_numbers_are_der(value: int) -> None:
    assert integer(value) == core.Integer(value).dump()


@given(st.binary(max_size=70_000))
def test_strings_of_any_length_are_der(data: bytes) -> None:
    assert tlv(OCTET_STRING, data) == core.OctetString(data).dump()


@given(st.lists(st.binary(max_size=40), max_size=6))
def test_what_is_written_is_read_again(parts: list[bytes]) -> None:
    values = [tlv(OCTET_STRING, part) for part in parts]
    assert inside(tlv(SEQUENCE, *values)) == values
    assert inside(set_of(*values)) == sorted(values)


def _signed_attributes(message: cms.ContentInfo) -> dict[str, bytes]:
    attributes = message["content"]["signer_infos"][0]["signed_attrs"]
    return {a["type"].native: a.dump() for a in attributes}
