"""The page of permissions says what the code does."""

from scripts import permissions_page


def test_page_is_what_the_code_says() -> None:
    assert permissions_page.PAGE.read_text() == permissions_page.page()
