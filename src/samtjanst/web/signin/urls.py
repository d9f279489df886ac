"""Addresses of login and logout, for citizens and for staff."""

from django.urls import path

from samtjanst.web.signin import code_views, elsewhere_views, passkey_views, views, welcome_views

app_name = "signin"
_ORDER = "logga-in/order/<uuid:order_id>/"
urlpatterns = [
    path("logga-in/", views.citizen_login, name="citizen"),
    path("handlaggning/logga-in/", views.staff_login, name="staff"),
    path("handlaggning/logga-in/kod/", code_views.login, name="with_code"),
    path("handlaggning/logga-in/passkey/", passkey_views.begin, name="passkey"),
    path("handlaggning/logga-in/passkey/visad/", passkey_views.shown, name="passkey_shown"),
    path("handlaggning/logga-in/utan-roll/", views.without_role, name="without_role"),
    path("handlaggning/logga-in/katalog/", elsewhere_views.begin, name="directory"),
    path("logga-in/annan-e-legitimation/", elsewhere_views.begin_citizen, name="another_eid"),
    path("logga-in/hos/katalog/klar/", elsewhere_views.arrive, name="arrived"),
    path(
        "logga-in/hos/<slug:provider>/klar/", elsewhere_views.arrive_citizen, name="arrived_citizen"
    ),
    path("logga-in/hos/<slug:provider>/metadata/", elsewhere_views.description, name="metadata"),
    path("valkommen/<uuid:invitation_id>/<slug:secret>/", welcome_views.link, name="welcome"),
    path("valkommen/inloggning/", welcome_views.way, name="welcome_way"),
    path("valkommen/app/", welcome_views.app, name="welcome_app"),
    path("valkommen/app/kod.svg", welcome_views.picture, name="welcome_picture"),
    path("logga-in/klar/<uuid:order_id>/", views.returned, name="returned"),
    path(_ORDER, views.order, name="order"),
    path("eid/<uuid:order_id>/status/", views.poll, name="poll"),
    path("eid/<uuid:order_id>/kod.svg", views.qr, name="qr"),
    path(f"{_ORDER}avbryt/", views.cancel, name="cancel"),
    path("logga-ut/", views.logout, name="logout"),
]
