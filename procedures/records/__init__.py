"""The nouns as PostgreSQL keeps them: models, and constraints that refuse the impossible."""

from procedures.records.absence import Absence
from procedures.records.annex import Annex
from procedures.records.answers import AnswersVersion
from procedures.records.attachment import Attachment
from procedures.records.base import Base
from procedures.records.bulk import BulkItem, BulkRun
from procedures.records.calendar import CalendarVersion
from procedures.records.crl import Crl
from procedures.records.decision import Decision
from procedures.records.declaration import Declaration, DeclarationSigner
from procedures.records.dossier import Dossier, DossierNumber
from procedures.records.draft import Draft
from procedures.records.evidence_stamp import EvidenceStamp
from procedures.records.export import Export
from procedures.records.extension import ExtensionRow, SupplementLeave
from procedures.records.handover import Handover
from procedures.records.ledger import LedgerEntry
from procedures.records.leg import Leg
from procedures.records.note import Mention, Note
from procedures.records.opinion import Opinion
from procedures.records.outbox import OutboxRow
from procedures.records.outside_signing import OutsideSigning
from procedures.records.paper import Paper, PaperNumber
from procedures.records.paper_stamp import PaperStamp
from procedures.records.pause import PauseRow
from procedures.records.people import Account, Person, PostRow, SignIn
from procedures.records.procedure_version import ProcedureVersion
from procedures.records.reminder import Reminder
from procedures.records.reorganisation import PlaceSuccession, Reorganisation, UnitSuccession
from procedures.records.revocation import Revocation, RevocationList
from procedures.records.signature_order import SignatureOrder
from procedures.records.signing import Signing
from procedures.records.signing_key import KeyUse, SigningKey
from procedures.records.supplement import SupplementRequest
from procedures.records.ticket import Ticket, TicketNumber
from procedures.records.trust import TrustCertificate, TrustChange
from procedures.records.unit import PlaceRow, TierRow, UnitRow
from procedures.records.workbench import SavedView, Scratch

__all__ = [
    "Absence",
    "Account",
    "Annex",
    "AnswersVersion",
    "Attachment",
    "Base",
    "BulkItem",
    "BulkRun",
    "CalendarVersion",
    "Crl",
    "Decision",
    "Declaration",
    "DeclarationSigner",
    "Dossier",
    "DossierNumber",
    "Draft",
    "EvidenceStamp",
    "Export",
    "ExtensionRow",
    "Handover",
    "KeyUse",
    "LedgerEntry",
    "Leg",
    "Mention",
    "Note",
    "Opinion",
    "OutboxRow",
    "OutsideSigning",
    "Paper",
    "PaperNumber",
    "PaperStamp",
    "PauseRow",
    "Person",
    "PlaceRow",
    "PlaceSuccession",
    "PostRow",
    "ProcedureVersion",
    "Reminder",
    "Reorganisation",
    "Revocation",
    "RevocationList",
    "SavedView",
    "Scratch",
    "SignIn",
    "SignatureOrder",
    "Signing",
    "SigningKey",
    "SupplementLeave",
    "SupplementRequest",
    "Ticket",
    "TicketNumber",
    "TierRow",
    "TrustCertificate",
    "TrustChange",
    "UnitRow",
    "UnitSuccession",
]
