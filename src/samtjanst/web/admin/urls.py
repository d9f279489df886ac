"""Addresses of the administrator's face."""

from django.urls import path

from samtjanst.web.admin import views

app_name = "operations"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("jobb/<uuid:job_id>/starta-om/", views.retry, name="retry"),
]
