# The commands of this project. `make` alone lists them.

# A Python >= 3.11 that may make virtual environments; everything else runs by .venv.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
# Words by which the system stops when this make is killed, where the machine knows them.
TIED = $(shell command -v setpriv >/dev/null && echo setpriv --pdeathsig=TERM)

.DEFAULT_GOAL := help
.PHONY: help venv assets run test suites journey bench lint types messages lock clean

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 12

venv: ## make .venv and install the locked requirements
	@$(PYTHON) -m setup venv

assets: ## fetch style, script and fonts for pages and papers
	@$(PYTHON) -m setup assets

run: ## set up what is missing, then serve everything on this machine
	@$(PYTHON) -m setup run
	@exec $(TIED) $(BIN)/python -m portal.local

test: lint ## lint, types, import contract, and every suite
	@$(MAKE) --no-print-directory --jobs 2 types suites

suites: ## every suite of tests, nothing else
	@$(PYTHON) -m setup test
	$(BIN)/pytest $(ALONE)
	$(BIN)/pytest --numprocesses auto --dist loadfile --no-loadscope-reorder $(addprefix --ignore=,$(ALONE))

# The supervisor is tried alone: it counts, and ends, every process that its run leaves.
ALONE := tests/portal/test_local_supervisor.py

lint: ## ruff and the import contract
	@$(PYTHON) -m setup test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

types: ## mypy, strict
	@$(PYTHON) -m setup test
	$(BIN)/mypy

journey: ## two dossiers from sign-in to a signed result, on a throwaway database
	@$(PYTHON) -m setup run
	@exec $(BIN)/python -m portal.local.journey

bench: ## measure; prints JSON lines
	@$(PYTHON) -m setup run
	@exec $(BIN)/python -m benchmarks

messages: ## collect the texts to translate and bring the catalogues up to date
	@$(PYTHON) -m setup venv
	mkdir -p translations/en/LC_MESSAGES && touch -a translations/en/LC_MESSAGES/messages.po
	$(BIN)/pybabel -q extract $(EXTRACT) -o translations/messages.pot forms portal procedures templates
	sed -i.dated '/^"POT-Creation-Date/d' translations/messages.pot && rm translations/messages.pot.dated
	$(BIN)/pybabel -q update $(UPDATE) -i translations/messages.pot -d translations -l en

lock: ## resolve requirements.in anew, with hashes
	@$(PYTHON) -m setup test
	$(BIN)/uv pip compile $(LOCK) --upgrade requirements.in --output-file requirements.txt
	$(BIN)/uv pip compile $(LOCK) --upgrade tests/requirements.in --output-file tests/requirements.txt

EXTRACT := -F portal/babel.cfg --ignore-dirs __pycache__ -k N_ --no-wrap --sort-by-file --add-location file \
           --project portal --version 1 --copyright-holder portal --msgid-bugs-address ""
UPDATE := --no-fuzzy-matching --no-wrap --ignore-obsolete --ignore-pot-creation-date

LOCK := --quiet --generate-hashes --no-annotate --no-header --no-emit-index-url \
        --no-emit-find-links --python-version 3.11 --python-platform linux

clean: ## remove what set-up and tests made; the data in var/ stay
	rm -rf .venv node_modules portal/static/vendor build htmlcov .coverage
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
