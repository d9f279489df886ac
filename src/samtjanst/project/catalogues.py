"""Compiles the catalogues of translated texts, so that no system gettext is needed.

The compiled ones are not kept with the source: two branches that add texts can then be joined.
"""

import os
from pathlib import Path

import polib


def compile_all(source: Path, target: Path) -> list[str]:
    """Compile each ``<language>/LC_MESSAGES/django.po`` under ``source`` to ``target``.

    A running process never sees half a file. Returns the languages.

    Raises:
        OSError: the folder cannot be written to, or a catalogue is broken.
    """
    found = sorted(source.glob("*/LC_MESSAGES/django.po"))
    for catalogue in found:
        compiled = target / catalogue.relative_to(source).with_suffix(".mo")
        compiled.parent.mkdir(parents=True, exist_ok=True)
        unfinished = compiled.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(polib.pofile(str(catalogue)).to_binary())
        unfinished.replace(compiled)
    return [catalogue.parent.parent.name for catalogue in found]
