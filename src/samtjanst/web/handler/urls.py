"""Addresses of the handler's face."""

from django.urls import path

from samtjanst.web.handler import (
    batch_views,
    case_views,
    decision_views,
    delay_views,
    handoff_views,
    letter_views,
    list_views,
    signing_views,
    sorting_views,
    supplement_views,
)

app_name = "handler"
_CASE = "arenden/<slug:reference>/"
urlpatterns = [
    path("", list_views.work_list, name="home"),
    path("lista/<slug:view>/", list_views.work_list, name="list"),
    path("lista/<slug:view>/flera/", batch_views.many, name="many"),
    path("lista/<slug:view>/ta-ut/", batch_views.take_out, name="take_out"),
    path("sok/", list_views.search, name="search"),
    path("mallar/", letter_views.templates, name="letter_templates"),
    path(_CASE, case_views.case, name="case"),
    path(f"{_CASE}ta/", case_views.take, name="take"),
    path(f"{_CASE}ta-utan-underskrift/", case_views.take_unsigned, name="take_unsigned"),
    path(f"{_CASE}vagar-vidare/", signing_views.ways_on, name="ways_on"),
    path(f"{_CASE}annan-undertecknare/", signing_views.name_another, name="name_another"),
    path(f"{_CASE}fordela/", sorting_views.assign, name="assign"),
    path(f"{_CASE}lagg-tillbaka/", sorting_views.release, name="release"),
    path(f"{_CASE}mark/", sorting_views.mark, name="mark"),
    path(f"{_CASE}anteckna/", sorting_views.write_note, name="note"),
    path(f"{_CASE}andra/", sorting_views.related, name="related"),
    path(f"{_CASE}paminn/", case_views.remind_missing, name="remind"),
    path(f"{_CASE}dokument.pdf", case_views.case_document, name="document"),
    path(f"{_CASE}filer/<uuid:file_id>/", case_views.file, name="file"),
    path(f"{_CASE}filer/<uuid:file_id>/visa/", case_views.preview, name="preview"),
    path(f"{_CASE}meddelanden/", letter_views.letters, name="letters"),
    path(
        f"{_CASE}meddelanden/<uuid:letter_id>/<uuid:file_id>/",
        letter_views.file,
        name="letter_file",
    ),
    path(f"{_CASE}komplettering/", supplement_views.ask, name="ask_supplement"),
    path(f"{_CASE}komplettering/andra/", supplement_views.change, name="change_supplement"),
    path(f"{_CASE}fordrojning/", delay_views.tell, name="tell_delay"),
    path(f"{_CASE}avgor/<uuid:request_id>/", delay_views.refuse, name="refuse_request"),
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
