"""The command line over files of e-services: ``python -m samtjanst.project.definition --help``."""
