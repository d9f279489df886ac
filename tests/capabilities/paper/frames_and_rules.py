"""More forms for a pen: rules, circles, bands and frames."""
# ruff: noqa: E501 - each form as it is drawn

from tests.capabilities.paper.typesetter import pdf


# Everything in one table with rules as lines, label and empty cell in turn.
def one_table() -> bytes:
    return pdf("""
#text(size: 16pt)[*Ansökan om dispens strandskydd*]
#v(6pt)
#table(columns: (1fr, 1.6fr), rows: 26pt, align: left + horizon,
[Sökandens namn], [], [Personnummer], [], [Adress], [], [Telefon], [], [E-postadress], [],
[Fastighetsbeteckning], [], [Byggnadens yta (m2)], [], [Byggnadens höjd], [], [Önskat startdatum], [], [Motivering till dispens], [])
""")


# Round buttons drawn as circles.
def circles() -> bytes:
    return pdf("""
#let o = box(baseline: 1pt, circle(radius: 4.5pt, stroke: 0.7pt))
#let f(l) = rect(width: 100%, height: 30pt, inset: 3pt, stroke: 0.6pt, text(size: 7.5pt, l))
#text(size: 18pt)[*Val av skola*]
#text(size: 13pt)[*Eleven*]
#grid(columns: (1fr, 1fr), f[Elevens namn], f[Elevens personnummer])
#v(8pt)
Vilken årskurs ska eleven börja i?
#v(2pt)
#o #h(4pt) Förskoleklass #h(20pt) #o #h(4pt) Årskurs 4 #h(20pt) #o #h(4pt) Årskurs 7
#v(8pt)
Behöver eleven modersmålsundervisning?
#v(2pt)
#o #h(4pt) Ja #h(20pt) #o #h(4pt) Nej
#v(10pt)
#f[Önskad skola i första hand]
#f[Skäl till valet]
#v(8pt)
#o #h(4pt) Läkarintyg bifogas
""")


# Invoices: frames with a heading band, amounts right.
def invoice() -> bytes:
    return pdf("""
#let band(l) = block(width: 100%, fill: rgb("#123b5d"), inset: 4pt, above: 12pt, below: 4pt, text(fill: white, weight: "bold", size: 12pt, l))
#let f(l) = rect(width: 100%, height: 32pt, inset: 3pt, stroke: 0.4pt, text(size: 7pt, l))
#text(size: 20pt)[Begäran om utbetalning]
#band[Förening]
#grid(columns: (2fr, 1fr), f[Föreningens namn], f[Organisationsnummer])
#grid(columns: (1fr, 1fr, 1fr), f[Ordförandens namn], f[Telefon], f[E-post])
#band[Utbetalning]
#grid(columns: (1fr, 1fr), f[IBAN], f[Belopp i kronor])
#grid(columns: (1fr, 1fr), f[Avser perioden], f[Antal aktiva medlemmar])
#f[Andel ungdomar i procent]
#band[Underskrift]
#grid(columns: (1fr, 2fr), f[Ort och datum], f[Namnteckning och namnförtydligande])
""")


# A table for each part, the words left in the cell; a frame under a question at the end.
def parts() -> bytes:
    return pdf("""
#text(size: 20pt)[Anmälan om hund på allmän plats]
#let f(l) = grid(columns: (40%, 60%), stroke: 0.5pt, inset: 7pt, l, [])
#text(14pt)[Hundägare]
#f[Namn] #f[Adress] #f[Postadress] #f[Tfn arbete] #f[Mailadress]
#text(14pt)[Hunden]
#f[Hundens namn] #f[Ras] #f[Födelsedatum] #f[Chipnummer] #f[Vikt i kilo]
#text(14pt)[Händelsen]
#f[Plats]
Vad hände? Beskriv händelsen så noga du kan:
#rect(width: 100%, height: 150pt)
""")


# Dots to the end of the room, squares on the line of the question, the head's decision last.
def school_leave() -> bytes:
    return pdf("""
#let sq = box(baseline: 1pt, square(size: 8pt, stroke: 0.8pt))
#let d(w) = box(width: w, repeat[.])
#text(size: 15pt)[*Ansökan om ledighet för elev*]
#v(8pt)
Elevens namn #d(60%)

Klass #d(30%) Personnummer #d(40%)

Ledig fr.o.m. #d(30%) t.o.m. #d(30%)

Antal skoldagar #d(20%)

Skäl för ledigheten #d(60%)

Har eleven varit ledig tidigare under läsåret? #sq Ja #sq Nej

Om ja, antal dagar #d(20%)

Rektors beslut: #sq Beviljas #sq Avslås
""")
