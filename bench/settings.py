"""The product's own settings, and what only a measurement needs: the floor and the counter."""

from samtjanst.project.settings import *  # noqa: F403 - this is the product, with two additions
from samtjanst.project.settings import INSTALLED_APPS, MIDDLEWARE

INSTALLED_APPS = [*INSTALLED_APPS, "bench.floor"]
MIDDLEWARE = ["bench.counting.CountQueries", *MIDDLEWARE]
