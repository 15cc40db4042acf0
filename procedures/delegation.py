"""Who may sign in another's place, and on what ground: NĐ 30/2020/NĐ-CP, Điều 13.

KT.: a deputy signs for the head, in the field that was assigned (khoản 1, 2). TUQ.: the head of a
subordinate unit signs by a written delegation with a term, and passes it on to nobody (khoản 3).
TL.: the head of a unit signs papers of some kinds by the rules of work (khoản 4).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from procedures.errors import N_


class Form(StrEnum):
    """In whose name somebody signs."""

    OWN = "own"
    """As the head, or on behalf of the committee (TM.): the post itself is the ground."""
    DEPUTY = "kt"
    ORDER = "tl"
    DELEGATION = "tuq"


_PREFIXES: Mapping[str, Form] = MappingProxyType(
    {"KT.": Form.DEPUTY, "TL.": Form.ORDER, "TUQ.": Form.DELEGATION}
)
UNGROUNDED: Mapping[Form, str] = MappingProxyType(
    {
        Form.DEPUTY: N_(
            "Chưa có văn bản phân công ký thay (KT.) cho chức vụ này "
            "(khoản 1, 2 Điều 13 Nghị định 30/2020/NĐ-CP)."
        ),
        Form.ORDER: N_(
            "Chưa có quy chế giao ký thừa lệnh (TL.) cho chức vụ này "
            "(khoản 4 Điều 13 Nghị định 30/2020/NĐ-CP)."
        ),
        Form.DELEGATION: N_(
            "Chưa có văn bản ủy quyền ký (TUQ.) cho chức vụ này "
            "(khoản 3 Điều 13 Nghị định 30/2020/NĐ-CP)."
        ),
    }
)
NO_TERM = N_(
    "Ủy quyền ký (TUQ.) phải có thời hạn: hãy ghi ngày hết hạn "
    "(khoản 3 Điều 13 Nghị định 30/2020/NĐ-CP)."
)
OUT_OF_TERM = N_("Việc giao ký của chức vụ này chưa có hiệu lực hoặc đã hết hạn vào ngày ký.")
OTHER_KIND = N_("Chức vụ này không được giao ký văn bản của thủ tục này.")


@dataclass(frozen=True, slots=True)
class Ground:
    """The document that lets a post sign for another, and how far it reaches.

    `end` is the first day without it; no `procedures` means every one.
    """

    document: str
    first: date | None = None
    end: date | None = None
    procedures: frozenset[str] = frozenset()


NO_GROUND = Ground("")


def form_of(signs_as: str) -> Form:
    """What the last of the lines above the title says."""
    last = signs_as.strip().rpartition("\n")[2].split(" ")[0].upper()
    return _PREFIXES.get(last, Form.OWN)


def flaw(signs_as: str, ground: Ground) -> str | None:
    """Why such a ground could never do: the message id of the rule, or None."""
    form = form_of(signs_as)
    if form is Form.OWN:
        return None
    if not ground.document:
        return UNGROUNDED[form]
    if form is Form.DELEGATION and ground.end is None:
        return NO_TERM
    return None


def refusal(signs_as: str, ground: Ground, procedure: str, on: date) -> str | None:
    """Why the post may not sign a paper of the procedure on the day, or None."""
    if form_of(signs_as) is Form.OWN:
        return None
    never = flaw(signs_as, ground)
    if never is not None:
        return never
    if (ground.first and on < ground.first) or (ground.end and ground.end <= on):
        return OUT_OF_TERM
    if ground.procedures and procedure not in ground.procedures:
        return OTHER_KIND
    return None
