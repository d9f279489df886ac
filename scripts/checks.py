"""Every check that is not a test, then every test: what ``start.py test`` runs.

All checks run even when one fails; the last line is pytest's own summary.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
SOURCES = ["src", "tests", "scripts", "bench", "start.py"]


@dataclass(frozen=True)
class Check:
    """One command that has to end with exit code 0."""

    title: str
    command: Sequence[str]


@dataclass(frozen=True)
class Run:
    """How a check went."""

    is_well: bool
    told: str
    seconds: float


def main(pytest_arguments: Sequence[str]) -> int:
    """Run everything; 0 when all is well."""
    os.environ["PYTHONPATH"] = str(ROOT)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    failed = _failed()
    verdict = f"Failed so far: {', '.join(failed)}" if failed else "All checks passed"
    _say(f"\n{verdict}. Now the tests.")
    tests = subprocess.run(
        [_tool("pytest"), "-n", "2", "--dist", "worksteal", *pytest_arguments],
        cwd=ROOT,
        check=False,
    ).returncode
    return tests or bool(failed)


def checks() -> list[Check]:
    """The checks: the longest first, since all the others together take as long beside it."""
    manage = (sys.executable, "-m", "samtjanst.project.manage")
    script = (sys.executable, "-P")
    return [
        Check("types", (_tool("mypy"),)),
        Check("lint", (_tool("ruff"), "check", *SOURCES)),
        Check("format", (_tool("ruff"), "format", "--check", *SOURCES)),
        Check("templates", (sys.executable, "scripts/templates.py")),
        Check("import contracts", (_tool("lint-imports"), "--no-cache")),
        Check("system check", (*manage, "check")),
        Check("migrations", (*manage, "makemigrations", "--check", "--dry-run")),
        Check("translations", (*script, "scripts/translations.py", "check")),
        Check("dependency audit", (*script, "scripts/audit.py")),
        Check("bill of materials", (*script, "scripts/sbom.py")),
    ]


def _failed() -> list[str]:
    """Titles of what failed. Two run at a time; what each says comes in the order of the list."""
    with ThreadPoolExecutor(2) as pool:
        runs = [(check, pool.submit(_run, check)) for check in checks()]
        return [check.title for check, run in runs if not _passed(check, run.result())]


def _run(check: Check) -> Run:
    begun = time.monotonic()
    done = subprocess.run(
        list(check.command), cwd=ROOT, check=False, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    return Run(done.returncode == 0, done.stdout, time.monotonic() - begun)


def _passed(check: Check, run: Run) -> bool:
    _say(f"\n── {check.title}\n{run.told.rstrip()}")
    _say(f"── {check.title}: {'ok' if run.is_well else 'FAILED'} ({run.seconds:.1f} s)")
    return run.is_well


def _tool(name: str) -> str:
    return str(BIN / name)


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
