# Korea Desk: the commands. Needs Python 3.11 or newer; `make run` needs nothing else.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# The first Python on the path that is new enough; override with PYTHON=...
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
# What the commands take further: make run ARGS="--log", make test ARGS="tests/sample -x"
ARGS ?=
# Where the evaluation material is, wherever a command is run.
KOREADESK_SHARED ?= ../shared
export KOREADESK_SHARED := $(abspath $(KOREADESK_SHARED))

help: ## Show the commands
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 24

setup: .setup/run ## Prepare .venv with the koreadesk command in it

run: .setup/run ## Run the whole desk on a sample newswire (ARGS="--help" shows what else)
	@exec $(BIN)/koreadesk run $(ARGS)

test: .setup/dev ## Run the tests, but for the one of docker compose
	$(BIN)/python -m pytest -m "not compose" $(ARGS)

lint: .setup/dev ## Check style, types and who imports whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .setup/bench ## Measure throughput, latency and memory on this machine
	@if command -v cc >/dev/null; then $(MAKE) --no-print-directory compiled; \
		else echo "bench: no C compiler here (apt install gcc python3-dev), so the compiled reader is not measured"; fi
	$(BIN)/python -m tests.bench $(ARGS)

eval: .setup/dev ## Score the reader on the evaluation texts, and compare with the accepted version
	$(BIN)/python -m tests.evaluation $(ARGS)

schemas: .setup/dev ## Write schemas/published anew (JSON Schema, AsyncAPI)
	$(BIN)/python -m schemas.publish

compose-test: .setup/dev ## Bring docker compose up, send one article through, take it down
	$(BIN)/python -m pytest -m compose $(ARGS)

wheel: .setup/build ## Build the wheel into dist/
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

compiled: build/compiled/tests/.made ## Compile the reader, as the image has it, into build/compiled

compiled-test: build/compiled/tests/.made ## Run the reader's tests on the compiled one
	cd build/compiled && $(CURDIR)/$(BIN)/python -m pytest $(LISTENING) tests/classifier $(ARGS)

# A test that listens inside the reader, from a class derived of it, cannot do so where the reader is compiled.
LISTENING := --ignore tests/classifier/test_relevance.py
# A tree of its own: beside the sources, compiled modules would hide what is edited.
build/compiled/.made: $(shell find services schemas -name '*.py' -o -name '*.yaml') deploy/compile_hook.py .setup/compile
	@rm -rf build/compiled build/wheel
	@echo "compiled: some two minutes of one core ..."
	@HATCH_BUILD_HOOK_ENABLE_CUSTOM=1 $(BIN)/python -m hatchling build -t wheel -d build/wheel
	@$(PIP) install --no-deps --target build/compiled build/wheel/*.whl
	@cd build/compiled && $(CURDIR)/$(BIN)/python -c \
		'from services.classifier.reading import reader; assert reader.__file__.endswith(".so"), reader'
	@touch $@

build/compiled/tests/.made: build/compiled/.made pyproject.toml $(shell find tests -type f -not -name '*.pyc')
	@rm -rf build/compiled/tests
	@cp -r tests pyproject.toml build/compiled
	@touch $@

clean: ## Remove what the commands made
	rm -rf $(VENV) .setup dist build

# A stamp a step: each is done once, and again when what it depends on changes.
.setup/run: deploy/requirements.txt .setup/build
	@echo "setup: packages ..."
	@$(PIP) install --require-hashes -r deploy/requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.setup/dev: deploy/requirements-dev.txt .setup/run
	@echo "setup: tools for tests and checks ..."
	@$(PIP) install --require-hashes -r deploy/requirements-dev.txt
	@touch $@

.setup/compile: deploy/requirements-compile.txt .setup/dev
	@echo "setup: what compiles the reader ..."
	@$(PIP) install --require-hashes -r deploy/requirements-compile.txt
	@touch $@

.setup/bench: deploy/requirements-bench.txt .setup/dev
	@echo "setup: what the bench compares with ..."
	@$(PIP) install --require-hashes -r deploy/requirements-bench.txt
	@touch $@

# The build tools are hash-locked and installed like the rest: pip's own build isolation would fetch them unchecked.
.setup/build: deploy/requirements-build.txt pyproject.toml $(BIN)/python
	@mkdir -p .setup
	@$(PIP) install --require-hashes -r deploy/requirements-build.txt
	@touch $@

$(BIN)/python:
	@[[ -n "$(PYTHON)" ]] && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "setup: Korea Desk needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "setup: this Python cannot make virtual environments; on Debian: apt install python3-venv"; exit 1; }
	@echo "setup: .venv with $$($(PYTHON) --version) ..."
	@$(PYTHON) -m venv $(VENV)

.PHONY: help setup run test lint bench eval schemas compose-test wheel compiled compiled-test clean
