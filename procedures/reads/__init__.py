"""The questions: answered with frozen dataclasses, never with rows that a page could change."""
