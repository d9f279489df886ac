"""Measurements of the product, one command each; figures are in docs/performance.md."""
