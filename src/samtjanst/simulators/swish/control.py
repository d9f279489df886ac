"""The page on which one plays the payer's app, and the same for tests under ``/_sim/``.

POST ``pay`` and ``end`` (with ``code``) take ``order`` (an id, a token, a code's text or
"latest"), ``mode`` a mode. GET ``/_sim/orders`` tells what waits.
"""

import html
from typing import ClassVar
from urllib.parse import parse_qsl, urlsplit

from samtjanst.simulators import page
from samtjanst.simulators.swish.orders import Order, Swish
from samtjanst.simulators.swish.strict import OUTCOMES
from samtjanst.simulators.swish.wire import TITLES

_ENDS = {
    "RP08": "Avbryt",
    "RF07": "Banken säger nej (RF07)",
    "BANKIDCL": "Avbryt i BankID",
    "TM01": "Vänta för länge (TM01)",
    "DS24": "Oklart hur det gick (DS24)",
}


class Control(page.PageHandler):
    """Answers the one who plays."""

    swish: ClassVar[Swish]

    def do_GET(self) -> None:  # noqa: N802 - the library's name
        """The overview, or the app on this device."""
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query))
        if parts.path == "/_sim/orders":
            self.json([{**one.shown(), "token": one.token} for one in self.swish.open_orders()])
        elif parts.path == "/app":
            found = self._found(query.get("token", ""))
            body = _order(found, query.get("callbackurl", "")) if found else _lost()
            self.page("Swish-appen", body)
        else:
            listed = "".join(_order(one, "") for one in self.swish.open_orders())
            self.page("Swish-simulatorn", (listed or _lost()) + _modes(self.swish.mode))

    def do_POST(self) -> None:  # noqa: N802 - the library's name
        """Do what the button or the test says."""
        form, action = self.form(), urlsplit(self.path).path.rsplit("/", 1)[-1]
        done = self._act(action, form)
        if self.path.startswith("/_sim/"):
            self.json({"done": done}, 200 if done else 409)
        else:
            self.redirect(form.get("back") or "/")

    def _act(self, action: str, form: dict[str, str]) -> bool:
        if action == "mode" and form.get("mode") in TITLES:
            self.swish.mode = form["mode"]
            return True
        order, code = self._found(form.get("order", "latest")), form.get("code", "")
        if order is None or action not in {"pay", "end"}:
            return False
        if action == "end" and code not in {*_ENDS, *OUTCOMES}:
            return False
        return self.swish.end(order, code)

    def _found(self, named: str) -> Order | None:
        if named == "latest":
            return next(iter(self.swish.open_orders()), None)
        return self.swish.orders.get(named) or self.swish.by_token(named.removeprefix("D"))


def _order(order: Order, back: str) -> str:
    told = order.shown()
    what = html.escape(f"{told['amount']:.2f} kr – {told.get('message', '')}")
    who = html.escape(str(told.get("payerAlias", "öppnas i appen eller med QR-kod")))
    hidden = (
        f'<input type="hidden" name="order" value="{order.id}">'
        f'<input type="hidden" name="back" value="{html.escape(back)}">'
    )
    pay = f'<form method="post" action="/pay">{hidden}<button>Betala</button></form>'
    ends = "".join(
        f'<button name="code" value="{code}">{html.escape(title)}</button>'
        for code, title in _ENDS.items()
    )
    end = f'<form method="post" action="/end">{hidden}{ends}</form>'
    state = "" if told["status"] == "CREATED" else f"<p>{html.escape(str(told['status']))}</p>"
    return f"<section><h2>{what}</h2><small>{who}</small>{state or pay + end}</section>"


def _lost() -> str:
    return "<section><p>Ingen betalning väntar.</p></section>"


def _modes(now: str) -> str:
    buttons = "".join(
        f'<button name="mode" value="{mode}"{" disabled" if mode == now else ""}>{title}</button>'
        for mode, title in TITLES.items()
    )
    return f'<form method="post" action="/mode" class="people">{buttons}</form>'
