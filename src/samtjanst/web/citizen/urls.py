"""Addresses of the citizen's face."""

from django.urls import include, path

from samtjanst.web.citizen import (
    check_views,
    examine_views,
    form_views,
    key_views,
    opinion_views,
    pay_views,
    portal_views,
    rebase_views,
    suggest_views,
    supplement_views,
)

app_name = "citizen"
_FILING = "ansokan/<uuid:filing_id>/"

urlpatterns = [
    path("", portal_views.portal, name="portal"),
    path("e-tjanster/<slug:slug>/", portal_views.service, name="service"),
    path("e-tjanster/<slug:slug>/starta/", form_views.start, name="start"),
    path("tillganglighet/", portal_views.accessibility, name="accessibility"),
    path("kakor/", portal_views.cookies, name="cookies"),
    path("kontrollera/", examine_views.page, name="examine"),
    path("nycklar/mina-ombud/", key_views.mandate_keys, name="mandate_keys"),
    path("sprak/", portal_views.language, name="language"),
    path(_FILING, form_views.resume, name="resume"),
    path(f"{_FILING}ny-version/", rebase_views.moved, name="moved"),
    path(f"{_FILING}oversikt/", form_views.overview, name="overview"),
    path(f"{_FILING}sida/<slug:page_id>/", form_views.page, name="page"),
    path(f"{_FILING}sida/<slug:page_id>/falt/", form_views.fields, name="fields"),
    path(f"{_FILING}sida/<slug:page_id>/forslag/", suggest_views.suggestions, name="suggest"),
    path(f"{_FILING}kontrollera/", check_views.check, name="check"),
    path(f"{_FILING}kasta/", form_views.discard, name="discard"),
    path(f"{_FILING}andra/", form_views.take_up, name="take_up"),
    path(f"{_FILING}kvitto/", form_views.receipt, name="receipt"),
    path("betalning/<uuid:order_id>/", pay_views.pay, name="pay"),
    path("betalning/<uuid:order_id>/betala/", pay_views.begin, name="pay_begin"),
    path("betalning/<uuid:order_id>/avbryt/", pay_views.cancel, name="pay_cancel"),
    path("betalning/<uuid:order_id>/lage/", pay_views.poll, name="pay_poll"),
    path("betalning/<uuid:order_id>/kod.svg", pay_views.code, name="pay_code"),
    path("betalning/<uuid:order_id>/kvitto.pdf", pay_views.receipt, name="pay_receipt"),
    path("betalning/svar/<uuid:attempt_id>/", pay_views.callback, name="payment_callback"),
    path("yttrande/<uuid:opinion_id>/", opinion_views.give, name="give_opinion"),
    path(
        "yttrande/<uuid:opinion_id>/underlag/<uuid:file_id>/",
        opinion_views.document,
        name="opinion_document",
    ),
    path("komplettering/<uuid:supplement_id>/", supplement_views.inquiry, name="inquiry"),
    path(
        "komplettering/<uuid:supplement_id>/svar/",
        supplement_views.inquiry_form,
        name="inquiry_form",
    ),
    path(
        "komplettering/<uuid:supplement_id>/svar/falt/",
        supplement_views.inquiry_fields,
        name="inquiry_fields",
    ),
    path(
        "komplettering/<uuid:supplement_id>/svar/kontrollera/",
        supplement_views.inquiry_check,
        name="inquiry_check",
    ),
    path("underskrift/", include("samtjanst.web.citizen.signing_urls")),
    path("mina-arenden/", include("samtjanst.web.citizen.case_urls")),
]
