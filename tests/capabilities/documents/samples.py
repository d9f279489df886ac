"""Content of the kind that the journey hands over, with the official test persons."""

import io
from datetime import UTC, datetime

from PIL import Image, ImageDraw

from samtjanst.capabilities.documents.types import (
    Attachment,
    CaseDocument,
    Check,
    DecisionEntry,
    DecisionLetter,
    EmbeddedFile,
    Letterhead,
    Receipt,
    Row,
    Section,
    SignatureEntry,
)
from samtjanst.kernel.canonical import digest_bytes

SEALED = '{"format":"samtjanst-filing/1","answers":{"reason":"Längre dagar"}}'.encode()
DIGEST = digest_bytes(SEALED)
HEAD = Letterhead(
    municipality="Mjölby kommun",
    colour="#1b5e82",
    title="Ansökan om skolskjuts",
    reference="SKJ-2026-000123",
    produced_at=datetime(2026, 11, 24, 12, 5, 30, tzinfo=UTC),
    contact=("kontaktcenter@mjolby.se", "010-234 50 00"),
)
STORY = (
    "Det är drygt fyra kilometer till skolan. På vintern är det mörkt både när Ella går hemifrån "
    "och när hon går hem.\n\nVi har mätt vägen två gånger och bifogar ett foto av korsningen vid "
    "Storgatan."
)
DECISION = DecisionEntry(
    outcome="Mjölby kommun beviljar Ella Provsson skolskjuts mellan hemmet och Vasaskolan.",
    decided_on="24 november 2026",
    decided_by="Hanna Handläggare, skolskjutshandläggare",
    reasons="Avståndet mellan hemmet och skolan är 4,2 kilometer. Gränsen är 3 kilometer.\n\n"
    "Vägen saknar gångbana på 1,1 kilometer. Kommunen bedömer därför att Ella har rätt till "
    "skolskjuts.",
    legal_basis=("10 kap. 32 § skollagen (2010:800)", "Kommunens regler för skolskjuts, punkt 4"),
    appeal="Du kan överklaga beslutet hos Förvaltningsrätten i Linköping.\n\nSkriv vilket beslut "
    "du överklagar, vad du vill ändra och varför. Skicka överklagandet till Mjölby kommun. Det "
    "måste ha kommit in inom tre veckor från den dag då du fick del av beslutet.",
    presented_by="Maja Ledning, enhetschef",
    others=("Petra Planerare, trafikplanerare",),
)


def photo(
    width: int = 1600, height: int = 1200, kind: str = "JPEG", exif: bytes = b"", tint: int = 0
) -> bytes:
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    draw = ImageDraw.Draw(image)
    draw.rectangle((width // 4, height // 3, width // 2, height // 2), fill=(200, 90, tint % 256))
    target = io.BytesIO()
    image.save(target, kind, **({"exif": exif} if exif else {}))
    return target.getvalue()


def attachment(name: str, content_type: str, content: bytes, description: str = "") -> Attachment:
    return Attachment(name, content_type, content, digest_bytes(content), description)


def answers(*texts: str) -> tuple[Section, ...]:
    rows = tuple(Row(f"Fråga {number}", (text,)) for number, text in enumerate(texts, start=1))
    return (Section("Svar", rows),)


def signature(name: str, role: str, moment: str, *, held: bool = True) -> SignatureEntry:
    return SignatureEntry(
        name=name,
        role=role,
        signed_at=moment,
        method="BankID på en annan enhet",
        digest=DIGEST,
        signed_text="Jag skriver under ansökan om skolskjuts för Ella Provsson.\n"
        "Referens: SKJ-2026-000123",
        checks=(
            Check("Det förseglade innehållet är oförändrat", held=True),
            Check("Underskriften är gjord över just den här summan", held=True),
            Check("Underskriften är gjord av rätt person", held=True),
            Check("Certifikatet leder till BankID:s rot", held=True),
            Check("Certifikatet gällde när underskriften gjordes", held=held),
        ),
        details=(("Utfärdare", "Testbank A Customer CA3 v1 for BankID Test"),),
    )


def case(**changes: object) -> CaseDocument:
    values: dict[str, object] = {
        "head": HEAD,
        "status_line": "Inkommen och komplett. Båda vårdnadshavarna har skrivit under.",
        "facts": (
            ("Referens", "SKJ-2026-000123"),
            ("Kom in", "24 november 2026 kl. 12.58.03"),
            ("Sökande", "Anna Provsson, 19850101-2382"),
            ("Gäller", "Ella Provsson, 20180101-2392"),
            ("E-tjänst", "Skolskjuts, version 3"),
        ),
        "sections": (
            Section(
                "Barnet och skolan",
                (
                    Row("Vilket barn gäller ansökan?", ("Ella Provsson",), "Från folkbokföringen"),
                    Row("Vilken skola går barnet i?", ("Vasaskolan",)),
                    Row("Vilka dagar behöver barnet skjuts?", ("Måndag", "Tisdag", "Torsdag")),
                ),
            ),
            Section(
                "Varför barnet behöver skolskjuts",
                (
                    Row("Skäl", ("Vägen till skolan är lång och saknar gångbana.",)),
                    Row(
                        "Berätta mer",
                        (STORY,),
                    ),
                    Row("Har barnet en funktionsnedsättning?"),
                ),
            ),
        ),
        "signatures": (
            signature("Anna Provsson", "vårdnadshavare", "24 november 2026 kl. 12.58.03"),
            signature("Bo Provsson", "vårdnadshavare", "24 november 2026 kl. 13.41.17"),
        ),
        "attachments": (
            attachment("korsningen.jpg", "image/jpeg", photo(), "Korsningen vid Storgatan"),
            attachment("läkarintyg.pdf", "application/pdf", b"%PDF-1.7 not opened by us"),
        ),
        "sealed_digest": DIGEST,
        "evidence_files": (
            EmbeddedFile(
                "forseglat-innehall.json",
                "application/json",
                SEALED,
                "Det förseglade innehållet, exakt som det skrevs under",
                "source",
            ),
            EmbeddedFile(
                "underskrift-1.xml",
                "application/xml",
                b"<Signature/>",
                "Anna Provssons underskrift från BankID",
            ),
            EmbeddedFile(
                "underskrift-1-ocsp.der",
                "application/ocsp-response",
                b"\x30\x03\x0a\x01\x00",
                "BankID:s svar om att certifikatet gällde",
            ),
        ),
    }
    return CaseDocument(**{**values, **changes})  # type: ignore[arg-type]  # any field


def receipt() -> Receipt:
    return Receipt(
        head=HEAD,
        received_at="24 november 2026 kl. 12.58.03",
        received=("Ansökan om skolskjuts", "korsningen.jpg", "läkarintyg.pdf"),
        facts=(("Sökande", "Anna Provsson"), ("Status", "Inkommen, väntar på Bo Provsson")),
        signed=(("Anna Provsson, vårdnadshavare", "24 november 2026 kl. 12.58.03"),),
        unsigned=("Bo Provsson, vårdnadshavare",),
        next_steps=("Bo får ett meddelande om att skriva under.", "Du kan följa ärendet."),
        sealed_digest=DIGEST,
    )


def letter(*, names_withheld: bool = False) -> DecisionLetter:
    return DecisionLetter(
        head=HEAD,
        decision=DECISION,
        recipient=("Anna Provsson", "Storgatan 1", "595 30 Mjölby"),
        facts=(("Gäller", "Ella Provsson"), ("Kom in", "24 november 2026")),
        background="Anna och Bo Provsson har ansökt om skolskjuts för Ella.",
        names_withheld=names_withheld,
    )
