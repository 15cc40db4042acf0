"""The e-form engine: a procedure's form is data, and this package turns it into pages and answers.

It knows no dossier, no database and no web framework; `build` alone knows WTForms.
"""
