"""Comments, invitations, and the prototype that the invited try."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from samtjanst.building.definitions.queries import workshop
from samtjanst.building.definitions.services import talk
from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.queries import all_staff
from samtjanst.foundation.people.types import Actor, system_actor
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.web.studio.fields import read_line, read_text
from samtjanst.web.studio.frame import actor_of, frame
from samtjanst.web.studio.outline import label_of, question_url, title_of
from samtjanst.web.studio.views.home import pairs
from samtjanst.web.studio.views.trial import step
from samtjanst.web.ui.access import public, staff


@staff(Permission.ESERVICE_READ)
@require_http_methods(["GET", "POST"])
def comments(request: ViewerRequest, slug: str) -> HttpResponse:
    """Everything that has been said, open things first; and who has been asked to try."""
    faults: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            talk.comment(
                slug=slug,
                page_id="",
                question_id=read_line(request.POST, "question"),
                text=read_text(request.POST, "text"),
                by=actor_of(request),
            )
        except InvalidInputError as error:
            faults = error.problems
        else:
            return HttpResponseRedirect((request.POST.get("back_to_question") and question_url(
                slug, read_line(request.POST, "question")
            )) or request.path)  # fmt: skip
    return _screen(request, slug, faults=faults)


@staff(Permission.ESERVICE_BUILD)
@require_POST
def resolve(request: ViewerRequest, slug: str, comment_id: uuid.UUID) -> HttpResponse:
    """Taken care of, or open again."""
    talk.resolve(comment_id=comment_id, by=actor_of(request))
    return HttpResponseRedirect(reverse("studio:comments", args=[slug]))


@staff(Permission.ESERVICE_BUILD)
@require_POST
def invite(request: ViewerRequest, slug: str) -> HttpResponse:
    """Ask somebody to try; the link is shown this once."""
    chosen = request.POST.get("staff", "")
    try:
        token = talk.invite(
            slug=slug,
            name=read_line(request.POST, "name"),
            staff_id=uuid.UUID(chosen) if chosen else None,
            by=actor_of(request),
        )
    except InvalidInputError as error:
        return _screen(request, slug, faults=error.problems)
    except ValueError as error:
        raise NotFoundError from error
    link = request.build_absolute_uri(reverse("studio:prototype", args=[token]))
    return _screen(request, slug, link=link)


@staff(Permission.ESERVICE_BUILD)
@require_POST
def end(request: ViewerRequest, slug: str, invitation_id: uuid.UUID) -> HttpResponse:
    """Let a link lead nowhere."""
    talk.end_invitation(invitation_id=invitation_id, by=actor_of(request))
    return HttpResponseRedirect(reverse("studio:comments", args=[slug]))


@public
@require_http_methods(["GET", "POST"])
def prototype(request: ViewerRequest, token: str) -> HttpResponse:
    """The draft for somebody invited: tried as in the studio, with a comment at each question."""
    invitation = workshop.invited(token, request.actor)
    draft = workshop.invited_draft(invitation)
    context: dict[str, Any] = step(request, draft)
    about = request.POST.get("comment", "")
    if request.method == "POST" and about:
        context |= _say(request, invitation, about)
    context |= {
        "draft": draft,
        "invited_as": invitation.name,
        "said": workshop.comments_on(draft.slug, is_open=True),
    }
    response = render(request, "studio/prototype.html", context)
    # The address is the secret: it must not be told to other sites.
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _say(request: ViewerRequest, invitation: Any, about: str) -> dict[str, Any]:
    kind, _colon, name = about.partition(":")
    try:
        talk.comment_as_invited(
            invitation=invitation,
            page_id=request.POST.get("page", ""),
            question_id=name if kind == "question" else "",
            text=read_text(request.POST, f"comment.{about}"),
            by=request.actor or _somebody(),
        )
    except InvalidInputError as error:
        return {"comment_problem": about, "comment_error": error.problems["text"][0]}
    return {"thanked": about}


def _somebody() -> Actor:
    return system_actor(scope_id())


def _screen(
    request: ViewerRequest,
    slug: str,
    *,
    faults: dict[str, list[str]] | None = None,
    link: str = "",
) -> HttpResponse:
    actor = actor_of(request)
    draft = workshop.draft_of(actor, slug)
    names = {one["id"]: label_of(one) for _page, one in editing.questions(draft.document)}
    titles = {one["id"]: title_of(one) for one in editing.pages(draft.document)}
    said = workshop.comments(actor, slug)
    rows: list[dict[str, Any]] = [
        {
            "comment": one,
            "where": names.get(one.question_id) or titles.get(one.page_id, ""),
            "url": question_url(slug, one.question_id) if one.question_id in names else "",
        }
        for one in said
    ]
    context = frame(request, draft, "comments") | {
        "open": [row for row in rows if not row["comment"].is_resolved],
        "resolved": [row for row in rows if row["comment"].is_resolved],
        "invitations": workshop.invitations(actor, slug),
        "staff": all_staff(),
        "link": link,
        "problems": pairs(faults or {}),
    }
    return render(request, "studio/comments.html", context, status=422 if faults else 200)
