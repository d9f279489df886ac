"""Addresses of the people who work here, and of one's own account."""

from django.urls import path

from samtjanst.web.admin import (
    account_views,
    group_views,
    own_eid_views,
    passkey_views,
    staff_views,
    way_views,
)

app_name = "people"
_ONE = "<uuid:staff_id>/"
urlpatterns = [
    path("", staff_views.everybody, name="everybody"),
    path("bjud-in/", staff_views.invite, name="invite"),
    path("enheter/", staff_views.unit_levels, name="units"),
    path("e-legitimationer/", way_views.ways, name="ways"),
    path("grupper/", group_views.groups, name="groups"),
    path("grupper/<uuid:row_id>/ta-bort/", group_views.remove, name="remove_group"),
    path("jag/", account_views.mine, name="mine"),
    path("jag/logga-ut/", account_views.end_others, name="end_others"),
    path("jag/logga-ut/<uuid:session_id>/", account_views.end_one, name="end_one"),
    path("jag/koder/", account_views.renew, name="renew"),
    path("jag/passkey/", passkey_views.begin, name="begin_passkey"),
    path("jag/passkey/klar/", passkey_views.add, name="add_passkey"),
    path("jag/passkey/<uuid:passkey_id>/namn/", passkey_views.rename, name="rename_passkey"),
    path("jag/passkey/<uuid:passkey_id>/ta-bort/", passkey_views.remove, name="remove_passkey"),
    path("jag/bankid/", own_eid_views.begin, name="begin_own_eid"),
    path("jag/bankid/ta-bort/", own_eid_views.remove, name="remove_own_eid"),
    path("jag/bankid/<uuid:order_id>/", own_eid_views.order, name="own_eid"),
    path("jag/bankid/<uuid:order_id>/avbryt/", own_eid_views.stop, name="stop_own_eid"),
    path("jag/bankid/klar/<uuid:order_id>/", own_eid_views.returned, name="own_eid_returned"),
    path(_ONE, staff_views.person, name="person"),
    path(f"{_ONE}roller/", staff_views.give, name="give"),
    path(f"{_ONE}roller/ta-bort/", staff_views.take, name="take"),
    path(f"{_ONE}bjud-in/", staff_views.again, name="again"),
    path(f"{_ONE}logga-ut/", staff_views.log_out, name="log_out"),
    path(f"{_ONE}passkeys/ta-bort/", staff_views.remove_passkeys, name="remove_passkeys"),
    path(f"{_ONE}avsluta/", staff_views.close, name="close"),
]
