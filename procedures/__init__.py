"""The core: what a dossier is, what may happen to it, and what it ends as.

Knows no web framework, no queue and no form library; `portal` drives it, `forms` serves it.
"""
