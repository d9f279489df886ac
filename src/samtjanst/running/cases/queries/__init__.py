"""Reads of cases. To fetch is to authorise: absent and forbidden are the same NotFoundError."""

from samtjanst.running.cases.queries.day import (
    needed,
    news,
    saved_views,
    to_tell,
    wants_email,
)
from samtjanst.running.cases.queries.delays import (
    decision_requests_of,
    requests_to_alarm,
    usual_time,
)
from samtjanst.running.cases.queries.diary import diary
from samtjanst.running.cases.queries.disclosure import (
    disclosure_in,
    disclosures,
    disclosures_of,
)
from samtjanst.running.cases.queries.feed import changes, listed
from samtjanst.running.cases.queries.law import (
    appeals_of,
    decided_between,
    decision_read,
    delegations,
    delegations_in,
    has_delegation,
    hearings_of,
    hearings_to_remind,
    is_proposed,
    last_day_to_appeal,
    proposals_of,
)
from samtjanst.running.cases.queries.leases import lease_of
from samtjanst.running.cases.queries.letters import (
    letter_templates,
    letters_of,
    unread_by_citizen,
)
from samtjanst.running.cases.queries.lists import (
    MOST_COUNTED,
    PAGE,
    counts,
    every,
    labels,
    related,
    work_list,
)
from samtjanst.running.cases.queries.paper import paper
from samtjanst.running.cases.queries.partners import (
    open_share,
    partner_rooms,
    rooms_for,
    shared_with,
    shares_of,
)
from samtjanst.running.cases.queries.reading import (
    case_by_id,
    case_of_filing,
    colleagues,
    decision_of,
    get_case,
    my_case,
    my_cases,
    parties_of_filing,
    read_case,
    read_desk,
    read_whole,
    references_of,
    timeline,
)
from samtjanst.running.cases.queries.search import (
    reference_in_reach,
    search_text,
    tokens_of,
    unindexed,
)
from samtjanst.running.cases.queries.sharing_out import (
    absences,
    away_now,
    loads,
    rules,
    rules_in,
    to_allot,
)
from samtjanst.running.cases.queries.supplements import (
    supplements_of,
    supplements_passed,
    supplements_to_remind,
)
from samtjanst.running.cases.queries.tally import numbers

__all__ = [
    "MOST_COUNTED",
    "PAGE",
    "absences",
    "appeals_of",
    "away_now",
    "case_by_id",
    "case_of_filing",
    "changes",
    "colleagues",
    "counts",
    "decided_between",
    "decision_of",
    "decision_read",
    "decision_requests_of",
    "delegations",
    "delegations_in",
    "diary",
    "disclosure_in",
    "disclosures",
    "disclosures_of",
    "every",
    "get_case",
    "has_delegation",
    "hearings_of",
    "hearings_to_remind",
    "is_proposed",
    "labels",
    "last_day_to_appeal",
    "lease_of",
    "letter_templates",
    "letters_of",
    "listed",
    "loads",
    "my_case",
    "my_cases",
    "needed",
    "news",
    "numbers",
    "open_share",
    "paper",
    "parties_of_filing",
    "partner_rooms",
    "proposals_of",
    "read_case",
    "read_desk",
    "read_whole",
    "reference_in_reach",
    "references_of",
    "related",
    "requests_to_alarm",
    "rooms_for",
    "rules",
    "rules_in",
    "saved_views",
    "search_text",
    "shared_with",
    "shares_of",
    "supplements_of",
    "supplements_passed",
    "supplements_to_remind",
    "timeline",
    "to_allot",
    "to_tell",
    "tokens_of",
    "unindexed",
    "unread_by_citizen",
    "usual_time",
    "wants_email",
    "work_list",
]
