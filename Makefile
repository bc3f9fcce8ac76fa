# Everything here needs git, make and Python 3.11 or newer, and nothing else. `make` alone lists the commands.
#   make site PORT=9000                    another port
#   make test PYTHON=/opt/python/bin/python3   another Python

PORT   ?= 8000
PYTHON ?=
UV     ?= uv

VENV  := .venv
BIN   := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.NOTPARALLEL:
.SUFFIXES:
.PHONY: help site test prove bench lint lock clean environment chromium again
.PHONY: ruff format web types style rules pytest

help: ## list the commands
	@echo 'Afterword. `make site` shows the example library, `make test` checks everything.'
	@echo
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST)

# ---------------------------------------------------------------------------------------------- what people call

# Serves what was built, search included; `afterword serve` shows edits at once, and leaves the search index out.
site: environment ## build the example library and serve it on http://127.0.0.1:8000 (PORT=…)
	@$(BIN)/python -c 'import socket; socket.create_server(("127.0.0.1", $(PORT))).close()' 2>/dev/null || \
		{ echo 'Port $(PORT) is taken; choose another: make site PORT=8001' >&2; exit 1; }
	@echo '== Building the example library'
	@$(BIN)/afterword build
	@echo '== Serving it on http://127.0.0.1:$(PORT) (Ctrl-C ends it)'
	@$(BIN)/python -m http.server --bind 127.0.0.1 --directory site $(PORT) >/dev/null 2>&1

test: environment chromium ## everything a change must pass; large suites by sample
	@$(call each,ruff format web types style rules pytest)

prove: export AFTERWORD_WHOLE = 1
prove: environment chromium ## the same, with every suite whole
	@$(call each,ruff format web types style rules pytest)

lint: environment ## style and types only
	@$(call each,ruff format web types style rules)

bench: environment chromium ## measure, on this machine
	@test -f benchmarks/run.py || { echo 'There is no benchmarks/run.py to run.' >&2; exit 1; }
	@$(BIN)/python benchmarks/run.py
	@$(BIN)/python benchmarks/first_query.py

lock: ## choose the versions of all dependencies anew (needs uv)
	@command -v $(UV) >/dev/null || { echo 'make lock needs uv: https://docs.astral.sh/uv/ (or UV=/path/to/uv).' >&2; exit 1; }
	@$(call compile,--upgrade --group dev pyproject.toml,requirements.lock)
	@$(call compile,--constraint requirements.lock pyproject.toml,requirements-runtime.lock)
	@$(call compile,--constraint requirements.lock --group charts,requirements-charts.lock)
	@echo "requirements.lock: $$(grep -c '==' requirements.lock) packages"

# The versions that run are those that were tested: both smaller locks take theirs from the first.
compile = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-header --no-annotate $(1) -o $(2)

clean: ## remove everything that these commands made
	rm -rf $(VENV) site dist .cache .afterword .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# -------------------------------------------------------------------------------- the steps of `make test`, in order

# Runs every step even when one fails, so that one run tells everything; pytest's closing line comes last.
each = failed=; for step in $(1); do $(MAKE) --no-print-directory $$step || failed="$$failed $$step"; done; \
	test -z "$$failed" || { echo "Not passed:$$failed" >&2; exit 1; }

ruff:
	@echo '== ruff check: house style'
	@$(BIN)/ruff check --output-format concise

format:
	@echo '== ruff format: layout'
	@$(BIN)/ruff format --check --output-format concise

# Biome's package exists for Linux on x86-64 alone.
web:
	@echo '== oxlint, biome, djlint: scripts, style sheets and templates of the site'
	@$(BIN)/oxlint --quiet --deny-warnings plugins
	@if test -x $(BIN)/biome; then $(BIN)/biome lint --error-on-warnings plugins; \
		else echo '   Style sheets are not checked: biome has no package for this machine.'; fi
	@$(BIN)/djlint --lint --quiet --profile jinja plugins/afterword/theme plugins/afterword/template

types:
	@echo '== mypy: types'
	@$(BIN)/mypy --strict plugins/afterword scripts tests

style:
	@echo '== style figures: names, docstrings and lengths'
	@$(BIN)/python scripts/style_figures.py

