"""Changes of cases."""

from samtjanst.running.cases.services.handling import (
    INDEX_JOB,
    complete_case,
    decide,
    forget_searches,
    lapse,
    note_declined,
    open_case,
    problems_of,
    put_search,
    remember_search,
    take,
    take_unsigned,
)
from samtjanst.running.cases.services.sorting import (
    assign,
    note_export,
    prioritise,
    put_label,
    release,
    remove_label,
    write_note,
)

__all__ = [
    "INDEX_JOB",
    "assign",
    "complete_case",
    "decide",
    "forget_searches",
    "lapse",
    "note_declined",
    "note_export",
    "open_case",
    "prioritise",
    "problems_of",
    "put_label",
    "put_search",
    "release",
    "remember_search",
    "remove_label",
    "take",
    "take_unsigned",
    "write_note",
]
