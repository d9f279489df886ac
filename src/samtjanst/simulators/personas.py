"""The invented people that every simulator, the demonstration data and the tests share.

The numbers are Skatteverket's published test numbers, or composed by the same pattern
(serial 238 or 239); none belongs to a real person. What a person's row says is what the
simulated population register answers about them.
"""

from dataclasses import dataclass
from functools import cache

MJOLBY = "0586"
NORRKOPING = "0581"
UNKNOWN_NUMBER = "200001010107"  # a valid test number that nobody in the register has
NO_PROTECTION = "none"
CONFIDENTIALITY_MARK = "confidentiality_mark"
PROTECTED_REGISTRATION = "protected_registration"

ANNA, BO = "198501012382", "198501012390"
ELLA, NOA, TOVE = "201801012392", "201103152391", "201601012386"
PETRA, SAM, TEOFIL = "198602212394", "194106279161", "196608253081"
REPLACED, EVERT, KIM = "196709132887", "189001019802", "198501612389"
IVAR, MIO = "198307012396", "201708012396"
DISA, EMIL, VERA = "198005012383", "198005012391", "201406012383"
SIGNE, ALVIN = "196502012385", "201310012396"
LARS, LINA = "197904012395", "201503012385"
ULF, BERI, MAJKEN = "199011012391", "198602262381", "201105012387"
HANNA, MAJA = "197001012397", "197502012383"
NILS, ADA = "197203012393", "196804012380"
ELIN, TURE = "198306152383", "197909102399"
ASTRID, PABLO = "NO:5068907693", "ES:198501012382"  # foreign e-IDs; the second looks like a number
GRETA = "DE:gx7Kq20b4T"


@dataclass(frozen=True, slots=True)
class Persona:
    """One invented person.

    ``guardians`` holds present guardians with a Swedish number. ``custody_of`` is what the
    person's own record says; the child's record decides. ``deregistered`` is the register's
    code (AV dead, UV emigrated, GN old number). ``protection`` is one of this module's three
    words. ``forenames`` is set when there are more forenames than the call name.
    """

    personal_number: str
    given_name: str
    surname: str
    label: str  # what this person shows, in Swedish
    street: str = ""
    postal_code: str = ""  # five digits
    city: str = ""
    municipality_code: str = ""
    protection: str = NO_PROTECTION
    guardians: tuple[str, ...] = ()
    custody_of: tuple[str, ...] = ()
    deregistered: str = ""
    replaced_by: str = ""
    staff: bool = False
    forenames: str = ""
    ended_guardians: tuple[str, ...] = ()
    foreign_guardians: tuple[tuple[str, str], ...] = ()  # (date of birth YYYYMMDD, name)

    @property
    def name(self) -> str:
        """Given name and surname."""
        return f"{self.given_name} {self.surname}"


@dataclass(frozen=True, slots=True)
class Foreigner:
    """Somebody with another country's e-ID and no Swedish number.

    ``persistence`` is A, B or C of Sweden Connect's attribute specification.
    """

    prid: str
    given_name: str
    surname: str
    born: str  # YYYY-MM-DD
    persistence: str

    @property
    def name(self) -> str:
        """Given name and surname."""
        return f"{self.given_name} {self.surname}"


FOREIGNERS = (
    Foreigner(ASTRID, "Astrid", "Prøvesen", "1988-03-14", "A"),
    Foreigner(PABLO, "Pablo", "Prueba", "1979-11-02", "C"),
    Foreigner(GRETA, "Greta", "Muster", "1991-06-30", "B"),
)


@cache
def people() -> tuple[Persona, ...]:
    """Everybody: citizens first, then staff."""
    return (*_family(), *_protected(), *_custody_cases(), *_others(), *_staff())


def person(number: str) -> Persona | None:
    """The person with the twelve-digit number, or None."""
    return next((one for one in people() if one.personal_number == number), None)


def foreigner(prid: str) -> Foreigner | None:
    """Who has the foreign e-ID, or None."""
    return next((one for one in FOREIGNERS if one.prid == prid), None)


def name_of(key: str) -> str:
    """The name of whoever has the number or the prid; the key itself where nobody has."""
    found = person(key) or foreigner(key)
    return found.name if found else key


def _family() -> tuple[Persona, ...]:
    home = ("Storgatan 1", "59530", "Mjölby", MJOLBY)
    return (
        Persona(
            ANNA,
            "Anna",
            "Provsson",
            "Vårdnadshavare till Ella och Tove tillsammans med Bo, ensam till Noa",
            *home,
            custody_of=(ELLA, NOA, TOVE),
            forenames="Karin Anna Maria",
        ),
        Persona(
            BO,
            "Bo",
            "Provsson",
            "Andra vårdnadshavaren till Ella och Tove, bor på annan adress",
            "Kanalgatan 12 lgh 1102",
            "59533",
            "Mjölby",
            MJOLBY,
            custody_of=(ELLA, TOVE),
        ),
        Persona(
            ELLA, "Ella", "Provsson", "Barn med två vårdnadshavare", *home, guardians=(ANNA, BO)
        ),
        Persona(NOA, "Noa", "Provsson", "Barn med en vårdnadshavare", *home, guardians=(ANNA,)),
        Persona(
            TOVE,
            "Tove",
            "Provsson",
            "Barn med sekretessmarkering",
            *home,
            protection=CONFIDENTIALITY_MARK,
            guardians=(ANNA, BO),
        ),
    )


