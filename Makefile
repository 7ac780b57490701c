# Everything happens in .venv, which is made here when it is missing, and under var/ (or CREDENCE_DATA_DIR).
MAKEFLAGS += --no-print-directory
PIP := .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input -c constraints.txt
RUN := .venv/bin/python

.PHONY: help run test lint bench shell clean

help:  ## say what there is
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*##/|/' | while IFS='|' read -r name text; do printf 'make %-6s %s\n' "$$name" "$$text"; done

run: .venv/.run  ## run Credence: the servers, the pages, the background work (PORT=9000 chooses the port)
	@DEBUG=$${DEBUG:-true} exec $(RUN) manage.py serve

test: .venv/.dev  ## run the whole test suite on servers of its own
	@PYTHONDONTWRITEBYTECODE= $(RUN) -m pytest -n auto --dist worksteal

lint: .venv/.dev  ## check form, types, imports between the rooms, spelling, migrations
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy .
	.venv/bin/lint-imports
	find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 --check {} +
	.venv/bin/codespell
	$(RUN) manage.py makemigrations --check --dry-run

bench: .venv/.dev  ## measure what must stay fast, without files; docs/benchmarks.md tells of the rest
	@for name in imports trust pages graph; do \
	  echo "== benchmarks.$$name"; \
	  $(RUN) -m config.servers $(RUN) -m "benchmarks.$$name" || exit 1; \
	done

shell: .venv/.run  ## a Python shell on the record
	@$(RUN) manage.py shell

clean:  ## delete what can be made again; the record in var/ stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis var/test var/static
	find . -name __pycache__ -prune -exec rm -rf {} +

.venv/.made:
	@echo "Making .venv …"
	@for python in python3.11 python3 python3.12 python3.13 python3.14 none; do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
	done; \
	if [ "$$python" = none ]; then echo "Credence needs Python 3.11 or newer, which is not installed." >&2; exit 1; fi; \
	"$$python" -m venv --clear .venv || { echo "$$python cannot make .venv (Debian, Ubuntu: apt-get install python3-venv)." >&2; exit 1; }
	@touch $@

.venv/.run: .venv/.made requirements.txt constraints.txt
	@echo "Installing what Credence needs into .venv (the first time this takes about half a minute) …"
	@$(PIP) -r requirements.txt
	@touch $@

.venv/.dev: .venv/.made requirements.txt requirements-dev.txt constraints.txt
	@echo "Installing what Credence and its tests need into .venv (the first time this takes about a minute) …"
	@$(PIP) -r requirements-dev.txt
	@touch .venv/.run $@
