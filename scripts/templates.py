"""Checks the style of every template with djade."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """The exit code of djade over all templates."""
    templates = sorted((ROOT / "src").glob("**/templates/**/*.html"))
    print(f"{len(templates)} templates")
    if not templates:
        return 0
    djade = Path(sys.executable).parent / "djade"
    command = [str(djade), "--check", "--target-version", "5.2", *map(str, templates)]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
