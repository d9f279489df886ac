"""A SAML identity provider by Sweden Connect's profile; can be hostile."""
