"""Addresses of the interviews, the contacts and the visits."""

from django.urls import URLPattern


urlpatterns: list[URLPattern] = []
