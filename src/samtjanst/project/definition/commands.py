"""What can be done with files alone; nothing here needs a database or a setting."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from typing import Any

from samtjanst.capabilities.formkit import compare, package
from samtjanst.capabilities.formkit import parameters as formkit_parameters
from samtjanst.capabilities.formkit.analysis import Finding, Report, analyse
from samtjanst.capabilities.formkit.compare import Conflict
from samtjanst.capabilities.formkit.package import CarriedTest, Package
from samtjanst.capabilities.formkit.texts import Text, Told, Value, join
from samtjanst.kernel import clock
from samtjanst.project.definition.files import DOCUMENT, Answer, UnusableError, made, opened, values

_OF_FILE = Text("{file}: {said}", "{file}: {said}")
_COUNTED = Text(
    "godkänd, {pages} sidor, {questions} frågor, {rules} villkor, {tests} tester",
    "approved, {pages} pages, {questions} questions, {rules} rules, {tests} tests",
)
_SOUND = Told("Ingen fastnar.", "Nobody gets stuck.")
_UNPROVED = Told(
    "Det är inte bevisat att ingen fastnar.", "It has not been proved that nobody gets stuck."
)
_FINDING = Text("{file}: {severity}: {place}: {reason}", "{file}: {severity}: {place}: {reason}")
_EXAMPLE = Text("{said} Exempel: {example}", "{said} Example: {example}")
_SAME = Told("Inga skillnader.", "No differences.")
_TEST_GONE = Text("Testet ”{name}” är borttaget.", "The test “{name}” has been removed.")
_TEST_NEW = Text("Testet ”{name}” är nytt.", "The test “{name}” is new.")
_TEST_CHANGED = Text("Testet ”{name}” är ändrat.", "The test “{name}” has changed.")
_TEST = Text("Testet ”{name}”", "The test “{name}”")
_VALUE = Text("Värdet ”{name}”", "The value “{name}”")
_HOLD = Text("{n} av {all} tester stämmer.", "{n} of {all} tests hold.")
_BOTH = Text("{place}: båda har ändrat", "{place}: both have changed it")
_SIDES = Text(
    "{place}: förut {base}, de andra {theirs}, du {mine}",
    "{place}: before {base}, the others {theirs}, you {mine}",
)


def validate(given: Namespace) -> Answer:
    """Whether each file is an e-service that can be used."""
    told = Answer(data={"ok": True, "files": [], "problems": []})
    for name in given.files:
        try:
            found = opened(name)
        except UnusableError as error:
            bad = error.told()
            told.lines += bad.lines
            told.data["problems"] += bad.data["problems"]
            told.data["ok"], told.code = False, 1
            continue
        told.lines.append(_OF_FILE.told(file=name, said=_counted(found)))
        told.data["files"].append({"file": name, "sha256": found.definition.sha256})
    return told


def analyse_file(given: Namespace) -> Answer:
    """What can be proved of a file, the worst first."""
    found, known = opened(given.file), values(given.parameters) if given.parameters else None
    report = analyse(
        found.definition,
        today=clock.today(),
        parameters=known,
        confidentiality=given.confidentiality,
    )
    lines = [_finding(given.file, one) for one in report.findings]
    verdict = _SOUND if report.sound else _UNPROVED
    return Answer([*lines, verdict], _report(report), 0 if report.sound else 1)


def compare_files(given: Namespace) -> Answer:
    """What has changed from one file to another, a sentence for each change."""
    before, after = opened(given.before), opened(given.after)
    old, new = before.definition.document, after.definition.document
    changes = compare.changes(old, new)
    lines = [compare.said(one, old, new) for one in changes]
    tests = _tests_changed(before, after)
    data = {"changes": [
        {"kind": one.kind.value, "path": list(one.path), "said": line}
        for one, line in zip(changes, lines, strict=True)
    ], "tests": tests}  # fmt: skip
    differs = bool(lines or tests)
    said: list[Value] = [*dict.fromkeys(lines), *tests]
    return Answer(said if differs else [_SAME], data, int(differs))


def merge_files(given: Namespace) -> Answer:
    """Two files with a common base become one; also git's merge driver (``%O %B %A``)."""
    base, theirs, mine = (opened(name) for name in (given.base, given.theirs, given.mine))
    documents = [one.definition.document for one in (base, theirs, mine)]
    merged = compare.merge(*documents)
    tests, clashes = _merged_tests(base, theirs, mine)
    conflicts = [_sides(one, documents) for one in merged.conflicts]
    conflicts += [{"place": _TEST.told(name=name)} for name in clashes]
    kept, held = _merged_values(base, theirs, mine)
    conflicts += [{"place": _VALUE.told(name=name)} for name in held]
    text = package.written(merged.document, tests, kept)
    lines: list[Value] = [_conflict(one) for one in conflicts]
    told = Answer(lines, {"ok": not conflicts, "conflicts": conflicts}, 1 if conflicts else 0)
    return made(told, text, given.output)


