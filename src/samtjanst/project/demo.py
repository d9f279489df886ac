"""What the demo consists of. Invented people with official test numbers; no real person."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samtjanst.foundation.people.directory import STAFF_PROVIDER
from samtjanst.foundation.people.types import LOA2, LOA3, Role
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import NewMunicipality
from samtjanst.journey.elsewhere import EID_PROVIDER
from samtjanst.kernel.organisation_number import OrganisationNumber
from samtjanst.simulators import authority, personas

FAULTS_IN = frozenset({"mjolby", "norrkoping"})
PLOTS_IN = frozenset({"mjolby"})
SCHOOL_TRANSPORT_IN = frozenset({"mjolby", "norrkoping"})
# Mjölby's school system has an interface; in Norrköping a handler copies with a card.
WITH_PUPIL_REGISTER = frozenset({"mjolby"})
PUPIL_REGISTER = "elevregister"
SOCIAL_SYSTEM = "socialtjanst"
# Asks the address register by another of its interfaces, with the same definitions.
WITH_NEXT_ADDRESSES = frozenset({"norrkoping"})
WITH_SOCIAL_SYSTEM = frozenset({"mjolby"})
METERS = "vattenmatare"
METERS_TOLD = {
    "title": "Mätarregistret",
    "purpose": "Anläggningens adress fylls i åt den som ansöker",
    "legal_basis": "Lag (2006:412) om allmänna vattentjänster",
}
METERS_FIELDS = {
    "adress": "/mätare/anläggning/adress",
    "fastighet": "/mätare/anläggning/fastighet",
    "avlast": "/mätare/avläsningar/0/datum",
}
WITH_METERS = frozenset({"mjolby"})  # its administrator has named the look-up
WITH_DIRECTORY = frozenset({"mjolby"})  # its staff can log in with their accounts at work
ANOTHER_EID = "Prov-e-legitimation"
LEVELS = {f"http://id.elegnamnden.se/loa/1.0/loa{level}": level for level in (LOA3, LOA2)}
GROUPS = {"skola-handlaggare": Role.HANDLER, "skola-chefer": Role.MANAGER}
KNOWN_CONTACTS = {"198501012390": "bo@exempel.invalid"}

# The municipality of the test data; real numbers are set by each municipality itself.
_TEST_ORGANISATION = OrganisationNumber("2120000829")
_LOOK = (
    ("mjolby", "Mjölby kommun", "0586", "#0b5d4e"),
    ("norrkoping", "Norrköpings kommun", "0581", "#8a1538"),
    ("finspang", "Finspångs kommun", "0562", "#1f4e8c"),
    ("soderkoping", "Söderköpings kommun", "0582", "#5b3a8c"),
    ("vadstena", "Vadstena kommun", "0584", "#7a4b12"),
    ("valdemarsvik", "Valdemarsviks kommun", "0563", "#00617a"),
    ("vastervik", "Västerviks kommun", "0883", "#204a2b"),
)
MUNICIPALITIES = tuple(
    NewMunicipality(
        slug=slug,
        name=name,
        code=code,
        organisation_number=_TEST_ORGANISATION,
        colour=colour,
        emblem=f"{slug}.svg",
        contact_email=f"kontaktcenter@{slug}.invalid",
        contact_phone="010-000 00 00",
        hosts=(f"{slug}.localhost",),
    )
    for slug, name, code, colour in _LOOK
)


@dataclass(frozen=True, slots=True)
class DemoStaff:
    """A member of staff in the demo."""

    personal_number: str
    name: str
    municipality: str
    roles: tuple[Role, ...]

    @property
    def email(self) -> str:
        """An address that can never be delivered to."""
        return f"{self.name.split()[0].lower()}@{self.municipality}.invalid"


def _staff() -> Iterator[DemoStaff]:
    places = {
        "Hanna": ("mjolby", (Role.HANDLER,)),
        "Maja": ("mjolby", (Role.MANAGER,)),
        "Ada": ("mjolby", (Role.ADMINISTRATOR,)),
        "Nils": ("norrkoping", (Role.HANDLER,)),
        "Elin": ("mjolby", (Role.SERVICE_DEVELOPER,)),
        "Ture": ("norrkoping", (Role.SERVICE_DEVELOPER,)),
    }
    for persona in personas.people():
        if persona.staff and persona.given_name in places:
            municipality, roles = places[persona.given_name]
            name = f"{persona.given_name} {persona.surname}"
            yield DemoStaff(persona.personal_number, name, municipality, roles)


STAFF = tuple(_staff())


def _seal(municipality: Municipality, var: Path) -> dict[str, Any]:
    """A seal under an authority of the demo's own, both made once as a real one would be."""
    folder = var / "seals"
    root = authority.load(folder, "root")
    if root is None:
        root = authority.make_root(authority.name_of(common_name="Samtjänst demo CA"))
        root.write(folder, "root")
    own = authority.load(folder, municipality.slug)
    if own is None:
        subject = authority.name_of(
            country_name="SE",
            organization_name=municipality.name,
            common_name=f"{municipality.name} e-stämpel",
        )
        own = authority.issue(subject, root, authority.key_usage("content_commitment"))
        own.write(folder, municipality.slug)
    chain = own.certificate_pem + root.certificate_pem
    return {"certificate": chain.decode(), "key": own.key_pem.decode()}


