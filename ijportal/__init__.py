"""Composition of the house: settings, routes, Celery, timetable, launcher, joined pages, demo."""

# Every process that may ring a bell (web, command, worker) must know the broker.
from ijportal.celery import app as celery_app


__all__ = ["celery_app"]
