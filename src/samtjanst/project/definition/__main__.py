"""Reads the command line, does one thing, and ends with a code that a build can act on."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from samtjanst.project.definition.files import Told, UnusableError

ABOUT = """Work with e-services as files, for instance in a git repository.

Exit code 0: all well. 1: something was found (faults, broken tests, differences, conflicts).
2: a file cannot be used, or the command is not written as it should be."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says."""
    given = _parser().parse_args(arguments)
    try:
        told = _command(given.run)(given)
    except UnusableError as error:
        told = error.told()
    if told.content:
        code = _save(told)
        told.code = code or told.code
    if given.json:
        print(json.dumps({**told.data, "exit_code": told.code}, ensure_ascii=False, indent=2))
    else:
        print("\n".join(told.lines), file=sys.stderr if told.code == 2 else sys.stdout)
    return told.code


def _command(path: str) -> Callable[[argparse.Namespace], Told]:
    module, _dot, name = path.partition(".")
    if module != "commands":
        from samtjanst.project.definition.setting_up import ready

        ready(alone=module == "drawing")
    found: Callable[[argparse.Namespace], Told] = getattr(
        import_module(f"samtjanst.project.definition.{module}"), name
    )
    return found


def _save(told: Told) -> int:
    content = told.content
    try:
        Path(told.data["output"]).write_bytes(
            content if isinstance(content, bytes) else content.encode()
        )
    except OSError as error:
        told.lines = [f"{told.data['output']}: {error.strerror or error}"]
        told.data["ok"] = False
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="definition", description=ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    every = argparse.ArgumentParser(add_help=False)
    every.add_argument("--json", action="store_true", help="answer as JSON")
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
    one.add_argument("--language", choices=["sv", "en"], default="sv")
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
