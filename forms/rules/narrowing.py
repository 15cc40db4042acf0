"""A condition seen from one page: what other pages answered is settled, the rest stays open."""

from collections.abc import Set as AbstractSet

from forms.schema import Cond

from .conditions import ATOMS, mentioned, parts
from .visible import View

ALWAYS: Cond = {"all": []}
NEVER: Cond = {"any": []}


def narrow(cond: Cond, here: AbstractSet[str], view: View) -> Cond:
    """The condition in terms of the fields `here`; ALWAYS or NEVER once nothing is open."""
    operator = next(iter(cond))
    if operator in ATOMS:
        if here.isdisjoint(mentioned(cond)):
            return ALWAYS if view.holds(cond) else NEVER
        return cond
    inner = [narrow(part, here, view) for part in parts(cond)]
    if operator == "not":
        return NEVER if inner[0] == ALWAYS else ALWAYS if inner[0] == NEVER else {"not": inner[0]}
    settles, drops = (NEVER, ALWAYS) if operator == "all" else (ALWAYS, NEVER)
    if settles in inner:
        return settles
    left = [part for part in inner if part != drops]
    if len(left) == 1:
        return left[0]
    return {operator: left}
