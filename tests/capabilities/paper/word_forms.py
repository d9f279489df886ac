"""Forms made in Word."""
# ruff: noqa: E501 - each form as it is drawn

import io
from typing import Any

import docx
from docx.oxml import parse_xml

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# Word: dots and tabs after the words.
def word_dots() -> bytes:
    made = docx.Document()
    made.add_heading("Ansökan om anstånd med hyra", 0)
    made.add_heading("Sökande", 1)
    for text in ("Namn: ................................", "Personnummer: ______________________",
                 "Telefon: ................ E-post: ......................"):  # fmt: skip
        made.add_paragraph(text)
    made.add_heading("Ansökan", 1)
    for text in ("Månadshyra: .....................", "Önskar anstånd till och med: ................",
                 "Orsak till anståndet: ........................................"):  # fmt: skip
        made.add_paragraph(text)
    made.add_heading("Underskrift", 1)
    made.add_paragraph("Datum: ................ Namnteckning: ..........................")
    return saved(made)


# Word: a table with the words left and empty cells right.
def word_table() -> bytes:
    made = docx.Document()
    made.add_heading("Ansökan om lovskola", 0)
    rows_ = ("Elevens namn", "Elevens personnummer", "Skola", "Årskurs", "Vårdnadshavares telefon",
             "Vårdnadshavares e-post", "Period", "Antal dagar")  # fmt: skip
    table = made.add_table(len(rows_), 2)
    for row, text in zip(table.rows, rows_, strict=True):
        row.cells[0].text = text
    made.add_paragraph("Vilka ämnen gäller ansökan? (flera val är möjliga)")
    for text in ("☐ Svenska", "☐ Engelska", "☐ Matematik"):
        made.add_paragraph(text)
    return saved(made)


# Word: a grid with the words in the top of each cell, boxes to tick, rows for several.
def word_grid() -> bytes:
    made = docx.Document()
    made.add_heading("Anmälan om tillfällig övernattning", 0)
    table = made.add_table(2, 3)
    for cell, text in zip(
        [cell for row in table.rows for cell in row.cells],
        (
            "Ansvarigs namn:",
            "Ansvarigs telefon:",
            "E-post:",
            "Lokalens adress:",
            "Antal personer:",
            "Datum:",
        ),
        strict=True,
    ):
        cell.text = text
        cell.add_paragraph("")
    made.add_paragraph("Finns det utrymningslarm?  ☐ Ja  ☐ Nej")
    made.add_paragraph("Bemanning per natt")
    people = made.add_table(4, 3)
    for cell, text in zip(people.rows[0].cells, ("Namn", "Telefon", "Klockslag"), strict=True):
        cell.text = text
    made.add_paragraph("☐ Vi försäkrar att lokalen är besiktigad")
    return saved(made)


# Word: its own fields and lists to choose from.
def word_controls() -> bytes:
    made = docx.Document()
    made.add_heading("Beställning av vigsel", 0)
    for text in ("Parternas namn", "Personnummer", "Önskat datum", "Antal gäster"):
        paragraph = made.add_paragraph(f"{text}: ")
        paragraph._p.append(parse_xml(
            f"<w:sdt {W}><w:sdtPr><w:showingPlcHdr/><w:text/></w:sdtPr><w:sdtContent><w:r>"
            f"<w:t>Klicka här</w:t></w:r></w:sdtContent></w:sdt>"))  # fmt: skip
    paragraph = made.add_paragraph("Plats för vigseln: ")
    items = "".join(
        f'<w:listItem w:displayText="{one}" w:value="{one}"/>' for one in ("Rådhuset", "Parken")
    )
    paragraph._p.append(parse_xml(
        f"<w:sdt {W}><w:sdtPr><w:dropDownList>{items}</w:dropDownList></w:sdtPr><w:sdtContent><w:r>"
        f"<w:t>Välj</w:t></w:r></w:sdtContent></w:sdt>"))  # fmt: skip
    paragraph = made.add_paragraph("E-postadress: ")
    paragraph._p.append(parse_xml(
        f'<w:r {W}><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="T1"/><w:textInput/></w:ffData>'
        "</w:fldChar></w:r>"))  # fmt: skip
    return saved(made)
