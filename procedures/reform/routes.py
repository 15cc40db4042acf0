"""Whether procedures still find their offices in the tree that a plan leaves."""

from collections.abc import Iterator, Mapping

from procedures.errors import N_
from procedures.reform.faults import Fault, Rule, fault
from procedures.reform.plan import Plan
from procedures.reform.tree import After, Before

NO_PROCEDURE = N_("Không có thủ tục {procedure}.")
TWO_ROUTES = N_("Thủ tục {procedure} có hơn một quy trình mới.")
NO_OFFICE = N_(
    "Thủ tục {procedure}: bước {leg} cần đơn vị loại “{kind}” ở cấp “{tier}”, nơi không còn đơn vị "
    "nào như vậy."
)


def route_faults(plan: Plan, before: Before, after: After) -> Iterator[Fault]:
    """New routes of unknown procedures, and legs of them that lead to no office."""
    offices = after.offices()
    seen: set[str] = set()
    for route in plan.routes:
        if route.code not in before.procedures:
            yield fault(Rule.KNOWN, NO_PROCEDURE, procedure=route.code)
        if route.code in seen:
            yield fault(Rule.ONCE, TWO_ROUTES, procedure=route.code)
        seen.add(route.code)
        for leg in route.legs:
            unit = leg.get("unit")
            named = unit if isinstance(unit, Mapping) else {}
            tier, kind = str(named.get("tier", "")), str(named.get("kind", ""))
            if (tier, kind) not in offices:
                yield fault(
                    Rule.ROUTED,
                    NO_OFFICE,
                    procedure=route.code,
                    leg=leg.get("code", ""),
                    kind=kind,
                    tier=tier,
                )
