# Everything works from a fresh clone: the first target that needs it sets the environment up.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2

.PHONY: chat test lint coverage audit bench torture clean

$(VENV)/.ready: pyproject.toml constraints.txt
	command -v $(PYTHON) >/dev/null && $(PYTHON) -m venv $(VENV) || python3 -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	touch $@

$(VENV)/.ready-dev: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@

chat: $(VENV)/.ready
	@$(BIN)/redline chat

lint: $(VENV)/.ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/redline knowledge check

test: lint
	$(BIN)/pytest --numprocesses $(WORKERS)

# The tests again, slower, with what of bot/ and handlers/ they did not reach.
coverage: $(VENV)/.ready-dev
	$(BIN)/pytest --numprocesses $(WORKERS) --cov --cov-report=term-missing:skip-covered

# Known holes in what we depend on, asked of PyPI's advisories: fails where those cannot be reached. Our own code: lint.
audit: $(VENV)/.ready-dev
	$(BIN)/pip-audit --strict --requirement constraints.txt --no-deps --disable-pip

bench: $(VENV)/.ready-dev
	$(BIN)/pytest tests/benchmarks --benchmark-enable --benchmark-columns=min,median,max,rounds -s

torture: $(VENV)/.ready-dev
	$(BIN)/pytest -m torture --timeout 3600 -s

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .benchmarks .coverage* build *.egg-info
