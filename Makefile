# One word per job; the work itself is done by the barnevern command.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: reports test lint check lab bench benchmark backtest docs clean

reports: $(READY)  ## every page of the default batch
	$(BIN)/barnevern run

test: $(READY)  ## all tests
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

lint: $(READY)  ## format, lint, types, notebooks without outputs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/nbstripout --verify --keep-id notebooks/*.ipynb

check: lint test  ## all of it

bench: $(READY)  ## the batch beside papermill and nbconvert alone, and as the nation grows: bench.json
	$(BIN)/python tests/benchmark_batch.py

lab: $(READY)  ## the notebooks in JupyterLab
	$(BIN)/barnevern lab

benchmark: $(READY)  ## seconds of CPU a page costs, by part
	$(BIN)/python tests/benchmark_page.py

backtest: $(READY)  ## how wrong the forecasts would have been
	$(BIN)/python tests/backtest_forecast.py

docs: $(READY)  ## docs/commands.md from --help, docs/api.md from docstrings
	TYPER_USE_RICH=0 $(BIN)/python tests/readme_help.py
	PYTHONPATH=tests $(BIN)/python tests/api_reference.py

clean:  ## everything that can be made again
	rm -rf .venv data/store reports/*/

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $(READY)
