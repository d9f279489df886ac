"""How long it takes to fill in, estimated page by page, beside what has been measured.

The estimate is that of the kinds of question: reading the words and giving an answer (rows: as
many as have to be filled in, at least two). It is for one who has at hand what is asked for.
"""

from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.documented import Known, Table, both
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.model import Effect, Page
from samtjanst.capabilities.formkit.texts import Text, Told

_TITLE = Told("Tid att fylla i", "Time to fill in")
_HEADS = (
    Told("Sida", "Page"),
    Told("Frågor", "Questions"),
    Told("Uppskattad tid", "Estimated time"),
)
_WHOLE = Told("Hela formuläret", "The whole form")
_STATED = Told("Det som e-tjänsten säger i portalen", "What the e-service says in the portal")
_MEASURED = Told("Mätt, från påbörjad till inlämnad", "Measured, from begun to handed in")
_UNDER = Told("under en minut", "under a minute")
_ABOUT = Text("ungefär {n} min", "about {n} min")
_AT_MOST = Text("högst {n} min", "at most {n} min")
_BETWEEN = Text("ungefär {least}–{most} min", "about {least}–{most} min")
_TOOK = Text(
    "hälften inom {half} min, nio av tio inom {most} min, med pauser ({n} inlämnade)",
    "half within {half} min, nine in ten within {most} min, with pauses ({n} handed in)",
)


def seconds(definition: Definition, page: Page) -> tuple[int, int]:
    """The least and the most that a page takes: without and with what only some are asked."""
    maybe = {rule.target_id for rule in definition.rules if rule.effect == Effect.SHOW}
    each = {one.id: BEHAVIOURS[one.kind].seconds(one) for one in page.questions}
    least = 0 if page.id in maybe else sum(t for name, t in each.items() if name not in maybe)
    return least, sum(each.values())


def table(definition: Definition, known: Known) -> Table:
    """Each page, the whole, what the portal says, and what is measured where it is."""
    spans = [seconds(definition, page) for page in definition.pages]
    rows: list[tuple[str, ...]] = [
        (both(page.title), str(sum(one.kind.is_asked for one in page.questions)), _span(*span))
        for page, span in zip(definition.pages, spans, strict=True)
    ]
    asked = str(sum(one.kind.is_asked for one in definition.questions()))
    whole = _span(sum(least for least, _most in spans), sum(most for _least, most in spans))
    rows += [
        (_WHOLE, asked, whole),
        (_STATED, asked, _ABOUT.told(n=definition.about.minutes)),
    ]
    if known.filled:
        took = _TOOK.told(half=known.fill_half, most=known.fill_most, n=known.filled)
        rows.append((_MEASURED, asked, took))
    return Table(_TITLE, _HEADS, tuple(rows))


def _span(least: int, most: int) -> Told:
    low, high = _minutes(least), _minutes(most)
    if high == 0:
        return _UNDER
    if low == 0:
        return _AT_MOST.told(n=high)
    return _ABOUT.told(n=high) if low == high else _BETWEEN.told(least=low, most=high)


def _minutes(found: int) -> int:
    return round(found / 60)
