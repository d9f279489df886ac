"""Forms that are only pictures, as a scanner leaves them."""

import io

import pikepdf
from PIL import Image, ImageDraw

A4 = (827, 1169)  # pixels at 100 to the inch


def page() -> Image.Image:
    made = Image.new("L", A4, 250)
    pen = ImageDraw.Draw(made)
    pen.text((90, 80), "Ansokan om parkeringstillstand", fill=20)
    for row in range(4):
        pen.rectangle((90, 180 + row * 60, 730, 220 + row * 60), outline=40)
    return made


def scanned(pages: int = 1) -> bytes:
    first, *rest = [page() for _number in range(pages)]
    out = io.BytesIO()
    first.save(out, "PDF", resolution=100, save_all=True, append_images=rest)
    return out.getvalue()


def with_scan(form: bytes) -> bytes:
    """A form with one more page, which is a picture."""
    with pikepdf.open(io.BytesIO(form)) as pdf, pikepdf.open(io.BytesIO(scanned())) as scan:
        pdf.pages.append(scan.pages[0])
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()
