"""The page on which one plays the app, and the same for tests as JSON under ``/_sim/``.

Endpoints (POST, a form or a JSON object): ``complete`` (person, order), ``start`` (order,
hint), ``fail`` (order, hint), ``cancel`` (order), ``scan`` (text), ``fault`` (fault, times),
``lifetimes`` (seconds by name), ``shift`` (seconds), ``reset``. ``order`` is a reference, an
autostart token or "latest", which it is when absent. GET: ``orders``, ``requests``.
"""

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from samtjanst.simulators import page as pages
from samtjanst.simulators.bankid import screens
from samtjanst.simulators.bankid.faults import FAIL_HINTS, FAULTS, PENDING_HINTS
from samtjanst.simulators.bankid.orders import Bank, Lifetimes, Order, person

Form = dict[str, str]


class Control(pages.PageHandler):
    """Answers the one who plays; :func:`handler` gives it its bank."""

    bank: Bank

    def do_GET(self) -> None:  # noqa: N802 - the library's name
        """The overview, the app on this device, or what is going on as JSON."""
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query))
        if parts.path == "/app":
            self._app(query)
        elif parts.path == "/_sim/orders":
            self.json([_told(order) for order in self.bank.waiting()])
        elif parts.path == "/_sim/requests":
            self.json(self.bank.requests)
        elif parts.path == "/":
            self.page("BankID-simulatorn", screens.overview(self.bank, query.get("sagt", "")))
        else:
            self.page("Sidan finns inte", screens.lost(), 404)

    def do_POST(self) -> None:  # noqa: N802
        """Do what the button or the test says."""
        form = self.form()
        order = self.bank.find(form.get("order", "latest"))
        done = act(self.bank, urlsplit(self.path).path.rsplit("/", 1)[-1], form, order)
        if self.path.startswith("/_sim/"):
            self.json({"done": done}, 200 if done else 409)
        elif form.get("back") and order:
            # The order's own address is what the real app obeys; the launch's is the older way.
            self.redirect(order.return_url or form["back"])
        else:
            self.redirect("/" if done else "/?sagt=nej")

    def _app(self, query: Form) -> None:
        order = self.bank.find(query.get("autostarttoken", ""))
        if order:
            self.bank.pick_up(order)
        self.page("BankID-appen", screens.app(order, query.get("redirect", "")))


def handler(bank: Bank) -> type[Control]:
    """The request handler for one bank."""
    return type("ControlOfBank", (Control,), {"bank": bank})


def act(bank: Bank, action: str, form: Form, order: Order | None) -> bool:
    """Do one thing; False when it cannot be done."""
    if action == "reset":
        bank.reset()
        return True
    if action == "fault":
        return _fault(bank, form)
    if action in {"lifetimes", "shift"}:
        return _times(bank, action, form)
    if action == "scan":
        found = bank.scan(form.get("text", ""))
        if found:
            bank.pick_up(found, "started")
        return found is not None
    return order is not None and _act_on(bank, order, action, form)


def _act_on(bank: Bank, order: Order, action: str, form: Form) -> bool:
    who, hint = person(form.get("person", "")), form.get("hint", "")
    if action == "complete" and who:
        bank.complete(order, who)
    elif action == "start" and (hint or "userSign") in PENDING_HINTS:
        bank.pick_up(order, hint or "userSign")
    elif action == "fail" and hint in FAIL_HINTS:
        bank.fail(order, hint)
    elif action == "cancel":
        bank.fail(order, "userCancel")
    else:
        return False
    return True


def _fault(bank: Bank, form: Form) -> bool:
    times = form.get("times", "0")
    if form.get("fault") not in FAULTS or not times.isdecimal():
        return False
    bank.set_fault(form["fault"], int(times))
    return True


def _times(bank: Bank, action: str, form: Form) -> bool:
    try:
        seconds = {name: float(value) for name, value in form.items()}
    except ValueError:
        return False
    if action == "shift":
        bank.shift = timedelta(seconds=seconds.get("seconds", 0))
        return True
    known = {one.name for one in fields(Lifetimes)}
    if not set(seconds) <= known:
        return False
    bank.lifetimes = replace(bank.lifetimes, **seconds)
    return True


def _told(order: Order) -> dict[str, Any]:
    return {
        "ref": order.ref,
        "operation": order.operation,
        "status": order.status,
        "hint": order.hint,
        "autoStartToken": order.auto_start_token,
        "signatory": order.signatory,
        "text": screens.visible_text(order),
        "returnUrl": order.return_url,
    }
