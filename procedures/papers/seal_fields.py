"""The names of the signature fields in a paper; records keep them, so they never change."""

LEADER_FIELD = "ChuKyLanhDao"
AGENCY_FIELD = "ConDau"
ANNEX_FIELD = "ConDauKemTheo"
"""The agency's seal in a file that goes with a paper; what others signed in it has other names."""

STAMP_FIELD = "DocTS"
"""An archive time stamp's field is this and a number, from 1 on without a gap."""

STAMP_SHOWN = "Dấu thời gian lưu trữ"

PAPER_FIELDS = frozenset({(LEADER_FIELD, AGENCY_FIELD), (AGENCY_FIELD,), (ANNEX_FIELD,)})
"""A decision carries both, a slip and an annex only the agency's; then come time stamps alone."""


def stamp_field(number: int) -> str:
    """The field of the archive time stamp with that number."""
    return f"{STAMP_FIELD}{number}"
