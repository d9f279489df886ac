"""Addresses of the handler's face."""

from django.urls import path

from samtjanst.web.handler import case_views, decision_views, handoff_views, list_views

app_name = "handler"
_CASE = "arenden/<slug:reference>/"
urlpatterns = [
    path("", list_views.work_list, name="home"),
    path("lista/<slug:view>/", list_views.work_list, name="list"),
    path("sok/", list_views.search, name="search"),
    path(_CASE, case_views.case, name="case"),
    path(f"{_CASE}ta/", case_views.take, name="take"),
    path(f"{_CASE}ta-utan-underskrift/", case_views.take_unsigned, name="take_unsigned"),
    path(f"{_CASE}paminn/", case_views.remind_missing, name="remind"),
    path(f"{_CASE}dokument.pdf", case_views.case_document, name="document"),
    path(f"{_CASE}filer/<uuid:file_id>/", case_views.file, name="file"),
    path(f"{_CASE}filer/<uuid:file_id>/visa/", case_views.preview, name="preview"),
    path(f"{_CASE}beslut/", decision_views.decision, name="decision"),
    path(f"{_CASE}overforing/<uuid:delivery_id>/", handoff_views.copy_card, name="copy_card"),
    path(
        f"{_CASE}overforing/<uuid:delivery_id>/for-hand/",
        handoff_views.take_by_hand,
        name="take_by_hand",
    ),
    path("overforingar/", handoff_views.deliveries, name="deliveries"),
    path(
        "overforingar/<uuid:delivery_id>/starta-om/",
        handoff_views.restart,
        name="restart_delivery",
    ),
]
