"""Reorganisations of the tree: what a plan may say, what makes it unsound, who takes over what."""

from procedures.reform.ambiguities import (
    ENDS,
    Ambiguity,
    Matter,
    Office,
    Staff,
    ambiguities,
    decided_by,
    posts_open_to,
    posts_usually,
    undecided,
)
from procedures.reform.check import check
from procedures.reform.choices import Choices, load_choices
from procedures.reform.faults import Fault, Rule
from procedures.reform.loader import load_plan
from procedures.reform.plan import (
    Heir,
    NewPlace,
    NewRoute,
    NewUnit,
    PlaceStep,
    Plan,
    Ref,
    StepKind,
    UnitStep,
    is_new,
    new,
)
from procedures.reform.tree import After, Before, PlaceFact, UnitFact

__all__ = [
    "ENDS",
    "After",
    "Ambiguity",
    "Before",
    "Choices",
    "Fault",
    "Heir",
    "Matter",
    "NewPlace",
    "NewRoute",
    "NewUnit",
    "Office",
    "PlaceFact",
    "PlaceStep",
    "Plan",
    "Ref",
    "Rule",
    "Staff",
    "StepKind",
    "UnitFact",
    "UnitStep",
    "ambiguities",
    "check",
    "decided_by",
    "is_new",
    "load_choices",
    "load_plan",
    "new",
    "posts_open_to",
    "posts_usually",
    "undecided",
]
