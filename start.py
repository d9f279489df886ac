#!/usr/bin/env python3
"""Start Samtjänst, or test it, on a machine that has nothing but Python 3.11 and git.

    python3 start.py [--port N] [--fresh]    run everything; stop with Ctrl-C
    python3 start.py test [pytest options]   check everything and run every test

The first time, the environment (.venv) is made and the locked packages are installed.
Only the standard library is used here.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = Path(os.environ.get("SAMTJANST_VENV", ROOT / ".venv"))
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "samtjanst-installed.json"
OLDEST = (3, 11)
CHROMIUM = Path("/usr/bin/chromium")


def say(text: str) -> None:
    """One line to the person at the terminal, at once."""
    print(text, flush=True)


def give_up(text: str) -> NoReturn:
    """Tell what to do and end."""
    sys.stdout.flush()
    print(f"\n{text}", file=sys.stderr, flush=True)
    sys.exit(1)


def main() -> None:
    """Read the command line and do it."""
    arguments = sys.argv[1:]
    if arguments[:1] in (["-h"], ["--help"]):
        say((__doc__ or "").strip())
        return
    if sys.version_info < OLDEST:
        give_up("Python 3.11 or newer is needed (Debian 12: apt install python3).")
    os.chdir(ROOT)
    if arguments[:1] == ["test"]:
        test(arguments[1:])
    prepare("run")
    become("-m", "samtjanst.project.supervisor", *arguments)


def test(arguments: list[str]) -> NoReturn:
    """Run every check and every test; the exit code tells whether all is well."""
    prepare("dev")
    if "--no-browser" in arguments:
        arguments = [*(one for one in arguments if one != "--no-browser"), "-m", "not browser"]
    else:
        ensure_chromium()
    become(str(ROOT / "scripts" / "checks.py"), *arguments)


def become(*arguments: str) -> NoReturn:
    """Go on as the environment's Python, so that signals reach the right process."""
    os.environ.setdefault("SAMTJANST_VAR", str(ROOT / "var"))
    # Many processes are started, and each would compile all of the product anew.
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
        os.environ.setdefault("PYTHONPYCACHEPREFIX", str(VENV / "compiled"))
    sys.stdout.flush()
    os.execv(PYTHON, [str(PYTHON), *arguments])  # noqa: S606 - our own program, no shell wanted


def prepare(kind: str) -> None:
    """Make the environment complete for "run" or "dev"; quick when it already is."""
    # This file itself is the lock: two starts at once must not install over each other.
    with Path(__file__).open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = fingerprints()
        if not python_works():
            make_environment()
        installed = read_stamp()
        if installed.get(kind) != wanted[kind]:
            STAMP.unlink(missing_ok=True)
            install_packages(kind)
            installed = {name: wanted[name] for name in covers(kind)}
        if installed.get("package") != wanted["package"]:
            install_product()
        STAMP.write_text(json.dumps(installed | {"package": wanted["package"]}))


def covers(kind: str) -> tuple[str, ...]:
    """The development packages include those for running."""
    return ("run", "dev") if kind == "dev" else ("run",)


def fingerprints() -> dict[str, str]:
    """What the environment has to correspond to."""
    files = {
        "run": ROOT / "requirements" / "run.txt",
        "dev": ROOT / "requirements" / "dev.txt",
        "package": ROOT / "pyproject.toml",
    }
    # The product is installed as a link to this folder, so a moved folder counts as a change.
    place = str(ROOT).encode()
    return {
        name: hashlib.sha256(path.read_bytes() + place).hexdigest() for name, path in files.items()
    }


def read_stamp() -> dict[str, str]:
    """What was installed when it last went well."""
    try:
        stamp = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def python_works() -> bool:
    """Whether the environment has a Python that runs and that can be installed into."""
    if not PYTHON.exists():
        return False
    # A Python that was upgraded or removed leaves an environment that looks whole.
    code = "import sys; sys.exit(sys.version_info[:2] != tuple(map(int, sys.argv[1:3])))"
    version = [str(part) for part in sys.version_info[:2]]
    probes = [[str(PYTHON), "-c", code, *version]]
    if not uv():
        probes.append([str(PYTHON), "-m", "pip", "--version"])
    return all(
        subprocess.run(probe, capture_output=True, check=False).returncode == 0 for probe in probes
    )


