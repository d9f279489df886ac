"""For whom somebody tries a form, and how surely she has shown who she is. All are invented."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samtjanst.capabilities.formkit.context import CompanyFacts, RepresentedFacts
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.model import ActingPower
from samtjanst.journey import represent
from samtjanst.journey.empowered import MANDATE, PERSON, STATED
from samtjanst.kernel import clock

USUAL_LEVEL = 3
LEVELS: Mapping[int, Promise] = {
    2: gettext_lazy("2 – till exempel en e-legitimation utan besök"),
    3: gettext_lazy("3 – de vanliga svenska e-legitimationerna"),
    4: gettext_lazy("4 – den högsta"),
}
_ALONE = CompanyFacts("5299990019", "Provbygg AB", "Firman tecknas av var och en.", alone=True)
_TOGETHER = CompanyFacts("5299990027", "Provkonsult HB", "Firman tecknas av två tillsammans.")
_BANKRUPT = CompanyFacts("5299990035", "Provhandel AB", status="bankrupt", is_offered=False)
COMPANIES = (_ALONE, _TOGETHER, _BANKRUPT)
_PRINCIPAL = "194002132387"  # by the pattern of the official test numbers


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody to try to act for; ``why`` is "" for what the e-service takes, else why not."""

    key: str
    label: str
    facts: RepresentedFacts | None = field(default=None, repr=False)
    why: str = ""


def choices(definition: Definition) -> list[Acting]:
    """For whom it can be tried: herself first; companies and a person where it takes them."""
    power, found = definition.signing.represents, [Acting("", _("För sig själv"))]
    if power.company is not ActingPower.NEVER:
        is_proven = power.company is ActingPower.PROVEN
        refused = _("Registret visar inte att du ensam får företräda företaget, och här krävs det.")
        bankrupt = represent.why_not(_company(_BANKRUPT, ended="bankrupt"))
        found += [
            Acting("alone", _("För ett företag, vars firma hon tecknar ensam"), _company(_ALONE)),
            Acting(
                "together",
                _("För ett företag, vars firma hon inte tecknar ensam"),
                _company(_TOGETHER),
                refused if is_proven else "",
            ),
            Acting("bankrupt", _("För ett företag i konkurs"), None, bankrupt),
        ]
    if power.person is not ActingPower.NEVER:
        found.append(Acting("person", _("För en person som har gett henne fullmakt"), _person()))
    return found


def chosen(definition: Definition, key: str) -> Acting:
    """The choice under the key; herself when there is none."""
    known = choices(definition)
    return next((one for one in known if one.key == key), known[0])


def level(posted: QueryDict) -> int:
    """The level that was chosen; the usual one for anything else."""
    text = posted.get("level", "")
    return int(text) if text in {str(one) for one in LEVELS} else USUAL_LEVEL


def _company(company: CompanyFacts, ended: str = "") -> RepresentedFacts:
    return RepresentedFacts(
        kind=represent.COMPANY,
        source=represent.REGISTER if company.alone else STATED,
        at=_now(),
        name=company.name,
        number=company.organisation_number,
        status=company.status,
        ended=ended,
    )


def _person() -> RepresentedFacts:
    return RepresentedFacts(PERSON, MANDATE, _now(), name="Siv Provström", number=_PRINCIPAL)


def _now() -> str:
    return clock.local(clock.now()).isoformat(timespec="seconds")