def bindings(
    municipality: Municipality, addresses: Mapping[str, Any], var: Path
) -> Iterator[tuple[Port, str, str, dict[str, Any]]]:
    """Port, adapter, name and settings, for the simulators at ``addresses``."""
    yield Port.STORAGE, "folder", "", {"path": str(var / "files" / municipality.slug)}
    yield Port.SCAN, "demo", "", {}
    yield Port.WEBHOOK, "https", "", {}
    yield Port.SEAL, "pades", "", _seal(municipality, var)
    if bankid := addresses.get("bankid"):
        yield Port.IDENTITY, "bankid", "", bankid
        yield Port.SIGNING, "bankid", "", bankid
    if navet := addresses.get("navet"):
        yield Port.REGISTER, "navet", "", navet
    if companies := addresses.get("bolagsverket"):
        yield Port.COMPANY_REGISTER, "bolagsverket", "", companies
    if powers := addresses.get("minaombud"):
        yield Port.MANDATE, "minaombud", "", powers
    if land := addresses.get("lantmateriet"):
        adapter = (
            "lantmateriet_next" if municipality.slug in WITH_NEXT_ADDRESSES else "lantmateriet"
        )
        yield Port.PROPERTY_REGISTER, adapter, "", land
    if meters := addresses.get("meters"):
        yield Port.LOOKUP, "json", "", meters["adapter"]
    if mail := addresses.get("mail"):
        yield Port.CHANNEL, "smtp", "email", mail
    if sms := addresses.get("sms"):
        yield Port.CHANNEL, "sms", "sms", sms
    if boxes := addresses.get("minameddelanden"):
        yield Port.CHANNEL, "minameddelanden", "mailbox", boxes
    yield from _local(municipality, addresses)


def _local(
    municipality: Municipality, addresses: Mapping[str, Any]
) -> Iterator[tuple[Port, str, str, dict[str, Any]]]:
    """What only some of the municipalities have, and the map, which all have."""
    if geodata := addresses.get("geodata"):
        yield Port.MAP_GROUND, "wms", "", geodata
    if swish := addresses.get("swish"):
        ours = f"http://{municipality.slug}.localhost:{addresses['web']['port']}"
        yield Port.PAYMENT, "swish", "", {**swish, "callback_base": ours}
    if (pupils := addresses.get("pupils")) and municipality.slug in WITH_PUPIL_REGISTER:
        yield Port.BUSINESS_SYSTEM, "rest", PUPIL_REGISTER, pupils
    if (social := addresses.get("social")) and municipality.slug in WITH_SOCIAL_SYSTEM:
        yield Port.BUSINESS_SYSTEM, "soap", SOCIAL_SYSTEM, social
    if (directory := addresses.get("oidc")) and municipality.slug in WITH_DIRECTORY:
        yield Port.LOGIN, "oidc", STAFF_PROVIDER, directory
        # The same provider plays another e-ID too, with which one logs in at two levels.
        another = {"levels": LEVELS, "default_level": 0}
        yield Port.LOGIN, "oidc", EID_PROVIDER, {**directory, **another}
