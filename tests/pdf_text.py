"""What stands in a PDF, read back through the fonts' own tables; without any white space."""

import io
import re

import pikepdf

_HEX = rb"<([0-9A-Fa-f]+)>"
_ONE, _RANGE = re.compile(_HEX + rb"\s*" + _HEX), re.compile(rb"\s*".join([_HEX] * 3))
_SHOWN = {"Tj", "TJ", "'", '"'}


def text_of(pdf: bytes) -> str:
    """Every sign of every page in the order in which it is drawn; as :func:`bare` has it."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return bare("".join(_page(page) for page in opened.pages))


def bare(text: str) -> str:
    """Without white space, since lines are broken where there is room."""
    return re.sub(r"\s", "", text)


def _page(page: pikepdf.Page) -> str:
    fonts = {name: _signs(font) for name, font in page.resources.get("/Font", {}).items()}
    signs: dict[int, str] = {}
    drawn: list[str] = []
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = instruction.operands, instruction.operator
        if str(operator) == "Tf":
            signs = fonts[str(operands[0])]
        elif str(operator) in _SHOWN:
            drawn += [_read(bytes(part), signs) for part in _strings(operands[-1])]
    return "".join(drawn)


def _strings(operand: object) -> list[pikepdf.String]:
    parts = list(operand) if isinstance(operand, pikepdf.Array) else [operand]
    return [part for part in parts if isinstance(part, pikepdf.String)]


def _read(codes: bytes, signs: dict[int, str]) -> str:
    pairs = (codes[at : at + 2] for at in range(0, len(codes), 2))
    return "".join(signs.get(int.from_bytes(pair), "") for pair in pairs)


def _signs(font: pikepdf.Object) -> dict[int, str]:
    if "/ToUnicode" not in font:
        return {}
    signs: dict[int, str] = {}
    table = font.ToUnicode.read_bytes()
    for kind, block in re.findall(rb"beginbf(char|range)(.*?)endbf", table, re.DOTALL):
        found = _RANGE.findall(block) if kind == b"range" else _ONE.findall(block)
        for first, *last, text in found:
            start, sign = int(first, 16), bytes.fromhex(text.decode()).decode("utf-16-be")
            for code in range(start, int(last[0] if last else first, 16) + 1):
                signs[code] = sign[:-1] + chr(ord(sign[-1]) + code - start)
    return signs
