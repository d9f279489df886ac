"""The command line over files of e-services: what it says, and the code that it ends with."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests import cast
from tests.capabilities.formkit import sample
from tests.capabilities.formkit.test_languages import NAMES, SWEDISH
from tests.capabilities.formkit.test_package import carried, plain

from samtjanst.building.definitions.models import Draft, RecordedTest
from samtjanst.building.definitions.queries.files import file_of
from samtjanst.capabilities.formkit import package
from samtjanst.foundation.people.types import system_actor
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.project.definition.__main__ import main


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    path = tmp_path / "skolskjuts.json"
    path.write_text(package.written(sample.document(), [carried()]))
    return path


@pytest.fixture
def values(tmp_path: Path) -> str:
    path = tmp_path / "values.json"
    path.write_text(json.dumps(sample.values_of("mjolby")))
    return str(path)


def changed(whole: Path, name: str, **changes: Any) -> Path:
    content = json.loads(whole.read_text())
    content["definition"] |= changes
    path = whole.with_name(name)
    path.write_text(json.dumps(content))
    return path


def answer(capsys: pytest.CaptureFixture[str], *arguments: Any) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = main([*map(str, arguments), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_sound_file_is_validated(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(whole)]) == 0
    assert "1 tester" in capsys.readouterr().out
    code, said = answer(capsys, "validate", whole)
    assert (code, said["ok"], said["files"][0]["sha256"]) == (0, True, sample.school().sha256)


def _truncated(text: str) -> str:
    return text[: len(text) // 2]


def _doubled(text: str) -> str:
    content = json.loads(text)
    content["definition"]["pages"][1]["id"] = content["definition"]["pages"][0]["id"]
    return json.dumps(content, indent=1)


def _lost(text: str) -> str:
    content = json.loads(text)
    content["definition"]["rules"][0]["when"] = {"op": "answered", "question": "nobody"}
    return json.dumps(content, indent=1)


def _script(text: str) -> str:
    return text.replace("Ansökan om skolskjuts", "<script>alert(1)</script>")


def _unknown(text: str) -> str:
    return text.replace('"minutes"', '"surprise": 1, "minutes"')


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (_truncated, "slutar för tidigt"),
        (_doubled, "används redan"),
        (_lost, "nobody"),
        (_script, "HTML"),
        (_unknown, "okänt fält"),
        (lambda _text: "[" * 9_000_000, "större än"),
        (lambda _text: "[" * 1000, "nivåer"),
    ],
    ids=["truncated", "doubled id", "rule to nothing", "script", "unknown", "large", "deep"],
)
def test_broken_file_is_refused_with_file_line_column_and_reason(
    wrong: Any, reason: str, whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole.write_text(wrong(whole.read_text()))
    code, said = answer(capsys, "validate", whole)
    assert (code, said["ok"]) == (1, False)
    first = said["problems"][0]
    assert first["file"] == str(whole)
    assert any(reason in one["reason"] for one in said["problems"])
    assert reason == "större än" or (first["line"] and first["column"])
    assert main(["analyse", str(whole)]) == 2
    assert str(whole) in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"\xff\xfe{}", b"{" + b" " * 10_000_001])
def test_file_that_is_no_text_or_too_large_is_refused(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    assert main(["test", str(path)]) == 2
    assert "UTF-8" in (told := capsys.readouterr().err) or "10 MB" in told


def test_missing_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", str(tmp_path / "a"), str(tmp_path / "b")]) == 2
    assert "filen finns inte" in capsys.readouterr().err


def test_analysis_of_a_dead_end_ends_with_one(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(capsys, "analyse", whole)[0] == 0
    asked = {"op": "answered", "question": "child"}
    stop = {
        "id": "wall",
        "effect": "stop",
        "target": {"page": sample.document()["pages"][0]["id"]},
        "when": {"op": "or", "of": [asked, {"op": "not", "of": asked}]},
        "message": {"sv": "Stopp."},
    }
    stuck = changed(whole, "stuck.json", rules=[*sample.document()["rules"], stop])
    code, said = answer(capsys, "analyse", stuck)
    assert (code, said["sound"]) == (1, False)
    assert {"always_stopped", "no_completion"} & {one["code"] for one in said["findings"]}


def test_comparison_says_rules_by_their_sentence(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", str(whole), str(whole)]) == 0
    rules = sample.document()["rules"][:-1]
    other = changed(whole, "other.json", rules=rules, title={"sv": "Skjuts"})
    code, said = answer(capsys, "compare", whole, other)
    told = [one["said"] for one in said["changes"]]
    assert code == 1
    assert any(one.startswith("Villkoret (") and one.endswith("är borttaget.") for one in told)
    assert any("”Skjuts”" in one for one in told)


def test_merge_keeps_both_sides_and_tells_conflicts(
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = changed(whole, "theirs.json", rules=sample.document()["rules"][:-1])
    mine = changed(whole, "mine.json", title={"sv": "Skjuts"})
    made = tmp_path / "made.json"
    assert main(["merge", str(whole), str(theirs), str(mine), "-o", str(made)]) == 0
    found = package.read(made.read_text())
    assert found.definition.title.sv == "Skjuts"
    assert len(found.definition.rules) == len(sample.school().rules) - 1
    assert [one.name for one in found.tests] == ["Vanligt fall"]
    other = changed(whole, "other.json", title={"sv": "Buss"})
    code, said = answer(capsys, "merge", whole, other, mine)
    assert code == 1
    (conflict,) = said["conflicts"]
    assert "Skjuts" in conflict["mine"]


def test_recorded_tests_run(whole: Path, values: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = answer(capsys, "test", whole, "--parameters", values)
    assert (code, said["tests"]) == (0, [{"name": "Vanligt fall", "broken": []}])
    fewer = sample.document()
    fewer["rules"] = [one for one in fewer["rules"] if one["effect"] != "show"]
    broken = whole.with_name("broken.json")
    broken.write_text(json.dumps(fewer))
    code, said = answer(capsys, "test", whole, "--on", broken, "--parameters", values)
    assert code == 1
    assert said["tests"][0]["broken"]


def test_form_is_rendered_as_the_applicant_meets_it(
    whole: Path, values: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = tmp_path / "form.html"
    shared = ["render", str(whole), "--parameters", values, "-o", str(made)]
    assert main(shared) == 0
    empty = made.read_text()
    assert "Vilket barn gäller ansökan?" in empty
    assert "<script" not in empty
    assert main([*shared, "--test", "Vanligt fall"]) == 0
    assert made.read_text() != empty
    assert main([*shared, "--test", "Inget"]) == 2
    assert main([*shared[:-1], str(tmp_path / "no" / "folder")]) == 2
    capsys.readouterr()


def test_command_needs_no_settings(whole: Path) -> None:
    bare = {key: value for key, value in os.environ.items()
            if not key.startswith(("SAMTJANST_", "DATABASE_", "DJANGO_"))}  # fmt: skip
    command = [sys.executable, "-m", "samtjanst.project.definition", "render", str(whole)]
    done = subprocess.run(command, env=bare, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Vilket barn" in done.stdout


@pytest.mark.django_db
def test_export_and_import_lose_nothing(
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row, other = cast.municipality(), cast.municipality("norrkoping")
    with open_scope(row):
        unit = cast.unit()
    code, said = answer(capsys, "import", "mjolby", whole, "--unit", unit.name)
    assert code == 0
    out = tmp_path / "out.json"
    assert main(["export", "mjolby", said["e_service"], "-o", str(out)]) == 0
    assert out.read_text() == whole.read_text()
    assert main(["export", "norrkoping", said["e_service"]]) == 2
    assert main(["export", "nowhere", said["e_service"]]) == 2
    with open_scope(other):
        assert not Draft.objects.exists()
    with open_scope(row):
        assert RecordedTest.objects.get().name == "Vanligt fall"
        assert Draft.objects.get().tests == 1


@pytest.mark.django_db
def test_import_into_a_draft_changes_nothing_when_the_file_is_broken(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = cast.municipality()
    with open_scope(row):
        unit = cast.unit()
    slug = answer(capsys, "import", "mjolby", whole, "--unit", unit.name)[1]["e_service"]
    more = json.loads(whole.read_text())
    more["definition"]["title"]["sv"] = "Skjuts"
    more["tests"] = [plain(more["tests"][0]) | {"name": "Ett annat"}]
    whole.write_text(json.dumps(more))
    assert main(["import", "mjolby", str(whole), "--into", slug]) == 0
    with open_scope(row):
        before = file_of(system_actor(row.id), slug)
        assert [one.name for one in RecordedTest.objects.all()] == ["Ett annat"]
    whole.write_text(whole.read_text()[:900])
    assert main(["import", "mjolby", str(whole), "--into", slug]) == 2
    assert main(["import", "mjolby", str(whole), "--into", "nothing"]) == 2
    with open_scope(row):
        assert file_of(system_actor(row.id), slug) == before


@pytest.mark.django_db
def test_everything_is_told_in_english_when_asked(
    whole: Path, values: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What stands in the e-service itself is the municipality's own and left out of it."""
    mjolby = cast.municipality().slug
    broken = tmp_path / "broken.json"
    broken.write_text(whole.read_text().replace('"format"', '"colour": "red", "format"', 1))
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"x": 1}')
    mine, other = (changed(whole, name, title={"sv": name}) for name in ("mine", "other"))
    none = tmp_path / "none.json"
    none.write_text(json.dumps({**json.loads(whole.read_text()), "tests": []}))
    for command in (
        ["validate", whole, broken, tmp_path, tmp_path / "gone.json"],
        ["test", whole, "--parameters", values],
        ["test", whole, "--parameters", wrong],
        ["compare", whole, whole],
        ["compare", whole, none],
        ["merge", whole, mine, other, "-o", tmp_path / "both.json"],
        ["merge", whole, whole, whole, "-o", tmp_path / "made.json"],
        ["merge", whole, whole, whole, "-o", tmp_path / "not" / "there.json"],
        ["render", whole, "--test", "None"],
        ["export", mjolby, "none"],
        ["export", "nowhere", "none"],
        ["import", mjolby, whole],
        ["import", mjolby, whole, "--unit", "None"],
    ):
        main([*map(str, command), "--language", "en"])
        said = capsys.readouterr()
        told = NAMES.sub("", re.sub(r"“[^”]*”", "", (said.out + said.err)))
        left = [one for one in told.replace(str(whole), "").splitlines() if SWEDISH.search(one)]
        assert left == [], command
