from datetime import UTC, datetime
from typing import Any

import pytest
from tests.web.ui.pages import Page, inline, part

from samtjanst.web.ui import samples


def test_button_is_one_that_sends_unless_told_otherwise() -> None:
    [button] = inline("<c-button name='go' value='1'>Fortsätt</c-button>").all("button")
    assert (button["type"], button["name"], button["value"]) == ("submit", "go", "1")
    assert "data-variant" not in button


def test_link_button_is_a_link() -> None:
    [link] = inline("<c-link-button href='/x/' variant='secondary'>Läs</c-link-button>").all("a")
    assert (link["href"], link["data-variant"]) == ("/x/", "secondary")


@pytest.mark.parametrize("level", ["neutral", "info", "success", "warning", "danger"])
def test_status_has_an_icon_and_words_beside_its_colour(level: str) -> None:
    page = inline("<c-status level='{{ level }}'>Väntar</c-status>", level=level)
    assert page.all("svg")
    assert "Väntar" in page.words


def test_error_summary_takes_the_focus_and_leads_to_the_fields() -> None:
    page = part("ui/problems.html", problems=[("a", "Fyll i namnet."), ("b", "Välj en skola.")])
    summary = next(attrs for _tag, attrs in page.elements if "data-focus" in attrs)
    assert (summary["role"], summary["tabindex"]) == ("alert", "-1")
    assert [attrs["href"] for attrs in page.all("a")] == ["#f-a", "#f-b"]


def test_error_summary_is_absent_without_errors() -> None:
    assert not part("ui/problems.html", problems=[]).elements


def test_table_cells_carry_the_name_of_their_column() -> None:
    row = "<tr><c-cell label='Nummer'>1</c-cell></tr>"
    page = inline(
        f"<c-table caption='Ärenden' :columns='columns'>{row}</c-table>", columns=["Nummer"]
    )
    assert [attrs["data-label"] for attrs in page.all("td")] == ["Nummer"]
    assert [attrs["scope"] for attrs in page.all("th")] == ["col"]


def test_pagination_links_to_the_pages_beside_it() -> None:
    page = inline(
        "<c-pagination :number='number' :has_more='more' query='q=x&' />", number=6, more=True
    )
    assert [attrs["href"] for attrs in page.all("a")] == ["?q=x&sida=5", "?q=x&sida=7"]
    assert "Sida 6" in page.words


def test_last_page_has_no_next() -> None:
    page = inline("<c-pagination number='12' total='12' />")
    assert [attrs["rel"] for attrs in page.all("a")] == ["prev"]
    assert "Sida 12 av 12" in page.words


def test_pagination_of_one_page_is_nothing() -> None:
    assert not inline("<c-pagination number='1' />").elements


def test_progress_is_told_in_words() -> None:
    assert "Sida 2 av 4" in inline("<c-progress number='2' total='4' />").words


def test_change_link_says_what_is_changed() -> None:
    page = inline("<c-fact label='Skola' change='/x/'>Vasaskolan</c-fact>")
    assert "Ändra Skola" in page.words


def test_tabs_mark_the_present_one() -> None:
    items = [
        {"href": "/a/", "label": "Nya", "count": 0, "current": True},
        {"href": "/b/", "label": "Mina"},
    ]
    page = inline("<c-tabs label='Listor' :items='items' />", items=items)
    assert [attrs.get("aria-current") for attrs in page.all("a")] == ["page", None]
    assert "Nya 0" in page.words


def test_slot_is_escaped() -> None:
    page = inline("<c-alert title='{{ text }}'>{{ text }}</c-alert>", text="<script>x</script>")
    assert not page.all("script")


def order(**changes: Any) -> Page:
    waiting = vars(samples.orders()[0]) | changes
    return part("ui/eid/order.html", order=waiting)


def test_waiting_order_shows_code_launch_link_and_cancel() -> None:
    page = order(launch_url="https://app.bankid.com/?autostarttoken=x", poll_url="/status/")
    assert page.all("img")[0]["alt"]
    assert page.all("a")[0]["href"].startswith("https://app.bankid.com/")
    assert page.all("form")[0]["method"] == "post"
    assert next(attrs for _tag, attrs in page.elements if attrs.get("role") == "status")


def test_order_without_code_shows_none() -> None:
    assert not order(qr_svg=False).all("img")


def test_failed_order_offers_another_try_and_asks_no_more() -> None:
    page = part("ui/eid/order.html", order=samples.orders()[1])
    assert "Försök igen" in page.words
    assert not page.references("data-poll")


def test_page_of_a_waiting_order_renews_itself_without_a_script() -> None:
    assert part("ui/eid/refresh.html", order=samples.orders()[0]).all("noscript")
    assert not part("ui/eid/refresh.html", order=samples.orders()[1]).all("noscript")


def test_no_iso_day_is_broken_at_a_hyphen() -> None:
    dates = "{{ at|whole:'Y-m-d H:i' }} {{ at.date|whole:'Y-m-d' }} {{ none|whole:'Y-m' }}"
    source = dates + "|{{ text|whole_days }}"
    at = datetime(2026, 11, 26, 13, 5, tzinfo=UTC)
    page = inline(source, at=at, none=None, text="<b>2026-12-01 & 12026-12-01")
    shown = "<time>2026-11-26</time> <time>14:05</time> <time>2026-11-26</time> |"
    assert shown in page.text
    assert "|&lt;b&gt;<time>2026-12-01</time> &amp; 12026-12-01" in page.text
