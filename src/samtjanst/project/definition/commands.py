"""What can be done with files alone; nothing here needs a database or a setting."""

from argparse import Namespace
from typing import Any

from samtjanst.capabilities.formkit import compare, package
from samtjanst.capabilities.formkit import parameters as formkit_parameters
from samtjanst.capabilities.formkit.analysis import Finding, Report, analyse
from samtjanst.capabilities.formkit.package import CarriedTest, Package
from samtjanst.kernel import clock
from samtjanst.project.definition.files import Told, UnusableError, made, opened, values


def validate(given: Namespace) -> Told:
    """Whether each file is an e-service that can be used."""
    told = Told(data={"ok": True, "files": [], "problems": []})
    for name in given.files:
        try:
            found = opened(name)
        except UnusableError as error:
            bad = error.told()
            told.lines += bad.lines
            told.data["problems"] += bad.data["problems"]
            told.data["ok"], told.code = False, 1
            continue
        told.lines.append(f"{name}: {_counted(found)}")
        told.data["files"].append({"file": name, "sha256": found.definition.sha256})
    return told


def analyse_file(given: Namespace) -> Told:
    """What can be proved of a file, the worst first."""
    found, known = opened(given.file), values(given.parameters) if given.parameters else None
    report = analyse(
        found.definition,
        today=clock.today(),
        parameters=known,
        confidentiality=given.confidentiality,
    )
    lines = [_finding(given.file, one) for one in report.findings]
    verdict = "Ingen fastnar." if report.sound else "Det är inte bevisat att ingen fastnar."
    return Told([*lines, verdict], _report(report), 0 if report.sound else 1)


def compare_files(given: Namespace) -> Told:
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
    said = [*dict.fromkeys(lines), *tests]
    return Told(said if differs else ["Inga skillnader."], data, int(differs))


def merge_files(given: Namespace) -> Told:
    """Two files with a common base become one; also git's merge driver (``%O %B %A``)."""
    base, theirs, mine = (opened(name) for name in (given.base, given.theirs, given.mine))
    documents = [one.definition.document for one in (base, theirs, mine)]
    merged = compare.merge(*documents)
    tests, clashes = _merged_tests(base, theirs, mine)
    conflicts = [
        {
            "place": compare.place_of(one.path, documents[2]),
            "base": compare.value(one.base),
            "theirs": compare.value(one.theirs),
            "mine": compare.value(one.mine),
        }
        for one in merged.conflicts
    ] + [{"place": f"Testet ”{name}”"} for name in clashes]
    text = package.written(merged.document, tests)
    lines = [_conflict(one) for one in conflicts]
    told = Told(lines, {"ok": not conflicts, "conflicts": conflicts}, 1 if conflicts else 0)
    return made(told, text, given.output)


def run_tests(given: Namespace) -> Told:
    """Run the recorded tests of a file, on it or on another definition."""
    found = opened(given.file)
    if given.on:
        found = Package(opened(given.on).definition, found.tests)
    known = values(given.parameters)
    if wrong := formkit_parameters.problems(found.definition, known) if known else []:
        return Told([f"{given.parameters}: {one}" for one in wrong], {"ok": False}, 2)
    results = package.failures(found, known)
    lines = []
    for name, broken in results.items():
        lines.append(f"{'✗' if broken else '✓'} {name}")
        lines += [f"    {one}" for one in broken]
    failed = sum(map(bool, results.values()))
    lines.append(f"{len(results) - failed} av {len(results)} tester stämmer.")
    data = {"ok": not failed, "tests": [{"name": n, "broken": b} for n, b in results.items()]}
    return Told(lines, data, 1 if failed else 0)


def _counted(found: Package) -> str:
    definition = found.definition
    questions, pages = len(definition.questions()), len(definition.pages)
    return (
        f"godkänd, {pages} sidor, {questions} frågor, {len(definition.rules)} villkor, "
        f"{len(found.tests)} tester"
    )


def _finding(name: str, one: Finding) -> str:
    tail = f" Exempel: {one.example}" if one.example else ""
    return f"{name}: {one.severity.value}: {one.place or 'dokumentet'}: {one.reason}{tail}"


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


def _tests_changed(before: Package, after: Package) -> list[str]:
    old, new = ({one.name: one for one in side.tests} for side in (before, after))
    lines = [f"Testet ”{name}” är borttaget." for name in sorted(old.keys() - new.keys())]
    lines += [f"Testet ”{name}” är nytt." for name in sorted(new.keys() - old.keys())]
    changed = (name for name in sorted(old.keys() & new.keys()) if old[name] != new[name])
    return lines + [f"Testet ”{name}” är ändrat." for name in changed]


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


def _conflict(one: dict[str, Any]) -> str:
    if "base" not in one:
        return f"{one['place']}: båda har ändrat"
    return f"{one['place']}: förut {one['base']}, de andra {one['theirs']}, du {one['mine']}"
