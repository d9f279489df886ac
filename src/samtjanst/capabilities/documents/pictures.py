"""Attached pictures made ready for paper: upright, in sRGB, moderate size, no hidden data.

A photo's hidden data can tell where somebody lives, so nothing but the picture itself goes on.
"""

import base64
import io
import struct
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "HEIF")
MOST_PIXELS = 60_000_000  # a bomb of a few kilobytes can unfold to gigabytes
LONGEST_SIDE = 1800  # pixels: 270 per inch on the width of the text
PAGE = (163.0, 215.0)  # millimetres left for a picture under its heading and over its note
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError)


@dataclass(frozen=True, slots=True)
class Picture:
    """A clean picture, as JPEG or PNG; sizes in pixels; ``frames`` counts the original's."""

    content: bytes = field(repr=False)
    content_type: str
    width: int
    height: int
    frames: int

    def millimetres(self) -> tuple[float, float]:
        """Width and height on the page: as large as fits, but never coarser than 110 per inch."""
        scale = min(PAGE[0] / self.width, PAGE[1] / self.height, 25.4 / 110)
        return round(self.width * scale, 2), round(self.height * scale, 2)

    def wrapped(self) -> bytes:
        """The picture as text (SVG), the only form in which typst takes it from memory."""
        size = f'width="{self.width}" height="{self.height}"'
        data = base64.b64encode(self.content).decode()
        image = f'<image {size} href="data:{self.content_type};base64,{data}"/>'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{image}</svg>'.encode()


def prepare(content: bytes) -> Picture | None:
    """The picture for the page, or None when it is no picture that can be shown."""
    if content[4:8] == b"ftyp":
        _learn_heic()
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                return None
            return _clean(image)
    except (UnidentifiedImageError, *_BROKEN):
        return None


@cache
def _learn_heic() -> None:
    """Read phones' HEIC too, where the extra ``heic`` is installed: its codecs are LGPL and GPL."""
    with suppress(ImportError):
        from pillow_heif import register_heif_opener  # several MB, for the few who need it

        register_heif_opener(thumbnails=False)


def _clean(image: Image.Image) -> Picture:
    photographic = image.format in {"JPEG", "WEBP", "HEIF"}
    frames = getattr(image, "n_frames", 1)
    # Lets the JPEG decoder skip detail that the page could not show anyway.
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    shown = _opaque(_standard_colours(_upright(image)))
    shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2.0)
    content, content_type = _encoded(shown, photographic=photographic)
    return Picture(content, content_type, shown.width, shown.height, frames)


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except (SyntaxError, ValueError, KeyError, struct.error):
        return image  # what tells how it was held is broken, the picture itself is not


def _standard_colours(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, source, target, outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError):
        return image


def _opaque(image: Image.Image) -> Image.Image:
    if image.mode in {"L", "RGB"}:
        return image.copy()
    if not image.has_transparency_data:
        return image.convert("L" if image.mode in {"1", "I;16"} else "RGB")
    layer = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")


def _encoded(image: Image.Image, *, photographic: bool) -> tuple[bytes, str]:
    # A fresh image carries no text chunks, profiles or comments from the original.
    fresh = Image.frombytes(image.mode, image.size, image.tobytes())
    target = io.BytesIO()
    drawing = not photographic and fresh.getcolors(256) is not None
    if drawing:
        fresh.save(target, "PNG")
    else:
        fresh.save(target, "JPEG", quality=85)
    return target.getvalue(), "image/png" if drawing else "image/jpeg"
