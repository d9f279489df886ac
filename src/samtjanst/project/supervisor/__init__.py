"""Runs the whole product on one machine: database, migrations, demo data, simulators, worker, web.

One instance per data folder. Whatever happens to it, nothing is left running.
"""
