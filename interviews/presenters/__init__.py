"""Interviews in the words of the page."""