def run_tests(given: Namespace) -> Answer:
    """Run the recorded tests of a file, on it or on another definition."""
    found = opened(given.file)
    if given.on:
        found = Package(opened(given.on).definition, found.tests, found.values)
    known = values(given.parameters) if given.parameters else found.values
    if wrong := formkit_parameters.problems(found.definition, known) if known else []:
        return Answer(
            [_OF_FILE.told(file=given.parameters, said=one.told()) for one in wrong],
            {"ok": False},
            2,
        )
    results = package.failures(found, known)
    lines: list[Value] = []
    for name, broken in results.items():
        lines.append(f"{'✗' if broken else '✓'} {name}")
        lines += [join(("    ", one)) for one in broken]
    failed = sum(map(bool, results.values()))
    lines.append(_HOLD.told(n=len(results) - failed, all=len(results)))
    data = {"ok": not failed, "tests": [{"name": n, "broken": b} for n, b in results.items()]}
    return Answer(lines, data, 1 if failed else 0)


def _counted(found: Package) -> Told:
    definition = found.definition
    return _COUNTED.told(
        pages=len(definition.pages),
        questions=len(definition.questions()),
        rules=len(definition.rules),
        tests=len(found.tests),
    )


def _finding(name: str, one: Finding) -> Told:
    severity, place = one.severity.value, one.place or DOCUMENT
    said = _FINDING.told(file=name, severity=severity, place=place, reason=one.reason)
    return _EXAMPLE.told(said=said, example=one.example) if one.example else said


def _report(report: Report) -> dict[str, Any]:
    return {
        "sound": report.sound,
        "findings": [
            {
                "code": one.code.value,
                "severity": one.severity.value,
                "path": one.place,
                "reason": one.reason,
                "example": one.example,
            }
            for one in report.findings
        ],
    }


def _tests_changed(before: Package, after: Package) -> list[Told]:
    old, new = ({one.name: one for one in side.tests} for side in (before, after))
    lines = [_TEST_GONE.told(name=name) for name in sorted(old.keys() - new.keys())]
    lines += [_TEST_NEW.told(name=name) for name in sorted(new.keys() - old.keys())]
    changed = (name for name in sorted(old.keys() & new.keys()) if old[name] != new[name])
    return lines + [_TEST_CHANGED.told(name=name) for name in changed]


def _merged_tests(
    base: Package, theirs: Package, mine: Package
) -> tuple[list[CarriedTest], list[str]]:
    """Every test as the side that changed it has it; theirs, and a clash, where both did."""
    was, one, other = ({t.name: t for t in side.tests} for side in (base, theirs, mine))
    made, clashes = [], []
    for name in sorted(was.keys() | one.keys() | other.keys()):
        before, left, right = was.get(name), one.get(name), other.get(name)
        chosen = right if left == before else left
        if left not in (before, right) and right != before:
            clashes.append(name)
            chosen = left or right
        if chosen:
            made.append(chosen)
    return made, clashes


def _merged_values(
    base: Package, theirs: Package, mine: Package
) -> tuple[dict[str, Any], list[str]]:
    """Every value as the side that changed it has it; theirs, and a clash, where both did."""
    made: dict[str, Any] = {}
    clashes: list[str] = []
    for name in sorted({*base.values, *theirs.values, *mine.values}):
        before, left, right = (side.values.get(name) for side in (base, theirs, mine))
        chosen = right if left == before else left
        if left not in (before, right) and right != before:
            clashes.append(name)
            chosen = left or right
        if chosen is not None:
            made[name] = chosen
    return made, clashes


def _sides(one: Conflict, documents: Sequence[Mapping[str, Any]]) -> dict[str, Told]:
    base, theirs, mine = documents
    return {
        "place": compare.place_of(one.path, mine, base),
        "base": compare.stands(one.path, one.base, base),
        "theirs": compare.stands(one.path, one.theirs, theirs),
        "mine": compare.stands(one.path, one.mine, mine),
    }


def _conflict(one: Mapping[str, Told]) -> Told:
    return (_SIDES if "base" in one else _BOTH).told(**one)
