"""Permissions, and which role carries which."""

from enum import StrEnum

from samtjanst.foundation.people.types import Role, Scope


class Permission(StrEnum):
    """Everything that somebody may or may not do. Each view and each verb names one."""

    FILING_USE = "filing.use"
    FILING_PREPARE = "filing.prepare"
    FILING_TAKE_DOWN = "filing.take_down"
    FILING_SIGN = "filing.sign"
    CASE_FOLLOW = "case.follow"
    CASE_LIST = "case.list"
    CASE_READ = "case.read"
    CASE_HANDLE = "case.handle"
    CASE_STEP = "case.step"
    CASE_NOTE = "case.note"
    CASE_WRITE = "case.write"
    CASE_REMIND = "case.remind"
    FEE_REFUND = "fee.refund"
    CASE_DECIDE = "case.decide"
    CASE_ASSIGN = "case.assign"
    CASE_TRASH = "case.trash"
    CASE_EXPORT = "case.export"
    CASE_READERS = "case.readers"
    DIARY_READ = "diary.read"
    CASE_DISCLOSE = "case.disclose"
    LETTER_PRINT = "letter.print"
    DELEGATION_TEND = "delegation.tend"
    ASSIGNMENT_TEND = "assignment.tend"
    OPINION_ASK = "opinion.ask"
    OPINION_GIVE = "opinion.give"
    PARTNER_TEND = "partner.tend"
    PARTNER_USE = "partner.use"
    CASE_INDEX = "case.index"
    PROTECTED_READ = "protected.read"
    OPERATIONS_READ = "operations.read"
    OPERATIONS_RETRY = "operations.retry"
    HANDOFF_SET_UP = "handoff.set_up"
    HANDOFF_TEND = "handoff.tend"
    HANDOFF_FOLLOW = "handoff.follow"
    ESERVICE_READ = "eservice.read"
    ESERVICE_BUILD = "eservice.build"
    ESERVICE_PUBLISH = "eservice.publish"
    HANDOFF_CONFIRM = "handoff.confirm"
    STATISTICS_READ = "statistics.read"
    CLIENT_SET_UP = "client.set_up"
    LOOKUP_SET_UP = "lookup.set_up"
    STAFF_MANAGE = "staff.manage"
    UNIT_SET_UP = "unit.set_up"
    ACCOUNT_OWN = "account.own"
    EMERGENCY_ASK = "emergency.ask"
    EMERGENCY_ANSWER = "emergency.answer"
    STAFF_PROVISION = "staff.provision"


