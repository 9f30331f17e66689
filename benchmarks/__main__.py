"""`./run bench …`: tables in words, JSON beside them."""

import sys

from benchmarks.choices import USAGE, Imports, KnownTruth, MyDay, Nights, Pages, chosen


def main(arguments: list[str]) -> int:
    # Imported late: the measure of imports must stay small, its children begin with its memory.
    match chosen(arguments):
        case Nights(scale):
            from benchmarks.nights import main as nights  # noqa: PLC0415

            return nights(scale)
        case Imports() as measure:
            from benchmarks.imports import main as imports  # noqa: PLC0415

            return imports(measure)
        case Pages():
            from benchmarks.pages import main as pages  # noqa: PLC0415

            return pages()
        case MyDay():
            from benchmarks.my_day import main as my_day  # noqa: PLC0415

            return my_day()
        case KnownTruth():
            from benchmarks.known_truth import main as known_truth  # noqa: PLC0415

            return known_truth()
    sys.stderr.write(USAGE)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
