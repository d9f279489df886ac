"""What a partner room sends and takes over the interface."""

from datetime import date, datetime

from ninja import Field, Schema

from samtjanst.web.api.process_schemas import PLAIN
from samtjanst.web.api.schemas import BASE64, TEXT


class ShareItem(Schema):
    """A case that an outside body is given, in a list: no personal data."""

    id: str
    reference: str
    room: str
    purpose: str
    until: date = Field(description="The last day of the room: erase what was fetched after it")
    shared_at: datetime
    acknowledged_at: datetime | None
    answered_at: datetime | None


class ShareField(Schema):
    """A chosen field in words."""

    question: str
    label: str
    answer: list[str]


class Share(ShareItem):
    """A case that an outside body is given: the chosen fields and nothing else."""

    fields: list[ShareField]


class Shares(Schema):
    """A page of what a partner room shows."""

    items: list[ShareItem]
    cursor: str
    has_more: bool


class EndedShareItem(Schema):
    """A case that has been taken back from a partner room."""

    id: str
    reference: str
    ended_at: datetime


class EndedShares(Schema):
    """A page of what has been taken back."""

    items: list[EndedShareItem]
    cursor: str
    has_more: bool


class ResultFile(Schema):
    """A file that comes with an answer: PDF, picture or Word."""

    name: str = Field(min_length=1, max_length=200, pattern=PLAIN)
    content: str = Field(max_length=14_000_000, pattern=BASE64, description="Base64")


class ShareResult(Schema):
    """What the outside body answers."""

    text: str = Field(min_length=1, max_length=10_000, pattern=TEXT)
    files: list[ResultFile] = Field(default=[], max_length=5)
    files_for_parties: bool = Field(
        default=True, description="Whether the parties read the files; the handler always does"
    )


class ShareTaken(Schema):
    """When it was kept."""

    at: datetime
