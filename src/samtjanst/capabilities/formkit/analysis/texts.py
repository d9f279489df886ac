"""How the texts of a definition read: missing, doubled, hard, too long; sensitive data asked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from samtjanst.capabilities.formkit.analysis.doubled import doubled_questions, folded
from samtjanst.capabilities.formkit.analysis.findings import Code, Finding, Severity
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.model import Question
from samtjanst.capabilities.formkit.texts import Text, Told, Value, join

# Läsbarhetsindex (Björnsson 1968): words per sentence + per cent of words over six letters.
# Up to 40 is easy or middling; official texts are mostly 50–60.
HARD_LIX = 55
LONG_SENTENCE = 30
LIX_NEEDS = 25  # words: the index says nothing of a shorter text
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?:]+(?:\s|$)|\n+")
_LETTERS = 6

# Words of authorities that many do not know (Språkrådet's "Svarta listan" and the kind).
TERMS = frozenset(
    {
        "avslag",
        "bistånd",
        "delegation",
        "diarieföring",
        "detaljplan",
        "dispens",
        "fastighetsbeteckning",
        "firmatecknare",
        "förvaltningsbesvär",
        "förälder med del i vårdnaden",
        "god man",
        "huvudman",
        "juridisk person",
        "laglighetsprövning",
        "ombud",
        "samfällighet",
        "serveringsutrymme",
        "särskilda skäl",
        "taxa",
        "vattenskyddsområde",
        "vårdnadshavare",
        "växelvis boende",
        "åtgärdsplan",
    }
)
# Special categories of GDPR article 9, crimes (article 10) and social matters (OSL 26 kap.).
SENSITIVE = {
    Told(
        "hälsa", "health"
    ): r"\b(hälsa|hälsotillstånd|sjukdom\w*|diagnos\w*|läkar(intyg|utlåtande)\w*|"
    r"funktions(nedsättning|hinder|variation)\w*|medicin(er)?|allergi\w*|gravid\w*)\b",
    Told("etniskt ursprung", "ethnic origin"): r"\b(etnisk\w*|ursprungsland|modersmål)\b",
    Told(
        "religion eller övertygelse", "religion or belief"
    ): r"\b(religi\w*|trossamfund\w*|livsåskådning\w*)\b",
    Told("politisk åsikt", "political opinion"): r"\b(politisk\w*|partitillhörighet)\b",
    Told(
        "medlemskap i fackförening", "membership of a trade union"
    ): r"\b(fackförening\w*|fackligt?|facket)\b",
    Told(
        "sexualliv eller sexuell läggning", "sex life or sexual orientation"
    ): r"\b(sexual\w*|sexuell\w*)\b",
    Told("biometriska uppgifter", "biometric data"): r"\b(biometri\w*|fingeravtryck)\b",
    Told("brott", "crime"): r"\b(brott|brotts\w*|dömd|belastningsregist\w*)\b",
    Told(
        "sociala förhållanden", "social conditions"
    ): r"\b(missbruk\w*|försörjningsstöd|socialtjänst\w*|skyddat boende)\b",
}
_SENSITIVE = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in SENSITIVE.items()}
NEEDED_LEVEL = 2  # KLASSA: a breach of confidentiality does serious harm


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of the document."""

    path: str
    sv: str
    en: str


def read_texts(definition: Definition, confidentiality: int | None) -> list[Finding]:
    """Every finding about texts, in the order of the document."""
    passages = list(_passages(definition.document, ""))
    found = [finding for passage in passages for finding in _passage(passage)]
    found += _untranslated(passages)
    found += _doubled(definition)
    for path, question in _with_paths(definition):
        found += _question(path, question, confidentiality)
    return found


def has_english(definition: Definition) -> bool:
    """Whether any text of the definition is in English too."""
    return any(passage.en for passage in _passages(definition.document, ""))


def lix(text: str) -> int:
    """The readability index of a Swedish text."""
    words = _WORD.findall(text)
    if not words:
        return 0
    long = sum(len(word) > _LETTERS for word in words)
    return round(len(words) / len(sentences(text)) + 100 * long / len(words))


def sentences(text: str) -> list[str]:
    """The sentences of a text; a heading or list item counts as one."""
    return [part for part in _SENTENCE.split(text) if _WORD.search(part)] or [text]