rules:
	@echo '== rule pages: each code has its page, and they are fresh'
	@$(BIN)/python scripts/rule_pages.py --check

pytest:
	@echo '== pytest: $(if $(AFTERWORD_WHOLE),every suite whole,tests)'
	@$(BIN)/python -m pytest -q -n auto --dist loadfile

# ---------------------------------------------------------------------------------------------------- the set-up

environment: $(STAMP)

chromium: environment
	@$(BIN)/python scripts/install_chromium.py

# The environment is made again when the lock or the project's metadata changed, when its Python is gone, and when the
# checkout was moved: scripts in an environment know its path.
ifneq ($(shell cat $(STAMP) 2>/dev/null && $(BIN)/python -c '' 2>/dev/null && echo sound),$(CURDIR) sound)
$(STAMP): again
endif

$(STAMP): requirements.lock pyproject.toml
	@echo '== Setting up $(VENV)'
	@if test -f $(STAMP) && test "$$(cat $(STAMP))" != '$(CURDIR)'; then rm -rf $(VENV); fi
	@rm -f $(STAMP)
	@$(BIN)/python -c 'import pip' 2>/dev/null || { $(find_python) && echo "   $$($$python --version), $$python" && \
		$$python -m venv --clear $(VENV); }
	@: > $(VENV)/install.log
	@{ $(BIN)/python -m pip install --no-input --disable-pip-version-check --progress-bar off --require-hashes \
		-r requirements.lock 2>&1 && echo 'Done.'; } | tee $(VENV)/install.log | { $(tell_progress); }
	@tail -n 1 $(VENV)/install.log | grep -q '^Done\.$$' || { echo 'The dependencies could not be installed:' >&2; \
		grep -i '^error' $(VENV)/install.log >&2; echo 'The whole story is in $(VENV)/install.log.' >&2; exit 1; }
	@echo '   afterword itself'
	@$(BIN)/python -m pip install --quiet --no-input --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@echo '$(CURDIR)' > $(STAMP)

again:

# Sets $python to the first Python that is new enough and can make environments; says what is missing if none is.
find_python = python=; old=; bare=; \
	for name in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11 python); do \
		found=$$(command -v $$name) && version=$$($$found -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) \
			|| continue; \
		if ! $$found -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then old=" $$version"; \
		elif ! $$found -c 'import ensurepip, venv' 2>/dev/null; then bare=$${bare:-$$version}; \
		else python=$$found; break; fi; \
	done; \
	if test -z "$$python" && test -n "$$bare"; then \
		echo "Python $$bare is here, but it cannot make environments: its venv or ensurepip is missing." >&2; \
		echo "  Debian, Ubuntu:  sudo apt-get install python$$bare-venv" >&2; \
		exit 1; \
	elif test -z "$$python"; then \
		echo "Afterword needs Python 3.11 or newer; found:$${old:- none}." >&2; \
		echo '  Debian, Ubuntu:  sudo apt-get install python3.11 python3.11-venv' >&2; \
		echo '  Fedora:          sudo dnf install python3' >&2; \
		echo '  macOS:           brew install python' >&2; \
		echo '  elsewhere:       https://www.python.org/downloads/' >&2; \
		echo 'Where it is already, but not on the PATH: make PYTHON=/path/to/python3' >&2; \
		exit 1; \
	fi

# Of pip's many lines, one that counts: rewritten in place on a terminal, every twenty packages elsewhere.
tell_progress = total=$$(sed -n 's/^\([A-Za-z0-9._-]*\)==.*/\1/p' requirements.lock | sort -u | grep -c .); count=0; \
	while read -r word name rest; do \
		case $$word in \
		Collecting | Processing) \
			count=$$((count + 1)); name=$${name%%==*}; name=$${name\#\#*/}; \
			if test -t 1; then printf '\r   fetching %d of %d: %-40s' $$count $$total "$$name"; \
			elif test $$((count % 20)) = 1; then echo "   fetching $$count of $$total"; fi;; \
		Installing) \
			if test -t 1; then printf '\r%-70s\r' ''; fi; echo "   installing $$count packages";; \
		esac; \
	done
