"""Addresses of SCIM 2.0."""

from django.urls import path

from samtjanst.web.api import scim

app_name = "scim"
urlpatterns = [
    path("ServiceProviderConfig", scim.configuration, name="configuration"),
    path("ResourceTypes", scim.resource_types, name="resource_types"),
    path("Schemas", scim.schemas, name="schemas"),
    path("Users", scim.users, name="users"),
    path("Users/<uuid:user_id>", scim.user, name="user"),
    path("Groups", scim.groups, name="groups"),
    path("Groups/<uuid:group_id>", scim.group, name="group"),
]
