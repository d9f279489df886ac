"""Forms to fill in on a screen."""
# ruff: noqa: E501 - each form as it is drawn

import io
from typing import Any

import pikepdf
from tests.capabilities.paper.typesetter import pdf


def widgets(base: bytes, fields: list[dict[str, Any]]) -> bytes:
    """The PDF with fields to fill in; ``box`` is in points from the lower left corner."""
    opened = pikepdf.open(io.BytesIO(base))
    made = []
    for one in fields:
        parts: dict[str, Any] = {
            "/Type": pikepdf.Name("/Annot"), "/Subtype": pikepdf.Name("/Widget"),
            "/FT": pikepdf.Name(one.get("ft", "/Tx")), "/Rect": pikepdf.Array(one["box"]),
            "/F": 4,
        }  # fmt: skip
        if "t" in one:
            parts["/T"] = pikepdf.String(one["t"])
        for key, name in (("tu", "/TU"),):
            if key in one:
                parts[name] = pikepdf.String(one[key])
        for key, name in (("ff", "/Ff"), ("max", "/MaxLen")):
            if key in one:
                parts[name] = one[key]
        if "opt" in one:
            parts["/Opt"] = pikepdf.Array([pikepdf.String(text) for text in one["opt"]])
        if one.get("ft") == "/Btn":
            parts["/AP"] = pikepdf.Dictionary({"/N": pikepdf.Dictionary(
                {f"/{one.get('state', 'Yes')}": opened.make_stream(b""), "/Off": opened.make_stream(b"")})})  # fmt: skip
        made.append(opened.make_indirect(pikepdf.Dictionary(parts)))
    opened.pages[0].Annots = pikepdf.Array(made)
    opened.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(made))
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


# Fillable, with tooltips that say what is asked.
def tooltips() -> bytes:
    base = pdf("#text(size: 18pt)[*Ansökan om skolskjuts*]")
    told: list[tuple[str, dict[str, Any]]] = [("Elevens namn", {}), ("Elevens personnummer", {"max": 12}), ("Skola", {}), ("Årskurs", {}),
            ("Adress där eleven bor", {}), ("Postnummer", {}), ("Postort", {}), ("Avstånd till skolan i km", {}),
            ("Skäl till ansökan", {"ff": 1 << 12}), ("Datum", {}), ("Vårdnadshavarens e-post", {"ff": 2}),
            ("Växelvis boende", {"ft": "/Btn"}),
            ("Typ av resa", {"ft": "/Ch", "opt": ["Buss", "Taxi", "Egen bil"], "ff": 1 << 17})]  # fmt: skip
    return widgets(base, [
        {"t": f"falt{n}", "tu": text, "box": [60, 720 - n * 40, 300 if more.get("ft") != "/Btn" else 72,
                                              738 - n * 40], **more}
        for n, (text, more) in enumerate(told)
    ])  # fmt: skip


# Fillable, only names of programmers; the words stand left.
def names_only() -> bytes:
    lines = ("Namn", "Personnummer", "Mobilnummer", "E-postadress", "Fastighetsbeteckning", "Antal tunnor",
             "Önskat datum för ändring", "Meddelande till kommunen")  # fmt: skip
    rows_ = "".join(
        f"#place(top + left, dy: {60 + n * 40}pt)[{text}]\n" for n, text in enumerate(lines)
    )
    base = pdf(f"#text(size: 18pt)[*Ändring av sophämtning*]\n{rows_}")
    return widgets(base, [
        {"t": f"txt_{n}", "box": [230, 842 - 51 - 60 - n * 40 - 12, 480, 842 - 51 - 60 - n * 40 + 6],
         **({"ff": 1 << 12} if text.startswith("Medd") else {})}
        for n, text in enumerate(lines)
    ])  # fmt: skip


# Fillable, the words above each field; names that are words.
def above() -> bytes:
    lines = ("Sökandes namn", "Organisationsnummer", "Kontonummer", "Sökt belopp", "Projektets startdatum",
             "Beskriv projektet")  # fmt: skip
    rows_ = "".join(
        f"#place(top + left, dy: {60 + n * 60}pt)[{text}]\n" for n, text in enumerate(lines)
    )
    base = pdf(f"#text(size: 18pt)[*Ansökan om kulturbidrag*]\n{rows_}")
    return widgets(base, [
        {"t": f"f.{n}", "box": [51, 842 - 51 - 60 - n * 60 - 36, 400, 842 - 51 - 60 - n * 60 - 14],
         **({"ff": 1 << 12} if text.startswith("Beskriv") else {})}
        for n, text in enumerate(lines)
    ])  # fmt: skip


# Fillable, radio buttons and boxes with the words after.
def buttons() -> bytes:
    marks = (("Vilken sorts avfall?", ("Trädgård", "Farligt avfall", "Möbler")),
             ("Behöver du hjälp att bära?", ("Ja", "Nej")))  # fmt: skip
    source, fields, y = "#text(size: 18pt)[*Beställning av hämtning*]\n", [], 70
    for group, (asked, options) in enumerate(marks):
        source += f"#place(top + left, dy: {y}pt)[{asked}]\n"
        for number, option in enumerate(options):
            y += 22
            source += f"#place(top + left, dx: 24pt, dy: {y}pt)[{option}]\n"
            top = 842 - 51 - y
            fields.append({"t": f"g{group}", "ft": "/Btn", "ff": 1 << 15, "state": f"o{number}",
                           "box": [54, top - 9, 66, top + 3]})  # fmt: skip
        y += 40
    for text in ("Hämtningsadress", "Telefon", "Hämtningsdatum"):
        source += f"#place(top + left, dy: {y}pt)[{text}]\n"
        top = 842 - 51 - y
        fields.append({"t": text, "box": [200, top - 12, 450, top + 6]})
        y += 40
    return widgets(pdf(source), fields)
