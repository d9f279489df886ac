"""The municipality's seal on PDF documents (PAdES)."""
