# On a fresh machine with Python 3.11+ and make: `make report` and `make test` do everything.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help setup setup-browser report screenshots gate golden test fuzz check audit dependencies lock bench docs clean

help: ## say what each target does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(STAMP) ## make a virtual environment with kzcheck and its tools

$(STAMP): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "kzcheck needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

setup-browser: ## fetch Chromium and axe-core, with which the page is tested, where they can be had
	@tools/setup_browser.sh

report: setup ## check the shipped seeds and write reports/
	SOURCE_DATE_EPOCH=$${SOURCE_DATE_EPOCH:-1795305600} $(BIN)/kzcheck report seeds --rules rules/kazakhstan-azerbaijan --output reports

screenshots: setup ## make the pictures of the shipped report in docs/images
	$(BIN)/python tools/screenshots.py

gate: setup ## fail on a contradiction between the shipped seeds that nobody has accepted
	$(BIN)/kzcheck check seeds --rules rules/kazakhstan-azerbaijan --baseline kzcheck-baseline.yaml --require-reason

golden: setup ## freeze what is found and judged; AGAINST=folder or git revision shows the differences
	$(BIN)/python tools/golden.py $(if $(AGAINST),--against $(AGAINST))

test: setup ## run every test
	$(BIN)/python -m pytest -n auto --dist loadgroup

check: setup audit ## format, lint, types, layers, dependencies
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .

audit: setup ## licences of all that is installed, and known holes in it where the index knows them
	$(BIN)/python tools/make_dependencies.py --check
	PATH="$(CURDIR)/$(BIN):$$PATH" tools/audit.sh

dependencies: setup ## write docs/dependencies.md anew
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench,docs,release]'
	$(BIN)/python tools/make_dependencies.py

lock: setup ## write the versions that CI installs, .ci/lock.txt, anew
	$(BIN)/uv pip compile --quiet --upgrade --python-version 3.11 --extra dev --no-header --no-annotate --no-emit-index-url --output-file .ci/lock.txt pyproject.toml

fuzz: setup ## try many inputs that no run has tried before (FUZZ=N a test, 2000 by default)
	KZCHECK_FUZZ=$${FUZZ:-2000} $(BIN)/python -m pytest -n auto tests/fuzz

bench: setup ## measure what is found, speed and memory beside peers in the same run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python -m benchmarks

docs: setup ## build the site of the guides in build/site, offline once its generator is there
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[docs]'
	$(BIN)/python tools/make_lists.py
	$(BIN)/mkdocs build --strict --quiet

clean: ## remove what setup and tests made
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache build dist
