"""Views of a definition and its answers: what a renderer shows, with nothing left to decide."""

from samtjanst.capabilities.formkit.present.about import about
from samtjanst.capabilities.formkit.present.page import page
from samtjanst.capabilities.formkit.present.summary import summary
from samtjanst.capabilities.formkit.present.types import (
    AboutView,
    FieldView,
    FileView,
    OptionView,
    PageView,
    SummaryRow,
    SummarySection,
)

__all__ = [
    "AboutView",
    "FieldView",
    "FileView",
    "OptionView",
    "PageView",
    "SummaryRow",
    "SummarySection",
    "about",
    "page",
    "summary",
]
