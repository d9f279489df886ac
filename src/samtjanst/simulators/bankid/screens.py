"""What the control pages show, in Swedish, readable on a phone and without scripts."""

from html import escape

from samtjanst.simulators import page as pages
from samtjanst.simulators.bankid import faults
from samtjanst.simulators.bankid.orders import Bank, Order
from samtjanst.simulators.personas import Persona, people

_VERBS = {"sign": "Skriv under", "auth": "Logga in"}
_PROGRESS = {
    "outstandingTransaction": "Väntar på att appen öppnas",
    "noClient": "Väntar på att appen öppnas",
    "started": "Appen letar efter ett BankID",
    "userSign": "Väntar på säkerhetskoden",
    "userMrtd": "Väntar på id-handlingen",
    "userCallConfirm": "Väntar på att samtalet bekräftas",
}


def overview(bank: Bank, said: str) -> str:
    """Everything: waiting orders, scanning, faults."""
    told = '<p class="warning" role="alert">Det gick inte. Försök igen.</p>' if said else ""
    waiting = bank.waiting()
    orders = "".join(f"<section>{_order(order, '')}</section>" for order in waiting)
    count = f"{len(waiting)} väntar" if waiting else "Ingen väntar"
    return (
        f'{told}<p>{count}. <a href="/">Uppdatera sidan</a></p>{orders}'
        f"{_scan()}{_faults(bank)}"
        '<h2>Börja om</h2><form method="post" action="/reset"><button>Glöm allt</button></form>'
    )


def app(order: Order | None, back: str) -> str:
    """The app on this device, for one order."""
    if order is None:
        return '<p class="warning">Det finns inget att göra här längre. Gå tillbaka.</p>'
    return _order(order, order.return_url or back)


def lost() -> str:
    """For an address that does not exist."""
    return '<p><a href="/">Till simulatorns första sida</a></p>'


def visible_text(order: Order) -> str:
    """What the app shows the person."""
    return pages.decoded(str(order.body.get("userVisibleData", "")))


def _order(order: Order, back: str) -> str:
    hidden = (
        f'<input type="hidden" name="order" value="{order.ref}">'
        f'<input type="hidden" name="back" value="{escape(back)}">'
    )
    verb = _VERBS[order.operation]
    return (
        f'<h2>{verb}</h2>{_call(order)}<p>{_PROGRESS.get(order.hint, "")}</p><pre tabindex="0">'
        f"{escape(visible_text(order))}</pre>"
        f'<form method="post" action="/complete" class="people">{hidden}{_who(order, verb)}</form>'
        f'<form method="post" action="/cancel">{hidden}<button>Avbryt</button></form>'
        f'<form method="post" action="/fail">{hidden}'
        '<button name="hint" value="expiredTransaction">Låt tiden gå ut</button></form>'
        f"{_more(hidden)}"
    )


def _call(order: Order) -> str:
    if not order.is_call:
        return ""
    is_hers = order.body["callInitiator"] == "user"
    return f"<p>{'Du har ringt' if is_hers else 'Du blir uppringd'}. Bekräfta samtalet.</p>"


def _who(order: Order, verb: str) -> str:
    wanted = [one for one in people() if one.personal_number == order.signatory]
    others = [one for one in people() if one not in wanted]
    if not wanted:
        return "".join(_button(one, verb) for one in others)
    return (
        "".join(_button(one, verb) for one in wanted)
        + "<details><summary>Försök som någon annan (nekas)</summary>"
        + "".join(_button(one, verb) for one in others)
        + "</details>"
    )


def _button(who: Persona, verb: str) -> str:
    number = f"{who.personal_number[:8]}-{who.personal_number[8:]}"
    staff = "Medarbetare: " if who.staff else ""
    return (
        f'<button name="person" value="{who.personal_number}">{verb} som {escape(who.name)}'
        f"<small>{number} · {staff}{escape(who.label)}</small></button>"
    )


def _more(hidden: str) -> str:
    steps = "".join(
        f'<button name="hint" value="{hint}">{hint}</button>' for hint in faults.PENDING_HINTS
    )
    fails = "".join(
        f'<button name="hint" value="{hint}">{hint}</button>' for hint in faults.FAIL_HINTS
    )
    return (
        "<details><summary>Fler händelser</summary>"
        f'<form method="post" action="/start">{hidden}<p>Bara öppna appen:</p>{steps}</form>'
        f'<form method="post" action="/fail">{hidden}<p>Misslyckas:</p>{fails}</form></details>'
    )


def _scan() -> str:
    return (
        '<h2>Skanna en kod</h2><form method="post" action="/scan">'
        '<p><label for="text">Kodens text (gäller bara i några sekunder)</label></p>'
        '<p><input id="text" name="text" autocomplete="off"></p><button>Skanna</button></form>'
    )


def _faults(bank: Bank) -> str:
    choices = {faults.NONE: "Inget fel", **faults.SERVICE, **faults.PROOF}
    buttons = "".join(
        f'<button name="fault" value="{name}"{_pressed(name == bank.fault)}>{title}</button>'
        for name, title in choices.items()
    )
    return (
        f"<h2>Fel i tjänsten</h2><p>Nu: <strong>{choices[bank.fault]}</strong></p>"
        f'<form method="post" action="/fault">{buttons}</form>'
    )


def _pressed(is_pressed: bool) -> str:  # noqa: FBT001 - a plain yes or no for one attribute
    return ' aria-pressed="true"' if is_pressed else ' aria-pressed="false"'
