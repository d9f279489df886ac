"""A block comes out of a form as it went in, and a newer one meets what has changed here."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.capabilities.formkit import every_kind, sample
from tests.capabilities.formkit.test_compare import STEADY, edited

from samtjanst.capabilities.formkit import DefinitionError, blocks, load
from samtjanst.capabilities.formkit.blocks import Block, Mark, Use
from samtjanst.capabilities.formkit.compare import MISSING, Side, changes
from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing import removing
from samtjanst.capabilities.formkit.editing.blank import blank, filled
from samtjanst.capabilities.formkit.editing.pasting import Clip
from samtjanst.capabilities.formkit.editing.references import Reference
from samtjanst.kernel.errors import NotFoundError

Document = dict[str, Any]
KEY = "018f6f5e-0000-7000-8000-000000000001"
SOURCES = (sample.document(), every_kind.document(), every_kind.with_row_rules())


def mark(block: Block, version: int = 1) -> Mark:
    return Mark(KEY, "Kontakt", version, block.sha256)


@st.composite
def clips(draw: Any) -> Clip:
    source = draw(st.sampled_from(SOURCES))
    page = draw(st.sampled_from(source["pages"]))
    if draw(st.booleans()):
        return Clip(source, page_id=page["id"])
    ids = [one["id"] for one in page["questions"]]
    chosen = draw(st.lists(st.sampled_from(ids), min_size=1, unique=True))
    return Clip(source, question_ids=tuple(one for one in ids if one in chosen))


def again(document: Document, use: Use, block: Block) -> Block:
    """The block as it would be taken out once more, with the names that it has."""
    known = {Reference(old.kind, new): old.id for old, new in use.names.items()}
    made = blocks.taken_out(document, blocks.clip_of(document, use, block), known).block
    titles = {one["id"]: one["title"] for one in block.document["parameters"]}
    for one in made.document["parameters"]:
        one["title"] = titles[one["id"]]  # a parameter that was there is called what it was
    return made


@st.composite
def placed(draw: Any) -> tuple[Document, Block]:
    """A block put into a form that has most of its ids already, or none of them."""
    clip = draw(clips())
    block = blocks.taken_out(clip.document, clip).block
    target = draw(st.sampled_from([*SOURCES, blank("klotter", "Klotter")]))
    page = draw(st.sampled_from(target["pages"]))["id"]
    return blocks.put_in(target, block, mark(block), page).document, block


@STEADY
@given(placed())
def test_putting_in_and_taking_out_gives_the_same_block(case: tuple[Document, Block]) -> None:
    document, block = case
    (use,) = blocks.uses(document)
    assert again(document, use, block).sha256 == block.sha256 == use.mark.sha256


@STEADY
@given(st.data())
def test_newer_block_where_nothing_changed_is_the_newer_block(data: st.DataObject) -> None:
    document, old = data.draw(placed())
    (use,) = blocks.uses(document)
    new = Block(data.draw(newer(old)))
    done = blocks.upgraded(document, use, old, new, mark(new, 2))
    (now,) = blocks.uses(done.document)
    assert done.conflicts == ()
    assert now.mark == mark(new, 2)
    if not done.held:
        assert again(done.document, now, new).sha256 == new.sha256
    outside = {one["id"] for one in document["rules"]} - set(use.named("rule").values())
    assert outside <= {one["id"] for one in done.document["rules"]}


@st.composite
def newer(draw: Any, old: Block) -> Document:
    """The block after some edits, sound as a block is."""
    made = draw(edited(old.document | {"about": {}}, "n"))
    del made["about"]
    if not made["pages"] or not made["pages"][0]["questions"]:
        return copy.deepcopy(old.document)
    page = made["pages"][0]
    ids = tuple(one["id"] for one in page["questions"])
    clip = Clip(made, page["id"]) if old.is_page else Clip(made, question_ids=ids)
    return blocks.taken_out(made, clip).block.document


@STEADY
@given(st.data())
def test_no_change_here_is_lost_silently(data: st.DataObject) -> None:
    document, old = data.draw(placed())
    (use,) = blocks.uses(document)
    mine = data.draw(edited(document, "m"))
    if not blocks.uses(mine):
        return
    new = Block(data.draw(newer(old)))
    done = blocks.upgraded(mine, use, old, new, mark(new, 2))
    told = [one.path for one in done.conflicts]
    kept = changes(done.before, blocks.changed_here(done.document, use, old)[1])
    for change in changes(done.before, done.here):
        in_conflict = any(change.path[: len(one)] == one[: len(change.path)] for one in told)
        assert change in kept or in_conflict or change.kind == "ordered", change


def contact() -> Document:
    source = blank("kalla", "Källa")
    source["pages"][0]["questions"] = [
        {"id": "epost", "kind": "email", "label": {"sv": "E-post"}, "required": True},
        {"id": "brev", "kind": "yes_no", "label": {"sv": "Vill du ha brev?"}, "required": True},
        {"id": "adress", "kind": "text", "label": {"sv": "Adress"}, "required": True},
    ]
    when = {"op": "equals", "question": "brev", "value": True}
    show = {"id": "visa", "effect": "show", "target": {"question": "adress"}, "when": when}
    source["rules"] = [show]
    load(filled(source))
    return source


def in_use() -> tuple[Document, Use, Block]:
    source = contact()
    block = blocks.taken_out(source, Clip(source, question_ids=("epost", "brev", "adress"))).block
    document = blocks.put_in(blank("m", "Mål"), block, mark(block), "page_1").document
    return document, blocks.uses(document)[0], block


def second(change: Any) -> Block:
    source = contact()
    change(source)
    ids = tuple(one["id"] for one in source["pages"][0]["questions"])
    return blocks.taken_out(source, Clip(source, question_ids=ids)).block


def relabel(document: Document, question: str, label: str) -> None:
    editing.question(document, question)["label"]["sv"] = label


def test_both_changed_the_same_text_and_one_is_chosen() -> None:
    document, use, old = in_use()
    relabel(document, "epost", "Din e-post")
    new = second(lambda one: relabel(one, "epost", "E-postadress"))
    done = blocks.upgraded(document, use, old, new, mark(new, 2))
    (conflict,) = done.conflicts
    told = (conflict.base, conflict.theirs, conflict.mine)
    assert told == ("E-post", "Din e-post", "E-postadress")
    assert editing.question(done.document, "epost")["label"]["sv"] == "Din e-post"
    for side, label in ((Side.THEIRS, "Din e-post"), (Side.MINE, "E-postadress")):
        chosen = blocks.upgraded(
            document, use, old, new, mark(new, 2), choices={conflict.path: side}
        )
        assert chosen.conflicts == ()
        assert editing.question(chosen.document, "epost")["label"]["sv"] == label


def test_removed_here_and_changed_in_the_block_is_chosen() -> None:
    document = removing.remove_question(in_use()[0], "adress")
    _, use, old = in_use()
    new = second(lambda one: relabel(one, "adress", "Postadress"))
    (conflict,) = blocks.upgraded(document, use, old, new, mark(new, 2)).conflicts
    assert conflict.theirs is MISSING
    for side, is_there in ((Side.THEIRS, False), (Side.MINE, True)):
        done = blocks.upgraded(document, use, old, new, mark(new, 2), choices={conflict.path: side})
        ids = [one["id"] for _, one in editing.questions(done.document)]
        assert (done.conflicts, "adress" in ids) == ((), is_there)


def test_both_ordered_differently_and_one_is_chosen() -> None:
    document, use, old = in_use()
    questions = document["pages"][0]["questions"]
    questions[:] = [questions[2], questions[0], questions[1]]
    new = second(lambda one: one["pages"][0]["questions"].reverse())
    (conflict,) = blocks.upgraded(document, use, old, new, mark(new, 2)).conflicts
    done = blocks.upgraded(
        document, use, old, new, mark(new, 2), choices={conflict.path: Side.MINE}
    )
    ids = [one["id"] for _, one in editing.questions(done.document)]
    assert ids == ["adress", "brev", "epost"]


def test_question_that_something_outside_points_at_is_held() -> None:
    document, use, old = in_use()
    note = {"id": "not", "kind": "information", "label": {"sv": "Obs"}}
    document["pages"][0]["questions"].append(note)
    when = {"op": "equals", "question": "brev", "value": True}
    rule = {"id": "visa_not", "effect": "show", "target": {"question": "not"}, "when": when}
    document["rules"].append(rule)

    def without(one: Document) -> None:
        one.update(removing.remove_question(one, "brev"))

    new = second(without)
    done = blocks.upgraded(document, use, old, new, mark(new, 2))
    assert [one["id"] for one in done.held] == ["brev"]
    ids = [one["id"] for _, one in editing.questions(done.document)]
    assert ids == ["epost", "brev", "adress", "not"]
    load(filled(done.document))


def test_what_stands_between_the_questions_stays_there() -> None:
    document, use, old = in_use()
    own = {"id": "egen", "kind": "text", "label": {"sv": "Egen"}, "required": True}
    document["pages"][0]["questions"].insert(1, own)
    extra = {"id": "ny", "kind": "text", "label": {"sv": "Ny"}, "required": True}
    new = second(lambda one: one["pages"][0]["questions"].insert(1, extra))
    done = blocks.upgraded(document, use, old, new, mark(new, 2))
    ids = [one["id"] for _, one in editing.questions(done.document)]
    assert ids == ["epost", "egen", "ny", "brev", "adress"]


def test_document_remembers_the_block_and_forgets_it() -> None:
    document, use, block = in_use()
    made = filled(document)
    load(made)
    assert blocks.use(document, use.id) == use
    assert "blocks" not in blocks.left_alone(document, use.id)
    gone = removing.remove_page(document, "page_1")
    assert blocks.uses(gone) == []
    with pytest.raises(NotFoundError):
        blocks.use(document, "borta")
    assert block.questions()[0]["id"] == "epost"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("block", "mitt block"),
        ("sha256", "ABC"),
        ("version", 0),
        ("names", {"question": {"A B": "x"}}),
        ("names", {"option": {}}),
        ("more", 1),
    ],
)
def test_memory_of_a_block_that_cannot_be_read_is_refused(field: str, value: Any) -> None:
    made = filled(in_use()[0])
    made["blocks"][0][field] = value
    with pytest.raises(DefinitionError) as raised:
        load(made)
    assert all(one.path.startswith("blocks[0]") for one in raised.value.problems)
