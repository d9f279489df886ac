"""Addresses of the interface."""

from django.urls import path

from samtjanst.web.api.api import api
from samtjanst.web.api.views import attempt, reference

urlpatterns = [
    path("", reference, name="api"),
    path("prova/<slug:name>/", attempt, name="api"),
    path("", api.urls),
]
