#!/bin/sh
# Writes the four locks of requirements/ from pyproject.toml. Hashes only: a lock names no host.
set -eu
cd "$(dirname "$0")/.."
uv=${UV:-.outils/bin/uv}
[ -x "$uv" ] || uv=uv
lock() {
    out=$1
    shift
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links "$@" -o "requirements/$out.lock"
}
lock bootstrap requirements/bootstrap.in
lock prod pyproject.toml
lock app pyproject.toml --group embarque
lock dev pyproject.toml --group embarque --group test --group bench --group lint
if grep -l '://' requirements/*.lock; then
    echo "Un verrou nomme un hôte : il ne doit contenir que des noms, des versions et des empreintes." >&2
    exit 1
fi
