# The commands of the course. `make help` lists them; each sets up what it needs.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.8
OUT := build
WORKERS ?= 3
JAVASCRIPT := tools/javascript
NODE_MODULES := $(JAVASCRIPT)/node_modules/.package-lock.json
# nbgrader looks for `alembic` on PATH, Jupyter for its kernels
export PATH := $(CURDIR)/$(BIN):$(PATH)
# one thread a process: the processes are what runs in parallel
export OPENBLAS_NUM_THREADS := 1

.PHONY: help setup course test bench bench-site site lint lock clean

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */  make \1\t/' | expand -t 20

setup: $(VENV)/ready  ## make .venv with everything in requirements.txt

$(VENV)/ready: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit(f"Python 3.11 or newer is needed, $(PYTHON) is {sys.version.split()[0]}. Try: make PYTHON=python3.12")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip sync --quiet --require-hashes requirements.txt
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --no-deps --config-setting editable_mode=compat --editable .
	touch $@

course: setup  ## build the book, release the notebooks, grade a synthetic class
	course build --to $(OUT)/site
	course release --to $(OUT)/release
	course sample-class --to $(OUT)/class
	course grade $(OUT)/class --out $(OUT)/grades
	@echo
	@echo "The site         $(CURDIR)/$(OUT)/site/index.html   (opened as a file it can be read; its cells run with: $(BIN)/course serve)"
	@echo "The notebooks    $(CURDIR)/$(OUT)/release/"
	@echo "The class report $(CURDIR)/$(OUT)/grades/report.html"
	@echo "The gradebook    $(CURDIR)/$(OUT)/grades/gradebook.db   and   grades.csv beside it"

test: setup  ## run all tests, in three processes; more with WORKERS=4
	pytest -n $(WORKERS) --dist loadgroup --durations=25 --durations-min=5

bench: setup  ## measure the grader against stock nbgrader; writes build/bench.json
	python -m benchmarks.grading --to $(OUT)/bench.json

bench-site: setup  ## measure the built site: weight, shift, Lighthouse, time to a result; writes build/bench-site.json
	python -m benchmarks.site $(OUT)/site --to $(OUT)/bench-site.json

site: setup  ## build the book only
	course build --to $(OUT)/site

lint: setup $(NODE_MODULES)  ## formatting, style, types, who imports whom, spelling
	ruff format --check
	ruff check
	mypy
	lint-imports
	codespell
	npm run --prefix $(JAVASCRIPT) --silent check

$(NODE_MODULES): $(JAVASCRIPT)/package.json $(JAVASCRIPT)/package-lock.json
	@command -v npm >/dev/null || { echo "make lint checks the scripts of the site, and needs npm for it. Install Node.js 18 or newer with npm." >&2; exit 1; }
	npm ci --prefix $(JAVASCRIPT) --loglevel error --no-audit --no-fund
	touch $@

lock: setup  ## compile requirements.txt from pyproject.toml
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --quiet --custom-compile-command "make lock" --output-file requirements.txt

clean:  ## remove what was built, and the environment
	rm -rf $(OUT) $(VENV) $(JAVASCRIPT)/node_modules *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
