"""Train Rasa on a folder of content, its files as they are.

    python train.py CONTENT OUT [--epochs 100] [--batch 16]

Runs in Rasa's own environment (`make bench-rasa`). What a Rasa project keeps in `domain.yml`, the
names of its intents, entities and slots, is read off the content; then `rasa data validate`
checks both, and `rasa train nlu` trains. `training.json` beside the model says what it took.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

import yaml

HERE = Path(__file__).parent
ENTITY = re.compile(r"\]\((\w+)")
SLOT = re.compile(r"type: slot, name: (\w+)")
SETTINGS = {
    "RASA_MAX_CACHE_SIZE": "0",  # a part taken from the cache would not be timed
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}


def main() -> None:
    """Write the domain and the configuration, validate, train, note the costs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("content", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=100)
    parser.add_argument(
        "--batch", type=int, help="examples a step (Rasa's own: 64, rising to 256)"
    )
    options = parser.parse_args()
    content, out = options.content.resolve(), options.out.resolve()
    domain = out / "domain"
    shutil.copytree(content / "responses", domain, dirs_exist_ok=True)
    _write(domain / "domain.yml", _names(content))
    config = yaml.safe_load((HERE / "config.yml").read_text(encoding="utf-8"))
    diet = next(part for part in config["pipeline"] if part["name"] == "DIETClassifier")
    diet["epochs"] = options.epochs
    if options.batch:
        diet["batch_size"] = options.batch
    _write(out / "config.yml", config)
    data = ("--domain", domain, "--config", out / "config.yml")
    _rasa(out, "data", "validate", "--fail-on-warnings", "--data", content / "intents", *data)
    before, started = _spent(), time.perf_counter()
    target = ("--nlu", content / "intents", "--out", out / "models")
    _rasa(out, "train", "nlu", *target, *data)
    after = _spent()
    costs = {
        "epochs": options.epochs,
        "batch": options.batch,
        "seconds": round(time.perf_counter() - started),
        "cpu_seconds": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime),
        "peak_mb": round(after.ru_maxrss / 1024),
    }
    (out / "training.json").write_text(json.dumps(costs), encoding="utf-8")
    print(costs)


def _names(content: Path) -> dict[str, object]:
    """What the files use and Rasa wants listed."""
    texts = [
        path.read_text(encoding="utf-8")
        for kind in ("intents", "responses")
        for path in sorted((content / kind).glob("*.yml"))
    ]
    documents = [yaml.safe_load(text) for text in texts]
    items = [item for document in documents for item in document.get("nlu") or ()]
    forms = [form for document in documents for form in (document.get("forms") or {}).values()]
    slots = {name for text in texts for name in SLOT.findall(text)}
    slots |= {name for form in forms for name in form["required_slots"]}
    return {
        "version": "3.1",
        "intents": [item["intent"] for item in items if "intent" in item],
        "entities": sorted({name for item in items for name in ENTITY.findall(item["examples"])}),
        "slots": {
            name: {
                "type": "text",
                "influence_conversation": False,
                "mappings": [{"type": "custom"}],
            }
            for name in sorted(slots)
        },
    }


def _spent() -> resource.struct_rusage:
    return resource.getrusage(resource.RUSAGE_CHILDREN)


def _write(path: Path, document: object) -> None:
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")


def _rasa(folder: Path, *arguments: object) -> None:
    command = [sys.executable, "-W", "ignore", "-m", "rasa", *map(str, arguments)]
    subprocess.run(command, cwd=folder, check=True, env={**os.environ, **SETTINGS})


if __name__ == "__main__":
    main()
