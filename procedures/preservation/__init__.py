"""How long papers and evidence prove, and when they have to be stamped again: law and data only.

An archive time stamp proves a file as long as its authority's certificate and the algorithms that
it rests on are good (ETSI EN 319 142-1, 5.5; Luật Giao dịch điện tử 20/2023/QH15, Điều 13).
"""

from procedures.preservation.forecast import Expected, Group, forecast
from procedures.preservation.policy import Policy, load_policy
from procedures.preservation.renewal import Due, RenewalReason, Strength, due, has_ended

__all__ = [
    "Due",
    "Expected",
    "Group",
    "Policy",
    "RenewalReason",
    "Strength",
    "due",
    "forecast",
    "has_ended",
    "load_policy",
]
