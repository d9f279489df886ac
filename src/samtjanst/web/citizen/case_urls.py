"""Addresses of Mina ärenden."""

from django.urls import path

from samtjanst.web.citizen import case_views as views
from samtjanst.web.citizen import (
    letter_views,
    opinion_views,
    register_views,
    retract_views,
    session_views,
    supplement_views,
)

urlpatterns = [
    path("", views.my_cases, name="my_cases"),
    path("inloggningar/", session_views.mine, name="sessions"),
    path("inloggningar/andra/", session_views.end_others, name="end_others"),
    path("inloggningar/<uuid:session_id>/", session_views.end_one, name="end_session"),
    path("slagningar/", register_views.about_me, name="about_me"),
    path("<slug:reference>/", views.my_case, name="my_case"),
    path("<slug:reference>/meddelanden/", letter_views.letters, name="letters"),
    path(
        "<slug:reference>/meddelanden/<uuid:letter_id>/<uuid:file_id>/",
        letter_views.file,
        name="letter_file",
    ),
    path(
        "<slug:reference>/yttranden/<uuid:opinion_id>/<uuid:file_id>/",
        opinion_views.file,
        name="opinion_file",
    ),
    path("<slug:reference>/overklaga/", letter_views.appeal, name="appeal"),
    path("<slug:reference>/aterkalla/", retract_views.retract, name="retract"),
    path("<slug:reference>/begar-avgorande/", views.ask_to_decide, name="ask_to_decide"),
    path("<slug:reference>/komplettering/", supplement_views.form, name="supplement"),
    path("<slug:reference>/komplettering/falt/", supplement_views.fields, name="supplement_fields"),
    path(
        "<slug:reference>/komplettering/kontrollera/",
        supplement_views.check,
        name="supplement_check",
    ),
    path("<slug:reference>/kvittens.pdf", views.receipt, name="case_receipt"),
    path("<slug:reference>/beslut.pdf", views.decision, name="case_decision"),
    path(
        "<slug:reference>/beslut/<uuid:decision_id>.pdf",
        views.earlier_decision,
        name="earlier_decision",
    ),
    path("<slug:reference>/bilaga/<uuid:file_id>/", views.attachment, name="case_attachment"),
]
