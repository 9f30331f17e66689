"""Requests in the words of the page."""
