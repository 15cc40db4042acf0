"""The names of the signature fields in a paper; records keep them, so they never change."""

LEADER_FIELD = "ChuKyLanhDao"
AGENCY_FIELD = "ConDau"
STAMP_FIELD = "DocTS"
"""An archive time stamp's field is this and a number, from 1 on without a gap."""

STAMP_SHOWN = "Dấu thời gian lưu trữ"

PAPER_FIELDS = frozenset({(LEADER_FIELD, AGENCY_FIELD), (AGENCY_FIELD,)})
"""A decision carries both, a slip only the agency's; after the seal come time stamps alone."""


def stamp_field(number: int) -> str:
    """The field of the archive time stamp with that number."""
    return f"{STAMP_FIELD}{number}"
