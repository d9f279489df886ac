"""Whether a municipality's lists speak the languages that the form does."""

from collections.abc import Iterator, Mapping
from typing import Any

from samtjanst.capabilities.formkit.analysis.findings import Code, Finding, Severity
from samtjanst.capabilities.formkit.analysis.texts import has_english
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.parameters import LANGUAGES
from samtjanst.capabilities.formkit.texts import Text, Told, join

_NAMED = 5  # so many items are told by name
_LACKS = Text(
    "{count} av {all} val i listan ”{title}” saknar text på {language}: {names}",
    "{count} of the {all} items in the list “{title}” have no text in {language}: {names}",
)
_MORE = Told(" med flera", " and others")
_ENGLISH = {"en": "English", "fi": "Finnish"}


def read_lists(definition: Definition, parameters: Mapping[str, Any]) -> list[Finding]:
    """Items without a text in English, where the form has any, or in a language that others have.

    Only lists in which a question lets somebody choose; ``parameters`` are the municipality's.
    """
    asked = {
        one.settings.parameter
        for question in definition.questions()
        for one in (question, *question.questions)
    }
    wanted = ("en",) if has_english(definition) else ()
    return [
        finding
        for place, parameter in enumerate(definition.parameters)
        if parameter.id in asked and isinstance(listed := parameters.get(parameter.id), list)
        for finding in _lacking(f"parameters[{place}]", parameter.title, listed, wanted)
    ]


def _lacking(
    at: str, title: Text, listed: list[Mapping[str, Any]], wanted: tuple[str, ...]
) -> Iterator[Finding]:
    codes = dict.fromkeys(code for one in listed for code in one.get("names") or ())
    for code in dict.fromkeys((*wanted, *codes)):
        bare = [str(one["name"]) for one in listed if not (one.get("names") or {}).get(code)]
        if bare:
            known = LANGUAGES.get(code, (code,))[0]
            names = join([f"”{one}”" for one in bare[:_NAMED]], ", ")
            reason = _LACKS.told(
                count=len(bare),
                all=len(listed),
                title=title,
                language=Told(known, _ENGLISH.get(code, code)),
                names=join((names, _MORE)) if len(bare) > _NAMED else names,
            )
            # A list in Swedish alone is most often one of names: schools, streets, associations.
            severity = Severity.WARNING if len(bare) < len(listed) else Severity.NOTE
            yield Finding(Code.TRANSLATION_MISSING, severity, at, "text", "", reason)
