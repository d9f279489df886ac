"""One field of each kind, for the gallery and the tests of the widgets."""

from samtjanst.capabilities.formkit.present.types import FieldView, FileView, OptionView

_OPTIONS = (
    OptionView("a", "Avståndet till skolan", selected=True),
    OptionView("b", "Trafiken", help="Vägen är farlig att gå eller cykla."),
)
_ERROR = ("Berätta vad som gör vägen farlig.",)


def fields() -> tuple[FieldView, ...]:
    """Plain fields, fields with errors, and texts that are long or run from the right."""
    return (*_written(), *_chosen(), *_grouped(), *_shown())


def _written() -> tuple[FieldView, ...]:
    return (
        FieldView("text", "text", "text", "Adress till hållplatsen", required=True),
        FieldView("long", "long_text", "long", "Beskriv vägen", errors=_ERROR, value="مرحبا"),
        FieldView("date", "date", "date", "Från vilket datum?", help="Till exempel 2026-08-17"),
        FieldView("number", "integer", "number", "Hur många kilometer?", value="4"),
        FieldView("mail", "email", "mail", "E-post", attrs={"autocomplete": "email"}),
        FieldView("phone", "phone", "phone", "Mobiltelefon", attrs={"autocomplete": "tel"}),
    )


def _chosen() -> tuple[FieldView, ...]:
    return (
        FieldView("one", "choice", "one", "Vilket skäl?", required=True, options=_OPTIONS),
        FieldView("many", "many_choices", "many", "Vilka skäl?", options=_OPTIONS, errors=_ERROR),
        FieldView("yes", "yes_no", "yes", "Bor barnet växelvis?", options=_yes_no()),
        FieldView("school", "school", "school", "Vilken skola?", options=_OPTIONS),
        FieldView("child", "child", "child", "Vilket barn?", required=True, options=_OPTIONS),
    )


def _grouped() -> tuple[FieldView, ...]:
    parts = (
        FieldView("home.street", "text", "home.street", "Gatuadress", required=True),
        FieldView("home.postal_code", "text", "home.postal_code", "Postnummer", errors=_ERROR),
    )
    person = (FieldView("who.name", "text", "who.name", "Namn"),)
    files = (FileView("1", "intyg.pdf", "1,2 MB"),)
    return (
        FieldView("home", "address", "home", "Barnets andra adress", parts=parts),
        FieldView("who", "person", "who", "Den andra vårdnadshavaren", parts=person),
        FieldView("file", "file", "file", "Läkarintyg", files=files, errors=_ERROR),
    )


def _shown() -> tuple[FieldView, ...]:
    return (
        FieldView("info", "information", "info", "Det här händer sedan.", level="info"),
        FieldView("stop", "information", "stop", "Sök minst tre veckor före.", level="warning"),
        FieldView("limit", "calculated", "limit", "Gräns för årskursen", value="3 kilometer"),
    )


def _yes_no() -> tuple[OptionView, ...]:
    return OptionView("ja", "Ja"), OptionView("nej", "Nej")
