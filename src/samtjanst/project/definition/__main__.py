"""Reads the command line, does one thing, and ends with a code that a build can act on."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from samtjanst.capabilities.formkit.texts import Text, Told, in_language
from samtjanst.project.definition.files import Answer, UnusableError, reason_of

ABOUT = """Work with e-services as files, for instance in a git repository.

Exit code 0: all well. 1: something was found (faults, broken tests, differences, conflicts).
2: a file cannot be used, or the command is not written as it should be."""
_FAULT = Text("{file}: {reason}", "{file}: {reason}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says."""
    given = _parser().parse_args(arguments)
    language = given.language or _language()
    try:
        told = _command(given.run, language)(given)
    except UnusableError as error:
        told = error.told()
    if told.content:
        code = _save(told)
        told.code = code or told.code
    if given.json:
        data = _spoken({**told.data, "exit_code": told.code}, language)
        print(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        lines = (in_language(one, language) for one in told.lines)
        print("\n".join(lines), file=sys.stderr if told.code == 2 else sys.stdout)
    return told.code


def _language() -> str:
    """English where the shell is set to it, and else Swedish."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "en" if next(filter(None, names), "").startswith("en") else "sv"


def _spoken(data: Any, language: str) -> Any:
    """The data with each of the engine's sentences in one language."""
    if isinstance(data, dict):
        return {name: _spoken(one, language) for name, one in data.items()}
    if isinstance(data, list):
        return [_spoken(one, language) for one in data]
    return data.to(language) if isinstance(data, Told | Text) else data


def _command(path: str, language: str) -> Callable[[argparse.Namespace], Answer]:
    module, _dot, name = path.partition(".")
    if module != "commands":
        from samtjanst.project.definition.setting_up import ready, spoken_in

        ready(alone=module == "drawing")
    found: Callable[[argparse.Namespace], Answer] = getattr(
        import_module(f"samtjanst.project.definition.{module}"), name
    )
    return found if module == "commands" else spoken_in(language, found)


def _save(told: Answer) -> int:
    content = told.content
    try:
        Path(told.data["output"]).write_bytes(
            content if isinstance(content, bytes) else content.encode()
        )
    except OSError as error:
        told.lines = [_FAULT.told(file=told.data["output"], reason=reason_of(error))]
        told.data["ok"] = False
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="definition", description=ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    every = argparse.ArgumentParser(add_help=False)
    every.add_argument("--json", action="store_true", help="answer as JSON")
    every.add_argument(
        "--language",
        choices=["sv", "en"],
        default="",
        help="of what is told, else as the shell's locale; of a drawn form, else sv",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: str, told: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, parents=[every], help=told, description=told)
        made.set_defaults(run=run)
        return made

    for add in (_reading, _drawing, _serving):
        add(command)
    return parser


Add = Callable[[str, str, str], argparse.ArgumentParser]


def _reading(command: Add) -> None:
    one = command("validate", "commands.validate", "whether files are e-services")
    one.add_argument("files", nargs="+", metavar="FILE")
    one = command("analyse", "commands.analyse_file", "prove that nobody gets stuck")
    one.add_argument("file", metavar="FILE")
    _parameters(one)
    one.add_argument("--confidentiality", type=int, choices=range(4), help="level, 0-3")
    one = command("compare", "commands.compare_files", "what has changed, in sentences")
    one.add_argument("before", metavar="BEFORE")
    one.add_argument("after", metavar="AFTER")
    one = command("merge", "commands.merge_files", "three-way merge; git: %%O %%B %%A -o %%A")
    for name in ("base", "theirs", "mine"):
        one.add_argument(name, metavar=name.upper())
    _output(one)
    one = command("test", "commands.run_tests", "run the recorded tests in a file")
    one.add_argument("file", metavar="FILE")
    one.add_argument("--on", default="", metavar="FILE", help="run them on this file instead")
    _parameters(one)


def _drawing(command: Add) -> None:
    one = command("render", "drawing.render", "the form as the applicant meets it, as HTML")
    one.add_argument("file", metavar="FILE")
    one.add_argument("--test", default="", metavar="NAME", help="with the answers of this test")
    _parameters(one)
    _output(one)
    one = command("document", "drawing.document", "the documentation: HTML, or PDF for *.pdf")
    one.add_argument("file", metavar="FILE")
    one.add_argument("--municipality", default="Samtjänst", metavar="NAME", help="on the PDF")
    _output(one)


def _serving(command: Add) -> None:
    one = command("export", "service.export", "an e-service of a municipality as a file")
    one.add_argument("municipality", metavar="MUNICIPALITY", help="short name, such as mjolby")
    one.add_argument("e_service", metavar="E-SERVICE", help="as in its address")
    one.add_argument("--version", type=int, help="an earlier version instead of the draft")
    _output(one)
    one = command("import", "service.take_in", "a file as a draft in a municipality")
    one.add_argument("municipality", metavar="MUNICIPALITY")
    one.add_argument("file", metavar="FILE")
    one.add_argument("--into", default="", metavar="E-SERVICE", help="into this one's draft")
    one.add_argument("--unit", default="", help="who gets the cases; needed when there are several")


def _parameters(one: argparse.ArgumentParser) -> None:
    one.add_argument("--parameters", default="", metavar="FILE", help="a municipality's values")


def _output(one: argparse.ArgumentParser) -> None:
    one.add_argument("-o", "--output", default="", metavar="FILE", help="instead of the screen")


if __name__ == "__main__":
    sys.exit(main())
