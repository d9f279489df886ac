"""A method for each address.

Made from the interface's description by scripts/client.py: change that, not this.
"""

import json
from typing import cast
from urllib.parse import quote

from samtjanst_client.models import (
    Count,
    EndedShares,
    Filing,
    FilingStatus,
    NewFiling,
    Numbers,
    Service,
    Share,
    ShareResult,
    ShareTaken,
    Shares,
    WholeService,
)
from samtjanst_client.transport import Transport


class Calls(Transport):
    """A method for each address."""

    def e_services(
        self,
    ) -> list[Service]:
        """The published e-services, by title."""
        return cast(
            "list[Service]",
            json.loads(
                self._ask(
                    "GET",
                    "/api/v1/e-services",
                    {},
                    {},
                )
            ),
        )

    def e_service(
        self,
        slug: str,
    ) -> WholeService:
        """An e-service as published now: its questions in order, and the possible outcomes."""
        return cast(
            "WholeService",
            json.loads(
                self._ask(
                    "GET",
                    f"/api/v1/e-services/{quote(slug, safe='')}",
                    {},
                    {},
                )
            ),
        )

    def prepare_filing(
        self,
        slug: str,
        given: NewFiling,
        *,
        idempotency_key: str,
    ) -> Filing:
        """Fill in an application for a person: judged as her own form, with the same faults.

        It waits in her own space until she has read it and handed it in, with her signature where the
        e-service asks for one; nobody at the municipality reads it before that. ``represents`` says for
        which company or person she acts; that she may do so she states herself when she hands it in,
        or a register shows it. The same key again gives the same answer and makes nothing.
        """
        return cast(
            "Filing",
            json.loads(
                self._ask(
                    "POST",
                    f"/api/v1/e-services/{quote(slug, safe='')}/filings",
                    {},
                    {"idempotency_key": idempotency_key},
                    given,
                )
            ),
        )

    def filing_status(
        self,
        filing_id: str,
    ) -> FilingStatus:
        """What became of an application that this system has filled in; only the state of it.

        It waits for the applicant, is handed in as a case, is thrown away, or nobody used it in time.
        Whatever she does with it before that is hers alone.
        """
        return cast(
            "FilingStatus",
            json.loads(
                self._ask(
                    "GET",
                    f"/api/v1/filings/{quote(filing_id, safe='')}",
                    {},
                    {},
                )
            ),
        )

    def partner_shares(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
    ) -> Shares:
        """What the room shows now, oldest first, without personal data."""
        return cast(
            "Shares",
            json.loads(
                self._ask(
                    "GET",
                    "/api/v1/partner/shares",
                    {"after": after, "limit": limit},
                    {},
                )
            ),
        )

    def partner_removals(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
    ) -> EndedShares:
        """What has been taken back, oldest first: erase what was fetched."""
        return cast(
            "EndedShares",
            json.loads(
                self._ask(
                    "GET",
                    "/api/v1/partner/removals",
                    {"after": after, "limit": limit},
                    {},
                )
            ),
        )

    def partner_share(
        self,
        share_id: str,
    ) -> Share:
        """The chosen fields of one case. The reading is recorded."""
        return cast(
            "Share",
            json.loads(
                self._ask(
                    "GET",
                    f"/api/v1/partner/shares/{quote(share_id, safe='')}",
                    {},
                    {},
                )
            ),
        )

    def acknowledge_share(
        self,
        share_id: str,
        *,
        idempotency_key: str,
    ) -> ShareTaken:
        """Say that the system has what it needs; again changes nothing."""
        return cast(
            "ShareTaken",
            json.loads(
                self._ask(
                    "POST",
                    f"/api/v1/partner/shares/{quote(share_id, safe='')}/acknowledgement",
                    {},
                    {"idempotency_key": idempotency_key},
                )
            ),
        )

    def answer_share(
        self,
        share_id: str,
        given: ShareResult,
        *,
        idempotency_key: str,
    ) -> ShareTaken:
        """The outside body's own result, which reaches the parties as a message, with files.

        Each file is scanned for malware before anybody reads it; one that is refused refuses all.
        """
        return cast(
            "ShareTaken",
            json.loads(
                self._ask(
                    "POST",
                    f"/api/v1/partner/shares/{quote(share_id, safe='')}/result",
                    {},
                    {"idempotency_key": idempotency_key},
                    given,
                )
            ),
        )

    def delivery_statistics(
        self,
    ) -> list[Count]:
        """The last 90 days per receiver; no personal data."""
        return cast(
            "list[Count]",
            json.loads(
                self._ask(
                    "GET",
                    "/api/v1/statistics/deliveries",
                    {},
                    {},
                )
            ),
        )

    def case_statistics(
        self,
    ) -> list[Numbers]:
        """The last 90 days per e-service: came in, of these not ended, decided, and days to decide.

        `days` is what every second decision took at most; null when there are fewer than twenty.
        """
        return cast(
            "list[Numbers]",
            json.loads(
                self._ask(
                    "GET",
                    "/api/v1/statistics/cases",
                    {},
                    {},
                )
            ),
        )
