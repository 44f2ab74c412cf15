# Two commands: `make run` serves the assistant, `make test` checks everything. Both set up what they need.

VENV := .venv
BIN := $(VENV)/bin
export PYTHONDONTWRITEBYTECODE ?= 1
CONTENT ?= .# what the systems of bench-matching and bench-rasa learn from
RASA ?= data/rasa# where bench-rasa keeps Rasa's environment and model
PYTHON310 ?= python3.10
EPOCHS ?= 100
BATCH ?= # examples a step; Rasa's own where it is left out

.PHONY: help run test fmt check unit soak shell validate stats eval eval-core thresholds \
	bench-matching bench-rasa bench-turns bench-speed bench-load bench-typeahead pictures size lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

run: $(VENV)/.run ## serve the assistant at http://127.0.0.1:8000
	$(BIN)/yuqi run

test: check unit ## format, lint, types, imports, content, all tests

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	npm run --silent check
	$(BIN)/yuqi data validate

unit: $(VENV)/.dev
	$(BIN)/yuqi train
	$(BIN)/python -m pytest -n auto

soak: $(VENV)/.dev ## the long tests, some half an hour; writes docs/soak.md
	$(BIN)/yuqi train
	YUQI_SOAK_REPORT=docs/soak.md $(BIN)/python -m pytest tests/server/soak -m soak

fmt: $(VENV)/.dev ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

shell: $(VENV)/.run ## chat in the terminal
	$(BIN)/yuqi shell

validate: $(VENV)/.run ## check the content
	$(BIN)/yuqi data validate

stats: $(VENV)/.run ## count examples and answers
	$(BIN)/yuqi data stats

eval: $(VENV)/.run ## accuracy, fallback rate and worst confusions on the development set
	$(BIN)/yuqi test nlu

eval-core: $(VENV)/.run ## hold the golden conversations
	$(BIN)/yuqi test core

thresholds: $(VENV)/.run ## what each choice of thresholds costs on the development sets
	$(BIN)/python benchmarks/thresholds.py

bench-matching: $(VENV)/.bench ## compare ways of matching on the development sets
	$(BIN)/python benchmarks/matching.py --content $(CONTENT)

bench-rasa: $(VENV)/.bench $(RASA)/training.json ## the same with Rasa among them; training it takes an hour or more
	$(BIN)/python benchmarks/matching.py --content $(CONTENT) --rasa $(RASA) --rasa-python $(RASA)/venv/bin/python

$(RASA)/training.json: $(RASA)/venv benchmarks/rasa/config.yml $(wildcard $(CONTENT)/intents/*.yml)
	nice -n 19 $(RASA)/venv/bin/python benchmarks/rasa/train.py $(CONTENT) $(RASA) --epochs $(EPOCHS) $(if $(BATCH),--batch $(BATCH))

$(RASA)/venv: benchmarks/rasa/requirements.txt
	$(PYTHON310) -m venv $@
	$@/bin/python -m pip install --quiet -r $< || { rm -rf $@; exit 1; }
	touch $@

bench-turns: $(VENV)/.run ## how many turns of conversations are answered rightly
	$(BIN)/python -m benchmarks.turns

bench-speed: $(VENV)/.run ## start, memory and latency, on the shipped content and on 100,000 pairs
	$(BIN)/yuqi train
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/speed.py many

bench-load: $(VENV)/.dev ## requests a second on SQLite, and on two replicas with PostgreSQL
	$(BIN)/yuqi train
	$(BIN)/python benchmarks/load.py

bench-typeahead: $(VENV)/.dev ## what completions cost, on the server and from key to list in Chromium
	$(BIN)/yuqi train
	$(BIN)/python benchmarks/typeahead.py

pictures: $(VENV)/.dev ## take the pictures in docs/images anew
	$(BIN)/yuqi train
	$(BIN)/python scripts/screenshots.py

size: $(VENV)/.run ## the widget's size as served, gzipped
	@$(BIN)/python -c "import gzip; from server.widget import joined; print(len(gzip.compress(joined().encode(), 9)), 'bytes')"

lock: ## write requirements/ anew from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --no-annotate --no-header -o requirements/run.txt
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --no-annotate --no-header -o requirements/dev.txt
	uv pip compile pyproject.toml --group bench --universal --python-version 3.11 --no-annotate --no-header -o requirements/bench.txt

clean: ## remove what set-up and tests left
	rm -rf $(VENV) node_modules data/models .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/.run: requirements/run.txt pyproject.toml scripts/setup
	scripts/setup run

$(VENV)/.bench: requirements/bench.txt $(VENV)/.run
	$(BIN)/python -m pip install --quiet -r $<
	touch $@

$(VENV)/.dev: requirements/dev.txt package-lock.json pyproject.toml scripts/setup
	scripts/setup dev
