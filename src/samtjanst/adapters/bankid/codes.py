"""The animated code and the address that opens the app (RP API v6.0, QR and launch)."""

import hashlib
import hmac
from urllib.parse import quote, urlencode

WEB_LAUNCH = "https://app.bankid.com/"
APP_LAUNCH = "bankid:///"
_OTHER_ON_IOS = ("CriOS", "FxiOS", "EdgiOS", "OPiOS", "OPT/", "DuckDuckGo", "GSA/")
_OTHER_ON_ANDROID = ("Firefox", "OPR/", "SamsungBrowser", "; wv)")
_PHONES = ("iPhone", "iPad", "iPod", "Android")


def qr_text(token: str, secret: str, seconds: int) -> str:
    """The text of the code ``seconds`` after the start."""
    code = hmac.new(secret.encode("ascii"), str(seconds).encode("ascii"), hashlib.sha256)
    return f"bankid.{token}.{seconds}.{code.hexdigest()}"


def launch_url(token: str, user_agent: str, base: str = "", return_url: str = "") -> str:
    """The address that opens the app from this browser.

    ``base`` is an address of one's own instead, which is told the ``return_url`` too; the
    app itself learns that from the order.
    """
    if base:
        joint = "&" if "?" in base else "?"
        return f"{base}{joint}{urlencode({'autostarttoken': token, 'redirect': return_url})}"
    start = WEB_LAUNCH if _opens_web_addresses(user_agent) else APP_LAUNCH
    return f"{start}?autostarttoken={quote(token, safe='')}&redirect=null"


def is_phone(user_agent: str) -> bool:
    """Whether the browser says that it runs on a phone or a tablet."""
    return any(word in user_agent for word in _PHONES)


def _opens_web_addresses(user_agent: str) -> bool:
    if "Android" in user_agent:
        return "Chrome/" in user_agent and not _has(user_agent, _OTHER_ON_ANDROID)
    return is_phone(user_agent) and "Safari" in user_agent and not _has(user_agent, _OTHER_ON_IOS)


def _has(user_agent: str, words: tuple[str, ...]) -> bool:
    return any(word in user_agent for word in words)
