# Needs Python 3.11 to 3.13 with pip; everything else goes into .venv, at the versions and hashes in constraints/.
# Another interpreter: make demo PYTHON=python3.12

ifndef PYTHON
PYTHON := $(shell command -v python3.11 || command -v python3 || echo python3)
endif
SERIES := $(shell $(PYTHON) -c 'import sys; print("py%d%d" % sys.version_info[:2])')
LOCK := constraints/$(SERIES).txt
INSTALLED := .venv/.installed-$(SERIES)
BIN := .venv/bin
WORKERS ?= auto

# No library reports its use: not in the demo, not in the tests.
export MLFLOW_DISABLE_TELEMETRY := true
export DO_NOT_TRACK := true
export BENTOML_DO_NOT_TRACK := True
export PREFECT_SERVER_ANALYTICS_ENABLED := false
# Some images forbid bytecode; then every process compiles every library again, which costs the demo a minute.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help install demo test check lint types contracts fast-tests current bench lock clean

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

install: $(INSTALLED) ## make .venv with all that the other targets need (about a minute)

# The lock holds all there is to install; pip, left to look for more, wants a hash for an extra of what it has already.
$(INSTALLED): pyproject.toml $(wildcard $(LOCK))
	@test -f $(LOCK) || { echo "mlspec needs Python 3.11 to 3.13, and $(PYTHON) is not: name one with PYTHON=..." >&2; exit 1; }
	@echo "installing $$(grep -c == $(LOCK)) packages into .venv; the first time this takes a minute or two"
	@$(PYTHON) -m venv .venv || { $(PYTHON) -m venv --without-pip .venv && $(PYTHON) -m pip --python $(BIN)/python install -qq pip; }
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r $(LOCK)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: $(INSTALLED) ## compile specs/flight-delay; train, serve and watch it on the flights of 2013
	$(BIN)/mlspec compile flight-delay
	$(BIN)/mlspec up flight-delay --as-of 2013-07-01 --replay 2013-04-01 --replay 2013-08-01

# A file goes to one worker as a whole: servers and lifecycles that its tests share are started once.
test: $(INSTALLED) ## run all tests
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

check: lint types contracts current fast-tests ## lint, types, import contracts, generated files, fast tests

lint: $(INSTALLED) ## ruff: rules and layout
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# Every spec's files are a program of their own, so each is checked apart, under the table that the compiler obeys.
types: $(INSTALLED) ## mypy: the compiler, then every spec with what it compiles to
	$(BIN)/mypy
	@for folder in generated/*/; do \
	  name=$$(basename "$$folder"); test -d "specs/$$name/src" || continue; \
	  echo "mypy generated/$$name specs/$$name/src"; \
	  MYPYPATH="generated/$$name:generated/$$name/service:generated/$$name/flows:specs/$$name/src" \
	    $(BIN)/mypy "generated/$$name" "specs/$$name/src" || exit 1; \
	done

contracts: $(INSTALLED) ## import-linter: who may import whom
	$(BIN)/lint-imports

current: $(INSTALLED) ## the committed generated files are what the specs compile to
	$(BIN)/mlspec compile --check

fast-tests: $(INSTALLED) ## the tests that are not marked slow or e2e
	$(BIN)/python -m pytest -n $(WORKERS) -m "not slow and not e2e"

bench: $(INSTALLED) ## measure what README states
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python "$$script" || exit 1; done

lock: ## resolve constraints/ again (needs uv); versions already there are kept
	@for series in 11 12 13; do \
	  uv pip compile -q pyproject.toml --extra all --extra example --extra dev --python-version 3.$$series \
	    --generate-hashes --no-emit-index-url --no-header --no-annotate -o constraints/py3$$series.txt || exit 1; \
	done

clean: ## remove .venv, caches and the runs of the demo; generated files stay
	rm -rf .venv .mlspec build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
