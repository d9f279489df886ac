"""A municipality's own directory of staff, as an OpenID Connect provider; can be hostile."""
