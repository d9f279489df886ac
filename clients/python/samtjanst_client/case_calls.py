"""A method for each address of cases.

Made from the interface's description by scripts/client.py: change that, not this.
"""

import json
from typing import cast
from urllib.parse import quote

from samtjanst_client.case_models import (
    Case,
    CaseList,
    Changes,
    Confirmation,
    DecisionItem,
    DeliveryItem,
    FileItem,
    LetterItem,
    LetterWritten,
    MessageItem,
    NewLetter,
    NewNote,
    NewStep,
    NoteItem,
    NoteWritten,
    Status,
    StepTaken,
)
from samtjanst_client.models import (
    CaseState,
)
from samtjanst_client.transport import Transport


class CaseCalls(Transport):
    """A method for each address of cases."""

    def changes(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
    ) -> Changes:
        """What has happened to cases, oldest first; ask again with the cursor for what is new.

        The event `removed` says that a case is erased, or out of reach: erase what was fetched.
        """
        return cast(
            "Changes",
            json.loads(
                self._ask(
                    "GET",
                    "/api/v1/changes",
                    {"after": after, "limit": limit},
                    {},
                )
            ),
        )

    def cases(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        e_service: str | None = None,
        state: CaseState | None = None,
    ) -> CaseList:
        """Cases in the order in which they came in, without personal data."""
        return cast(
            "CaseList",
            json.loads(
                self._ask(
                    "GET",
                    "/api/v1/cases",
                    {"after": after, "limit": limit, "e_service": e_service, "state": state},
                    {},
                )
            ),
        )

    def case(
        self,
        reference: str,
    ) -> Case:
        """A case with parties, sealed answers, files and decision. The reading is recorded."""
        return cast(
            "Case",
            json.loads(
                self._ask(
                    "GET",
                    f"/api/v1/cases/{quote(reference, safe='')}",
                    {},
                    {},
                )
            ),
        )

    def case_status(
        self,
        reference: str,
    ) -> Status:
        """Where a case stands and whose signature it waits for, without personal data."""
        return cast(
            "Status",
            json.loads(
                self._ask(
                    "GET",
                    f"/api/v1/cases/{quote(reference, safe='')}/status",
                    {},
                    {},
                )
            ),
        )

    def case_documents(
        self,
        reference: str,
    ) -> list[FileItem]:
        """The attachments of a case. The reading is recorded."""
        return cast(
            "list[FileItem]",
            json.loads(
                self._ask(
                    "GET",
                    f"/api/v1/cases/{quote(reference, safe='')}/documents",
                    {},
                    {},
                )
            ),
        )

    def case_messages(
        self,
        reference: str,
    ) -> list[MessageItem]:
        """The notices that have gone to the parties: what kind, when, how it went; never where to."""
        return cast(
            "list[MessageItem]",
            json.loads(
                self._ask(
                    "GET",
                    f"/api/v1/cases/{quote(reference, safe='')}/messages",
                    {},
                    {},
                )
            ),
        )

    def case_decision(
        self,
        reference: str,
    ) -> DecisionItem:
        """The decision; 404 while there is none. The reading is recorded."""
        return cast(
            "DecisionItem",
            json.loads(
                self._ask(
                    "GET",
                    f"/api/v1/cases/{quote(reference, safe='')}/decision",
                    {},
                    {},
                )
            ),
        )

    def case_notes(
        self,
        reference: str,
    ) -> list[NoteItem]:
        """The notes of a case, oldest first. The reading is recorded."""
        return cast(
            "list[NoteItem]",
            json.loads(
                self._ask(
                    "GET",
                    f"/api/v1/cases/{quote(reference, safe='')}/notes",
                    {},
                    {},
                )
            ),
        )

    def write_note(
        self,
        reference: str,
        given: NewNote,
        *,
        idempotency_key: str,
    ) -> NoteWritten:
        """Write a note. The same key again gives the same answer and writes nothing."""
        return cast(
            "NoteWritten",
            json.loads(
                self._ask(
                    "POST",
                    f"/api/v1/cases/{quote(reference, safe='')}/notes",
                    {},
                    {"idempotency_key": idempotency_key},
                    given,
                )
            ),
        )

    def take_step(
        self,
        reference: str,
        given: NewStep,
        *,
        idempotency_key: str,
    ) -> StepTaken:
        """Take a step of the process that systems may take. The same key again takes none."""
        return cast(
            "StepTaken",
            json.loads(
                self._ask(
                    "POST",
                    f"/api/v1/cases/{quote(reference, safe='')}/steps",
                    {},
                    {"idempotency_key": idempotency_key},
                    given,
                )
            ),
        )

    def case_letters(
        self,
        reference: str,
    ) -> list[LetterItem]:
        """The messages with the parties, oldest first. The reading is recorded; none becomes read."""
        return cast(
            "list[LetterItem]",
            json.loads(
                self._ask(
                    "GET",
                    f"/api/v1/cases/{quote(reference, safe='')}/letters",
                    {},
                    {},
                )
            ),
        )

    def write_letter(
        self,
        reference: str,
        given: NewLetter,
        *,
        idempotency_key: str,
    ) -> LetterWritten:
        """Write to a party. The same key again gives the same answer and writes nothing."""
        return cast(
            "LetterWritten",
            json.loads(
                self._ask(
                    "POST",
                    f"/api/v1/cases/{quote(reference, safe='')}/letters",
                    {},
                    {"idempotency_key": idempotency_key},
                    given,
                )
            ),
        )

    def letter_file(
        self,
        reference: str,
        letter_id: str,
        file_id: str,
    ) -> bytes:
        """A file that came with a message. The reading is recorded; the message stays unread."""
        return self._ask(
            "GET",
            f"/api/v1/cases/{quote(reference, safe='')}/letters/{quote(letter_id, safe='')}/files/{quote(file_id, safe='')}",
            {},
            {},
        )

    def case_document(
        self,
        reference: str,
    ) -> bytes:
        """The whole case as one archive PDF (PDF/A-3, PDF/UA). The reading is recorded."""
        return self._ask(
            "GET",
            f"/api/v1/cases/{quote(reference, safe='')}/document.pdf",
            {},
            {},
        )

    def case_file(
        self,
        reference: str,
        file_id: str,
    ) -> bytes:
        """An attachment as it was handed in. The reading is recorded."""
        return self._ask(
            "GET",
            f"/api/v1/cases/{quote(reference, safe='')}/files/{quote(file_id, safe='')}",
            {},
            {},
        )

    def confirm(
        self,
        reference: str,
        given: Confirmation,
    ) -> DeliveryItem:
        """The receiver has the case. The same confirmation again has no further effect."""
        return cast(
            "DeliveryItem",
            json.loads(
                self._ask(
                    "PUT",
                    f"/api/v1/cases/{quote(reference, safe='')}/confirmation",
                    {},
                    {},
                    given,
                )
            ),
        )
