"""The parts of a loaded definition. Everything is frozen and has a stable id."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.deciding import DecisionSigning, SecondReader
from samtjanst.capabilities.formkit.login import LoginRule
from samtjanst.capabilities.formkit.own_messages import OwnMessage
from samtjanst.capabilities.formkit.registers_asked import RegisterUse
from samtjanst.capabilities.formkit.texts import NO_TEXT, Text, TextBlock

FORMAT = "samtjanst-definition/1"
# A block's key in the library of the municipality that made it, and what a block holds.
BLOCK_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
BLOCK_PARTS = ("page", "question", "rule", "parameter")


class Kind(StrEnum):
    """The kinds of question."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    MANY_CHOICES = "many_choices"
    YES_NO = "yes_no"
    DATE = "date"
    INTEGER = "integer"
    PERSON = "person"
    CHILD = "child"
    ADDRESS = "address"
    SCHOOL = "school"
    FILE = "file"
    INFORMATION = "information"
    CALCULATED = "calculated"
    EMAIL = "email"
    PHONE = "phone"
    NUMBER = "number"
    MONEY = "money"
    PERCENTAGE = "percentage"
    PERIOD = "period"
    TIME = "time"
    LIST = "list"
    PERSONAL_NUMBER = "personal_number"
    ORGANISATION_NUMBER = "organisation_number"
    COMPANY = "company"
    PROPERTY = "property"
    MAP = "map"
    BANK_ACCOUNT = "bank_account"
    IBAN = "iban"
    CAR = "car"
    CONSENT = "consent"
    DECLARATION = "declaration"
    GROUP = "group"
    TABLE = "table"
    SIGNATORIES = "signatories"
    EMPLOYEE = "employee"
    FORMATTED = "formatted"
    STOP = "stop"
    PAYMENT_LINE = "payment_line"

    @property
    def is_asked(self) -> bool:
        """Whether the applicant answers it (information and calculated values are only shown)."""
        return self not in _SHOWN


_SHOWN = frozenset(
    {Kind.INFORMATION, Kind.CALCULATED, Kind.FORMATTED, Kind.STOP, Kind.PAYMENT_LINE}
)


class SigningMode(StrEnum):
    """When a filing that several must sign counts as having come in (FL 22 §, TF 2:13)."""

    ARRIVES_AT_ONCE = "arrives_at_once"
    OWN_SPACE_UNTIL_SIGNED = "own_space_until_signed"


class Confirmation(StrEnum):
    """How the applicant stands for what she hands in."""

    SIGNATURE = "signature"
    LOGIN = "login"  # she is logged in; nothing is signed


class AppealRegime(StrEnum):
    """How a decision can be challenged (FL 40 §, KL 13 kap.)."""

    ADMINISTRATIVE_APPEAL = "forvaltningsbesvar"
    LEGALITY_REVIEW = "laglighetsprovning"
    NONE = "ej_overklagbart"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a question."""

    id: str
    label: Text
    help: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of a question; which of them a kind has, its behaviour declares (``kinds``).

    Lengths are in characters, ``max_size`` in bytes, ``earliest``/``latest`` days from today,
    ``accept`` media types, ``minimum``/``maximum`` in the unit that people write (kronor, per
    cent). ``or_foreign``: an identity with another country's e-ID is taken for a number, of those
    who sign; ``registered``: the population register is asked about those. ``lookup…``: which
    register or service is asked about what, and for what (``kinds.look_up_settings``).
    """

    max_length: int = 0
    minimum: int | Decimal | None = None
    maximum: int | Decimal | None = None
    earliest: int | None = None
    latest: int | None = None
    accept: tuple[str, ...] = ()
    max_size: int = 0
    max_files: int = 0
    parameter: str = ""
    calculate: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    shown_as: Text = NO_TEXT
    unit: Text = NO_TEXT
    level: str = "info"
    prefill: str = ""
    not_applicant: bool = False
    or_foreign: bool = False
    decimals: int = 0
    look: str = ""
    confirm: bool = False
    min_choices: int = 0
    max_choices: int = 0
    none_option: str = ""
    min_rows: int = 0
    max_rows: int = 0
    row_name: Text = NO_TEXT
    max_days: int = 0
    open_end: bool = False
    min_age: int | None = None
    max_age: int | None = None
    camera: bool = False
    statement: Text = NO_TEXT
    body: Text = NO_TEXT
    instead: Text = NO_TEXT
    shape: str = ""
    can_be_self: bool = False
    personal_plates: bool = False
    whole_kronor: bool = False
    needs_points: bool = False
    from_register: bool = False
    ask_owner: bool = False
    registered: bool = False
    lookup: str = ""
    lookup_value: str = ""
    lookup_postal_code: str = ""
    lookup_city: str = ""
    lookup_care_of: str = ""
    lookup_key: str = ""
    lookup_use: str = ""
    lookup_strict: bool = False
    prefilled: bool = False  # by a rule, in a row


