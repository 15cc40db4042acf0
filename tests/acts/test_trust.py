"""Trust stores change by two people: proposed, approved or refused; what no store takes."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    pkcs12,
)

from portal.wiring import utc_now
from procedures.acts.approve_trust import approve_trust
from procedures.acts.call import Call
from procedures.acts.propose_trust import (
    NewCertificate,
    Ordered,
    propose_certificate,
    propose_end,
)
from procedures.acts.refuse_trust import refuse_trust
from procedures.acts.set_up_trust import set_up_trust
from procedures.anchors import Origin, Store
from procedures.errors import Incomplete, NotAllowed, NotLawful
from procedures.papers.certificate_file import AuthorityReader
from tests.acts.administering import do, refused_field, tags
from tests.authorities import DAY, Authority
from tests.factories import CITIZEN, Life
from tests.trusting import ORDER, READER, SECOND, trusted, trusted_row

ROOT = Authority.made("CA công cộng A")


def _new(data: bytes, store: Store = Store.CITIZENS, origin: Origin = Origin.REAL) -> Any:  # noqa: ANN401 - an act
    new = NewCertificate(store, origin, data)
    return lambda call: propose_certificate(call, READER, new, ORDER)


def _refusing(change: UUID, grounds: str) -> Callable[[Call], None]:
    return lambda call: refuse_trust(call, READER, change, grounds)


def _approve(life: Life, change: UUID, username: str = SECOND) -> None:
    do(life, lambda call: approve_trust(call, READER, change), username)


def test_a_certificate_comes_in_when_a_second_person_approves(life: Life) -> None:
    change = do(life, _new(ROOT.pem))
    assert life.services.trust.now().citizens.anchors == ()
    with pytest.raises(NotAllowed):
        _approve(life, change, "quantri")
    _approve(life, change)
    anchors = life.services.trust.now().citizens.anchors
    assert [anchor.dump() for anchor in anchors] == [ROOT.der]
    assert life.services.trust.now() is life.services.trust.now()
    assert tags(life, "trust") == ["admin:trust:propose", "admin:trust:approve"]
    with pytest.raises(NotLawful):
        _approve(life, change)


def test_a_refusal_and_a_second_thought_leave_the_store(life: Life) -> None:
    for username in ("quantri", "quantri2"):
        change = do(life, _new(ROOT.pem))
        assert refused_field(life, _new(ROOT.pem)) == "pem"
        assert refused_field(life, _refusing(change, "")) == "grounds"
        do(life, _refusing(change, "Chưa đủ hồ sơ"), username)
    assert life.services.trust.now().citizens.anchors == ()
    assert tags(life, "trust").count("admin:trust:refuse") == 2


def test_what_is_taken_out_takes_along_what_is_below_it(life: Life) -> None:
    below = Authority.made("CA công cộng A - cấp phát", ROOT)
    assert refused_field(life, _new(below.pem)) == "pem"
    trusted(life, ROOT)
    trusted(life, below)
    kept = trusted_row(life, ROOT)
    _approve(life, do(life, lambda call: propose_end(call, kept.id, None, ORDER)))
    assert trusted_row(life, below).trusted_until == trusted_row(life, ROOT).trusted_until
    assert life.services.trust.now().citizens.at(utc_now()).anchors == ()
    before = kept.trusted_from + timedelta(milliseconds=1)
    assert len(life.services.trust.now().citizens.at(before).anchors) == 1
    with pytest.raises(NotLawful):
        do(life, lambda call: propose_end(call, kept.id, None, ORDER))
    lost = kept.trusted_from - DAY
    _approve(life, do(life, lambda call: propose_end(call, kept.id, lost, ORDER)))
    assert trusted_row(life, below).lost_at == lost
    assert life.services.trust.now().citizens.at(before).anchors == ()
    tomorrow = utc_now() + DAY
    assert refused_field(life, lambda c: propose_end(c, kept.id, tomorrow, ORDER)) == "since"


def test_test_and_real_are_never_together(life: Life) -> None:
    test = Authority.made("TEST CA")
    found = {store: [READER.read(test.pem)] for store in (Store.CITIZENS, Store.TIME)}
    assert do(life, lambda call: set_up_trust(call, found)) == 2
    assert do(life, lambda call: set_up_trust(call, found)) == 0
    assert refused_field(life, _new(ROOT.pem)) == "store"
    assert refused_field(life, _new(test.pem, Store.GOVERNMENT)) == "origin"
    assert refused_field(life, _new(test.pem, Store.TIME, Origin.TEST)) == "pem"
    assert refused_field(life, _new(test.pem, Store.GOVERNMENT, Origin.TEST)) == "pem"
    real = do(life, _new(ROOT.pem, Store.GOVERNMENT))
    _approve(life, real)
    assert refused_field(life, _new(test.pem, Store.GOVERNMENT, Origin.TEST)) == "store"

    def in_production(call: Call) -> None:
        official = replace(call, house=replace(call.house, test_mark=False))
        _new(test.pem, Store.CITIZENS, Origin.TEST)(official)

    assert refused_field(life, in_production) == "origin"


def _weak() -> Authority:
    return Authority.made("CA yếu", key=rsa.generate_private_key(65537, 1024))  # noqa: S505 - it is refused


def _p12() -> bytes:
    return pkcs12.serialize_key_and_certificates(
        b"ca", ROOT.key, ROOT.certificate, None, BestAvailableEncryption(b"x")
    )


BAD: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "ended": (lambda: Authority.made("A", begins=-9 * DAY, ends=-DAY).pem, "đã hết hạn"),
    "empty": (lambda: b" \n", "Hãy chọn tệp"),
    "key beside it": (lambda: ROOT.pem + ROOT.key_pem, "khóa bí mật"),
    "key alone": (
        lambda: ROOT.key.private_bytes(
            Encoding.DER, PrivateFormat.PKCS8, BestAvailableEncryption(b"x")
        ),
        "khóa bí mật",
    ),
    "large": (lambda: b"x" * 70_000, "Tệp lớn hơn"),
    "leaf": (lambda: Authority.made("A", authority=False).pem, "không phải chứng thư của tổ chức"),
    "no certificate": (lambda: b"xin ch\xc3\xa0o", "không phải là một chứng thư"),
    "not begun": (lambda: Authority.made("A", begins=DAY).pem, "chưa có hiệu lực"),
    "p12": (_p12, "khóa bí mật"),
    "torn": (lambda: ROOT.pem[:300] + b"\n-----END CERTIFICATE-----\n", "không phải là"),
    "two": (lambda: ROOT.pem + Authority.made("B").pem, "2 chứng thư"),
    "weak": (lambda: _weak().pem, "RSA 1024"),
}


@pytest.mark.parametrize("kind", sorted(BAD))
def test_a_bad_file_is_refused_beside_it_and_not_kept(town: Life, kind: str) -> None:
    data, words = BAD[kind]
    with pytest.raises(Incomplete) as refusal:
        do(town, _new(data()))
    assert refusal.value.params["field"] == "pem"
    assert words in str(refusal.value)


def test_a_digest_that_is_broken_is_refused(town: Life) -> None:
    class Old(AuthorityReader):
        """No library signs with SHA-1 any more, so what is read is told otherwise."""

        def read(self, data: bytes) -> Any:  # noqa: ANN401 - as above
            return replace(super().read(data), digest="sha1")

    new = NewCertificate(Store.CITIZENS, Origin.REAL, ROOT.pem)
    with pytest.raises(Incomplete, match="SHA1"):
        do(town, lambda call: propose_certificate(call, Old(), new, ORDER))


def test_only_administrators_propose_and_with_a_document(town: Life) -> None:
    with pytest.raises(NotAllowed):
        do(town, _new(ROOT.pem), CITIZEN)
    new = NewCertificate(Store.CITIZENS, Origin.REAL, ROOT.pem)
    for ordered, field in ((Ordered("", "x"), "document"), (Ordered("x", ""), "grounds")):
        act = partial(propose_certificate, reader=READER, new=new, ordered=ordered)
        assert refused_field(town, act) == field
