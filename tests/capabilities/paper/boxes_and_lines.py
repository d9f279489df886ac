"""Forms for a pen: boxes, dots, lines, squares and tables."""
# ruff: noqa: E501 - each form as it is drawn

from tests.capabilities.paper.typesetter import pdf


# Boxes in a grid, the label small in the upper left corner of each.
def small_labels() -> bytes:
    return pdf("""
#let f(l, h: 28pt) = rect(width: 100%, height: h, inset: 3pt, stroke: 0.6pt, text(size: 7pt, l))
#let row(..c, w: none) = grid(columns: if w == none { (1fr,) * c.pos().len() } else { w }, ..c.pos())
#text(size: 18pt, weight: "bold")[Ansökan om bostadsanpassningsbidrag]
#v(6pt)
#text(size: 12pt, weight: "bold")[Sökande]
#row(f("Efternamn"), f("Förnamn"), f("Personnummer"))
#row(f("Utdelningsadress"), f("Postnummer"), f("Ort"), w: (2fr, 1fr, 1fr))
#row(f("Telefon bostad"), f("Mobiltelefon"), f("E-postadress"))
#v(8pt)
#text(size: 12pt, weight: "bold")[Bostaden]
#row(f("Fastighetsbeteckning"), f("Byggår"), f("Bostadsyta, kvm"))
#row(f("Fastighetsägare"), f("Telefon fastighetsägare"))
#v(8pt)
#text(size: 12pt, weight: "bold")[Åtgärder]
#f("Beskriv de åtgärder som du söker bidrag för", h: 110pt)
#f("Beräknad kostnad")
#v(8pt)
#text(size: 12pt, weight: "bold")[Underskrift]
#row(f("Datum"), f("Namnteckning"), w: (1fr, 3fr))
""")


# Words and dotted lines.
def dotted() -> bytes:
    return pdf("""
#let dots(n) = "." * n
#align(center, text(size: 17pt)[*Anmälan om uteservering*])
#v(14pt)
Företagets namn: #dots(80)

Organisationsnummer: #dots(40)

Kontaktperson: #dots(60)

Telefon: #dots(30) E-post: #dots(40)

#v(10pt)
#text(size: 13pt)[*Uteserveringen*]

Plats: #dots(70)

Antal sittplatser: #dots(20)

Yta i kvadratmeter: #dots(20)

Från och med: #dots(25) Till och med: #dots(25)

Öppnar klockslag: #dots(15)

#v(20pt)
#text(size: 13pt)[*Underskrift*]

Ort och datum: #dots(40)

Namnteckning: #dots(60)
""")


# Ruled lines with the label under each, in two columns.
def under_lines() -> bytes:
    return pdf("""
#let f(l, w: 100%) = block(width: w, above: 22pt, { line(length: 100%, stroke: 0.6pt); v(-7pt); text(size: 8pt, l) })
#text(size: 20pt)[Ansökan om parkeringstillstånd]
#text(size: 9pt)[Texta tydligt. Handläggningstiden är ungefär tre veckor.]
#text(size: 14pt)[Sökande]
#grid(columns: (1fr, 1fr), column-gutter: 20pt, f[Namn], f[Personnummer], f[Adress], f[Postnummer och ort], f[Telefon dagtid], f[E-postadress])
#v(10pt)
#text(size: 14pt)[Fordonet]
#grid(columns: (1fr, 1fr), column-gutter: 20pt, f[Registreringsnummer], f[Årsmodell])
#v(10pt)
#text(size: 14pt)[Läkarens uppgifter]
#grid(columns: (1fr, 1fr), column-gutter: 20pt, f[Läkarens namn], f[Gångförmåga, antal meter])
#v(10pt)
#text(size: 14pt)[Underskrift]
#grid(columns: (1fr, 1fr), column-gutter: 20pt, f[Datum], f[Namnteckning])
""")


