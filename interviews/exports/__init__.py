"""Interviews on paper."""
