"""The nouns as PostgreSQL keeps them: models, and constraints that refuse the impossible."""

from procedures.records.answers import AnswersVersion
from procedures.records.attachment import Attachment
from procedures.records.base import Base
from procedures.records.calendar import CalendarVersion
from procedures.records.decision import Decision
from procedures.records.declaration import Declaration
from procedures.records.dossier import Dossier, DossierNumber
from procedures.records.draft import Draft
from procedures.records.ledger import LedgerEntry
from procedures.records.leg import Leg
from procedures.records.outbox import OutboxRow
from procedures.records.paper import Paper, PaperNumber
from procedures.records.pause import PauseRow
from procedures.records.people import Account, Person, PostRow, SignIn
from procedures.records.procedure_version import ProcedureVersion
from procedures.records.supplement import SupplementRequest
from procedures.records.unit import PlaceRow, TierRow, UnitRow

__all__ = [
    "Account",
    "AnswersVersion",
    "Attachment",
    "Base",
    "CalendarVersion",
    "Decision",
    "Declaration",
    "Dossier",
    "DossierNumber",
    "Draft",
    "LedgerEntry",
    "Leg",
    "OutboxRow",
    "Paper",
    "PaperNumber",
    "PauseRow",
    "Person",
    "PlaceRow",
    "PostRow",
    "ProcedureVersion",
    "SignIn",
    "SupplementRequest",
    "TierRow",
    "UnitRow",
]
