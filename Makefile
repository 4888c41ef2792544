# Everything that is done with a checkout. `make help` lists it.

PORT ?= 8000
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard network/translations/*/LC_MESSAGES/*.po))
PYTEST := $(BIN)/python -m pytest

export BASE_URL ?= http://127.0.0.1:$(PORT)

.PHONY: help run test check lint catalogues translations bench chromium
.DEFAULT_GOAL := help

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "PORT=8000 and PYTHON=python3 may be set; see docs/operations/running.md for the settings of the network itself."

run: $(RUNTIME) $(CATALOGUES) ## the network with its demo at http://127.0.0.1:PORT
	@$(BIN)/network setup
	@$(BIN)/network welcome
	@exec $(BIN)/network serve --port $(PORT)

check: $(DEV) $(CATALOGUES) lint ## style, types, layers and every test that needs no browser, crowd or whole command
	$(PYTEST) -n auto -m "not browser and not race and not whole"

test: $(DEV) $(CATALOGUES) chromium lint ## everything: what `check` does, browsers and races too
	$(PYTEST) -n 2 -m "not race"
	$(PYTEST) -m race

lint: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/bandit -q -r -ll -c pyproject.toml network

bench: $(DEV) $(CATALOGUES) ## how fast it is, beside a page that only says hello
	$(BIN)/python -m bench

translations: $(DEV) ## bring the catalogues up to date with the texts in code and templates
	mkdir -p build
	$(BIN)/pybabel -q extract -F pyproject.toml -k _l --no-location --sort-output -o build/messages.pot .
	$(BIN)/pybabel -q update -i build/messages.pot -d network/translations --no-fuzzy-matching --ignore-obsolete --width 2000 --ignore-pot-creation-date

catalogues: $(CATALOGUES)

%.mo: %.po
	$(BIN)/pybabel -q compile -i $< -o $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; say which with PYTHON=..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): $(BIN)/python pyproject.toml constraints.txt
	$(BIN)/pip install -qq --disable-pip-version-check -c constraints.txt -e '.[postgres]'
	@touch $@

$(DEV): $(BIN)/python pyproject.toml constraints.txt
	$(BIN)/pip install -qq --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@ $(RUNTIME)

$(CATALOGUES): | $(RUNTIME)

chromium:
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
		&& apt-get update -qq && apt-get install -y -qq -o DPkg::Lock::Timeout=300 chromium; } \
		|| { echo "The browser tests need Chromium: install it so that 'chromium' is on the PATH."; exit 1; }