PERMISSION_TEXTS = {
    Permission.FILING_USE: "Fylla i, läsa och lämna in egna ansökningar",
    Permission.FILING_PREPARE: "Fylla i en ansökan åt någon, som hon själv skriver under (system)",
    Permission.FILING_TAKE_DOWN: "Ta emot ansökningar på telefon, vid besök och på papper",
    Permission.FILING_SIGN: "Läsa och skriva under det som man ombetts skriva under",
    Permission.CASE_FOLLOW: "Följa ärenden som man är part i",
    Permission.CASE_LIST: "Se sin enhets ärendelista",
    Permission.CASE_READ: "Läsa ärenden i sin enhet",
    Permission.CASE_HANDLE: "Ta och handlägga ärenden i sin enhet",
    Permission.CASE_STEP: "Ta steg i ärendets process och bocka av checklistan",
    Permission.CASE_NOTE: "Skriva anteckningar i ärenden i sin enhet",
    Permission.CASE_WRITE: "Läsa och skriva meddelanden med parter i sin enhets ärenden",
    Permission.CASE_REMIND: "Påminna den som inte har skrivit under",
    Permission.FEE_REFUND: "Betala tillbaka avgifter i sin enhets ärenden",
    Permission.CASE_DECIDE: "Besluta i ärenden i sin enhet",
    Permission.CASE_ASSIGN: "Fördela ärenden i sin enhet till andra",
    Permission.CASE_TRASH: "Lägga ärenden i papperskorgen och ta tillbaka dem",
    Permission.CASE_EXPORT: "Ta ut listor över sin enhets ärenden, och hela ärenden",
    Permission.CASE_READERS: "Se vem som har läst ett ärende i sin enhet",
    Permission.DIARY_READ: "Läsa sina enheters diarium, utan hemliga uppgifter, och ta ut det",
    Permission.CASE_DISCLOSE: "Lämna ut handlingar i ärenden, maska det hemliga eller vägra",
    Permission.LETTER_PRINT: "Skriva ut brev till dem som inte nås på annat sätt",
    Permission.DELEGATION_TEND: "Bestämma vem som får besluta vad, och anmäla besluten",
    Permission.ASSIGNMENT_TEND: "Bestämma hur nya ärenden fördelas, och vem som är borta",
    Permission.OPINION_ASK: "Be andra om yttrande och uppgift i enhetens ärenden, och sluta fråga",
    Permission.OPINION_GIVE: "Läsa det som man ombetts yttra sig om eller lämna, och svara",
    Permission.PARTNER_TEND: "Öppna och stänga samarbetsrum för externa parter",
    Permission.PARTNER_USE: "Se de uppgifter som lämnats till ens samarbetsrum, och svara",
    Permission.CASE_INDEX: "Göra ärenden sökbara (bara plattformen själv)",
    Permission.PROTECTED_READ: "Läsa uppgifter om personer med skyddade personuppgifter",
    Permission.OPERATIONS_READ: "Se jobb som har fastnat och leveranser som väntar",
    Permission.OPERATIONS_RETRY: "Starta om jobb som har fastnat",
    Permission.HANDOFF_SET_UP: "Bestämma vad som överförs till verksamhetssystem och hur",
    Permission.HANDOFF_TEND: "Se sina enheters överföringar, starta om dem och skicka igen",
    Permission.HANDOFF_FOLLOW: "Detsamma för e-tjänster som man äger eller är ersättare för",
    Permission.ESERVICE_READ: "Se kommunens e-tjänster i verkstaden",
    Permission.ESERVICE_BUILD: "Bygga och ändra utkast till e-tjänster",
    Permission.ESERVICE_PUBLISH: "Publicera, avpublicera och arkivera e-tjänster",
    Permission.HANDOFF_CONFIRM: "Kvittera att ett ärende har tagits emot (anslutna system)",
    Permission.STATISTICS_READ: "Läsa antal och tider utan personuppgifter",
    Permission.CLIENT_SET_UP: "Ansluta system och dra tillbaka deras nycklar",
    Permission.LOOKUP_SET_UP: "Bestämma vilka uppslag som formulär kan fyllas i från",
    Permission.STAFF_MANAGE: "Bjuda in medarbetare, ge och ta roller och avsluta konton",
    Permission.UNIT_SET_UP: "Bestämma vilka enheter som finns och hur man måste logga in",
    Permission.STAFF_PROVISION: "Hålla medarbetares konton aktuella (personalkatalogen)",
    Permission.EMERGENCY_ASK: "Be om att få läsa ärenden en kort tid (driftleverantören)",
    Permission.EMERGENCY_ANSWER: "Godkänna, neka och avsluta driftleverantörens nödåtkomst",
    Permission.ACCOUNT_OWN: "Se var man själv är inloggad och logga ut där",
}

CITIZEN_PERMISSIONS = frozenset(
    {
        Permission.FILING_USE,
        Permission.FILING_SIGN,
        Permission.CASE_FOLLOW,
        Permission.OPINION_GIVE,
    }
)

