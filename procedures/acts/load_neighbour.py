"""Loading the neighbour province's old tree beside the sample: what a merger starts from."""

from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.load_sample import grow, hire
from procedures.acts.sign_in import hash_password
from procedures.catalogue.neighbour import neighbour_officers, neighbour_places, neighbour_units
from procedures.records import UnitRow


def load_neighbour(call: Call, password: str) -> bool:
    """Add its places, units and officers; False when its committee is, or was, known here."""
    units = neighbour_units()
    known = select(UnitRow.id).where(UnitRow.code_2020 == units[0].code_2020).limit(1)
    if call.db.scalar(known) is not None:
        return False
    grow(call, neighbour_places(), units)
    hashed = hash_password(password)
    for officer in neighbour_officers():
        hire(call, officer, hashed)
    return True
