"""Addresses of what every face shares."""

from django.urls import path

from samtjanst.web.ui import views

app_name = "ui"
urlpatterns = [
    path("tema-<slug:version>.css", views.theme, name="theme"),
    path("komponenter/", views.gallery, name="gallery"),
]
