"""Addresses of the studio."""

from django.urls import path

from samtjanst.web.studio.views import (
    comments,
    editor,
    home,
    publishing,
    rules,
    settings,
    structure,
    trial,
)

app_name = "studio"
urlpatterns = [
    path("", home.home, name="home"),
    path("ny/", home.create, name="create"),
    path("importera/", home.take_in, name="import"),
    path("<slug:slug>/", editor.overview, name="editor"),
    path("<slug:slug>/utkast/", home.start, name="start"),
    path("<slug:slug>/utkast/kasta/", home.discard, name="discard"),
    path("<slug:slug>/export.json", home.export, name="export"),
    path("<slug:slug>/sok/", editor.search, name="search"),
    path("<slug:slug>/har/", editor.here, name="here"),
    path("<slug:slug>/angra/", structure.history, name="history"),
    path("<slug:slug>/sidor/", structure.add_page, name="add_page"),
    path("<slug:slug>/ordning/", structure.order, name="order"),
    path("<slug:slug>/sida/<slug:page_id>/", editor.page, name="page"),
    path("<slug:slug>/sida/<slug:page_id>/gor/", structure.page_action, name="page_action"),
    path("<slug:slug>/sida/<slug:page_id>/ny-fraga/", structure.add_question, name="add_question"),
    path("<slug:slug>/sida/<slug:page_id>/visa/", trial.preview, name="preview"),
    path("<slug:slug>/fraga/<slug:question_id>/", editor.question, name="question"),
    path(
        "<slug:slug>/fraga/<slug:question_id>/gor/",
        structure.question_action,
        name="question_action",
    ),
    path("<slug:slug>/fraga/<slug:question_id>/ny-fraga/", structure.add_inner, name="add_inner"),
    path("<slug:slug>/villkor/", rules.rules, name="rules"),
    path("<slug:slug>/villkor/nytt/", rules.add, name="add_rule"),
    path("<slug:slug>/villkor/<slug:rule_id>/", rules.rule, name="rule"),
    path("<slug:slug>/installningar/", settings.overview, name="settings"),
    path("<slug:slug>/installningar/ansvar/", settings.people, name="people"),
    path("<slug:slug>/installningar/parametrar/", settings.parameters, name="parameters"),
    path("<slug:slug>/installningar/<slug:section>/", settings.section, name="section"),
    path("<slug:slug>/prova/", trial.try_it, name="try"),
    path("<slug:slug>/kommentarer/", comments.comments, name="comments"),
    path("<slug:slug>/kommentarer/<uuid:comment_id>/", comments.resolve, name="resolve"),
    path("<slug:slug>/inbjudningar/", comments.invite, name="invite"),
    path("<slug:slug>/inbjudningar/<uuid:invitation_id>/", comments.end, name="end_invitation"),
    path("prototyp/<str:token>/", comments.prototype, name="prototype"),
    path("<slug:slug>/checklista/", publishing.checklist, name="checklist"),
    path("<slug:slug>/checklista/<slug:line>/", publishing.mark, name="mark"),
    path("<slug:slug>/publicera/", publishing.publish, name="publish"),
    path("<slug:slug>/versioner/", publishing.versions, name="versions"),
    path("<slug:slug>/versioner/gor/", publishing.act, name="version_action"),
]
