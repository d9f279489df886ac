"""Reads of cases. To fetch is to authorise: absent and forbidden are the same NotFoundError."""

from samtjanst.running.cases.queries.delays import (
    decision_requests_of,
    usual_time,
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
    last_day_to_appeal,
    proposals_of,
)
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
    timeline,
)
from samtjanst.running.cases.queries.search import (
    reference_in_reach,
    search_text,
    tokens_of,
    unindexed,
)
from samtjanst.running.cases.queries.supplements import (
    supplements_of,
    supplements_passed,
    supplements_to_remind,
)

__all__ = [
    "MOST_COUNTED",
    "PAGE",
    "appeals_of",
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
    "every",
    "get_case",
    "has_delegation",
    "hearings_of",
    "labels",
    "last_day_to_appeal",
    "letter_templates",
    "letters_of",
    "listed",
    "my_case",
    "my_cases",
    "parties_of_filing",
    "proposals_of",
    "read_case",
    "read_desk",
    "read_whole",
    "reference_in_reach",
    "related",
    "search_text",
    "supplements_of",
    "supplements_passed",
    "supplements_to_remind",
    "timeline",
    "tokens_of",
    "unindexed",
    "unread_by_citizen",
    "usual_time",
    "work_list",
]