@dataclass(frozen=True, slots=True)
class Question:
    """One question or value; ``questions`` are those of a row, ``in_lists`` as ``list_forms``."""

    id: str
    kind: Kind
    label: Text
    help: Text = NO_TEXT
    missing: Text = NO_TEXT
    required: bool = False
    options: tuple[Option, ...] = ()
    settings: Settings = field(default_factory=Settings)
    questions: tuple["Question", ...] = ()
    in_lists: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of questions."""

    id: str
    title: Text
    intro: Text
    questions: tuple[Question, ...]


class Effect(StrEnum):
    """What a rule does while its condition holds."""

    SHOW = "show"  # a question, page, option, outcome, status or step that is else closed
    REQUIRE = "require"  # an answer, a signature, or a status before the decision
    SUGGEST = "suggest"  # a step of the process, to whoever can take it
    LIMIT = "limit"  # only these options of a question
    PREFILL = "prefill"  # a first value of a question that nobody has answered
    COMPUTE = "compute"  # the value of a calculated question
    VALIDATE = "validate"  # an error at a question
    STOP = "stop"  # nobody gets past a page
    GO_TO = "go_to"  # the pages between are skipped


@dataclass(frozen=True, slots=True)
class Rule:
    """What happens to a target while a condition holds.

    ``target`` is the kind of target ("question", "page", "option", "outcome", "party", "end",
    "row", "status", "step"), ``target_id`` its id, ``option_id`` that of an option. For a question
    in the rows of a group ("row") the group is the target and ``inner`` the question. ``when`` is
    {} for always. What else there is, the effect needs (``reading.rules``).
    """

    id: str
    effect: str
    target: str
    target_id: str
    option_id: str
    when: Mapping[str, Any]
    value: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    options: tuple[str, ...] = ()
    message: Text = NO_TEXT
    instead: Text = NO_TEXT
    from_page: str = ""
    inner: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that each municipality sets.

    ``type`` is "text", "number", "options" (list of {"id", "name"}) or "numbers" (one number
    per option of the choice question ``per``).
    """

    id: str
    type: str
    title: Text
    per: str = ""


class SigningOrder(StrEnum):
    """In which order those who are named are asked to sign."""

    TOGETHER = "together"  # all at once, when the applicant has signed
    IN_TURN = "in_turn"  # the next when the one before has signed, as the applicant named them


