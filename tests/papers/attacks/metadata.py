"""An update rewrites what programs read and people do not see: metadata, data files, actions."""

from functools import partial

from pikepdf import Array, Dictionary, Name, Pdf, String

from tests.papers.attacks import raw

_XMP = b"<?xpacket begin='' id='x'?><x:xmpmeta xmlns:x='adobe:ns:meta/'/><?xpacket end='w'?>"


def _title(pdf: Pdf) -> None:
    pdf.docinfo["/Title"] = "Giấy chứng nhận"


def _xmp(pdf: Pdf) -> None:
    pdf.Root.Metadata.write(_XMP)


def _another_xmp(pdf: Pdf) -> None:
    new = pdf.make_stream(_XMP)
    new.Type, new.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = new


def _no_xmp(pdf: Pdf) -> None:
    del pdf.Root.Metadata


def _language(pdf: Pdf) -> None:
    pdf.Root.Lang = "en"


def _data_rewritten(pdf: Pdf) -> None:
    pdf.Root.AF[0].EF.F.write(b'{"ho_ten": "Tran Van Khac"}')


def _data_swapped(pdf: Pdf) -> None:
    new = pdf.make_stream(b'{"ho_ten": "Tran Van Khac"}')
    new.Type = Name.EmbeddedFile
    pdf.Root.AF[0].EF = Dictionary(F=new)


def _data_added(pdf: Pdf) -> None:
    new = pdf.make_stream(b'{"ho_ten": "Tran Van Khac"}')
    new.Type = Name.EmbeddedFile
    spec = Dictionary(Type=Name.Filespec, F="du-lieu.json", EF=Dictionary(F=new))
    pdf.Root.Names.EmbeddedFiles.Names.extend([String("e"), pdf.make_indirect(spec)])


def _data_renamed(pdf: Pdf) -> None:
    pdf.Root.AF[0].UF = "khac.json"


def _data_gone(pdf: Pdf) -> None:
    del pdf.Root.AF
    del pdf.Root.Names.EmbeddedFiles


def _places_moved(pdf: Pdf) -> None:
    del pdf.Root.Names.Dests


def _program(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="this.getField('x').value = '0'")


def _program_by_name(pdf: Pdf) -> None:
    act = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS="app.alert('x')"))
    pdf.Root.Names.JavaScript = Dictionary(Names=Array(["x", act]))


def _address(pdf: Pdf) -> None:
    act = Dictionary(S=Name.URI, URI="https://example.org/xac-minh")
    pdf.Root.Pages.Kids[0].AA = Dictionary(O=act)


def _viewer(pdf: Pdf) -> None:
    pdf.Root.ViewerPreferences = Dictionary(HideToolbar=True, DisplayDocTitle=True)


def _outline(pdf: Pdf) -> None:
    pdf.Root.Outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, Count=0))


def _extension(pdf: Pdf) -> None:
    own = Dictionary(BaseVersion=Name("/1.7"), ExtensionLevel=9)
    pdf.Root.Extensions = Dictionary(KHAC=own)


CHANGES = {
    f"metadata{change.__name__}": partial(raw.saved, change=change)
    for change in (
        _title,
        _xmp,
        _another_xmp,
        _no_xmp,
        _language,
        _data_rewritten,
        _data_swapped,
        _data_added,
        _data_renamed,
        _data_gone,
        _places_moved,
        _program,
        _program_by_name,
        _address,
        _viewer,
        _outline,
        _extension,
    )
}
