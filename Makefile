# make setup: .venv with memcon in it · make demo: code the samples in front of you · make test: the tests
PYTHON ?= python3
STAMP := .venv/.set-up

.PHONY: setup demo test lint lock

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

demo: setup
	.venv/bin/python samples/demo.py

test: setup
	.venv/bin/python -m pytest -n auto

lint: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

# names, versions and hashes, never an index's address
lock:
	.venv/bin/python -m pip install --quiet --disable-pip-version-check pip-tools
	.venv/bin/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --allow-unsafe \
		--strip-extras --extra dev --extra mcp --extra scale --output-file requirements.lock pyproject.toml
