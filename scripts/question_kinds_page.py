"""Writes the section "Frågetyper" of docs/eservice-developer.md out of the kinds themselves."""

from pathlib import Path

from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.kinds.base import Behaviour, Sort
from samtjanst.capabilities.formkit.model import Question
from samtjanst.capabilities.formkit.settings import Flag, Number, OneOf, Setting, Whole
from samtjanst.capabilities.formkit.texts import NO_TEXT

PAGE = Path(__file__).resolve().parent.parent / "docs" / "eservice-developer.md"
HEAD = "## Frågetyper"
INTRO = """
Skriven av `scripts/question_kinds_page.py` ur frågetypernas egna deklarationer. Det som står i
`kod` är namnen i filen. *I villkor* säger vad ett villkor ser av svaret. Tiden är en uppskattning
utan frågans egna texter. E-tjänsten *Alla frågetyper* (`eservices/alla_fragetyper`) har en fråga av
varje slag.
"""
SORTS = {
    Sort.TEXT: "text",
    Sort.NUMBER: "ett tal (belopp i kronor)",
    Sort.DATE: "en dag",
    Sort.TIME: "ett klockslag",
    Sort.YES_NO: "ja eller nej",
    Sort.OPTION: "det valda alternativet",
    Sort.OPTIONS: "de valda alternativen",
    Sort.ITEM: "det valda i listan",
    Sort.PERSON: "en person, med ålder och skydd",
    Sort.FILES: "filerna",
    Sort.ROWS: "raderna: antal, någon rad, varje rad, summa",
    Sort.OTHER: "om den är besvarad",
    Sort.NOTHING: "ingenting: den besvaras inte",
}


def section() -> str:
    """The section, from its heading to its end."""
    return HEAD + "\n" + INTRO + "".join(_kind(one) for one in BEHAVIOURS.values())


def page() -> str:
    """The whole page with the section in its place (last, or where it stood)."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(f"{HEAD}\n")
    _, mark, after = rest.partition("\n## ")
    return f"{before.rstrip()}\n\n{section()}" + (f"\n## {after}" if mark else "")


def _kind(behaviour: Behaviour) -> str:
    lines = [
        f"\n### {behaviour.title.sv} (`{behaviour.kind.value}`)\n",
        f"{behaviour.about.sv}\n",
        f"- I villkor: {SORTS[behaviour.sort]}.",
    ]
    if behaviour.kind.is_asked:
        lines.append(f"- Tar ungefär {_seconds(behaviour)} sekunder att besvara.")
    lines += _places(behaviour)
    lines += [_setting(setting) for setting in behaviour.settings]
    return "\n".join(lines) + "\n"


def _seconds(behaviour: Behaviour) -> int:
    return behaviour.seconds(Question(behaviour.kind.value, behaviour.kind, NO_TEXT))


def _places(behaviour: Behaviour) -> list[str]:
    lines = []
    if behaviour.options[1]:
        least = "Kan ha" if not behaviour.options[0] else f"Har minst {behaviour.options[0]} och"
        lines.append(f"- {least} högst {behaviour.options[1]} alternativ (`options`).")
    if behaviour.takes_questions:
        inside = [one.title.sv.lower() for one in BEHAVIOURS.values() if behaviour.takes(one)]
        lines.append(f"- Har egna frågor (`questions`) av slagen: {', '.join(inside)}.")
    if behaviour.blocks:
        lines.append("- Så länge den visas går det inte att lämna in.")
    return lines


def _setting(setting: Setting) -> str:
    must = " Måste anges." if setting.needed else ""
    return f"- `{setting.name}`: {setting.title.sv}{_limits(setting)}.{must}"


def _limits(setting: Setting) -> str:
    found = []
    if isinstance(setting, Whole) and abs(setting.high) < 10**12:
        found.append(f"{setting.low} till {setting.high}")
    if isinstance(setting, OneOf):
        found.append(", ".join(f"`{key}` {text.sv.lower()}" for key, text in setting.words.items()))
    if isinstance(setting, Whole | Number | OneOf) and setting.default not in {None, "", 0}:
        found.append(f"annars {setting.default}")
    if isinstance(setting, Flag):
        found.append("`true` eller `false`")
    return f" ({'; '.join(found)})" if found else ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
