"""What conditions may ask of the context: registers, assurance level, the applicant."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.context import Context

LEVELS = (2, 3, 4)


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing that can be asked; ``title`` is how it reads in a sentence."""

    title: str
    read: Callable[[Context], Any]


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
        "applicant.city": Attribute("postorten där sökanden är folkbokförd", _address("city")),
        "applicant.postal_code": Attribute("postnumret där sökanden är folkbokförd", _postal_code),
    }
)
NUMBERS: Mapping[str, Attribute] = MappingProxyType(
    {
        "children": Attribute(
            "antalet barn som sökanden är vårdnadshavare för",
            lambda context: None if context.children is None else len(context.children),
        ),
        "assurance_level": Attribute(
            "tillitsnivån på inloggningen", lambda context: context.assurance_level or None
        ),
    }
)
FLAGS: Mapping[str, Attribute] = MappingProxyType(
    {
        "register_answered": Attribute(
            "folkbokföringen har svarat", lambda context: context.children is not None
        ),
        "applicant.protected": Attribute(
            "sökanden har skyddade personuppgifter",
            lambda context: context.applicant is not None and context.applicant.protected,
        ),
        "applicant.has_address": Attribute(
            "sökanden har en folkbokföringsadress",
            lambda context: context.applicant is not None and context.applicant.address is not None,
        ),
    }
)
