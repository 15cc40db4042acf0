"""From a page of a schema to a WTForms class: the only part that knows WTForms.

    Page = build_page(schema, "nguoi-yeu-cau", answers, locale="vi", today=today, choices=choices)
    form = Page()                      # shows the answers so far, or what is known of the person
    form = Page(request.form)          # keeps everything typed, valid or not
    if form.command:                   # a row added or removed, a list of places refreshed:
        ...                            #   show the page again, check nothing
    elif form.validate():
        answers |= read_page(form)     # hidden questions come back as None

`templates/_kit/field.html` draws the questions; `form.nodes` has them in order with their
groups, `form.error_list` the error summary. Texts are already in the reader's language.
"""

from .page import Group, PageError, PageForm, build_page, read_page
from .question import Question

__all__ = ["Group", "PageError", "PageForm", "Question", "build_page", "read_page"]
