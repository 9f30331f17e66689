"""A program: one document described on the standard input, its PDF on the standard output."""

import json
import sys

import typst


if __name__ == "__main__":
    sys.stdout.buffer.write(typst.compile(**json.load(sys.stdin.buffer)))
