"""Everything of a dossier at once, for the page on which an officer reads it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from procedures.lifecycle import REVOCABLE_STATES
from procedures.people import Actor
from procedures.reads.file.answers import Sent, sent
from procedures.reads.file.brief import Brief, brief
from procedures.reads.file.checklist import ChecklistRow, checklist
from procedures.reads.file.events import Events, events
from procedures.reads.file.papers import PaperRow, papers
from procedures.reads.revocations import Proposed, proposed_on


@dataclass(frozen=True, slots=True)
class DossierFile:
    """The head, and all that it is about."""

    head: Brief
    sent: tuple[Sent, ...]
    checklist: tuple[ChecklistRow, ...]
    papers: tuple[PaperRow, ...]
    events: Events
    proposed: Proposed | None
    """What is proposed of one of its issued papers."""

    @property
    def newest(self) -> Sent:
        return self.sent[-1]

    @property
    def waits_for_worker(self) -> bool:
        return any(paper.is_on_its_way for paper in self.papers)


def dossier_file(db: Session, actor: Actor, dossier_id: UUID) -> DossierFile:
    """The whole file in five queries, more once it may be revoked; refuses as `brief` does."""
    head = brief(db, actor, dossier_id)
    handed_in = sent(db, dossier_id, head.procedure)
    return DossierFile(
        head=head,
        sent=handed_in,
        checklist=checklist(head.procedure, head.schema, handed_in),
        papers=papers(db, dossier_id),
        events=events(db, dossier_id),
        proposed=proposed_on(db, dossier_id) if head.state in REVOCABLE_STATES else None,
    )
