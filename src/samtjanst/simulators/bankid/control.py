"""The page on which one plays the app, and the same for tests as JSON under /_sim/."""

import html
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from samtjanst.simulators import page as pages
from samtjanst.simulators.bankid.orders import FAIL_HINTS, FAULTS, Bank, Order, person
from samtjanst.simulators.personas import people


def handler(bank: Bank) -> type[BaseHTTPRequestHandler]:
    """A request handler for the control page."""

    class Control(pages.PageHandler):
        def do_GET(self) -> None:  # noqa: N802 - the library's name
            parts = urlsplit(self.path)
            query = {key: values[0] for key, values in parse_qs(parts.query).items()}
            if parts.path == "/app":
                order = bank.find(query.get("autostarttoken", ""))
                if order:
                    bank.pick_up(order)
                self.page("BankID-appen", _app(order, query.get("redirect", "")))
            elif parts.path == "/_sim/orders":
                self.json([_told(order) for order in bank.waiting()])
            elif parts.path == "/_sim/requests":
                self.json(bank.requests)
            else:
                self.page("BankID-simulatorn", _overview(bank))

        def do_POST(self) -> None:  # noqa: N802 - the library's name
            form = self.form()
            done = _act(bank, self.path, form)
            if form.get("redirect", "").startswith(("http://", "https://")):
                self.redirect(form["redirect"])
            elif self.path.startswith("/_sim/"):
                self.json({"done": done}, status=200 if done else 409)
            else:
                self.redirect("/")

    return Control


def _act(bank: Bank, path: str, form: dict[str, str]) -> bool:
    action = path.rsplit("/", 1)[-1]
    if action == "fault" and form.get("fault") in FAULTS:
        bank.fault = form["fault"]
        return True
    if action == "lifetimes":
        bank.pickup_within = timedelta(seconds=float(form.get("pickup", "30")))
        bank.answer_within = timedelta(seconds=float(form.get("answer", "180")))
        return True
    if action == "scan":
        order = bank.scan(form.get("text", ""))
        if order:
            bank.pick_up(order)
        return order is not None
    return _act_on(bank.find(form.get("order", "latest")), bank, action, form)


def _act_on(order: Order | None, bank: Bank, action: str, form: dict[str, str]) -> bool:
    if order is None:
        return False
    who = person(form.get("person", ""))
    if action == "complete" and who:
        bank.complete(order, who)
    elif action == "start":
        bank.pick_up(order)
    elif action == "fail" and form.get("hint") in FAIL_HINTS:
        order.fail(form["hint"])
    else:
        return False
    return True


def _told(order: Order) -> dict[str, Any]:
    return {
        "ref": order.ref,
        "operation": order.operation,
        "hint": order.hint,
        "autoStartToken": order.auto_start_token,
        "signatory": order.signatory,
    }


def _overview(bank: Bank) -> str:
    orders = "".join(f"<section>{_order(order, '')}</section>" for order in bank.waiting())
    faults = "".join(
        f'<button name="fault" value="{name}"{" disabled" if name == bank.fault else ""}>'
        f"{name}</button>"
        for name in FAULTS
    )
    return (
        (orders or "<p>Inga beställningar väntar. Ladda om sidan när du har startat en.</p>")
        + '<h2>Skanna en kod</h2><form method="post" action="/scan"><label>Kodens text '
        + '<input name="text"></label> <button>Skanna</button></form>'
        + f'<h2>Fel i tjänsten</h2><form method="post" action="/fault">{faults}</form>'
    )


def _app(order: Order | None, redirect: str) -> str:
    if order is None:
        return "<p>Beställningen finns inte längre.</p>"
    return _order(order, redirect)


def _order(order: Order, redirect: str) -> str:
    hidden = (
        f'<input type="hidden" name="order" value="{order.ref}">'
        f'<input type="hidden" name="redirect" value="{html.escape(redirect)}">'
    )
    what = "Skriv under" if order.operation == "sign" else "Legitimera"
    wanted = [p for p in people() if not order.signatory or p.personal_number == order.signatory]
    buttons = "".join(
        f'<button name="person" value="{p.personal_number}">{what} som {html.escape(p.name)}'
        f"<small>{html.escape(p.label)}</small></button>"
        for p in wanted
    )
    fails = "".join(f'<button name="hint" value="{hint}">{hint}</button>' for hint in FAIL_HINTS)
    text = html.escape(pages.decoded(str(order.body.get("userVisibleData", ""))))
    return (
        f"<h2>{what}</h2><pre>{text}</pre>"
        f'<form method="post" action="/complete" class="people">{hidden}{buttons}</form>'
        f'<form method="post" action="/fail"><details><summary>Låt det misslyckas</summary>'
        f"{hidden}{fails}</details></form>"
    )
