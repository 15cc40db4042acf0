"""Forms shared by several tests."""

import pytest

from forms.loader import load_schema
from forms.schema import FormSchema
from tests.forms.samples import a_field, options, text


@pytest.fixture
def two_pages() -> FormSchema:
    """The second page asks only those who answered "co" on the first."""
    return load_schema(
        {
            "code": "hai-trang",
            "version": 1,
            "title": text("Hai trang"),
            "pages": [
                {
                    "code": "mot",
                    "title": text("Một"),
                    "fields": [a_field("chon", "radio", options=options("co", "khong"))],
                },
                {
                    "code": "hai",
                    "title": text("Hai"),
                    "show_when": {"eq": ["chon", "co"]},
                    "fields": [
                        a_field("ten", "text", required=True),
                        a_field("khac", "text", show_when={"eq": ["chon", "khong"]}),
                    ],
                },
            ],
        }
    )
