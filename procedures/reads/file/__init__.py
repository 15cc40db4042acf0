"""A dossier as its officers read it: everything on one page, in few queries."""

from procedures.reads.file.annexes import DraftedAnnex, drafted_annexes
from procedures.reads.file.answers import HandedFile, Sent, SentDeclaration, Signature, sent
from procedures.reads.file.brief import Brief, Party, brief
from procedures.reads.file.checklist import ChecklistRow, checklist
from procedures.reads.file.events import EventRow, Events, WantedRow, answer_awaited, events
from procedures.reads.file.legs import DecisionRow, LegRow
from procedures.reads.file.papers import PaperRow, papers
from procedures.reads.file.promise import promised
from procedures.reads.file.recounted import recounted
from procedures.reads.file.whole import DossierFile, dossier_file
from procedures.records.decision import DecisionOutcome
from procedures.records.opinion import Stance

__all__ = [
    "Brief",
    "ChecklistRow",
    "DecisionOutcome",
    "DecisionRow",
    "DossierFile",
    "DraftedAnnex",
    "EventRow",
    "Events",
    "HandedFile",
    "LegRow",
    "PaperRow",
    "Party",
    "Sent",
    "SentDeclaration",
    "Signature",
    "Stance",
    "WantedRow",
    "answer_awaited",
    "brief",
    "checklist",
    "dossier_file",
    "drafted_annexes",
    "events",
    "papers",
    "promised",
    "recounted",
    "sent",
]
