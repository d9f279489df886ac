"""A list as a file that can be changed in Excel and read back."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from samtjanst.capabilities.formkit.parameters import LANGUAGES


def written(items: Iterable[Mapping[str, Any]]) -> bytes:
    """CSV in UTF-8 with a mark, so that Excel reads å, ä and ö; English always has a column."""
    listed = list(items)
    codes = dict.fromkeys(("en", *(code for one in listed for code in one.get("names") or ())))
    text = io.StringIO(newline="")
    out = csv.writer(text, delimiter=";")
    heads = [LANGUAGES[code][0].capitalize() if code in LANGUAGES else code for code in codes]
    out.writerow(["Värde", "Svenska", *heads])
    for one in listed:
        names = one.get("names") or {}
        out.writerow([one.get("id", ""), one.get("name", ""), *(names.get(c, "") for c in codes)])
    return b"\xef\xbb\xbf" + text.getvalue().encode()
