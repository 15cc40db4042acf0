"""The names of the signature fields in a paper; records keep them, so they never change."""

LEADER_FIELD = "ChuKyLanhDao"
AGENCY_FIELD = "ConDau"

PAPER_FIELDS = frozenset({(LEADER_FIELD, AGENCY_FIELD), (AGENCY_FIELD,)})
"""A decision carries both, a slip only the agency's; the seal is always the last."""
