"""What a look-up's answer is, as an answer to the question that it is used in."""

from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.kinds.addresses import PARTS
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.settings import CHOOSE
from samtjanst.capabilities.registers.types import SourceAnswer


def texts_of(target: Question, answer: SourceAnswer, context: Context) -> list[str]:
    """What can be answered out of what was said: one text to fill in, or those to choose among."""
    told = target.settings
    if target.kind is Kind.ADDRESS:
        found = _addresses(target, answer)
    elif told.lookup_use == CHOOSE:
        found = list(answer.choices.get(told.lookup_value, ()))
    else:
        found = [answer.values.get(told.lookup_value, "")]
    known = (as_answer(target, text, context) for text in found if text)
    return list(dict.fromkeys(text for text in known if text))


def is_known(target: Question, answer: SourceAnswer) -> bool:
    """Whether what the answer was checked against has it."""
    return bool(answer.values.get(target.settings.lookup_value))


def as_answer(target: Question, text: str, context: Context) -> str:
    """The text that an answer with it has; "" when the question cannot take it."""
    behaviour = BEHAVIOURS[target.kind]
    value = behaviour.fetched(target, text, context)
    return "" if value is None else behaviour.plain(target, value)


def _addresses(target: Question, answer: SourceAnswer) -> list[str]:
    """Each entry that has a street, a line for each part; without a list the one there is."""
    told = target.settings
    names = {
        "street": told.lookup_value,
        "care_of": told.lookup_care_of,
        "postal_code": told.lookup_postal_code,
        "city": told.lookup_city,
    }
    entries = answer.entries or (answer.values,)
    is_many = told.lookup_use == CHOOSE
    found = [one for one in entries if one.get(told.lookup_value)] if is_many else [answer.values]
    return ["\n".join(one.get(names[part], "") for part in PARTS) for one in found]
