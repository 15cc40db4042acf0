"""Words for the codes that procedures use, so that no page spells them out on its own."""

from collections.abc import Mapping
from functools import cache

from procedures.catalogue import files
from procedures.catalogue.province import province
from procedures.routing import Text


@cache
def labels(of: str) -> Mapping[str, Text]:
    """The texts of one set of codes, in the order to show them.

    Sets: subject, level, channel, function, file, signing, filed_at, clock_calendar,
    after_denial, delegation (as printed), delegation_meaning, errand; tier is the province's data.
    """
    if of == "tier":
        return {tier.code: tier.name for tier in province().tiers}
    return {code: node.text() for code, node in files.read("", "labels")[of].members()}
