"""A municipality's list out of a file: what was read, what is wrong, and what it would change."""

from samtjanst.capabilities.formkit.uploaded.changes import Changes, Use, changes, uses
from samtjanst.capabilities.formkit.uploaded.reading import Fault, Read, read
from samtjanst.capabilities.formkit.uploaded.tables import LARGEST
from samtjanst.capabilities.formkit.uploaded.writing import written

__all__ = ["LARGEST", "Changes", "Fault", "Read", "Use", "changes", "read", "uses", "written"]
