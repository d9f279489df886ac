"""Services that forms are filled in from, named by pointing at an answer."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samtjanst.capabilities.registers import queries
from samtjanst.capabilities.registers import sources as services
from samtjanst.capabilities.registers.pointers import Leaf, leaves
from samtjanst.capabilities.registers.types import NewSource, SourceView
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.ports.failures import PortError
from samtjanst.ports.lookup import Access, AccessKind
from samtjanst.web.ui.access import staff

ACCESS = (
    (AccessKind.NONE, gettext_lazy("Ingen inloggning")),
    (AccessKind.HEADER, gettext_lazy("En nyckel i ett eget huvud (API-nyckel)")),
    (AccessKind.BASIC, gettext_lazy("Användare och lösenord (Basic)")),
    (AccessKind.OAUTH, gettext_lazy("Klient och hemlighet (OAuth 2.0)")),
)
TEXTS = ("name", "title", "address", "user", "token_url", "scope", "purpose", "legal_basis")
FAILURES = {
    "address": gettext_lazy("Adressen får inte anropas: värden är inte tillåten eller är vår."),
    "value": gettext_lazy("Värdet kan inte slås upp. Prova ett annat."),
    "name": gettext_lazy("Värdens namn kunde inte hittas just nu."),
    "lookup:timeout": gettext_lazy("Tjänsten svarade inte i tid."),
    "lookup:unreachable": gettext_lazy("Tjänsten kunde inte nås."),
    "lookup:resting": gettext_lazy("Tjänsten har slutat svara. Vi låter den vila en stund."),
    "lookup:unreadable": gettext_lazy("Svaret gick inte att läsa: för stort, eller inte JSON."),
    "lookup:deep": gettext_lazy("Svaret har för många nivåer."),
    "lookup:type": gettext_lazy("Tjänsten svarade med något annat än JSON."),
    "lookup:tls": gettext_lazy("Tjänstens certifikat godtas inte."),
    "lookup:login": gettext_lazy("Inloggningen är fel ifylld."),
    "lookup:http401": gettext_lazy("Tjänsten släpper inte in oss. Är inloggningen rätt?"),
    "lookup:http403": gettext_lazy("Tjänsten släpper inte in oss. Är inloggningen rätt?"),
}


@staff(Permission.LOOKUP_SET_UP)
@require_safe
def sources(request: ViewerRequest) -> HttpResponse:
    """Every look-up, and which hosts the operator allows."""
    actor = _actor(request)
    context = {"rows": queries.sources(actor), "hosts": services.allowed_hosts(by=actor)}
    return _shown(request, "list", context)


@staff(Permission.LOOKUP_SET_UP)
@require_http_methods(["GET", "POST"])
def new(request: ViewerRequest) -> HttpResponse:
    """Name a new one."""
    return _form(request, None)


@staff(Permission.LOOKUP_SET_UP)
@require_http_methods(["GET", "POST"])
def change(request: ViewerRequest, name: str) -> HttpResponse:
    """Change where it is and how we are let in."""
    return _form(request, queries.source_versions(_actor(request), name)[0])


@staff(Permission.LOOKUP_SET_UP)
@require_http_methods(["GET", "POST"])
def source(request: ViewerRequest, name: str) -> HttpResponse:
    """One look-up: try it, and keep what was pointed at in the answer."""
    versions = queries.source_versions(_actor(request), name)
    if request.method != "POST":
        return _one(request, versions, {})
    pointed = _pointed(request.POST)
    try:
        _refuse_doubles(pointed)
        services.put_fields(
            name=name,
            fields={field: pointer for pointer, field in pointed.items()},
            version=_version(request),
            by=_actor(request),
        )
    except InvalidInputError as error:
        told = {"problems": _problems(error.problems, pointed), "pointed": pointed}
        is_tried = request.POST.get("value") or not versions[0].needs_value
        again = _asked(request, versions[0]) if is_tried else {}
        return _one(request, versions, {**_kept(pointed), **again, **told}, status=422)
    return HttpResponseRedirect(reverse("operations:lookup", args=[name]))


@staff(Permission.LOOKUP_SET_UP)
@require_POST
def attempt(request: ViewerRequest, name: str) -> HttpResponse:
    """Ask about a test value, and show the answer as a tree to point in."""
    versions = queries.source_versions(_actor(request), name)
    return _one(request, versions, _asked(request, versions[0]))


@staff(Permission.LOOKUP_SET_UP)
@require_POST
def switch(request: ViewerRequest, name: str) -> HttpResponse:
    """On or off."""
    services.switch_source(
        name=name,
        version=_version(request),
        is_active=request.POST.get("on") == "yes",
        by=_actor(request),
    )
    return HttpResponseRedirect(reverse("operations:lookup", args=[name]))


def _form(request: ViewerRequest, held: SourceView | None) -> HttpResponse:
    actor = _actor(request)
    context = {"held": held, "ways": ACCESS, "hosts": services.allowed_hosts(by=actor)}
    if request.method != "POST":
        return _shown(request, "form", context | {"typed": _typed_of(held)})
    typed = {name: request.POST.get(name, "").strip() for name in TEXTS}
    typed["access"] = request.POST.get("access", "")
    typed["name"] = held.name if held else typed["name"]
    try:
        services.put_source(new=_new(typed, request.POST.get("secret", "")), by=actor)
    except InvalidInputError as error:
        problems = [(name, text) for name, texts in error.problems.items() for text in texts]
        told = context | {"typed": typed, "problems": problems, "errors": error.problems}
        return _shown(request, "form", told, 422)
    return HttpResponseRedirect(reverse("operations:lookup", args=[typed["name"]]))


def _new(typed: Mapping[str, str], secret: str) -> NewSource:
    ways = {kind.value: kind for kind, _text in ACCESS}
    kind = ways.get(typed["access"], AccessKind.NONE)
    is_open, is_oauth = kind is AccessKind.NONE, kind is AccessKind.OAUTH
    access = Access(
        kind,
        "" if is_open else typed["user"][:200],
        "" if is_open else secret[:500],
        typed["token_url"][:500] if is_oauth else "",
        typed["scope"][:200] if is_oauth else "",
    )
    texts = {name: typed[name] for name in ("name", "title", "address", "purpose", "legal_basis")}
    return NewSource(**texts, access=access)


def _typed_of(held: SourceView | None) -> dict[str, str]:
    if held is None:
        return {"access": AccessKind.NONE.value}
    return {name: str(getattr(held, name)) for name in (*TEXTS, "access")}


def _asked(request: ViewerRequest, held: SourceView) -> dict[str, Any]:
    value = request.POST.get("value", "").strip() if held.needs_value else ""
    told: dict[str, Any] = {"value": value}
    if not value and held.needs_value:
        return told | {"problems": [("value", _("Skriv ett värde att prova med."))]}
    try:
        answer = services.try_source(name=held.name, value=value, by=_actor(request))
    except PortError as failure:
        text = FAILURES.get(failure.code) or _("Tjänsten svarade inte som den ska.")
        return told | {"problems": [("value", f"{text} ({failure.code})")]}
    if answer is None:
        return told | {"problems": [("value", _("Tjänsten har inget om det värdet."))]}
    return told | {"leaves": leaves(answer)}


def _one(
    request: ViewerRequest, versions: list[SourceView], more: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    held = versions[0]
    named = {pointer: field for field, pointer in held.fields.items()}
    pointed: Mapping[str, str] = more.get("pointed", named)
    rows = [(leaf, pointed.get(leaf.pointer, "")) for leaf in more.get("leaves", ())]
    shown = {leaf.pointer for leaf, _field in rows}
    context = {
        "held": held,
        "versions": versions,
        "way": dict(ACCESS)[held.access],
        "rows": rows,
        # What this answer lacks is kept unless it is taken away by hand.
        "others": [(p, field) for p, field in pointed.items() if rows and p not in shown],
    }
    return _shown(request, "one", context | dict(more), status)


def _pointed(data: QueryDict) -> dict[str, str]:
    pairs = list(zip(data.getlist("pointer"), data.getlist("field"), strict=False))[:500]
    return {pointer: field.strip() for pointer, field in pairs if field.strip()}


def _kept(pointed: Mapping[str, str]) -> dict[str, Any]:
    """What was named, where there is no answer to show it in."""
    return {"leaves": [Leaf(one, one.rsplit("/", 1)[-1], 1) for one in pointed]}


def _refuse_doubles(pointed: Mapping[str, str]) -> None:
    names = list(pointed.values())
    twice = [pointer for pointer, field in pointed.items() if names.count(field) > 1]
    if twice:
        raise InvalidInputError({twice[-1]: [_("Två uppgifter har samma namn.")]})


def _problems(found: Mapping[str, list[str]], pointed: Mapping[str, str]) -> list[tuple[str, str]]:
    return [
        ("fields", f"{pointed[pointer]}: {text}" if pointer in pointed else text)
        for pointer, texts in found.items()
        for text in texts
    ]


def _version(request: ViewerRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else -1


def _shown(
    request: ViewerRequest, name: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    response = render(request, f"admin/lookups/{name}.html", dict(context), status=status)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _actor(request: ViewerRequest) -> Actor:
    if request.actor is None:
        raise NotFoundError
    return request.actor
