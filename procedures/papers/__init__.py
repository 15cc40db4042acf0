"""Papers: printed as a PDF/A, signed, sealed, and judged when somebody brings one back."""
