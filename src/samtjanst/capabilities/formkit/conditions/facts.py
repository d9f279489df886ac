"""What conditions may ask of the context: registers, assurance level, the applicant."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.texts import NO_WORDS, Told

LEVELS = (2, 3, 4)


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing that can be asked; ``title`` is how it reads in a sentence, ``negated`` its no."""

    title: Told
    read: Callable[[Context], Any]
    negated: Told = NO_WORDS


def _address(part: str) -> Callable[[Context], Any]:
    def found(context: Context) -> Any:
        address = context.applicant.address if context.applicant else None
        return getattr(address, part) or None if address else None

    return found


def _postal_code(context: Context) -> Any:
    code = _address("postal_code")(context)
    return code.replace(" ", "") if code else None


# Texts: missing (None) when the register did not answer or the person is protected.
TEXTS: Mapping[str, Attribute] = MappingProxyType(
    {
        "applicant.city": Attribute(
            Told(
                "postorten där sökanden är folkbokförd",
                "the town where the applicant is registered",
            ),
            _address("city"),
        ),
        "applicant.postal_code": Attribute(
            Told(
                "postnumret där sökanden är folkbokförd",
                "the postal code where the applicant is registered",
            ),
            _postal_code,
        ),
    }
)
NUMBERS: Mapping[str, Attribute] = MappingProxyType(
    {
        "children": Attribute(
            Told(
                "antalet barn som sökanden är vårdnadshavare för",
                "the number of children whose guardian the applicant is",
            ),
            lambda context: None if context.children is None else len(context.children),
        ),
        "assurance_level": Attribute(
            Told("tillitsnivån på inloggningen", "the assurance level of the login"),
            lambda context: context.assurance_level or None,
        ),
    }
)
FLAGS: Mapping[str, Attribute] = MappingProxyType(
    {
        "register_answered": Attribute(
            Told("folkbokföringen har svarat", "the population register has answered"),
            lambda context: context.children is not None,
            Told("folkbokföringen har inte svarat", "the population register has not answered"),
        ),
        "applicant.protected": Attribute(
            Told(
                "sökanden har skyddade personuppgifter", "the applicant has protected personal data"
            ),
            lambda context: context.applicant is not None and context.applicant.protected,
            Told(
                "sökanden har inte skyddade personuppgifter",
                "the applicant has no protected personal data",
            ),
        ),
        "applicant.has_number": Attribute(
            Told(
                "sökanden har ett svenskt personnummer",
                "the applicant has a Swedish personal number",
            ),
            lambda context: context.applicant is None or not context.applicant.foreign,
            Told(
                "sökanden har inget svenskt personnummer",
                "the applicant has no Swedish personal number",
            ),
        ),
        "applicant.has_address": Attribute(
            Told("sökanden har en folkbokföringsadress", "the applicant has a registered address"),
            lambda context: context.applicant is not None and context.applicant.address is not None,
            Told(
                "sökanden har inte en folkbokföringsadress",
                "the applicant has no registered address",
            ),
        ),
    }
)
