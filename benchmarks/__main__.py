"""`./run bench …`: tables in words, JSON beside them."""

import sys

from benchmarks.choices import USAGE, Imports, Statistics, chosen


def main(arguments: list[str]) -> int:
    # Imported late: the measure of imports must stay small, its children begin with its memory.
    match chosen(arguments):
        case Statistics(scale):
            from benchmarks.statistics import main as statistics  # noqa: PLC0415

            return statistics(scale)
        case Imports() as measure:
            from benchmarks.imports import main as imports  # noqa: PLC0415

            return imports(measure)
    sys.stderr.write(USAGE)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
