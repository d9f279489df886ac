"""A municipality's own register of water meters, with a small interface that answers in JSON."""
