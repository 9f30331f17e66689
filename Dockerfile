# One image for web, worker, beat and the migrations.
FROM python:3.13-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 OMP_NUM_THREADS=1
WORKDIR /srv/ijportal
RUN useradd --system --create-home ijportal

COPY requirements/bootstrap.lock requirements/prod.lock requirements/
RUN pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements/bootstrap.lock \
    && uv pip sync --system --require-hashes --no-build requirements/prod.lock

COPY . .
# Building the static files needs no service: the values below are read and never used.
RUN IJPORTAL_SECRET_KEY=build IJPORTAL_JOURNAL_KEY=build DATABASE_URL=postgresql:///build \
    REDIS_URL=redis://build IJPORTAL_STATIC_ROOT=/srv/static \
    python manage.py collectstatic --noinput --verbosity 0
RUN install -d -o ijportal -g ijportal -m 700 /srv/imports
ENV IJPORTAL_STATIC_ROOT=/srv/static IJPORTAL_IMPORT_ROOT=/srv/imports
USER ijportal
EXPOSE 8000
CMD ["gunicorn", "ijportal.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", \
     "--threads", "4", "--worker-class", "gthread", "--timeout", "30"]