_HANDLING = frozenset(
    {
        Permission.FILING_TAKE_DOWN,
        Permission.CASE_LIST,
        Permission.CASE_READ,
        Permission.CASE_HANDLE,
        Permission.CASE_STEP,
        Permission.CASE_NOTE,
        Permission.CASE_WRITE,
        Permission.CASE_REMIND,
        Permission.FEE_REFUND,
        Permission.CASE_DECIDE,
        Permission.CASE_ASSIGN,
        Permission.CASE_TRASH,
        Permission.CASE_EXPORT,
        Permission.DIARY_READ,
        Permission.CASE_DISCLOSE,
        Permission.OPINION_ASK,
        Permission.OPINION_GIVE,
        Permission.HANDOFF_FOLLOW,
        Permission.ACCOUNT_OWN,
    }
)

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.HANDLER: _HANDLING,
    Role.MANAGER: _HANDLING
    | {
        Permission.PROTECTED_READ,
        Permission.CASE_READERS,
        Permission.HANDOFF_TEND,
        Permission.STAFF_MANAGE,
        Permission.DELEGATION_TEND,
        Permission.ASSIGNMENT_TEND,
        Permission.PARTNER_TEND,
        Permission.STATISTICS_READ,
        Permission.LETTER_PRINT,
    },
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.OPERATIONS_READ,
            Permission.OPERATIONS_RETRY,
            Permission.HANDOFF_SET_UP,
            Permission.HANDOFF_TEND,
            Permission.HANDOFF_FOLLOW,
            Permission.STATISTICS_READ,
            Permission.CLIENT_SET_UP,
            Permission.LOOKUP_SET_UP,
            Permission.STAFF_MANAGE,
            Permission.UNIT_SET_UP,
            Permission.EMERGENCY_ANSWER,
            Permission.ACCOUNT_OWN,
        }
    ),
    Role.REGISTRAR: frozenset(
        {
            Permission.CASE_LIST,
            Permission.CASE_READ,
            Permission.CASE_TRASH,
            Permission.CASE_EXPORT,
            Permission.DIARY_READ,
            Permission.CASE_DISCLOSE,
            Permission.LETTER_PRINT,
            Permission.ACCOUNT_OWN,
        }
    ),
    Role.SUPPLIER: frozenset(
        {
            Permission.OPERATIONS_READ,
            Permission.OPERATIONS_RETRY,
            Permission.EMERGENCY_ASK,
            Permission.ACCOUNT_OWN,
        }
    ),
    Role.PARTNER: frozenset(
        {Permission.PARTNER_USE, Permission.OPINION_GIVE, Permission.ACCOUNT_OWN}
    ),
    Role.SERVICE_DEVELOPER: frozenset(
        {
            Permission.ESERVICE_READ,
            Permission.ESERVICE_BUILD,
            Permission.ESERVICE_PUBLISH,
            Permission.HANDOFF_FOLLOW,
            Permission.ACCOUNT_OWN,
        }
    ),
}

# What the supplier's staff may do in a unit while an approved emergency lasts.
EMERGENCY_PERMISSIONS = frozenset({Permission.CASE_LIST, Permission.CASE_READ})

# What a connected system may do follows its scopes, in the units that it is connected to.
SCOPE_PERMISSIONS: dict[Scope, frozenset[Permission]] = {
    Scope.CATALOGUE: frozenset(),
    Scope.CASES: frozenset({Permission.CASE_LIST, Permission.CASE_READ}),
    Scope.NOTES: frozenset({Permission.CASE_NOTE}),
    Scope.STEPS: frozenset({Permission.CASE_STEP}),
    Scope.LETTERS: frozenset({Permission.CASE_WRITE}),
    Scope.DELIVERIES: frozenset({Permission.HANDOFF_CONFIRM}),
    Scope.STATISTICS: frozenset({Permission.STATISTICS_READ}),
    Scope.STAFF: frozenset({Permission.STAFF_PROVISION}),
    Scope.PARTNER: frozenset({Permission.PARTNER_USE}),
    # A filing can be used only while it is prepared: it is the citizen's own from then on.
    Scope.FILINGS: frozenset({Permission.FILING_PREPARE, Permission.FILING_USE}),
}
