# Needs git, make and Python 3.11 or newer; everything else is set up in .venv by the first target that runs.

PYTHON ?= python3
RUN := .venv/bin/python -m
NHIEMVU := .venv/bin/nhiemvu
FUZZED := text html doc docx pdf sheets ods zip document numbers dates units

# Tests start hundreds of Pythons, and each would compile all that it imports.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint fuzz format clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 10

setup: ## make or refresh .venv from uv.lock
	@$(PYTHON) tools/bootstrap.py

demo: setup ## build the graph of the bundled sample, ask it a question, serve it until interrupted
	@$(NHIEMVU) build --sample -o demo/graph
	@$(NHIEMVU) query tasks-led --resolution 38/NQ-CP --unit "Cục Y tế dự phòng" -g demo/graph
	@$(NHIEMVU) serve demo/graph

test: setup lint ## run every check and test; those marked slow where CI or SLOW is set
	@$(PYTHON) tools/programs.py
	@$(RUN) pytest -n auto --dist loadfile --no-loadscope-reorder --max-worker-restart 0 $(if $(CI)$(SLOW),,-m "not slow") -p tests.reach
	@$(if $(CI)$(SLOW),,echo "Slow tests were left out; make test SLOW=1 runs them too.")

lint: setup ## run the checks that execute nothing
	@$(RUN) ruff check .
	@$(RUN) ruff format --check .
	@$(RUN) mypy
	@.venv/bin/lint-imports

fuzz: setup ## fuzz every reader and grammar for a minute each with Atheris
	@.venv/bin/uv pip install -q --python .venv/bin/python --group fuzz
	@for target in $(FUZZED); do \
		.venv/bin/python fuzz/run.py $$target -max_total_time=60 -max_len=4000 || exit 1; done

format: setup ## rewrite the code in the common format
	@$(RUN) ruff check --fix-only .
	@$(RUN) ruff format .

clean: ## remove what the other targets made
	rm -rf .venv demo dist build api/static/vendor
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
