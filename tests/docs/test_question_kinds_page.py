"""The section on question kinds says what the kinds declare."""

from scripts import question_kinds_page

from samtjanst.capabilities.formkit.model import Kind


def test_section_is_what_the_kinds_declare() -> None:
    assert question_kinds_page.PAGE.read_text(encoding="utf-8") == question_kinds_page.page()


def test_section_tells_of_every_kind_and_setting() -> None:
    section = question_kinds_page.section()
    assert [kind for kind in Kind if f"(`{kind.value}`)" not in section] == []
