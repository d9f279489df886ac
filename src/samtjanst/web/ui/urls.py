"""Addresses of what every face shares."""

from django.urls import path

from samtjanst.web.ui import ground_views, views

app_name = "ui"
urlpatterns = [
    path("tema-<slug:version>.css", views.theme, name="theme"),
    path("karta/", ground_views.about, name="ground"),
    path("karta/<int:level>/<int:column>/<int:row>/", ground_views.square, name="ground_square"),
    path("komponenter/", views.gallery, name="gallery"),
]
