"""Copy a folder of content with a sample of each intent's examples.

    python benchmarks/sample.py CONTENT OUT [--each 60]

An epoch of DIET grows faster than the content; on a sample it can be trained to the end. Whatever
is compared with it must learn from the same sample: `make bench-rasa CONTENT=OUT`.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path


def main() -> None:
    """Write OUT/intents and OUT/responses."""
    parser = argparse.ArgumentParser()
    parser.add_argument("content", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--each", type=int, default=60, help="examples of an intent")
    options = parser.parse_args()
    shutil.copytree(options.content / "responses", options.out / "responses", dirs_exist_ok=True)
    (options.out / "intents").mkdir(exist_ok=True)
    for path in sorted((options.content / "intents").glob("*.yml")):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        sampled = "".join(_sampled(lines, options.each))
        (options.out / "intents" / path.name).write_text(sampled, encoding="utf-8")


def _sampled(lines: list[str], each: int) -> Iterator[str]:
    """The lines of a file; of each intent's examples at most so many, evenly spread."""
    of_intent = False
    for is_example, group in groupby(lines, key=lambda line: line.startswith("    - ")):
        run = list(group)
        if is_example and of_intent:
            run = [run[place * len(run) // each] for place in range(min(each, len(run)))]
        of_intent = any(line.startswith("- intent: ") for line in run)
        yield from run


if __name__ == "__main__":
    main()