# The label left, a box right.
def label_left() -> bytes:
    return pdf("""
#let f(l, h: 20pt) = (align(right + horizon, l), rect(width: 100%, height: h, stroke: 0.7pt + gray))
#text(size: 16pt, weight: "bold", fill: rgb("#0a4d68"))[Felanmälan gatubelysning]
#v(10pt)
#grid(columns: (35%, 65%), column-gutter: 10pt, row-gutter: 7pt,
..f[Ditt namn], ..f[Telefonnummer], ..f[E-post], ..f[Vilken gata gäller det?], ..f[Stolpens nummer],
..f[När upptäckte du felet?], ..f([Beskriv felet], h: 90pt))
""")


# Questions with drawn squares for yes and no and for several.
def squares() -> bytes:
    return pdf("""
#let sq = box(baseline: 1pt, square(size: 9pt, stroke: 0.8pt))
#let f(l) = rect(width: 100%, height: 30pt, inset: 3pt, stroke: 0.6pt, text(size: 7.5pt, l))
#text(size: 18pt, weight: "bold")[Ansökan om plats på fritidshem]
#text(size: 12pt, weight: "bold")[Barnet]
#grid(columns: (2fr, 1fr), f[Barnets namn], f[Barnets personnummer])
#f[Skola och årskurs]
#v(8pt)
Har barnet behov av särskilt stöd?
#v(2pt)
#sq #h(4pt) Ja #h(30pt) #sq #h(4pt) Nej
#v(8pt)
Vilka dagar behöver barnet plats? (flera val kan göras)
#v(2pt)
#sq #h(4pt) Måndag #h(14pt) #sq #h(4pt) Tisdag #h(14pt) #sq #h(4pt) Onsdag #h(14pt) #sq #h(4pt) Torsdag #h(14pt) #sq #h(4pt) Fredag
#v(8pt)
Vårdnadshavarens sysselsättning:
#v(2pt)
#sq #h(4pt) Arbetar

#sq #h(4pt) Studerar

#sq #h(4pt) Föräldraledig

#v(6pt)
#text(size: 12pt, weight: "bold")[Ekonomi]
#grid(columns: (1fr, 1fr), f[Hushållets inkomst per månad], f[Startdatum])
#v(6pt)
#sq #h(4pt) Jag försäkrar att uppgifterna är riktiga
""")


# Box signs among the words, on one line and under each other.
def box_signs() -> bytes:
    return pdf("""
#text(size: 16pt)[*Intresseanmälan kolonilott*]

Namn \\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_

E-post \\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_

Önskad storlek (kvm) \\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_

Har du haft kolonilott tidigare?

\\[ \\] Ja #h(40pt) \\[ \\] Nej

Vilket område gäller anmälan?

\\[ \\] Sörby

\\[ \\] Hagalund

\\[ \\] Västra vall

Antal personer i hushållet \\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_

\\[ \\] Jag godkänner att föreningen sparar mina uppgifter och samtycker till utskick
""")


# A table with empty rows for several children.
def rows() -> bytes:
    return pdf("""
#let f(l) = rect(width: 100%, height: 30pt, inset: 3pt, stroke: 0.6pt, text(size: 7.5pt, l))
#text(size: 18pt)[*Anmälan till öppen förskola*]
#text(size: 13pt)[*Vårdnadshavare*]
#grid(columns: (2fr, 1fr, 1fr), f[För- och efternamn], f[Personnummer], f[Telefonnummer])
#v(10pt)
#text(size: 13pt)[*Barn*]
#table(columns: (2fr, 1fr, 1fr), rows: 22pt, [Barnets namn], [Födelsedatum], [Allergier], ..([],) * 12)
#v(10pt)
#text(size: 13pt)[*Övrigt*]
#rect(width: 100%, height: 80pt, inset: 3pt, text(size: 7.5pt)[Övriga upplysningar])
""")


