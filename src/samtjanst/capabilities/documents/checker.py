"""Looks at a finished PDF the way an archive does: is it what it claims to be?

A structural check of PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) made with another library
than the one that wrote the file. It finds what usually goes wrong; it is no full validator.
"""

import io
from collections.abc import Iterator

import pikepdf

_ROLES = frozenset(
    {
        "/Document", "/Part", "/Sect", "/Div", "/Caption", "/H1", "/H2",
        "/H3", "/H4", "/H5", "/H6", "/P", "/L", "/LI",
        "/Lbl", "/LBody", "/Table", "/TR", "/TH", "/TD", "/THead",
        "/TBody", "/TFoot", "/Span", "/Quote", "/Note", "/Link", "/Annot",
        "/Code", "/Figure", "/Formula", "/Title", "/NonStruct", "/BlockQuote", "/Reference",
        "/TOC", "/TOCI",
    }
)  # fmt: skip
_ACTIVE = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/Movie", "/Sound")
_RELATIONSHIPS = frozenset(("/Source", "/Data", "/Alternative", "/Supplement"))
_PDF_A = "http://www.aiim.org/pdfa/ns/id/"
_PDF_UA = "http://www.aiim.org/pdfua/ns/id/"


def faults(pdf: bytes) -> list[str]:
    """What is wrong, in short English sentences; empty when nothing was found.

    Raises:
        pikepdf.PdfError: the bytes are no PDF that can be read.
    """
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [
            *_claims(opened),
            *_catalogue(opened),
            *_structure(opened),
            *_fonts(opened),
            *_enclosed(opened),
            *_activity(opened),
        ]


def _claims(pdf: pikepdf.Pdf) -> Iterator[str]:
    with pdf.open_metadata() as metadata:
        wanted = {
            f"{{{_PDF_A}}}part": "3",
            f"{{{_PDF_A}}}conformance": "A",
            f"{{{_PDF_UA}}}part": "1",
        }
        for name, value in wanted.items():
            if str(metadata.get(name)) != value:
                yield f"metadata: {name} is not {value}"
        if not metadata.get("dc:title"):
            yield "metadata: no title"


def _catalogue(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    intents = _listed(root.get("/OutputIntents"))
    if not any(item.S == "/GTS_PDFA1" and "/DestOutputProfile" in item for item in intents):
        yield "no output intent with a colour profile"
    if not str(root.get("/Lang", "")):
        yield "no language"
    if not root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False):
        yield "not marked as tagged"
    if not root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle", False):
        yield "the title is not shown as the window's name"
    if pdf.is_encrypted:
        yield "encrypted"
    if "/ID" not in pdf.trailer:
        yield "no file identifier"
    for number, page in enumerate(pdf.pages, start=1):
        if "/StructParents" not in page.obj or page.obj.get("/Tabs") != "/S":
            yield f"page {number}: outside the structure, or tab order is not that of the structure"


def _structure(pdf: pikepdf.Pdf) -> Iterator[str]:
    tree = pdf.Root.get("/StructTreeRoot")
    if tree is None:
        yield "no structure tree"
        return
    roles = tree.get("/RoleMap", pikepdf.Dictionary())
    level = 0
    for element in _elements(tree):
        role = str(element.get("/S"))
        role = str(roles.get(role, role))
        yield from _element(element, role)
        if role[:2] == "/H" and role[2:].isdigit():
            if int(role[2:]) > level + 1:
                yield f"heading level {role[2:]} follows level {level}"
            level = int(role[2:])


def _element(element: pikepdf.Object, role: str) -> Iterator[str]:
    if role not in _ROLES:
        yield f"{role} is no standard role"
    if role == "/Figure" and not str(element.get("/Alt", "")).strip():
        yield "a figure has no alternative text"
    if role == "/TH" and not any("/Scope" in item for item in _listed(element.get("/A"))):
        yield "a header cell does not say what it heads"


def _elements(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if "/S" in current:
            yield current
        children = [kid for kid in _listed(current.get("/K")) if _is_element(kid)]
        waiting.extend(reversed(children))


def _is_element(kid: object) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and "/S" in kid


def _listed(value: object) -> list[pikepdf.Object]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]  # type: ignore[list-item]  # numbers are sorted out by the caller


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Dictionary) or item.get("/Type") != "/Font":
            continue
        if "/ToUnicode" not in item and "/DescendantFonts" in item:
            yield f"{item.get('/BaseFont')} cannot be read back as text"
        descriptor = item.get("/FontDescriptor")
        if descriptor is not None and not any(f"/FontFile{n}" in descriptor for n in ("", 2, 3)):
            yield f"{item.get('/BaseFont')} is not embedded"
        stands_alone = "/DescendantFonts" not in item and item.get("/Subtype") != "/Type3"
        if descriptor is None and stands_alone:
            yield f"{item.get('/BaseFont')} has no descriptor"


def _enclosed(pdf: pikepdf.Pdf) -> Iterator[str]:
    associated = [item.objgen for item in _listed(pdf.Root.get("/AF"))]
    for name, item in _named_files(pdf):
        if item.objgen not in associated:
            yield f"file {name}: not associated with the document"
        if str(item.get("/AFRelationship")) not in _RELATIONSHIPS:
            yield f"file {name}: no relationship"
        if "/F" not in item or "/UF" not in item or not str(item.get("/Desc", "")):
            yield f"file {name}: lacks a name or a description"
        stream = item.EF.F
        if "/Subtype" not in stream or "/ModDate" not in stream.get("/Params", {}):
            yield f"file {name}: lacks type or date"


def _named_files(pdf: pikepdf.Pdf) -> list[tuple[str, pikepdf.Object]]:
    files = pdf.Root.get("/Names", pikepdf.Dictionary()).get("/EmbeddedFiles")
    return list(pikepdf.NameTree(files).items()) if files is not None else []


def _only_seals(form: pikepdf.Object) -> bool:
    """Whether a form is nothing but filled-in signatures that are shown as they are printed."""
    if "/XFA" in form or form.get("/NeedAppearances", False):
        return False
    fields = _listed(form.get("/Fields"))
    return all(
        f.get("/FT") == "/Sig" and "/V" in f and int(f.get("/F", 0)) & 6 == 4 for f in fields
    )


def _activity(pdf: pikepdf.Pdf) -> Iterator[str]:
    for name in ("/OpenAction", "/AA"):
        if name in pdf.Root:
            yield f"{name} in the catalogue"
    if "/AcroForm" in pdf.Root and not _only_seals(pdf.Root.AcroForm):
        yield "/AcroForm in the catalogue"
    if "/JavaScript" in pdf.Root.get("/Names", {}):
        yield "named scripts"
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and ("/AA" in item or item.get("/S") in _ACTIVE):
            yield f"an active part: {item.get('/S')}"
