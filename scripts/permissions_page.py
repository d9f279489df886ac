"""Writes docs/permissions.md from the code: who may do what."""

from pathlib import Path

from samtjanst.foundation.access.types import (
    CITIZEN_PERMISSIONS,
    PERMISSION_TEXTS,
    ROLE_PERMISSIONS,
    Permission,
)
from samtjanst.foundation.people.types import Role

PAGE = Path(__file__).resolve().parent.parent / "docs" / "permissions.md"
HEAD = """# Who may do what

Made from `foundation.access` by `scripts/permissions_page.py`. A permission opens a kind of
thing; the thing itself adds conditions (one's own draft, one's own unit's case).

"""


def page() -> str:
    """The page's text."""
    columns = ["citizen", *(role.value for role in Role)]
    lines = [
        f"| permission | meaning | {' | '.join(columns)} |",
        "|---|---|" + "---|" * len(columns),
    ]
    for permission in Permission:
        held = [permission in CITIZEN_PERMISSIONS]
        held += [permission in ROLE_PERMISSIONS[role] for role in Role]
        marks = " | ".join("yes" if has else "" for has in held)
        lines.append(f"| `{permission}` | {PERMISSION_TEXTS[permission]} | {marks} |")
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page())
