"""The reasons of a verdict, where the verifying modules look for them."""

from procedures.reasons import OUTCOMES, REASONS, Reason

__all__ = ["OUTCOMES", "REASONS", "Reason"]
