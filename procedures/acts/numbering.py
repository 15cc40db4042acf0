"""Numbers without gaps: counters whose row lock lasts until the transaction ends."""

from datetime import date

from sqlalchemy.dialects.postgresql import insert

from procedures.acts.call import Call
from procedures.records import DossierNumber, PaperNumber, UnitRow

LOOKUP_KEY_LENGTH = 10
VERIFY_CODE_LENGTH = 16


def next_dossier_code(call: Call, unit: UnitRow) -> str:
    """`<agency code>-YYMMDD-XXXX` (TT 01/2018/TT-VPCP Điều 19), unique and gap-free.

    A rolled back transaction gives its number back; concurrent ones wait for the row.
    The fourth digit grows to a fifth after 9,999 dossiers of one unit on one day.
    """
    day = call.today
    statement = insert(DossierNumber).values(unit_id=unit.id, day=day, last=1)
    statement = statement.on_conflict_do_update(
        index_elements=[DossierNumber.unit_id, DossierNumber.day],
        set_={"last": DossierNumber.last + 1},
    )
    number = call.db.execute(statement.returning(DossierNumber.last)).scalar_one()
    return f"{unit.code_2020}-{day:%y%m%d}-{number:04d}"


def next_paper_number(call: Call, unit: UnitRow, symbol: str, dated: date) -> int:
    """The next number of the unit's series of papers with this symbol in the year."""
    statement = insert(PaperNumber).values(unit_id=unit.id, symbol=symbol, year=dated.year, last=1)
    statement = statement.on_conflict_do_update(
        index_elements=[PaperNumber.unit_id, PaperNumber.symbol, PaperNumber.year],
        set_={"last": PaperNumber.last + 1},
    )
    return call.db.execute(statement.returning(PaperNumber.last)).scalar_one()
