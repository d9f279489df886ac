"""Addresses and ids of new e-services, made of their titles."""

import re
import unicodedata

from samtjanst.building.definitions.models import EService
from samtjanst.kernel import ids


def free_slug(title: str) -> str:
    """An address for an e-service that nobody has yet."""
    plain = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "e-tjanst"
    taken = set(EService.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    # A word of the portal's own addresses never becomes an e-service's.
    if stem not in taken and stem not in {"ny", "importera", "papper", "block", "prototyp"}:
        return stem
    return f"{stem}-{ids.new_id().hex[:6]}"


def definition_id(slug: str) -> str:
    """The id of the definition of the e-service at an address."""
    plain = slug.replace("-", "_")
    return plain if plain[:1].isalpha() else f"e_{plain}"
