"""All that a forger can come by: signed papers, the public authorities, and keys of his own."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from procedures.papers.authorities import TimeAuthority
from procedures.papers.citizen_pen import sign_as_citizen
from procedures.papers.embedding import stamp
from procedures.papers.outfit import open_seal
from procedures.papers.seal import Sealer
from procedures.papers.seal_fields import stamp_field
from procedures.papers.stamps import HttpStamper
from procedures.papers.wire import Route, Wire
from tests.papers.attacks import raw
from tests.papers.attacks.letter import letter
from tests.papers.conftest import AGENCY, LEADER, PASSWORD, TestPki, utc_now


@dataclass(eq=False)
class Forge:
    """Each file is made when it is first asked for, and once."""

    pki: TestPki
    stranger: TestPki
    fonts: Path
    made: dict[str, bytes] = field(default_factory=dict)

    @cached_property
    def sealer(self) -> Sealer:
        """The office's own seal, which seals what it is given."""
        return open_seal(self.pki.folder, self.pki.url, self.fonts, utc_now)

    @cached_property
    def stamper(self) -> HttpStamper:
        """The public time authority, which stamps for everybody."""
        return HttpStamper(
            Wire(routes=(Route(self.pki.url),)), (TimeAuthority(f"{self.pki.url}/tsa"),)
        )

    @cached_property
    def blank(self) -> bytes:
        """What is signed."""
        return letter()

    @cached_property
    def paper(self) -> bytes:
        """A decision: signed by the leader, sealed by the agency, stamped."""
        return self.sealer.apply(self.blank, leader=LEADER, agency=AGENCY)

    @cached_property
    def twin(self) -> bytes:
        """Another decision of the same office."""
        return self.sealer.apply(self.blank, leader=LEADER, agency=AGENCY)

    @cached_property
    def slip(self) -> bytes:
        """A slip: sealed by the agency only, certified by nobody."""
        return self.sealer.apply(self.blank, leader=None, agency=AGENCY)

    @cached_property
    def filled(self) -> bytes:
        """A slip that was printed with a form field in it."""
        return self.sealer.apply(letter(with_field=True), leader=None, agency=AGENCY)

    @cached_property
    def declaration(self) -> bytes:
        """The same sheet, signed by a citizen."""
        return sign_as_citizen(self.blank, self.pki.p12(), PASSWORD)

    def stamped(self, data: bytes, name: str = stamp_field(1)) -> bytes:
        """The file with an archive time stamp that the forger had made himself."""
        return stamp(raw.begun(data), name, self.stamper)
