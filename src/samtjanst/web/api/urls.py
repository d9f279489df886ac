"""Addresses of the interface."""

from django.urls import path

from samtjanst.web.api.api import api
from samtjanst.web.api.views import reference

urlpatterns = [path("", reference, name="api"), path("", api.urls)]
