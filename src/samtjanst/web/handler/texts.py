"""What the handler's screens call lists, states, events and notices."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samtjanst.capabilities.messages.types import Way
from samtjanst.foundation.people.types import ActorKind
from samtjanst.running.cases.types import (
    CaseState,
    ChangeGround,
    MoveGround,
    Need,
    Sort,
    TrashGround,
    View,
)

VIEWS: dict[View, Promise] = {
    View.NEW: _("Nya"),
    View.MINE: _("Mina"),
    View.SOON: _("Inom en vecka"),
    View.OVERDUE: _("Försenade"),
    View.WAITS: _("Väntar"),
    View.WAITING: _("Väntar på underskrift"),
    View.SUPPLEMENT: _("Väntar på komplettering"),
    View.HEARING: _("Väntar på en parts yttrande"),
    View.OPINION: _("Väntar på yttrande från annan"),
    View.PAYMENT: _("Väntar på betalning"),
    View.ASIDE: _("Väntar till en dag"),
    View.APPROVE: _("Att godkänna"),
    View.DECIDED: _("Avgjorda"),
    View.CLOSED: _("Avslutade"),
    View.ALL: _("Alla"),
}
KIND_TEXTS: dict[View, Promise] = {
    View.WAITS: _("Allt"),
    View.WAITING: _("Underskrift"),
    View.SUPPLEMENT: _("Komplettering"),
    View.HEARING: _("En parts yttrande"),
    View.OPINION: _("Yttrande från annan"),
    View.PAYMENT: _("Betalning"),
    View.ASIDE: _("En dag"),
}
ASKED_WHOM: dict[str, Promise] = {
    "party": _("en annan part"),
    "person": _("en person utanför ärendet"),
}
EMPTY: dict[View, Promise] = {
    View.NEW: _("Inga nya ärenden. Allt som har kommit in är taget."),
    View.MINE: _("Du har inga ärenden. Ta ett under Nya."),
    View.SOON: _("Inget ska vara klart inom en vecka."),
    View.OVERDUE: _("Inget är försenat."),
    View.WAITS: _("Inget väntar på någon annan."),
    View.WAITING: _("Inget väntar på underskrift."),
    View.SUPPLEMENT: _("Ingen sökande har fått en begäran som väntar på svar."),
    View.HEARING: _("Ingen part har tid att yttra sig just nu."),
    View.OPINION: _("Inget väntar på ett yttrande från någon annan."),
    View.PAYMENT: _("Ingen avgift väntar på att betalas."),
    View.ASIDE: _("Inget är lagt åt sidan till en annan dag."),
    View.APPROVE: _("Inget beslut väntar på att någon annan godkänner det."),
    View.DECIDED: _("Inget är avgjort än."),
    View.CLOSED: _("Inget är avslutat utan beslut."),
    View.ALL: _("Inga ärenden har kommit in till dina enheter än."),
}
SORTS: dict[Sort, Promise] = {
    Sort.OLDEST: _("Äldst först"),
    Sort.NEWEST: _("Nyast först"),
    Sort.DUE: _("Bråttom först"),
    Sort.REFERENCE: _("Ärendenummer"),
    Sort.UNTIL: _("Kortast tid kvar att vänta"),
}
STATES: dict[CaseState, Promise] = {
    CaseState.WAITING_FOR_SIGNATURE: _("Väntar på underskrift"),
    CaseState.RECEIVED: _("Ny"),
    CaseState.IN_PROGRESS: _("Handläggs"),
    CaseState.WAITING_FOR_APPLICANT: _("Väntar på komplettering"),
    CaseState.DECIDED: _("Beslutat"),
    CaseState.LAPSED: _("Avslutat utan underskrift"),
    CaseState.WITHDRAWN: _("Återkallat"),
}
LEVELS: dict[CaseState, str] = {
    CaseState.WAITING_FOR_SIGNATURE: "warning",
    CaseState.RECEIVED: "info",
    CaseState.IN_PROGRESS: "neutral",
    CaseState.WAITING_FOR_APPLICANT: "warning",
    CaseState.DECIDED: "success",
    CaseState.LAPSED: "neutral",
    CaseState.WITHDRAWN: "neutral",
}
STAFF_ROLES: dict[str, Promise] = {"handler": _("Handläggare"), "manager": _("Chef")}
ROLES: dict[str, Promise] = {
    "applicant": _("Sökande"),
    "guardian": _("Vårdnadshavare"),
    "neighbour": _("Granne"),
    "signatory": _("Undertecknare"),
    "principal": _("Fullmaktsgivare"),
    "decider": _("Beslutsfattare"),
    "certifier": _("Intygar enligt protokollet"),
    "approver": _("Har godkänt"),
}
EVENTS: dict[str, Promise] = {
    "arrived": _("Ansökan kom in"),
    "taken_down": _("Ansökan togs emot för den sökande"),
    "disclosure_given": _("Handlingar lämnades ut"),
    "disclosure_partly": _("Handlingar lämnades ut, delar maskade"),
    "disclosure_refused": _("Handlingar lämnades inte ut"),
    "disclosure_decided": _("Beslut om att inte lämna ut handlingar"),
    "completed": _("Ansökan är komplett"),
    "moved": _("Lämnades över till en annan enhet"),
    "step": _("Ny status"),
    "step_by_itself": _("Ny status, av sig själv"),
    "happened_by_itself": _("Skedde av sig själv"),
    "declined": _("Någon vill inte skriva under"),
    "lapsed": _("Tiden för underskrift gick ut"),
    "guardian_dead": _("En vårdnadshavare har avlidit enligt folkbokföringen, och ombeds inte"),
    "signatory_dead": _("En som skulle skriva under har avlidit enligt folkbokföringen"),
    "signatory_lost": _("En som ska skriva under nås inte längre enligt folkbokföringen"),
    "party_protected": _("En part har fått skyddade personuppgifter"),
    "neighbours_by_hand": _("Grannar som inte kan bli ombedda här"),
    "no_number": _(
        "Saknar svenskt personnummer. Vårdnad och folkbokföring är inte kontrollerade, och åldern "
        "är känd bara om e-legitimationen säger den, så regler i e-tjänsten om det kan ha uteblivit"
    ),
    "child_of_age": _("Barnet har fyllt 18 år: vårdnadshavarna företräder det inte längre"),
    "asked_again": _("Underskriften begärdes på nytt"),
    "signed_by_phone": _("Den sökande skrev under i telefonsamtalet"),
    "signed_on_paper": _("En underskrift på papper registrerades"),
    "signing_goes_on": _("Tillräckligt många kan skriva under igen, och de andra ombads på nytt"),
    "signatory_next": _("Nästa på tur ombads att skriva under"),
    "signatures_enough": _("Tillräckligt många har skrivit under; de andra behövs inte"),
    "declined_not_last": _("Någon vill inte skriva under, men tillräckligt många andra kan"),
    "signatory_named": _("Någon annan ombads att skriva under"),
    "time_extended": _("Tiden för underskrift förlängdes"),
    "closed": _("Ärendet avslutades utan alla underskrifter"),
    "retracted": _("Ansökan återkallades"),
    "fee_paid": _("Avgiften betalades"),
    "fee_lapsed": _("Tiden att betala avgiften gick ut"),
    "fee_extended": _("Mer tid att betala avgiften"),
    "fee_refund": _("En avgift betalas tillbaka"),
    "fee_refunded": _("Avgiften är tillbakabetald"),
    "fee_refund_failed": _("Avgiften gick inte att betala tillbaka"),
    "fee_ruled_out": _("En oklar betalning visade sig inte vara gjord"),
    "retraction_registered": _("En återkallelse som kom på annat sätt registrerades"),
    "taken": _("Ärendet togs"),
    "taken_unsigned": _("Ärendet togs utan alla underskrifter"),
    "decided": _("Beslut fattades"),
    "decision_stopped": _("Beslutet skickades inte: något hände innan det lämnade huset"),
    "assigned": _("Ärendet fördelades"),
    "allotted": _("Ärendet fördelades av en regel"),
    "released": _("Ärendet lades tillbaka"),
    "vacated": _("Handläggaren har slutat, och ärendet blev ledigt"),
    "trashed": _("Ärendet lades i papperskorgen"),
    "untrashed": _("Ärendet togs tillbaka ur papperskorgen"),
    "restored": _("Ärendet lades tillbaka från en säkerhetskopia"),
    "priority_high": _("Märktes som bråttom"),
    "put_aside": _("Ska tas upp en annan dag"),
    "taken_up": _("Tas upp"),
    "priority_normal": _("Är inte längre bråttom"),
    "noted": _("Anteckning"),
    "note_struck": _("En anteckning ströks"),
    "letter_struck": _("En inkommen handling ströks"),
    "letter_sent": _("Meddelande skrevs till en part"),
    "letter_received": _("Meddelande kom in från en part"),
    "delay_told": _("Parterna fick veta att beslutet dröjer"),
    "decision_requested": _("En part begärde att ärendet avgörs. Svar senast"),
    "decision_request_registered": _(
        "En begäran att avgöra ärendet, på papper eller med e-post, registrerades. Svar senast"
    ),
    "decision_request_refused": _("Begäran att avgöra ärendet avslogs"),
    "letter_registered": _("Brev från en part registrerades"),
    "hearing_opened": _("En part fick tid att yttra sig till och med"),
    "hearing_answered": _("Yttrande kom in"),
    "hearing_waived": _("En part avstod från att yttra sig"),
    "proposed": _("Beslut föreslogs"),
    "proposal_returned": _("Förslaget skickades tillbaka"),
    "proposal_withdrawn": _("Förslaget togs tillbaka"),
    "change_dropped": _("Förslaget att ändra beslutet lades ned"),
    "decision_unsigned": _("Beslutet skrevs inte under i tid, och fattades inte"),
    "decision_posted": _("Beslutet lämnades till posten"),
    "decision_read": _("En part öppnade beslutet"),
    "appealed": _("Överklagande kom in"),
    "appeal_in_time": _("Överklagandet kom in i tid"),
    "appeal_taken_up": _("Överklagandet kom efter sista dagen men tas upp"),
    "appeal_rejected": _("Överklagandet avvisades: det kom in för sent"),
    "decision_kept": _("Beslutet omprövades och står fast"),
    "decision_changed": _("Beslutet omprövades och ändrades"),
    "appeal_handed_over": _("Överklagandet lämnades till domstolen"),
    "appeal_withdrawn": _("Överklagandet togs tillbaka"),
    "opinion_asked": _("Någon annan ombads att yttra sig. Svar senast"),
    "opinion_answered": _("Yttrande kom in från någon annan"),
    "opinion_revoked": _("En begäran om yttrande togs tillbaka"),
    "shared": _("Uppgifter lämnades till ett samarbetsrum"),
    "share_ended": _("Ett samarbetsrum visar inte ärendet längre"),
    "share_seen": _("En extern part kvitterade"),
    "share_answered": _("En extern part svarade"),
    "supplement_asked": _("Komplettering begärdes"),
    "supplement_extended": _("Mer tid att komplettera"),
    "supplement_withdrawn": _("Begäran om komplettering togs tillbaka"),
    "supplement_answered": _("Komplettering kom in"),
    "supplement_passed": _("Tiden att komplettera gick ut"),
    "inquiry_asked": _("Någon annan ombads att komplettera ärendet"),
    "inquiry_extended": _("Någon annan fick mer tid att komplettera ärendet"),
    "inquiry_withdrawn": _("En begäran om komplettering av någon annan togs tillbaka"),
    "inquiry_answered": _("Komplettering kom in från någon annan"),
    "inquiry_passed": _("Tiden för någon annan att komplettera gick ut"),
}
MOVE_GROUNDS: dict[MoveGround, Promise] = {
    MoveGround.SAME_BRANCH: _("Enheterna hör till samma verksamhet, så ingen sekretessgräns finns"),
    MoveGround.CONSENT: _("Den som uppgifterna gäller har gått med på det"),
    MoveGround.NO_HARM: _("Sekretessen är prövad, och uppgifterna kan lämnas"),
    MoveGround.DUTY: _("En lag eller förordning säger att uppgifterna ska lämnas"),
}
CHANGE_GROUNDS: dict[ChangeGround, Promise] = {
    ChangeGround.CLEARLY_WRONG: _("Det är uppenbart felaktigt i något väsentligt (38 §)"),
    ChangeGround.NEW_CIRCUMSTANCES: _("Nya omständigheter har kommit fram (37 §)"),
    ChangeGround.OTHER_REASON: _("Det är felaktigt av någon annan anledning (37 §)"),
}
READ_KINDS: dict[ActorKind, Promise] = {
    ActorKind.STAFF: pgettext_lazy("en person", "Medarbetare"),
    ActorKind.CITIZEN: _("Part"),
    ActorKind.CLIENT: _("Anslutet system"),
    ActorKind.SYSTEM: _("Plattformen"),
}
TRASH_GROUNDS: dict[TrashGround, Promise] = {
    TrashGround.TEST: _("Det är ett prov, inte en ansökan"),
    TrashGround.DOUBLE: _("Det är en dubblett: samma ansökan finns i ett annat ärende"),
    TrashGround.MISTAKE: _("Det blev fel: ärendet gäller fel person eller fel e-tjänst"),
}
NEEDS: dict[Need, Promise] = {
    Need.ASKED_TO_DECIDE: _("En part har begärt att ärendet avgörs"),
    Need.UNSIGNED: _("Någon vill inte skriva under"),
    Need.LATE: _("Försenade"),
    Need.SOON: _("Ska vara klara inom tre dagar"),
    Need.MESSAGE: _("Nya meddelanden från parter"),
    Need.RETURNED: _("Förslag som har skickats tillbaka"),
    Need.APPROVE: _("Att godkänna"),
    Need.APPEAL: _("Överklaganden som väntar på nästa steg"),
    Need.OPINION_LATE: _("Yttranden som inte har kommit i tid"),
    Need.OPINIONS_IN: _("Alla yttranden har kommit"),
    Need.ASIDE: _("Ska tas upp nu"),
}
WAYS: dict[Way, Promise] = {
    Way.EMAIL: _("E-post"),
    Way.SMS: _("Sms"),
    Way.MAILBOX: _("Digital brevlåda"),
    Way.LETTER: _("Brev"),
}
POST_TOLD: dict[str, tuple[str, Promise]] = {
    "postat": ("success", _("Dagen är antecknad, också i ärendena som breven gäller.")),
    "gjort": ("success", _("Breven är gjorda. Öppna omgången här nedanför och skriv ut den.")),
    "inget": (
        "info",
        _(
            "Inget brev gick att göra. Registret svarar inte just nu, eller så finns ingen "
            "adress att skicka till. Den som saknar adress väntar inte längre på brev."
        ),
    ),
    "valt": ("success", _("Ditt val är sparat.")),
}
TOLD: dict[str, tuple[str, Promise]] = {
    "mottagen": ("success", _("Ansökan har kommit in, och den sökande får besked.")),
    "inlagt": ("success", _("Det ligger i ärendet nu, bland meddelandena.")),
    "taget": ("success", _("Ärendet är ditt.")),
    "steg": ("success", _("Ärendet har gått vidare.")),
    "bock": ("success", _("Checklistan är sparad.")),
    "steg-gar-inte": ("info", _("Inget är ändrat. Ärendet stod inte kvar där du såg det.")),
    "mer-tid-att-betala": ("success", _("Den sökande har fått mer tid att betala.")),
    "betalas-tillbaka": ("success", _("Avgiften betalas tillbaka. Den sökande har fått veta det.")),
    "paminnelse": ("success", _("Påminnelsen är på väg.")),
    "nyss-paminda": (
        "info",
        _(
            "Ingen påminnelse skickades: de som saknas har fått en det senaste dygnet, "
            "eller kan inte nås med meddelande."
        ),
    ),
    "ingen-nadd": (
        "info",
        _("Ingen påminnelse skickades: registret säger att de som saknas inte kan nås."),
    ),
    "begart": (
        "success",
        _("Begäran är sparad, och den du frågar får ett meddelande om att logga in."),
    ),
    "forlangt": ("success", _("Tiden är förlängd.")),
    "fel-dag": ("warning", _("Välj en dag som ligger senare än den förra, inom ett år.")),
    "aterkallat": ("success", _("Begäran är tillbakatagen.")),
    "fragat-igen": ("success", _("En ny begäran om underskrift är på väg.")),
    "ny-undertecknare": ("success", _("Begäran om underskrift är på väg till den du angav.")),
    "undertecknat": ("success", _("Den sökande har skrivit under.")),
    "papper": ("success", _("Underskriften på papper är registrerad.")),
    "papper-racker-inte": (
        "warning",
        _(
            "Underskriften på papper är registrerad. För många har svarat nej för att det ska "
            "räcka. Fråga igen, be någon annan eller handlägg utan."
        ),
    ),
    "inte-langre": ("warning", _("Personen hade hunnit skriva under. Inget är ändrat.")),
    "mer-tid": ("success", _("Tiden för underskrift är förlängd.")),
    "avslutat": ("success", _("Ärendet är avslutat. Parterna får veta det.")),
    "begaran-registrerad": (
        "success",
        _("Begäran är registrerad. Besluta eller avslå den inom fyra veckor från att den kom."),
    ),
    "aterkallad-ansokan": ("success", _("Återkallelsen är registrerad. Parterna får veta det.")),
    "fordrojning": ("success", _("Parterna får ett meddelande om varför det dröjer.")),
    "avslaget": ("success", _("Begäran är avslagen. Parten får besked att läsa beslutet.")),
    "delat": ("success", _("Uppgifterna är lämnade till samarbetsrummet.")),
    "inte-delat": ("success", _("Samarbetsrummet visar inte ärendet längre.")),
    "yttrande": ("success", _("Parten får ett meddelande om att yttra sig.")),
    "yttrande-begart": ("success", _("Begäran är på väg. Svaret hamnar här i ärendet.")),
    "yttrande-aterkallat": ("success", _("Begäran om yttrande är tillbakatagen.")),
    "till-namnden": (
        "success",
        _("Förslaget är skickat till nämnden. Beslutet registreras när den har beslutat."),
    ),
    "foreslaget": (
        "success",
        _("Förslaget är skickat. Beslutet gäller när en kollega har godkänt det."),
    ),
    "atersant": ("success", _("Förslaget är skickat tillbaka till handläggaren.")),
    "tillbakataget": ("success", _("Förslaget är tillbakataget. Du kan ändra det.")),
    "struket": ("success", _("Det är struket. Varför står under Händelser.")),
    "star": ("success", _("Beslutet står. Förslaget att ändra det är nedlagt.")),
    "overklagande": ("success", _("Överklagandet är registrerat.")),
    "overklagande-steg": ("success", _("Steget är sparat.")),
    "ater": ("success", _("Ärendet är tillbaka, som det var.")),
    "tillbaka": ("success", _("Ärendet ligger bland de nya igen.")),
    "fordelat": ("success", _("Ärendet är fördelat.")),
    "antecknat": ("success", _("Anteckningen är sparad.")),
    "markt": ("success", _("Märkningen är sparad.")),
    "bevakat": ("success", _("Ärendet tas upp den dagen.")),
    "upptaget": ("success", _("Ärendet är inte lagt åt sidan längre.")),
    "fel": ("danger", _("Det gick inte. Kontrollera det du skrev och försök igen.")),
    "beslut-pa-vag": (
        "success",
        _("Beslutet är på väg. Det är fattat när det har lämnat huset; till dess kan du ångra."),
    ),
    "beslut-angrat": (
        "success",
        _("Beslutet är tillbakataget. Ärendet är som förut, och det du skrev finns kvar."),
    ),
    "beslut-for-sent": (
        "warning",
        _("Beslutet går inte att ta tillbaka: det har redan lämnat huset, eller är någon annans."),
    ),
    "beslut-andrat": (
        "success",
        _("Beslutet är ändrat. Det nya gäller, och parterna får besked att läsa det."),
    ),
    "beslutat": ("success", _("Beslutet är fattat. Parterna får besked att läsa det.")),
}

DISCLOSED: dict[str, tuple[str, Promise]] = {
    "given": ("success", _("Utlämnat")),
    "partly": ("info", _("Utlämnat med maskning")),
    "refused": ("warning", _("Inte utlämnat")),
    "decided": ("warning", _("Avslag i beslut")),
}
ENTRIES: dict[str, Promise] = {
    "application": _("Ansökan"),
    "supplement_asked": _("Begäran om komplettering"),
    "supplement": _("Komplettering"),
    "letter_in": _("Meddelande"),
    "letter_out": _("Meddelande"),
    "decision": _("Beslut"),
    "retraction": _("Återkallelse"),
    "decision_request": _("Begäran att ärendet avgörs"),
    "refusal": _("Beslut om begäran att ärendet avgörs"),
    "opinion_asked": _("Begäran om yttrande"),
    "opinion": _("Yttrande"),
    "delay": _("Underrättelse om försening"),
    "disclosure_refused": _("Avslag på begäran om allmän handling"),
    "paper": _("Underskrift på papper"),
    "reconsidered": _("Omprövning av beslut"),
    "appeal_rejected": _("Beslut om avvisat överklagande"),
    "appeal_to_court": _("Överlämnande till domstol"),
}
