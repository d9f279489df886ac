"""What the gallery and the tests show: every kind of question, in its states."""

from types import SimpleNamespace
from typing import Any

from samtjanst.capabilities.formkit.present.types import FieldView, FileView, OptionView

_LONG = (
    "Hur tar sig barnet till skolan i dag, och vad är det i vägen eller trafiken som gör att det "
    "inte fungerar att gå, cykla eller åka med den vanliga bussen?"
)
_RIGHT_TO_LEFT = "الطريق خطير في الشتاء"
_ERROR = ("Berätta vad som gör vägen farlig.",)
_REASONS = (
    OptionView("distance", "Avståndet till skolan", selected=True),
    OptionView("traffic", "Trafiken", help="Vägen är farlig att gå eller cykla."),
    OptionView("other", "Annat skäl som inte ryms här ovanför", disabled=True),
)
_CHILDREN = (
    OptionView("c1", "Ella Provsson, 8 år", selected=True),
    OptionView("c2", "Noa Provsson, 15 år"),
    OptionView("c3", "Tove Provsson, 10 år", help="Har skyddade personuppgifter."),
)
_YES_NO = (OptionView("yes", "Ja"), OptionView("no", "Nej"))
_DOWN = "Vi når inte folkbokföringen just nu. Skriv själv, så kontrollerar vi uppgifterna sedan."


def everything() -> dict[str, Any]:
    """The context of the gallery."""
    tabs = [
        {"href": "#g-vag", "label": "Nya", "count": 12, "current": True},
        {"href": "#g-vag", "label": "Väntar på underskrift", "count": 3},
        {"href": "#g-vag", "label": "Mina"},
    ]
    return {
        "fields": fields(),
        "troubled": troubled(),
        "problems": problems(),
        "tabs": tabs,
        "waiting": orders()[0],
    }


def fields() -> tuple[FieldView, ...]:
    """Every kind, plain."""
    return (*_written(), *_chosen(), *_grouped(), *_shown())


def troubled() -> tuple[FieldView, ...]:
    """Fields with errors, with long texts and with text that runs from the right."""
    return (
        FieldView("wrong", "text", "wrong", "Hållplats", required=True, errors=_ERROR),
        FieldView("wrong_long", "long_text", "wrong_long", _LONG, help=_LONG, errors=_ERROR),
        FieldView("rtl", "long_text", "rtl", "Beskriv vägen", value=_RIGHT_TO_LEFT),
        FieldView("wrong_date", "date", "wrong_date", "Datum", value="31/12", errors=_ERROR),
        FieldView("wrong_one", "choice", "wrong_one", _LONG, options=_REASONS, errors=_ERROR),
        FieldView("tick", "many_choices", "tick", "Skäl", options=_YES_NO, errors=_ERROR),
        FieldView("wrong_school", "school", "wrong_school", "Skola", errors=_ERROR),
        FieldView("wrong_home", "address", "wrong_home", "Adress", parts=_address("wrong_home")),
        FieldView("no_child", "child", "no_child", "Barn", note="Inga barn.", errors=_ERROR),
        FieldView("wrong_file", "file", "wrong_file", "Läkarintyg", files=_files(), errors=_ERROR),
    )  # fmt: skip


def problems() -> list[tuple[str, str]]:
    """What the error summary of :func:`troubled` says."""
    return [(field.id, text) for field in troubled() for text in field.errors]


def orders() -> tuple[SimpleNamespace, ...]:
    """An e-ID order that is waiting, and one that has failed."""
    waiting = SimpleNamespace(
        state="pending",
        status_text="Starta BankID-appen.",
        qr_svg=True,
        qr_url="data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'/%3E",
        launch_url="#eid",
        poll_url="",
        cancel_url="#eid",
    )
    failed = SimpleNamespace(
        state="failed", status_text="Åtgärden är avbruten. Försök igen.", retry_url="#eid"
    )
    return waiting, failed


def _written() -> tuple[FieldView, ...]:
    mail, phone = {"autocomplete": "email", "inputmode": "email"}, {"autocomplete": "tel"}
    date_help, unit = "Till exempel 2026-08-17.", "kilometer"
    return (
        FieldView("text", "text", "text", "Vilken hållplats?", required=True),
        FieldView("long", "long_text", "long", "Vad gör vägen farlig?", help="Skriv kort."),
        FieldView("date", "date", "date", "Från vilket datum?", help=date_help, required=True),
        FieldView("number", "integer", "number", "Hur långt är det?", value="4", note=unit),
        FieldView("mail", "email", "mail", "E-post", attrs=mail, required=True),
        FieldView("phone", "phone", "phone", "Mobiltelefon", attrs=phone),
    )


def _chosen() -> tuple[FieldView, ...]:
    return (
        FieldView("child", "child", "child", "Vilket barn?", required=True, options=_CHILDREN),
        FieldView("one", "choice", "one", "Varför?", options=_REASONS, refreshes=True),
        FieldView("many", "many_choices", "many", "Vilka dagar?", options=_REASONS),
        FieldView("yes", "yes_no", "yes", "Bor barnet växelvis?", required=True, options=_YES_NO),
        FieldView("school", "school", "school", "Vilken skola?", required=True, options=_REASONS),
    )  # fmt: skip


def _grouped() -> tuple[FieldView, ...]:
    person = (
        FieldView("who.name", "text", "who.name", "Namn", required=True),
        FieldView("who.number", "text", "who.number", "Personnummer", help="ÅÅÅÅMMDD-NNNN",
                  attrs={"inputmode": "numeric"}, required=True),
    )  # fmt: skip
    return (
        FieldView("home", "address", "home", "Barnets andra adress", parts=_address("home", ())),
        FieldView("who", "child", "who", "Vilket barn?", required=True, parts=person, note=_DOWN),
        FieldView("file", "file", "file", "Läkarintyg", files=_files(), help="PDF, högst 25 MB."),
    )


def _address(name: str, errors: tuple[str, ...] = _ERROR) -> tuple[FieldView, ...]:
    code = {"inputmode": "numeric", "autocomplete": "postal-code"}
    street, postal, city = (f"{name}.{part}" for part in ("street", "postal_code", "city"))
    return (
        FieldView(street, "text", street, "Gatuadress", required=True),
        FieldView(postal, "text", postal, "Postnummer", required=True, attrs=code, errors=errors),
        FieldView(city, "text", city, "Ort", required=True),
    )


def _files() -> tuple[FileView, ...]:
    return (
        FileView("1", "intyg.pdf", "1,2 MB"),
        FileView("2", "ett-langt-filnamn-fran-en-skanner-20260817-112233.pdf", "24 MB", "pending"),
    )  # fmt: skip


def _shown() -> tuple[FieldView, ...]:
    return (
        FieldView("info", "information", "info", "Du får svar inom fyra veckor.", level="info"),
        FieldView("stop", "information", "stop", "Sök minst tre veckor före.", level="warning"),
        FieldView("limit", "calculated", "limit", "Gränsen i årskurs 3 är", value="3 kilometer"),
    )