def _protected() -> tuple[Persona, ...]:
    return (
        Persona(
            PETRA,
            "Petra",
            "Skyddsson",
            "Vuxen med sekretessmarkering, vårdnadshavare till Mio tillsammans med Ivar",
            "Hemliga gatan 3",
            "59532",
            "Mjölby",
            MJOLBY,
            protection=CONFIDENTIALITY_MARK,
            custody_of=(MIO,),
        ),
        Persona(
            SAM,
            "Sam",
            "Skyddsson",
            "Vuxen med skyddad folkbokföring",
            "Box 2820",
            "40320",
            "Göteborg",
            "1480",
            protection=PROTECTED_REGISTRATION,
        ),
        Persona(
            IVAR,
            "Ivar",
            "Provsson",
            "Vårdnadshavare till Mio, vars andra vårdnadshavare är skyddad",
            "Bergsgatan 8",
            "59531",
            "Mjölby",
            MJOLBY,
            custody_of=(MIO,),
        ),
        Persona(
            MIO,
            "Mio",
            "Provsson",
            "Barn med en skyddad och en oskyddad vårdnadshavare",
            "Bergsgatan 8",
            "59531",
            "Mjölby",
            MJOLBY,
            guardians=(PETRA, IVAR),
        ),
    )


def _custody_cases() -> tuple[Persona, ...]:
    return (*_ended_custody(), *_appointed_guardian(), *_foreign_guardian())


def _ended_custody() -> tuple[Persona, ...]:
    home = ("Ringvägen 20", "59535", "Mjölby", MJOLBY)
    return (
        Persona(
            DISA, "Disa", "Provsson", "Ensam vårdnadshavare till Vera", *home, custody_of=(VERA,)
        ),
        Persona(
            EMIL,
            "Emil",
            "Provsson",
            "Förälder vars vårdnad om Vera har upphört",
            "Norralundsgatan 5",
            "59550",
            "Mjölby",
            MJOLBY,
        ),
        Persona(
            VERA,
            "Vera",
            "Provsson",
            "Barn där den ena vårdnaden har upphört",
            *home,
            guardians=(DISA,),
            ended_guardians=(EMIL,),
        ),
    )


def _appointed_guardian() -> tuple[Persona, ...]:
    home = ("Skolgatan 14", "59540", "Mjölby", MJOLBY)
    return (
        Persona(
            SIGNE,
            "Signe",
            "Förordnadsson",
            "Särskilt förordnad vårdnadshavare till Alvin",
            *home,
            custody_of=(ALVIN,),
        ),
        Persona(
            ALVIN,
            "Alvin",
            "Provsson",
            "Barn med särskilt förordnad vårdnadshavare",
            *home,
            guardians=(SIGNE,),
        ),
    )


def _foreign_guardian() -> tuple[Persona, ...]:
    home = ("Parkvägen 2", "59543", "Mjölby", MJOLBY)
    return (
        Persona(
            LARS,
            "Lars",
            "Gränsson",
            "Vårdnadshavare till Lina tillsammans med en person utan svenskt nummer",
            *home,
            custody_of=(LINA,),
        ),
        Persona(
            LINA,
            "Lina",
            "Gränsson",
            "Barn vars ena vårdnadshavare saknar svenskt personnummer",
            *home,
            guardians=(LARS,),
            foreign_guardians=(("19820314", "Olga Grenz"),),
        ),
    )


def _others() -> tuple[Persona, ...]:
    home = ("Vasavägen 7", "59530", "Mjölby", MJOLBY)
    return (
        Persona(TEOFIL, "Teofil", "Testsson", "Vuxen utan barn", *home),
        Persona(
            REPLACED,
            "Teofil",
            "Testsson",
            "Gammalt personnummer som är utbytt",
            deregistered="GN",
            replaced_by=TEOFIL,
        ),
        Persona(EVERT, "Evert", "Provsson", "Avliden", deregistered="AV"),
        Persona(ULF, "Ulf", "Utflyttsson", "Har flyttat utomlands", deregistered="UV"),
        Persona(KIM, "Kim", "Samordningsson", "Har samordningsnummer"),
        Persona(BERI, "Beri", "Ombudsson", "Vuxen som kan vara ombud", *home),
        Persona(
            MAJKEN,
            "Majken",
            "Ensamsson",
            "Barn utan registrerad vårdnadshavare",
            "Lundbygatan 9",
            "59534",
            "Mjölby",
            MJOLBY,
        ),
    )


def _staff() -> tuple[Persona, ...]:
    mjolby = ("Burensköldsvägen 11", "59580", "Mjölby", MJOLBY)
    norrkoping = ("Trädgårdsgatan 21", "60181", "Norrköping", NORRKOPING)
    return (
        Persona(
            HANNA,
            "Hanna",
            "Handläggare",
            "Handläggare på Utbildningsförvaltningen i Mjölby",
            *mjolby,
            staff=True,
        ),
        Persona(MAJA, "Maja", "Ledning", "Chef i Mjölby", *mjolby, staff=True),
        Persona(NILS, "Nils", "Norr", "Handläggare i Norrköping", *norrkoping, staff=True),
        Persona(ADA, "Ada", "Admin", "Administratör i Mjölby", *mjolby, staff=True),
        Persona(ELIN, "Elin", "Byggare", "E-tjänstutvecklare i Mjölby", *mjolby, staff=True),
        Persona(
            TURE, "Ture", "Byggare", "E-tjänstutvecklare i Norrköping", *norrkoping, staff=True
        ),
    )
