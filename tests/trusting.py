"""Trust stores in the hands of two administrators: proposed by one, approved by the other."""

from uuid import UUID

from sqlalchemy import select

from procedures.acts.approve_trust import approve_trust
from procedures.acts.propose_trust import NewCertificate, Ordered, propose_certificate
from procedures.anchors import Origin, Store
from procedures.papers.certificate_file import AuthorityReader
from procedures.records import TrustCertificate
from tests.acts.administering import do
from tests.authorities import Authority
from tests.factories import Life

READER = AuthorityReader()
ORDER = Ordered("12/QĐ-BTTTT", "Bổ sung tổ chức cung cấp dịch vụ")
SECOND = "quantri2"


def proposed(life: Life, made: Authority, store: Store = Store.CITIZENS) -> UUID:
    """A proposal to take in a real certificate; it waits for a second person."""
    new = NewCertificate(store, Origin.REAL, made.pem)
    change: UUID = do(life, lambda call: propose_certificate(call, READER, new, ORDER))
    return change


def trusted(life: Life, made: Authority, store: Store = Store.CITIZENS) -> UUID:
    """A real certificate of the store, taken in by two people."""
    change = proposed(life, made, store)
    do(life, lambda call: approve_trust(call, READER, change), SECOND)
    return trusted_row(life, made).id


def trusted_row(life: Life, made: Authority) -> TrustCertificate:
    """The certificate as the records have it."""
    with life.services.reading() as db:
        return db.scalars(select(TrustCertificate).where(TrustCertificate.der == made.der)).one()
