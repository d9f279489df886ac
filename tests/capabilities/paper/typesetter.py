"""PDF pages for the corpus of forms, drawn in the product's own letters."""

from typing import Any

import typst

from samtjanst.capabilities.documents.fonts import FAMILIES, FOLDER


def pdf(source: str, page: str = 'paper: "a4", margin: 18mm') -> bytes:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)]
    )
    families = "(" + ", ".join(f'"{one}"' for one in FAMILIES) + ",)"
    head = f'#set page({page})\n#set text(font: {families}, size: 10pt, lang: "sv")\n'
    project: Any = {"main.typ": (head + source).encode()}
    made = typst.compile(project, format="pdf", font_paths=fonts, ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return made
