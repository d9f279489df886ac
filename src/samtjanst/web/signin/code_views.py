"""Logging in as staff with password and one-time code."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from samtjanst.foundation.people.middleware import ViewerRequest, set_cookie
from samtjanst.journey import identify
from samtjanst.web.signin.places import home_of, local_path
from samtjanst.web.ui.access import public


@public
@require_http_methods(["GET", "POST"])
def login(request: ViewerRequest) -> HttpResponse:
    """One form and one answer to whatever is wrong in it: it does not tell who works here."""
    data = request.POST
    next_path = local_path(request)
    facts: dict[str, object] = {"next": next_path, "email": data.get("email", "")[:254]}
    if request.method != "POST":
        return render(request, "signin/with_code.html", facts)
    opened = identify.sign_in_with_code(
        session=request.browser_session,
        email=data.get("email", ""),
        password=data.get("password", ""),
        code=data.get("code", ""),
    )
    if opened is None:
        text = gettext(
            "Det gick inte att logga in. Kontrollera adress, lösenord och kod. En kod gäller "
            "bara en gång. Har du försökt många gånger behöver du vänta upp till en kvart."
        )
        facts["problems"] = [("email", text)]
        return render(request, "signin/with_code.html", facts, status=422)
    response = HttpResponseRedirect(next_path or home_of(opened))
    set_cookie(response, opened.token)
    return response
