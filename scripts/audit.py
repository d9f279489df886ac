"""Asks for known vulnerabilities in the locked packages.

A finding fails the run. That no data could be reached does not, but is said plainly.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "run.txt"
_SECONDS = 120


def main() -> int:
    """1 when a locked package has a known vulnerability, else 0."""
    found = _ask()
    if found is None:
        print("No vulnerability data could be reached: nothing was audited.")
        return 0
    audited = [one for one in found if "skip_reason" not in one]
    for package in audited:
        for flaw in package["vulns"]:
            fixed = ", ".join(flaw["fix_versions"]) or "no version yet"
            print(f"{package['name']} {package['version']}: {flaw['id']}, fixed in {fixed}")
    print(f"{len(audited)} of {len(found)} locked packages audited.")
    if len(audited) < len(found):
        print("No data was found for the others: they were NOT audited.")
    return int(any(package["vulns"] for package in audited))


def _ask() -> list[dict[str, Any]] | None:
    tool = str(Path(sys.executable).parent / "pip-audit")
    asked = [tool, "-r", str(LOCK), "--require-hashes", "--disable-pip", "-f", "json"]
    try:
        answer = subprocess.run(
            [*asked, "--progress-spinner", "off"],
            capture_output=True,
            text=True,
            check=False,
            timeout=_SECONDS,
        )
        return list(json.loads(answer.stdout)["dependencies"])
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        return None


if __name__ == "__main__":
    sys.exit(main())