@dataclass(frozen=True, slots=True)
class Signatories:
    """Who signs: always the applicant, the guardians of a child, and those whom she names.

    All guardians of the child in ``guardians_of`` sign. ``stated_in`` is the person question that
    holds the other guardian in the applicant's own words, used only when the register did not
    answer.

    ``named_in`` is the question in which the applicant names those who sign beside her;
    ``needed`` how many of them have to (None for all), asked in ``order``. Guardians always have
    to, all of them, and are asked at once.
    ``alone_in`` is where somebody who acts for a company on her own word states whether she signs
    for it alone. Those in ``named_in`` are asked for only when she does not; then they are named.
    ``others`` are further questions that name signatories: all of them sign when a rule says so.

    The owners of what lies beside the property in ``neighbours_of``, or within
    ``neighbours_within`` metres of it (None: what touches it), sign as guardians do: all of them.
    """

    applicant: bool = True
    guardians_of: str = ""
    stated_in: str = ""
    named_in: str = ""
    needed: int | None = None
    order: SigningOrder = SigningOrder.TOGETHER
    alone_in: str = ""
    others: tuple[str, ...] = ()
    neighbours_of: str = ""
    neighbours_within: int | None = None

    @property
    def is_joint(self) -> bool:
        """Whether somebody can have to sign beside the applicant."""
        return bool(self.guardians_of or self.neighbours_of or self.naming)

    @property
    def naming(self) -> tuple[str, ...]:
        """Every question in which somebody is named who can have to sign."""
        return tuple(filter(None, (self.named_in, *self.others)))


class ActingPower(StrEnum):
    """Whether somebody may apply for a company, and what has to show that she may act for it."""

    NEVER = "never"
    STATED = "stated"  # her own statement, under honour, where the register cannot tell
    PROVEN = "proven"  # only what the register of companies shows


@dataclass(frozen=True, slots=True)
class Represents:
    """For whom, besides herself and a child, the applicant may act."""

    company: ActingPower = ActingPower.NEVER
    person: ActingPower = ActingPower.NEVER
    power: str = ""  # what a power of attorney is about; each municipality has a code for it


@dataclass(frozen=True, slots=True)
class SigningRule:
    """How the filing is signed; days are counted from when the signing started."""

    mode: SigningMode
    reminders_days: tuple[int, ...]
    expires_days: int
    signatories: Signatories
    protected: str = "official"  # a protected party: an official takes care of joint signing
    represents: Represents = Represents()
    confirmation: Confirmation = Confirmation.SIGNATURE
    login: LoginRule = field(default_factory=LoginRule)

    @property
    def is_signed(self) -> bool:
        """Whether the applicant signs (nobody else can be asked to, when she does not)."""
        return self.confirmation is Confirmation.SIGNATURE


@dataclass(frozen=True, slots=True)
class Outcome:
    """A decision that a handler can make, with texts to start from."""

    id: str
    title: Text
    appealable: bool
    standard_texts: tuple[TextBlock, ...]


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A provision that a decision can stand on."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class Handling:
    """How the municipality handles the case.

    ``target_days`` are calendar days, or working days with ``working_days``. The time stands
    still while the applicant supplements; with ``restarts`` it starts anew when she has.
    ``supplement_days`` are the working days that an applicant is usually given to supplement,
    ``hearing_days`` the days that a party has to comment before a decision (FL 25 §).
    With ``amount`` a decision names an amount in whole kronor.
    """

    reference_prefix: str
    target_days: int
    outcomes: tuple[Outcome, ...]
    legal_basis: tuple[LegalBasis, ...]
    appeal_regime: AppealRegime
    appeal_text: Text
    retention: Text = NO_TEXT
    supplement_days: int = 10
    working_days: bool = False
    restarts: bool = False
    hearing_days: int = 14
    second_reader: SecondReader = SecondReader.NEVER
    amount: bool = False
    messages: tuple[OwnMessage, ...] = ()
    signed: DecisionSigning | None = None


class Audience(StrEnum):
    """Whom an e-service is for."""

    EVERYBODY = "everybody"
    STAFF = "staff"  # internal: whoever works at the municipality, and nobody else


@dataclass(frozen=True, slots=True)
class About:
    """What the portal tells before somebody starts. Texts may hold ``{parameter}`` slots."""

    summary: Text
    keywords: tuple[str, ...]
    have_at_hand: tuple[TextBlock, ...]
    minutes: int
    decides_who: Text
    cost: Text
    privacy: tuple[TextBlock, ...]
    otherwise: Text = NO_TEXT  # how to apply without the e-service
    audience: Audience = Audience.EVERYBODY
    registers: tuple[RegisterUse, ...] = ()  # which are asked, why and by what right
