"""What the acts on trust stores share: their rows, and what no store may take."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from procedures.acts.administer import wrong
from procedures.acts.call import Call
from procedures.anchors import Certificate, CertificateReader, Origin, Store, ensure_fit, unfit
from procedures.errors import N_, NotFound, NotLawful
from procedures.records import TrustCertificate, TrustChange
from procedures.records.trust import TrustState

NO_CERTIFICATE = N_("Không tìm thấy chứng thư này trong kho.")
NO_CHANGE = N_("Không tìm thấy đề nghị này.")
DECIDED = N_("Đề nghị này đã được quyết định.")
NO_DOCUMENT = N_("Hãy ghi số, ký hiệu văn bản làm căn cứ.")
NO_GROUNDS = N_("Hãy ghi lý do.")
SAYS_TEST = N_("Chứng thư tự ghi là thử nghiệm (TEST), không được nhận làm chứng thư chính thức.")
NO_TEST_HERE = N_("Hệ thống chính thức không nhận chứng thư thử nghiệm.")
HOLDS_TEST = N_("Kho này đang có chứng thư thử nghiệm nên không nhận chứng thư chính thức.")
HOLDS_REAL = N_("Kho này đang có chứng thư chính thức nên không nhận chứng thư thử nghiệm.")
KNOWN = N_("Chứng thư này đang có trong kho.")
KNOWN_ELSEWHERE = N_(
    "Chứng thư này đang có trong kho kia. Kho của cơ quan nhà nước và kho của người dân không được "
    "dùng chung chứng thư."
)
NOBODY_ABOVE = N_(
    "Không có chứng thư nào trong kho đã cấp chứng thư này. Hãy thêm chứng thư gốc trước."
)


def ensure_addable(
    call: Call, reader: CertificateReader, store: Store, origin: Origin, found: Certificate
) -> None:
    """Refuse a certificate that the store may not take now; raises `Incomplete` at its field."""
    ensure_fit(found, call.now)
    if origin is Origin.TEST and not call.house.test_mark:
        raise wrong("origin", NO_TEST_HERE)
    if origin is Origin.REAL and found.is_marked_test:
        raise wrong("origin", SAYS_TEST)
    held = in_force(call, store)
    if any(row.origin is not origin for row in held):
        raise wrong("store", HOLDS_TEST if origin is Origin.REAL else HOLDS_REAL)
    if any(row.sha256 == found.sha256 for row in held):
        raise unfit(KNOWN)
    other = {Store.GOVERNMENT: Store.CITIZENS, Store.CITIZENS: Store.GOVERNMENT}.get(store)
    if other and any(row.sha256 == found.sha256 for row in in_force(call, other)):
        raise unfit(KNOWN_ELSEWHERE)
    if not found.is_root and not any(reader.issued(row.der, found.der) for row in held):
        raise unfit(NOBODY_ABOVE)


def certificate_of(
    certificate: Certificate, store: Store, origin: Origin, since: datetime
) -> TrustCertificate:
    """The row of a certificate that a store takes in."""
    return TrustCertificate(
        store=store,
        origin=origin,
        is_root=certificate.is_root,
        der=certificate.der,
        sha256=certificate.sha256,
        name=certificate.name,
        subject=certificate.subject,
        issuer=certificate.issuer,
        serial=certificate.serial,
        not_before=certificate.not_before,
        not_after=certificate.not_after,
        trusted_from=since,
    )


def in_force(call: Call, store: Store) -> list[TrustCertificate]:
    """What the store holds now."""
    rows = select(TrustCertificate).where(
        TrustCertificate.store == store, TrustCertificate.trusted_until.is_(None)
    )
    return list(call.db.scalars(rows))


def certificate_row(call: Call, certificate_id: UUID) -> TrustCertificate:
    """The row, locked until the transaction ends; raises `NotFound`."""
    row = call.db.get(TrustCertificate, certificate_id, with_for_update=True)
    if row is None:
        raise NotFound(NO_CERTIFICATE)
    return row


def open_change(call: Call, change_id: UUID) -> TrustChange:
    """The proposal, locked; raises `NotFound`, and `NotLawful` when it is decided already."""
    row = call.db.get(TrustChange, change_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(NO_CHANGE)
    if row.state is not TrustState.PROPOSED:
        raise NotLawful(DECIDED)
    return row


def told(change: TrustChange, sha256: str) -> dict[str, object]:
    """What the ledger keeps of a change."""
    detail: dict[str, object] = {
        "store": change.store.value,
        "kind": change.kind.value,
        "sha256": sha256,
        "document": change.document,
        "grounds": change.refused_grounds or change.grounds,
    }
    if change.lost_at is not None:
        detail["lost_at"] = change.lost_at.isoformat()
    return detail
