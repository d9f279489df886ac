"""What happens to text that people type: stored as typed, shown without tricks.

Stored text is NFC with plain line feeds. Control characters are never silently removed: the
person is told. Bidirectional overrides and isolates stay in the stored answer (it is what was
typed) but are left out wherever text is shown, so that nothing can be displayed in another
order than it is read (Unicode TR 36, "bidirectional text spoofing").
"""

import re
import unicodedata

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\r]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")


def stored(text: str) -> str:
    """The text as it is kept: NFC, line ends as LF, lone surrogates replaced."""
    if text.isascii():
        return text.replace("\r\n", "\n").replace("\r", "\n")
    text = _SURROGATES.sub("\ufffd", text).replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


def has_control_characters(text: str) -> bool:
    """Whether there are control characters other than tab and line feed."""
    return _CONTROLS.search(text) is not None


def has_surrogates(text: str) -> bool:
    """Whether there are lone surrogates, which no UTF-8 can hold."""
    return not text.isascii() and _SURROGATES.search(text) is not None


def shown(text: str) -> str:
    """The text as it is shown: no control characters, no bidirectional overrides."""
    if text.isprintable():
        return text  # most are: nothing of it is any of those
    if not text.isascii():
        text = _OVERRIDES.sub("", _SURROGATES.sub("\ufffd", text))
    return _CONTROLS.sub("\ufffd", text)
