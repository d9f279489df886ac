"""Addresses of login and logout, for citizens and for staff."""

from django.urls import path

from samtjanst.web.signin import views

app_name = "signin"
_ORDER = "logga-in/order/<uuid:order_id>/"
urlpatterns = [
    path("logga-in/", views.citizen_login, name="citizen"),
    path("handlaggning/logga-in/", views.staff_login, name="staff"),
    path("logga-in/klar/", views.returned, name="returned"),
    path(_ORDER, views.order, name="order"),
    path(f"{_ORDER}status/", views.status, name="status"),
    path(f"{_ORDER}qr.svg", views.qr, name="qr"),
    path(f"{_ORDER}avbryt/", views.cancel, name="cancel"),
    path("logga-ut/", views.logout, name="logout"),
]
