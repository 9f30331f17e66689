"""The verbs of `./run`."""

import signal
import sys
from collections.abc import Callable

from ijportal.launcher import verbs
from ijportal.launcher.places import LauncherError


VERBS: dict[str, Callable[[list[str]], int]] = {
    "demo": verbs.demo,
    "test": verbs.test,
    "check": verbs.check,
    "manage": verbs.manage,
    "bench": verbs.bench,
    "stop": verbs.stop,
}
USAGE = """Usage : ./run VERBE

  demo [--check]        le portail sur des données synthétiques ; --check vérifie et s’arrête
  test [args pytest]    toute la suite de tests, services compris
  check                 mise en forme, règles, types, contrats d’import, migrations
  manage …              manage.py, services démarrés
  bench MESURE          mesures de vitesse, avec leur jumeau naïf ; seul, il dit lesquelles
  stop                  arrête ce que ./run a démarré
"""


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in VERBS:
        sys.stderr.write(USAGE)
        return 0 if arguments[:1] in (["-h"], ["--help"], ["aide"]) else 2
    # A supervisor's TERM must end like Ctrl-C: by stopping what was started.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return VERBS[arguments[0]](arguments[1:])
    except LauncherError as failure:
        sys.stderr.write(f"\n{failure}\n")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