# Two columns on a lying page, lines after the words.
def lying() -> bytes:
    return pdf(
        """
#let f(l) = block(above: 16pt, grid(columns: (auto, 1fr), column-gutter: 5pt, align: bottom, l, line(length: 100%, stroke: 0.5pt)))
#text(size: 22pt)[Bokning av lokal]
#v(6pt)
#grid(columns: (1fr, 1fr), column-gutter: 30pt, [
#text(size: 13pt)[*Den som bokar*]
#f[Förening eller företag:]
#f[Organisationsnummer:]
#f[Kontaktperson:]
#f[Mobiltelefon:]
#f[Mejladress:]
], [
#text(size: 13pt)[*Bokningen*]
#f[Önskad lokal:]
#f[Datum:]
#f[Starttid:]
#f[Sluttid:]
#f[Antal deltagare:]
#f[Bankgiro eller kontonummer:]
])
""",
        page='paper: "a4", flipped: true, margin: 20mm',
    )


# Numbered questions with a large frame under each.
def numbered() -> bytes:
    return pdf("""
#let q(l, h) = block(breakable: false, above: 14pt, { l; v(-4pt); rect(width: 100%, height: h, stroke: 0.8pt) })
#text(size: 17pt)[*Synpunkter och klagomål*]
#q([1. Vad gäller synpunkten?], 60pt)
#q([2. Beskriv vad som har hänt], 130pt)
#q([3. Vilket datum hände det?], 22pt)
#q([4. Har du förslag på en förbättring? Beskriv], 90pt)
#q([5. Din e-postadress om du vill ha svar], 22pt)
""")


# A box for each letter.
def combs() -> bytes:
    return pdf("""
#let comb(l, n) = block(above: 14pt, { text(size: 8pt, l); v(-6pt); stack(dir: ltr, ..range(n).map(_ => rect(width: 16pt, height: 20pt, stroke: 0.5pt))) })
#text(size: 18pt)[*Autogiroanmälan*]
#text(size: 13pt)[*Betalare*]
#comb([Personnummer], 12)
#comb([Namn], 24)
#comb([Telefonnummer], 12)
#text(size: 13pt)[*Konto*]
#comb([Clearingnummer], 5)
#comb([Kontonummer], 14)
#comb([Belopp per månad], 6)
#v(14pt)
#rect(width: 60%, height: 40pt, inset: 3pt, text(size: 8pt)[Namnteckning])
""")


# Shaded fields without frames, the office's own part last.
def shaded() -> bytes:
    return pdf("""
#let f(l, h: 24pt) = block(above: 9pt, { text(size: 8.5pt, weight: "bold", l); v(-7pt); rect(width: 100%, height: h, fill: rgb("#e3e9ef"), stroke: none) })
#text(size: 19pt)[Ansökan om serveringstillstånd]
#text(size: 13pt)[Sökande]
#grid(columns: (1fr, 1fr), column-gutter: 12pt, f[Företag], f[Organisationsnummer], f[E-post], f[Telefon])
#text(size: 13pt)[Serveringsstället]
#grid(columns: (1fr, 1fr), column-gutter: 12pt, f[Serveringsställets adress], f[Antal gäster], f[Beräknad omsättning per år], f[Serveringstid, klockslag])
#f([Beskriv verksamheten], h: 80pt)
#v(12pt)
#text(size: 13pt)[Fylls i av kommunen]
#grid(columns: (1fr, 1fr), column-gutter: 12pt, f[Diarienummer], f[Handläggarens signatur])
""")


# A long text to read first, then lines; asked over two pages.
def long_read() -> bytes:
    words = "Kommunen behandlar dina personuppgifter för att handlägga ärendet. " * 9
    return pdf(f"""
#let f(l) = block(above: 15pt, grid(columns: (150pt, 1fr), align: bottom, l, line(length: 100%, stroke: 0.5pt)))
#text(size: 18pt)[*Ansökan om färdtjänst*]
#rect(width: 100%, inset: 8pt, stroke: 0.5pt)[{words}]
#text(size: 13pt)[*Sökande*]
#f[Namn]
#f[Personnummer]
#f[Bostadsadress]
#f[Postnummer]
#f[Ort]
#f[Telefon]
#pagebreak()
#text(size: 13pt)[*Resorna*]
#f[Hur många resor per månad?]
#f[Vilket hjälpmedel använder du?]
#f[Avstånd till hållplats i meter]
#text(size: 13pt)[*Anhörig som hjälper till*]
#f[Den anhörigas namn]
#f[Den anhörigas telefon]
""")
