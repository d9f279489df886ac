"""Addresses of the handler's face."""

from django.urls import path

from samtjanst.web.handler import handoff_views, views

app_name = "handler"
_CASE = "arenden/<slug:reference>/"
urlpatterns = [
    path("", views.work_list, name="home"),
    path("lista/<slug:view>/", views.work_list, name="list"),
    path(_CASE, views.case, name="case"),
    path(f"{_CASE}ta/", views.take, name="take"),
    path(f"{_CASE}paminn/", views.remind_missing, name="remind"),
    path(f"{_CASE}beslut/", views.decision, name="decision"),
    path(f"{_CASE}dokument.pdf", views.case_document, name="document"),
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
    path(f"{_CASE}filer/<uuid:file_id>/", views.file, name="file"),
]
