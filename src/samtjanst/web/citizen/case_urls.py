"""Addresses of Mina ärenden."""

from django.urls import path

from samtjanst.web.citizen import case_views as views

urlpatterns = [
    path("", views.my_cases, name="my_cases"),
    path("<slug:reference>/", views.my_case, name="my_case"),
    path("<slug:reference>/kvittens.pdf", views.receipt, name="case_receipt"),
    path("<slug:reference>/beslut.pdf", views.decision, name="case_decision"),
    path("<slug:reference>/bilaga/<uuid:file_id>/", views.attachment, name="case_attachment"),
]
