# Each target works on a fresh machine; `make help` lists them.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
LIBRARY ?= library
INSTALLED := $(VENV)/.installed
TESTABLE := $(VENV)/.testable

.PHONY: run demo test lint format help
.DEFAULT_GOAL := help

run: $(INSTALLED) ## install, index the samples where there is no library, open the chat window
	@test -e $(LIBRARY)/current.json || $(BIN)/yuanwen --library $(LIBRARY) index samples/articles
	$(BIN)/yuanwen serve --library $(LIBRARY)

demo: $(INSTALLED) ## index the samples and answer three questions in the terminal
	@rm -rf build/demo && mkdir -p build
	$(BIN)/yuanwen --library build/demo index samples/articles
	$(BIN)/yuanwen --library build/demo ask '《临泽新区人才公寓管理办法》从什么时候起施行？'
	$(BIN)/yuanwen --library build/demo ask 'How many bird species were recorded at the Yanhu (砚湖) wetland park in autumn 2024?'
	$(BIN)/yuanwen --library build/demo ask '临泽新区2026年的财政收入是多少？'

test: $(TESTABLE) lint ## lint, type check and the whole test suite
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(TESTABLE) ## ruff and mypy --strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(TESTABLE) ## bring the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

# torch first and by exact version: a plain `torch` would bring gigabytes of CUDA.
$(INSTALLED): $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet -c constraints.txt torch==2.13.0
	$(BIN)/python -m pip install --quiet -c constraints.txt -e .
	@touch $@

$(TESTABLE): $(INSTALLED)
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[test,llamacpp,mcp,milvus]'
	@touch $@

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10
