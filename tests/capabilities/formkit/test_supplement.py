"""What can be asked again of the applicant, and of somebody else."""

from typing import Any

from tests.capabilities.formkit.rules_support import TEXT, rule
from tests.capabilities.formkit.sample import TODAY, one_page

from samtjanst.capabilities.formkit import Context, load
from samtjanst.capabilities.formkit.supplement import can_be_asked, can_be_asked_of_others

SEALED = Context(today=TODAY)
CONSENT = {"id": "yes", "kind": "consent", "settings": {"statement": {"sv": "Jag går med."}}}
FIRM = {"id": "firm", "kind": "company"}
ROWS = {"id": "rows", "kind": "group",
        "questions": [{"id": "name", "kind": "text", "label": {"sv": "Namn"}}]}  # fmt: skip
HIDDEN = {"id": "more", "kind": "text"}
SHOWN_WHEN = rule("show", {"question": "more"}, {"op": "equals", "question": "t", "value": "x"})
ANSWERS = {"t": "y", "firm": {"number": "5560360793"}, "yes": True, "rows": [{"name": "Bo"}],
           "more": "z"}  # fmt: skip


def _ids(pages: list[tuple[str, list[Any]]]) -> list[str]:
    return [one.id for _title, found in pages for one in found]


def test_somebody_else_is_asked_nothing_that_is_the_applicants_or_comes_of_a_register() -> None:
    made = load(one_page([TEXT, FIRM, CONSENT, ROWS, HIDDEN], [SHOWN_WHEN]))
    assert _ids(can_be_asked(made, ANSWERS)) == ["t", "firm", "yes", "rows", "more"]
    # Nor what does not stand in the form as it was sealed.
    assert _ids(can_be_asked_of_others(made, ANSWERS, SEALED)) == ["t", "rows"]
    seen = can_be_asked_of_others(made, {**ANSWERS, "t": "x"}, SEALED)
    assert _ids(seen) == ["t", "rows", "more"]
