"""The floor's only address."""

from django.urls import path

from bench.floor import views

urlpatterns = [path("bench/floor", views.insert)]
