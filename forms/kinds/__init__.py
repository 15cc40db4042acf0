"""Kinds of fields: one module each. A new kind is its module and its line in the register."""

from typing import Any

from .address import AddressKind
from .agency import AgencyKind, FormerAgencyKind
from .base import Kind
from .choice import CheckboxKind, MultiselectKind, RadioKind, SelectKind
from .citizen_id import CitizenIdKind
from .contact import EmailKind, TelKind, UrlKind
from .dates import DateKind, DatetimeKind
from .derived import ComputedKind, GroupKind, SignatureKind
from .lines import ListKind
from .number import DecimalKind, IntKind, MoneyKind
from .partial_date import PartialDateKind
from .table import TableKind
from .text import TextareaKind, TextKind


def kind_of(name: str) -> Kind[Any]:
    """The kind with this name; KeyError when there is none."""
    return KINDS[name]


KINDS: dict[str, Kind[Any]] = {
    kind.name: kind
    for kind in (
        TextKind(),
        TextareaKind(),
        SelectKind(),
        RadioKind(),
        MultiselectKind(),
        CheckboxKind(),
        IntKind(),
        DecimalKind(),
        MoneyKind(),
        DateKind(),
        PartialDateKind(),
        DatetimeKind(),
        TelKind(),
        EmailKind(),
        UrlKind(),
        CitizenIdKind(),
        AddressKind(),
        AgencyKind(),
        FormerAgencyKind(),
        GroupKind(),
        TableKind(kind_of),
        ListKind(),
        ComputedKind(),
        SignatureKind(),
    )
}
