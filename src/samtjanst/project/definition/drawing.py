"""Commands that draw a file; nothing is asked of a database."""

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from samtjanst.capabilities.formkit import recording
from samtjanst.capabilities.formkit.documentation import documentation
from samtjanst.capabilities.formkit.documented import Known
from samtjanst.capabilities.formkit.package import Package
from samtjanst.capabilities.formkit.texts import Text
from samtjanst.kernel import clock
from samtjanst.project.definition.files import Answer, UnusableError, made, opened, values
from samtjanst.web.studio import documenting, sheets

_NO_TEST = Text("filen har inget test ”{name}”", "the file has no test “{name}”")


def render(given: Namespace) -> Answer:
    """The form as an applicant meets it, as HTML."""
    found, known = opened(given.file), values(given.parameters)
    answers, context = {}, sheets.newcomer(known)
    if given.test:
        run = _run(given.file, found, given.test)
        answers, context = dict(run["answers"]), recording.restored(run["context"], known)
    html = sheets.form(found.definition, answers, context, language=given.language or "sv")
    return made(Answer(data={"ok": True}), html, given.output)


def document(given: Namespace) -> Answer:
    """The documentation, as a page or as PDF by the name of the file that it goes to."""
    found = opened(given.file)
    made_of = documentation(found.definition, Known(tests=len(found.tests)))
    if not given.output.endswith(".pdf"):
        return made(Answer(data={"ok": True}), documenting.html(made_of), given.output)
    printed = documenting.pdf(made_of, given.municipality, "#1f4e8c", clock.now())
    return made(Answer(data={"ok": True}), printed, given.output)


def _run(name: str, found: Package, test: str) -> Mapping[str, Any]:
    for one in found.tests:
        if one.name == test:
            return one.run
    raise UnusableError(name, (), _NO_TEST.told(name=test))
