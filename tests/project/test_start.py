"""The starter on machines in all kinds of states. Nothing is fetched: pip and uv are stand-ins."""

import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = ("start.py", "pyproject.toml", "requirements/run.txt", "requirements/dev.txt")
# Writes down how it was called, in place of installing.
RECORDER = '#!/bin/sh\necho "$@" >> "{log}"\nexit {code}\n'


class Clone:
    """A copy of what the starter reads, with a recorder in the place of uv."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "klon med mellanslag"
        self.log = folder / "installed"
        self.tools = folder / "tools"
        self.tools.mkdir()
        for name in FILES:
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, self.root / name)
        self.installer_answers(0)

    def installer_answers(self, code: int) -> None:
        tool = self.tools / "uv"
        tool.write_text(RECORDER.format(log=self.log, code=code))
        tool.chmod(0o755)

    def start(self, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        path = f"{self.tools}:{os.environ['PATH']}"
        return subprocess.run(
            [sys.executable, str(self.root / "start.py"), *arguments],
            env={"PATH": path, "HOME": str(self.root)},
            cwd=cwd or self.root,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def installed(self) -> list[str]:
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return lines


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path)


def test_first_start_installs_the_lock_and_the_product(clone: Clone) -> None:
    clone.start(cwd=Path("/"))
    packages, product = clone.installed()
    assert "--require-hashes" in packages
    assert packages.endswith("requirements/run.txt")
    assert "--no-build-isolation" in product
    assert product.endswith(str(clone.root))


def test_second_start_installs_nothing(clone: Clone) -> None:
    clone.start()
    clone.installed()
    clone.start()
    assert clone.installed() == []


def test_a_changed_lock_is_installed_again(clone: Clone) -> None:
    clone.start()
    clone.installed()
    with (clone.root / "requirements/run.txt").open("a") as lock:
        lock.write("# changed\n")
    clone.start()
    assert any(line.endswith("run.txt") for line in clone.installed())


def test_a_changed_product_description_is_installed_alone(clone: Clone) -> None:
    clone.start()
    clone.installed()
    with (clone.root / "pyproject.toml").open("a") as file:
        file.write("# changed\n")
    clone.start()
    assert [line.endswith(".txt") for line in clone.installed()] == [False]


def test_a_half_made_environment_is_made_again(clone: Clone) -> None:
    (clone.root / ".venv" / "bin").mkdir(parents=True)
    (clone.root / ".venv" / "bin" / "python").symlink_to("/nowhere/python")
    answer = clone.start()
    assert "Making the environment" in answer.stdout
    assert len(clone.installed()) == 2


def test_an_interrupted_installation_is_done_again(clone: Clone) -> None:
    clone.installer_answers(1)
    answer = clone.start()
    assert answer.returncode == 1
    assert "could not be installed" in answer.stderr
    clone.installed()
    clone.installer_answers(0)
    clone.start()
    assert len(clone.installed()) == 2


def test_no_network_is_told_plainly(clone: Clone) -> None:
    clone.installer_answers(2)
    answer = clone.start()
    assert "HTTPS_PROXY" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_help_installs_nothing(clone: Clone) -> None:
    assert "--fresh" in clone.start("--help").stdout
    assert clone.installed() == []


def _starter(monkeypatch: pytest.MonkeyPatch, root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("starter", ROOT / "start.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError("start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", root / ".venv")
    return module


def test_missing_venv_package_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    starter = _starter(monkeypatch, tmp_path)
    monkeypatch.setattr(starter.importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit):
        starter.make_environment()
    assert "apt install python3-venv" in capsys.readouterr().err
    assert not (tmp_path / ".venv").exists()


def test_missing_chromium_is_named_to_others_than_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    starter = _starter(monkeypatch, tmp_path)
    monkeypatch.setattr(starter, "CHROMIUM", tmp_path / "none")
    monkeypatch.setattr(starter.os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit):
        starter.ensure_chromium()
    assert "apt install chromium" in capsys.readouterr().err


def test_an_environment_of_another_python_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starter = _starter(monkeypatch, tmp_path)
    venv.create(tmp_path / ".venv", symlinks=True)
    monkeypatch.setattr(starter, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(starter, "uv", lambda: ["uv"])
    assert starter.python_works()
    monkeypatch.setattr(starter.sys, "version_info", (3, 99, 0))
    assert not starter.python_works()
