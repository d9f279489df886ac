"""A municipality's map service (WMS 1.3.0) that draws a town nobody lives in."""
