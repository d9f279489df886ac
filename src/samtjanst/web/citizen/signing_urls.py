"""Addresses of signing."""

from django.urls import path

from samtjanst.web.citizen import signing_views as views

_ORDER = "<uuid:request_id>/order/<uuid:order_id>/"
urlpatterns = [
    path("<uuid:request_id>/", views.signature, name="signature"),
    path("<uuid:request_id>/legitimerad/", views.signed_elsewhere, name="signed_elsewhere"),
    path("<uuid:request_id>/starta/", views.start, name="sign"),
    path("<uuid:request_id>/avbojd/", views.decline, name="decline"),
    path("<uuid:request_id>/klar/<uuid:order_id>/", views.returned, name="sign_returned"),
    path("<uuid:request_id>/bilaga/<uuid:file_id>/", views.attachment, name="sign_attachment"),
    path(_ORDER, views.order, name="sign_order"),
    path(f"{_ORDER}avbryt/", views.cancel, name="sign_cancel"),
]
