"""A test PKI whose clock the test moves through the decades."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.request import urlopen

from asn1crypto.crl import CertificateList

from procedures.papers.news import News
from procedures.papers.pki_authorities import Root, rotate_stamper
from procedures.papers.pki_folder import PkiFolder
from procedures.papers.seal import Sealer
from procedures.papers.trust import Trust, load_trust
from procedures.papers.verdict import RegisterVerifier
from procedures.ports import Verdict
from tests.papers.conftest import utc_now

YEAR = timedelta(days=365)
STAMPERS_LIFE = 6


@dataclass
class Decades:
    """A PKI whose clock the test moves; its time stampers live six years."""

    folder: PkiFolder
    url: str = ""
    worker: Sealer | None = None
    began: datetime = field(default_factory=utc_now)
    years: float = 0

    def now(self) -> datetime:
        """The time of everything in this world."""
        return self.began + self.years * YEAR

    @property
    def trust(self) -> Trust:
        """Whom this world believes."""
        return load_trust(self.folder.root)

    def verdict(self, paper: bytes, years: float, news: News | None = None) -> Verdict:
        """What our own verifier says in that year, told nothing but the news."""
        later = self.began + years * YEAR
        known = news or News()
        return RegisterVerifier(self.trust, lambda: later, lambda: known).verify(paper, None)

    def current_list(self) -> CertificateList:
        """The time authority's revocation list of the day."""
        with urlopen(f"{self.url}/crl/{Root.TIME}.crl") as answer:  # noqa: S310 - our own server
            return CertificateList.load(answer.read())

    def renewed(self, paper: bytes) -> bytes:
        """Stamped again by a new time stamper, which the worker does not know yet."""
        assert self.worker is not None
        rotate_stamper(self.folder, self.now(), STAMPERS_LIFE)
        return self.worker.stamp_again(paper)
