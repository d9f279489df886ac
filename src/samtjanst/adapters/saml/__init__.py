"""Log-in by SAML 2.0 as a service provider, by Sweden Connect's profile and stricter."""
