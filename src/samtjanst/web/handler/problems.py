"""What a page with a form tells of what is wrong."""

from typing import Any

Problems = dict[str, list[str]]


def told(problems: Problems) -> dict[str, Any]:
    """For the summary at the top and for the fields; nothing when all is well."""
    listed = [(name, text) for name, texts in problems.items() for text in texts]
    return {"errors": problems, "problems": listed}
