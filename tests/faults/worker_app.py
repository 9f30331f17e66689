"""`celery -A tests.faults.worker_app`: the product's application and the jobs of the storm."""

from ijportal.celery import app


app.conf.imports = ("tests.faults.kinds",)
