"""Files. They are answered by attaching, so that no posted text can point at a file."""
# ruff: noqa: ARG002 - every kind answers to the same signature

from typing import Any

from samtjanst.capabilities.formkit.context import Context, FileFacts
from samtjanst.capabilities.formkit.kinds.base import Behaviour, Control, Posted, Sort
from samtjanst.capabilities.formkit.messages import Message, say
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.settings import MEDIA_TYPES, Flag, MediaTypes, Whole
from samtjanst.capabilities.formkit.texts import Text


class FileKind(Behaviour):
    """A list of ids of files that belong to the filing."""

    kind = Kind.FILE
    title = Text("Fil", "File")
    about = Text("En eller flera bilagor.", "One or more attachments.")
    sort = Sort.FILES
    settings = (
        MediaTypes("accept", Text("Filtyper", "Types of file")),
        Whole(
            "max_size",
            Text("Största fil i byte", "Largest file in bytes"),
            10_000_000,
            low=1,
            high=50_000_000,
        ),
        Whole("max_files", Text("Högsta antal filer", "Most files"), 5, low=1, high=20),
        Flag("camera", Text("Öppna kameran direkt i telefonen", "Open the phone's camera")),
    )
    widget = "file"
    missing = "missing_file"
    is_attached = True
    effort = 60

    def value_schema(self, question: Question) -> dict[str, Any]:
        """A list of ids."""
        items = {"type": "string"}
        return {"type": "array", "items": items, "maxItems": question.settings.max_files or 20}

    def plain(self, question: Question, value: Any) -> str:
        """The ids."""
        return " ".join(file_ids(value))

    def empty(self, value: Any) -> bool:
        """No file."""
        return value is None or value == []

    def seen(self, question: Question, value: Any, context: Context) -> Any:
        """The ids, when there are any."""
        ids = file_ids(value)
        return frozenset(ids) if ids else None

    def read(self, question: Question, posted: Posted, context: Context) -> Any:
        """Never from posted fields."""
        return None

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """Too many, gone, wrong type, too large, infected."""
        ids = file_ids(value)
        if not isinstance(value, list) or len(ids) != len(value):
            return (Message("file_gone"),)
        limit = question.settings.max_files
        many = (Message("too_many_files", {"limit": limit}),) if len(ids) > limit else ()
        codes = dict.fromkeys(_fault(question, context.files.get(item)) for item in ids)
        values = {"limit": size(question.settings.max_size), "types": _types(question)}
        return many + tuple(Message(code, values) for code in codes if code)

    def lines(
        self, question: Question, value: Any, context: Context, language: str
    ) -> tuple[str, ...]:
        """Name and size of each file."""
        return tuple(_line(context.files.get(item), language) for item in file_ids(value))

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """With the types that the file picker offers."""
        hint = say(
            "hint_files",
            language,
            count=question.settings.max_files,
            limit=size(question.settings.max_size),
            types=_types(question),
        )
        endings = [end for name in question.settings.accept for end in MEDIA_TYPES.get(name, ())]
        attrs = {"accept": ",".join([*question.settings.accept, *endings])}
        if question.settings.camera:
            attrs["capture"] = "environment"
        return Control(selected=file_ids(value), attrs=attrs, hint=hint)


def file_ids(value: Any) -> tuple[str, ...]:
    """The ids in an answer, whatever it is."""
    if not isinstance(value, list):
        return ()
    return tuple(dict.fromkeys(item for item in value if isinstance(item, str)))


def size(count: int) -> str:
    """A number of bytes for people: ``1,2 MB``, ``840 kB``."""
    if count >= 1_000_000:
        return f"{count / 1_000_000:.1f}".replace(".", ",").removesuffix(",0") + " MB"
    return f"{max(1, round(count / 1000))} kB"


def _fault(question: Question, file: FileFacts | None) -> str:
    if file is None:
        return "file_gone"
    if file.scan_state == "infected":
        return "file_infected"
    if file.content_type not in question.settings.accept:
        return "file_type"
    return "file_too_large" if file.size > question.settings.max_size else ""


def _line(file: FileFacts | None, language: str) -> str:
    return f"{file.name} ({size(file.size)})" if file else say("attached", language)


def _types(question: Question) -> str:
    endings = (MEDIA_TYPES[name][0] for name in question.settings.accept if name in MEDIA_TYPES)
    return ", ".join(end.removeprefix(".").upper() for end in endings)
