"""Two files in one: bytes before and behind, doubled catalogues, tables that lead elsewhere."""

from pikepdf import Name

from tests.papers.attacks import raw
from tests.papers.attacks.forge import Forge
from tests.papers.blank import blank_paper

_HTML = b"<html><script>alert(1)</script><!--"


def bytes_behind(data: bytes) -> bytes:
    """A remark after the end of the file."""
    return data + b"\n% phu luc\n"


def zeros_behind(data: bytes) -> bytes:
    """A block of zeros after the end of the file."""
    return data + bytes(512)


def line_behind(data: bytes) -> bytes:
    """One empty line more."""
    return data + b"\n"


def second_file_behind(data: bytes) -> bytes:
    """A whole other PDF follows: some programs show the last one."""
    return data + blank_paper()


def second_end_behind(data: bytes) -> bytes:
    """The end of the file twice, with the last table's place."""
    return data + b"startxref\n%d\n%%%%EOF\n" % raw.table_at(data)


def earlier_end_behind(data: bytes) -> bytes:
    """The end once more, but with the place of the table before the first signature."""
    return data + b"startxref\n%d\n%%%%EOF\n" % data.index(b"xref\n0 ")


def second_file_before(data: bytes) -> bytes:
    """A whole other PDF stands before: some programs show the first one."""
    return blank_paper() + data


def page_of_the_web_before(data: bytes) -> bytes:
    """The file is a page of the web as well, for whoever looks at its first bytes."""
    return _HTML + b"\n" + data


def catalogue_again(data: bytes) -> bytes:
    """A second catalogue with one empty page, named by the newest trailer."""
    new = raw.size(data)
    return raw.update(
        data,
        {
            new: b"<</Type/Catalog/Pages %d 0 R>>" % (new + 1),
            new + 1: b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (new + 2),
            new + 2: b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 99 99]>>" % (new + 1),
        },
        root=new,
    )


def catalogue_again_with_form(data: bytes) -> bytes:
    """The second catalogue keeps the form with all its signatures."""
    new = raw.size(data)
    form = raw.saved_form(data)
    return raw.update(
        data,
        {
            new: b"<</Type/Catalog/Pages %d 0 R/AcroForm %b>>" % (new + 1, form),
            new + 1: b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (new + 2),
            new + 2: b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 99 99]>>" % (new + 1),
        },
        root=new,
    )


def catalogue_rewritten(data: bytes) -> bytes:
    """The catalogue's number leads to another catalogue."""
    words = b"<</Type/Catalog/Pages 4 0 R>>"
    return raw.update(data, {raw.catalogue(data): words})


def trailer_twice(data: bytes) -> bytes:
    """Two trailers after one table; the second names another catalogue."""
    forged = raw.update(data, {})
    at = forged.rindex(b"startxref")
    return forged[:at] + b"trailer\n<</Size 9/Root 9 0 R>>\n" + forged[at:]


def root_twice(data: bytes) -> bytes:
    """One trailer with two roots."""
    return raw.update(data, {}, extra=b"/Root %d 0 R" % raw.page(data))


def empty_update(data: bytes) -> bytes:
    """An update in which nothing is updated."""
    return raw.update(data, {})


def encrypted_by_name(data: bytes) -> bytes:
    """A trailer that says the file is encrypted, although it is not."""
    return raw.update(data, {}, extra=b"/Encrypt<</Filter/Standard/V 1/R 2/P -1/O()/U()>>")


def loop_of_tables(data: bytes) -> bytes:
    """The last table names itself as the one before it."""
    padded = data if data.endswith(b"\n") else data + b"\n"
    return raw.update(padded, {}, previous=len(padded))


def version_raised(data: bytes) -> bytes:
    """The catalogue calls the file PDF 2.0."""
    return raw.saved(data, lambda pdf: pdf.Root.__setattr__("Version", Name("/2.0")))


def _of_two_papers(forge: Forge) -> bytes:
    """A paper and a slip behind it."""
    return forge.paper + forge.slip


CHANGES = {
    change.__name__: change
    for change in (
        bytes_behind,
        zeros_behind,
        line_behind,
        second_file_behind,
        second_end_behind,
        earlier_end_behind,
        second_file_before,
        page_of_the_web_before,
        catalogue_again,
        catalogue_again_with_form,
        catalogue_rewritten,
        trailer_twice,
        root_twice,
        empty_update,
        encrypted_by_name,
        loop_of_tables,
        version_raised,
    )
}
ATTACKS = {"two_papers": _of_two_papers}
