"""The language of a page: Swedish, until the visitor chooses another."""

from collections.abc import Callable
from typing import Protocol

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers


class LanguageMiddleware:
    """Activates the language of the visitor's own choice.

    Not that of the browser: Swedish is the language of Swedish authorities, many people here
    have a browser in English, and what a handler writes must not depend on hers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the chosen language, and tell caches what the answer depends on."""
        language = chosen(request) or settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        return response


class Spoken(Protocol):
    """A text that exists in Swedish and English."""

    def to(self, language: str = "sv") -> str:
        """The text in a language."""


def spoken(said: Spoken) -> str:
    """A text in the language of the page."""
    return said.to("en" if translation.get_language() == "en" else "sv")


def chosen(request: HttpRequest) -> str:
    """The language that the visitor has chosen, or ""."""
    wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return wanted if wanted in dict(settings.LANGUAGES) else ""
