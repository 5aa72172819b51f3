# make run [INPUT=folder] [OUT=folder]   the main job; make test   the tests. Both make their own environment in .venv.
PYTHON ?= python3
INPUT ?= seeds
OUT ?= out
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test lint clean

run: $(VENV)/ready
	$(BIN)/extractor run $(INPUT) --out $(OUT)

test: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/python -m pytest -n auto --dist loadfile tests extractor

lint: $(VENV)/ready
	$(BIN)/ruff check .

$(VENV)/ready: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed, this is " + sys.version)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) out/*.parquet
