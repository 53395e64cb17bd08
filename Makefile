# One command a chore. Needs python3 (3.11 or newer), git and make; everything else goes into .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input

.DEFAULT_GOAL := help
.PHONY: help demo test fuzz lint format types docs bench wheel clean

help:  ## List the chores
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/installed  ## Translate the example shop in demo/ and show what came out
	$(BIN)/composeport k8s demo/compose.yaml -o demo/out
	@printf '\n== demo/out\n'
	@ls demo/out
	@printf '\n== demo/out/api-deployment.yaml\n'
	@cat demo/out/api-deployment.yaml

test: $(VENV)/developed  ## Run the tests
	$(BIN)/python -m pytest -n auto

fuzz: SECONDS := 300
fuzz: SEED := $(shell date +%s)
fuzz: $(VENV)/developed  ## Fuzz for SECONDS=300, from another SEED each time
	$(BIN)/python tests/fuzz_loader.py --seed $(SEED) --seconds $(SECONDS)
	FUZZ_EXAMPLES=$(SECONDS) $(BIN)/python -m pytest tests/fuzzing

lint: $(VENV)/developed  ## Check style and formatting
	$(BIN)/ruff check
	$(BIN)/ruff format --check

format: $(VENV)/developed  ## Format the code, and fix what can be fixed
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

types: $(VENV)/developed  ## Check types, strictly
	$(BIN)/mypy --strict
	$(BIN)/mypy --strict --package benchmarks

docs: $(VENV)/installed  ## Make the pages of docs/ that come from the code's own tables
	$(BIN)/python -m composeport.dispositions.page > docs/attributes.md
	$(BIN)/python -m composeport.passes.override_page > docs/overrides.md
	$(BIN)/python -m composeport.audit.docs_pages docs

bench: $(VENV)/developed  ## Measure time and memory against docker-compose config (QUICK=1: in a minute)
	$(BIN)/python -m benchmarks $(if $(QUICK),quick)

wheel: $(VENV)/developed  ## Build the wheel into dist/
	$(BIN)/python -m build --wheel --no-isolation

clean:  ## Remove what the chores made
	rm -rf $(VENV) dist demo/out .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --editable .
	@touch $@

# The development dependencies are a dependency group (PEP 735), which pip reads from version 25.1 on.
$(VENV)/developed: $(VENV)/installed
	$(PIP) install --upgrade 'pip>=25.1'
	$(PIP) install --group dev
	@touch $@
