from django.apps import AppConfig


class SosijConfig(AppConfig):
    name = "sosij"
    verbose_name = "SOS IJ"
