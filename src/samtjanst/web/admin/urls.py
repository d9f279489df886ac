"""Addresses of the administrator's face."""

from django.urls import path

from samtjanst.web.admin import (
    client_views,
    emergency_views,
    handoff_views,
    lookup_views,
    views,
    webhook_views,
)

app_name = "operations"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("overforingar/", handoff_views.routes, name="routes"),
    path("overforingar/ny/<slug:slug>/", handoff_views.new, name="new_route"),
    path("overforingar/timkostnad/", handoff_views.hour_cost, name="hour_cost"),
    path("overforingar/<uuid:route_id>/", handoff_views.change, name="route"),
    path("overforingar/<uuid:route_id>/lage/", handoff_views.switch, name="switch_route"),
    path("uppslag/", lookup_views.sources, name="lookups"),
    path("uppslag/nytt/", lookup_views.new, name="new_lookup"),
    path("uppslag/<slug:name>/", lookup_views.source, name="lookup"),
    path("uppslag/<slug:name>/adress/", lookup_views.change, name="change_lookup"),
    path("uppslag/<slug:name>/prova/", lookup_views.attempt, name="try_lookup"),
    path("uppslag/<slug:name>/lage/", lookup_views.switch, name="switch_lookup"),
    path("system/", client_views.connected, name="clients"),
    path("system/<uuid:client_id>/", webhook_views.webhooks, name="webhooks"),
    path("mottagare/<uuid:webhook_id>/starta/", webhook_views.resume, name="resume_webhook"),
    path("mottagare/<uuid:webhook_id>/ta-bort/", webhook_views.remove, name="remove_webhook"),
    path("mottagare/besked/<uuid:call_id>/", webhook_views.replay, name="replay_webhook"),
    path("system/<uuid:client_id>/stang/", client_views.close, name="close_client"),
    path("nodatkomst/", emergency_views.answer, name="emergencies"),
    path("nodatkomst/begar/", emergency_views.ask, name="ask_emergency"),
    path("jobb/<uuid:job_id>/starta-om/", views.retry, name="retry"),
]
