"""Log-in by OpenID Connect: authorization code with PKCE, one provider for each municipality."""
