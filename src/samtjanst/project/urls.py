"""Every address of the product."""

from django.urls import include, path

from samtjanst.project import health

urlpatterns = [
    path("halsa", health.alive, name="alive"),
    path("redo", health.ready, name="ready"),
    path("", include("samtjanst.web.ui.urls")),
    path("", include("samtjanst.web.signin.urls")),
    path("", include("samtjanst.web.citizen.urls")),
    path("handlaggning/", include("samtjanst.web.handler.urls")),
    path("scim/v2/", include("samtjanst.web.api.scim_urls")),
    path("api/v1/", include("samtjanst.web.api.urls")),
    path("drift/", include("samtjanst.web.admin.urls")),
    path("medarbetare/", include("samtjanst.web.admin.staff_urls")),
    path("studio/", include("samtjanst.web.studio.urls")),
]

handler400 = "samtjanst.web.ui.views.bad_request"
handler403 = "samtjanst.web.ui.views.not_found"
handler404 = "samtjanst.web.ui.views.not_found"
handler500 = "samtjanst.web.ui.views.server_error"
