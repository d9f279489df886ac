"""Real PostgreSQL for every test, reached as the role that owns no table."""

import gc
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest

# A window draws its address field and toolbar as pages of their own, which costs more than the
# page that is tested. Only the last such list counts: the other names are Playwright's own.
_FEATURES = (
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "PreloadTopChromeWebUI",
    "InitialWebUI", "WebUIReloadButton", "WebUIToolbar", "WebUILocationBar",
    "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "PaintHolding", "LensOverlay",
    "MediaRouter", "OptimizationHints", "ThirdPartyStoragePartitioning",
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose",
    "AvoidCorsURLLoaderRestartOnRedirect", "NetworkTimeServiceQuerying", "PreconnectToSearch",
)  # fmt: skip
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    f"--disable-features={','.join(_FEATURES)}",
)  # fmt: skip
# The same examples in every run, for as long as each takes: a red run is about the change that
# it judges. ``--hypothesis-profile=search`` looks for new ones.
_PATIENT: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": [hypothesis.HealthCheck.too_slow],
}
hypothesis.settings.register_profile("steady", derandomize=True, **_PATIENT)
hypothesis.settings.register_profile("search", **_PATIENT)
hypothesis.settings.load_profile("steady")


def pytest_collection_finish() -> None:
    """What has been imported lives as long as the run: it is not looked through for garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """After the owner has made the tables, work as the role that web and worker have."""
    from django.db import connection

    with django_db_blocker.unblock():
        connection.settings_dict["OPTIONS"]["assume_role"] = "samtjanst_app"
        connection.close()
        yield
        del connection.settings_dict["OPTIONS"]["assume_role"]
        connection.close()


@pytest.fixture(autouse=True)
def _forget_kept() -> Iterator[None]:
    """What is kept in the process does not pass from one test to the next."""
    yield
    from samtjanst.foundation.tenancy import queries

    queries.forget()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser for the tests of a module; its loop would be in the way of those after them."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=[*FLAGS])
        yield opened
        opened.close()


@pytest.fixture
def committed_db(_owner_empties_the_tables: None, transactional_db: None) -> None:
    """For tests of crashes, races and browsers: everything is really committed."""


@pytest.fixture(scope="session")
def _owner_empties_the_tables() -> Iterator[None]:
    """After a test that commits, the owner empties the tables, since the web's role may not."""
    from django.db import connection, transaction
    from django.test import TransactionTestCase

    def empty(_self: TransactionTestCase) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("RESET ROLE; SET session_replication_role = replica")
            for table in _filled(cursor):
                cursor.execute(f"DELETE FROM {table}")
        connection.close()

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(TransactionTestCase, "_fixture_teardown", empty)
        yield


def _filled(cursor: Any) -> list[str]:
    """The tables that hold anything, once nobody writes any more.

    Most are empty, and to truncate every table would take longer than most tests do.
    """
    from django.db import connection

    tables = [
        connection.ops.quote_name(table)
        for table in connection.introspection.django_table_names(only_existing=True)
        if table != "django_migrations"
    ]
    cursor.execute(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE")
    looks = (f"(SELECT '{table}' FROM {table} LIMIT 1)" for table in tables)
    cursor.execute(" UNION ALL ".join(looks))
    return [table for (table,) in cursor.fetchall()]
