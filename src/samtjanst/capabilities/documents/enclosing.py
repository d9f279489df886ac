"""Puts the enclosed files' bytes into the PDF that was set with a number in place of each.

typst takes only text from memory, and nothing personal is to touch the disk, so it makes the
entries (names, descriptions, relationships) and pikepdf fills them, byte by byte as they came.
"""

import hashlib
import io
from collections.abc import Sequence

import pikepdf


def fill(pdf: bytes, contents: Sequence[bytes]) -> bytes:
    """``pdf`` with each numbered placeholder replaced by ``contents[number]``."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for specification in _specifications(opened):
            stream = specification.EF.F
            _write(stream, contents[int(stream.read_bytes())])
        opened.save(target, deterministic_id=True)
    return target.getvalue()


def _specifications(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    tree = pikepdf.NameTree(pdf.Root.Names.EmbeddedFiles)
    return [specification for _, specification in tree.items()]


def _write(stream: pikepdf.Object, content: bytes) -> None:
    stream.write(content)
    stream.Params.Size = len(content)
    # PDF's own checksum for damaged files is MD5 by definition; ours is printed as SHA-256.
    checksum = hashlib.md5(content, usedforsecurity=False).digest()
    stream.Params.CheckSum = pikepdf.String(checksum)