def _passages(value: Any, path: str) -> Iterator[Passage]:
    if isinstance(value, dict):
        if isinstance(value.get("sv"), str):
            yield Passage(path, value["sv"], value.get("en") or "")
            return
        for key, item in value.items():
            yield from _passages(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _passages(item, f"{path}[{place}]")


def _passage(passage: Passage) -> Iterator[Finding]:
    longest = max(sentences(passage.sv), key=lambda part: len(_WORD.findall(part)))
    count = len(_WORD.findall(longest))
    if count > LONG_SENTENCE:
        reason = Text(
            "En mening har {count} ord. Dela den: högst {long_sentence} går lätt att läsa.",
            "A sentence has {count} words. Split it: at most {long_sentence} are easy to read.",
        ).told(count=count, long_sentence=LONG_SENTENCE)
        yield _finding(
            Code.LONG_SENTENCE, Severity.NOTE, passage.path, reason, longest.strip()[:200]
        )
    if len(_WORD.findall(passage.sv)) >= LIX_NEEDS and (index := lix(passage.sv)) > HARD_LIX:
        reason = Text(
            "Texten är svår att läsa (lix {index}, sikta på högst {hard_lix}).",
            "The text is hard to read (LIX {index}; aim for at most {hard_lix}).",
        ).told(index=index, hard_lix=HARD_LIX)
        yield _finding(Code.HARD_TO_READ, Severity.NOTE, passage.path, reason, passage.sv[:120])


def _untranslated(passages: list[Passage]) -> Iterator[Finding]:
    """Missing English is told where the definition has any: half a translation misleads."""
    if not any(passage.en for passage in passages):
        return
    for passage in passages:
        if not passage.en.strip():
            reason = Text(
                "Texten saknar engelsk översättning: ”{sv}”",
                "The text has no English translation: “{sv}”",
            ).told(sv=passage.sv[:80])
            yield _finding(Code.TRANSLATION_MISSING, Severity.WARNING, passage.path, reason)


def _doubled(definition: Definition) -> Iterator[Finding]:
    yield from doubled_questions(definition)
    for path, question in _with_paths(definition):
        yield from _doubled_options(path, question)


def _doubled_options(path: str, question: Question) -> Iterator[Finding]:
    labels: set[str] = set()
    for place, option in enumerate(question.options):
        read = folded(option.label.sv)
        if read in labels:
            reason = Text(
                "Två alternativ i ”{label}” heter ”{option}”.",
                "Two options in “{label}” are called “{option}”.",
            ).told(label=question.label, option=option.label)
            where = f"{path}.options[{place}].label"
            yield _finding(
                Code.DUPLICATE_WORDING, Severity.ERROR, where, reason, subject=question.id
            )
        labels.add(read)


def _question(path: str, question: Question, confidentiality: int | None) -> Iterator[Finding]:
    said = f"{question.label.sv} {' '.join(option.label.sv for option in question.options)}"
    if question.required and not question.missing and question.kind.is_asked:
        reason = Text(
            "”{label}” saknar en egen text för när svaret saknas.",
            "“{label}” has no text of its own for when the answer is missing.",
        ).told(label=question.label)
        yield _finding(
            Code.TEXT_MISSING, Severity.NOTE, f"{path}.missing", reason, subject=question.id
        )
    terms = sorted(term for term in TERMS if re.search(rf"\b{term}\b", said.casefold()))
    if terms and not question.help:
        reason = Text(
            "”{label}” använder ordet ”{terms}” utan någon hjälptext.",
            "“{label}” uses the word “{terms}” without a help text.",
        ).told(label=question.label, terms=terms[0])
        yield _finding(
            Code.HELP_MISSING, Severity.WARNING, f"{path}.help", reason, subject=question.id
        )
    if question.kind.is_asked:
        yield from _sensitive(path, question, f"{said} {question.help.sv}", confidentiality)


def _sensitive(
    path: str, question: Question, said: str, confidentiality: int | None
) -> Iterator[Finding]:
    kinds = [name for name, pattern in _SENSITIVE.items() if pattern.search(said)]
    if not kinds or (confidentiality is not None and confidentiality >= NEEDED_LEVEL):
        return
    values: dict[str, Value] = {"label": question.label, "kinds": join(kinds, ", ")}
    if confidentiality is None:
        reason = Text(
            "”{label}” kan ge känsliga uppgifter ({kinds}), men e-tjänsten är inte "
            "informationsklassad.",
            "“{label}” may give sensitive data ({kinds}), but the e-service has no "
            "information classification.",
        ).told(**values)
        yield _finding(Code.SENSITIVE, Severity.WARNING, path, reason, subject=question.id)
    else:
        reason = Text(
            "”{label}” kan ge känsliga uppgifter ({kinds}), men klassningen är konfidentialitet "
            "{found}. Den behöver vara minst {needed}.",
            "“{label}” may give sensitive data ({kinds}), but the classification is "
            "confidentiality {found}. It must be at least {needed}.",
        ).told(**values, found=confidentiality, needed=NEEDED_LEVEL)
        yield _finding(Code.SENSITIVE, Severity.ERROR, path, reason, subject=question.id)


def _finding(  # noqa: PLR0913 - all have a plain name
    code: Code,
    severity: Severity,
    place: str,
    reason: Told,
    example: str = "",
    *,
    subject: str = "",
) -> Finding:
    kind = "question" if subject else "text"
    return Finding(code, severity, place, kind, subject, reason, Told(example))


def _with_paths(definition: Definition) -> Iterator[tuple[str, Question]]:
    """Each question with its place, those in rows too."""
    for number, page in enumerate(definition.pages):
        for place, question in enumerate(page.questions):
            at = f"pages[{number}].questions[{place}]"
            yield at, question
            inner = enumerate(question.questions)
            yield from ((f"{at}.questions[{row}]", one) for row, one in inner)