def make_environment() -> None:
    """Make an empty environment in place of whatever is there."""
    if not uv() and importlib.util.find_spec("ensurepip") is None:
        give_up(
            "Python's venv module is incomplete. Install it and try again:\n\n"
            "    apt install python3-venv"
        )
    say(f"Making the environment {VENV}")
    try:
        venv.create(VENV, clear=True, symlinks=True, with_pip=not uv())
    except (OSError, subprocess.CalledProcessError) as error:
        give_up(
            f"The environment could not be made: {error}\n\n"
            "If the folder is writable, try: apt install python3-venv"
        )


def uv() -> list[str]:
    """How to call uv, which installs faster than pip; empty when it is absent."""
    program = shutil.which("uv")
    if program:
        return [program]
    return [sys.executable, "-m", "uv"] if importlib.util.find_spec("uv") else []


def installer() -> list[str]:
    """The beginning of the command that installs into the environment."""
    if uv():
        return [*uv(), "pip", "install", "--python", str(PYTHON)]
    quick = ["--disable-pip-version-check", "--no-input", "--retries", "2", "--timeout", "20"]
    return [str(PYTHON), "-m", "pip", "install", *quick]


def install_packages(kind: str) -> None:
    """Install the locked packages, each checked against its hash."""
    lock = ROOT / "requirements" / f"{kind}.txt"
    begun = time.monotonic()
    say(f"Installing the packages of {lock.relative_to(ROOT)} (once; about 330 MB on disk)")
    command = [*installer(), "--no-deps", "--require-hashes", "-r", str(lock)]
    count = lock.read_text().count("==")
    if (subprocess.call(command) if uv() else with_progress(command, count)) != 0:
        give_up(
            "The packages could not be installed; the reason stands above.\n"
            "Without a way to the package index, set a proxy (HTTPS_PROXY) or an index of your own"
            " (PIP_INDEX_URL, for uv UV_INDEX_URL) and start again: what is done is kept."
        )
    say(f"Installed in {time.monotonic() - begun:.0f} s")


def with_progress(command: list[str], count: int) -> int:
    """Run pip and show how far it is, instead of its several lines per package."""
    said, done = [], 0
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        for line in process.stdout or ():
            said.append(line)
            if line.startswith(("Collecting", "Processing", "Requirement already")):
                done += 1
                show_progress(done, count)
            elif line.startswith("Installing collected"):
                say(f"\r  {done} packages fetched and checked; unpacking them")
    if process.returncode:
        say("\n" + "".join(said[-40:]))
    return process.returncode


def show_progress(done: int, count: int) -> None:
    """On a terminal one line that moves; in a log a line now and then."""
    if sys.stdout.isatty():
        print(f"\r  package {done} of at most {count} ", end="", flush=True)
    elif done % 20 == 0:
        say(f"  package {done} of at most {count}")


def install_product() -> None:
    """Link the product itself into the environment, with its entry points for adapters."""
    command = [*installer(), "--no-deps", "--no-build-isolation", "-q", "-e", str(ROOT)]
    if subprocess.run(command, check=False).returncode:
        give_up("The product could not be installed into its environment; see above.")


def ensure_chromium() -> None:
    """The browser tests drive Debian's Chromium."""
    if CHROMIUM.exists():
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        give_up(
            "The browser tests need Chromium. Install it and try again:\n\n"
            "    sudo apt install chromium\n\n"
            "or leave them out: python3 start.py test --no-browser"
        )
    say("Installing Chromium for the browser tests")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", *step], env=environment, check=False)
    if not CHROMIUM.exists():
        give_up("Chromium could not be installed; see above.")


if __name__ == "__main__":
    main()
