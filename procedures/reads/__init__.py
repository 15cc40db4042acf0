"""The questions: each answered with frozen dataclasses, never with rows that a page could change."""
