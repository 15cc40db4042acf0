"""What makes a plan unsound, each with the rule that it breaks."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from procedures.errors import N_


class Rule(StrEnum):
    """The rules of a sound reorganisation."""

    FUTURE = "future"
    KNOWN = "known"
    ONCE = "once"
    NO_CYCLE = "no_cycle"
    NO_GAP = "no_gap"
    NO_OVERLAP = "no_overlap"
    ROUTED = "routed"
    CHOSEN = "chosen"


RULE_NAMES: Mapping[Rule, str] = MappingProxyType(
    {
        Rule.FUTURE: N_("Chỉ sắp xếp cho ngày trong tương lai"),
        Rule.KNOWN: N_("Chỉ dẫn đến nơi, đơn vị, lịch, lĩnh vực có thật"),
        Rule.ONCE: N_("Mỗi nơi, mỗi đơn vị chỉ có một bước sắp xếp"),
        Rule.NO_CYCLE: N_("Không vòng tròn"),
        Rule.NO_GAP: N_("Không để trống"),
        Rule.NO_OVERLAP: N_("Không chồng lấn"),
        Rule.ROUTED: N_("Quy trình phải đi qua đơn vị có thật"),
        Rule.CHOSEN: N_("Điều chưa rõ phải được quyết định"),
    }
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a plan: the rule, a sentence with `{placeholders}`, what fills them."""

    rule: Rule
    msgid: str
    params: Mapping[str, object]

    def __str__(self) -> str:
        return f"{RULE_NAMES[self.rule]}: {self.msgid.format(**self.params)}"


def fault(rule: Rule, msgid: str, **params: object) -> Fault:
    """A fault with its parameters by name."""
    return Fault(rule, msgid, params)
