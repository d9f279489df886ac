"""Questions and pages are copied, and pasted elsewhere after a look at what follows."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from samtjanst.building.definitions.queries import workshop
from samtjanst.building.definitions.services import clipboard
from samtjanst.building.definitions.types import Copied
from samtjanst.capabilities.formkit import blocks
from samtjanst.capabilities.formkit.blocks import Brought
from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing import pasting
from samtjanst.capabilities.formkit.editing.document import Document
from samtjanst.capabilities.formkit.editing.left_behind import LeftBehind, left_behind
from samtjanst.capabilities.formkit.editing.pasting import Left
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.kernel.errors import NotFoundError
from samtjanst.web.studio import texts
from samtjanst.web.studio.fields import read_line
from samtjanst.web.studio.frame import actor_of, frame, revision_of
from samtjanst.web.studio.outline import label_of, page_url, question_url, rule_says, title_of
from samtjanst.web.ui.access import staff
from samtjanst.web.ui.language import spoken


@staff(Permission.ESERVICE_BUILD)
@require_POST
def copy(request: ViewerRequest, slug: str) -> HttpResponse:
    """Keep a page, or the questions that were chosen; then back to where one was."""
    page_id = read_line(request.POST, "page")
    whole = request.POST.get("do") == "page"
    chosen = request.POST.getlist("question")
    if chosen or whole:
        clipboard.copy(
            slug=slug,
            page_id=page_id if whole else "",
            question_ids=chosen,
            by=actor_of(request),
        )
    done = "?kopierat=1" if chosen or whole else "?kopierat=0"
    back = page_url(slug, page_id) if page_id else question_url(slug, (chosen or ["-"])[0])
    return HttpResponseRedirect(back + done)


@staff(Permission.ESERVICE_BUILD)
@require_http_methods(["GET", "POST"])
def paste(request: ViewerRequest, slug: str, page_id: str) -> HttpResponse:
    """What would be pasted on a page and what cannot follow; then it is done."""
    actor = actor_of(request)
    copied = workshop.copied(actor)
    if copied is None:
        raise NotFoundError
    if request.method != "POST":
        return _look(request, slug, page_id, copied)
    done = clipboard.paste(
        slug=slug,
        revision=revision_of(request),
        page_id=page_id,
        what=_("Inklistrat: %(what)s") % {"what": said(copied)},
        left=lambda brought, behind: _comment(copied, brought, behind),
        by=actor,
    )
    return HttpResponseRedirect(f"{page_url(slug, done.page_id)}?klistrat={len(done.question_ids)}")


def said(copied: Copied) -> str:
    """What was copied, in a few words."""
    if copied.clip.page_id:
        title = title_of(editing.page(copied.clip.document, copied.clip.page_id))
        return _("sidan ”%(title)s”") % {"title": title}
    parts = pasting.copied(copied.clip)
    if len(parts) == 1:
        return _("frågan ”%(label)s”") % {"label": label_of(parts[0])}
    return ngettext("%(n)s fråga", "%(n)s frågor", len(parts)) % {"n": len(parts)}


def _look(request: ViewerRequest, slug: str, page_id: str, copied: Copied) -> HttpResponse:
    draft = workshop.draft_of(actor_of(request), slug)
    brought = blocks.paste(draft.document, copied.clip, page_id)
    source, done = copied.clip.document, brought.pasted
    behind = left_behind(source, draft.document, done)
    context: dict[str, Any] = frame(request, draft, "editor", f"sida:{page_id}") | {
        "page": editing.page(draft.document, page_id),
        "copied": copied,
        "what": said(copied),
        "is_page": bool(copied.clip.page_id),
        "questions": [
            (label_of(one) or _("Fråga utan text"), texts.kind(one.get("kind", "")))
            for one in pasting.copied(copied.clip)
        ],
        "followed": _sentences(source, done.followed),
        "bound": [spoken(one) for one in done.bound],
        "left": [(told(source, one), ", ".join(map(spoken, one.missing))) for one in done.left],
        "elsewhere": _sentences(source, done.elsewhere),
        "parameters": done.parameters,
        "shared": done.shared,
        "brought": brought,
        "behind": behind,
        "looking": [spoken(one) for one in behind.looking],
        "registers": [spoken(one) for one in behind.registers],
    }
    return render(request, "studio/paste.html", context)


def _comment(copied: Copied, brought: Brought, behind: LeftBehind) -> str:
    """What did not follow, so that it is not forgotten; "" when everything did."""
    lines = [
        _("– %(what)s (saknas här: %(missing)s)")
        % {"what": told(copied.clip.document, one), "missing": ", ".join(map(spoken, one.missing))}
        for one in brought.pasted.left
    ]
    lines += [_("– blocket ”%(name)s”: bara en del kopierades, och den följer inte nya versioner")
              % {"name": name} for name in brought.loosened]  # fmt: skip
    lines += [_("– %(what)s, som använder det kopierade där") % {"what": spoken(one)}
              for one in behind.looking]  # fmt: skip
    lines += [_("– ändamål och laglig grund för uppslag i %(name)s") % {"name": spoken(one)}
              for one in behind.registers]  # fmt: skip
    if not lines:
        return ""
    lead = _("Inklistrat ur ”%(title)s”. Det här följde inte med:") % {"title": copied.title}
    return "\n".join([lead, *lines])


def told(source: Document, left: Left) -> str:
    """A rule or a setting that could not follow, in words."""
    if not left.setting:
        return "".join(_sentences(source, [left.about]))
    label = label_of(editing.question(source, left.about))
    name = texts.setting(left.setting)
    return _("Inställningen ”%(name)s” i frågan ”%(label)s”") % {"name": name, "label": label}


def _sentences(source: Document, rule_ids: Iterable[str]) -> list[str]:
    rules = {one.get("id"): one for one in source.get("rules") or []}
    return [rule_says(source, rules[one]) for one in rule_ids if one in rules]
