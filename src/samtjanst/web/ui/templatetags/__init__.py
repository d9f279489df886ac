"""Filters that the templates of every face can use."""
