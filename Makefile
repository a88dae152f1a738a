# The portal's commands; `make help` lists them. All state is in var/, which git ignores.
.ONESHELL:
.SHELLFLAGS = -euc
.DEFAULT_GOAL = help
MAKEFLAGS += --no-print-directory --silent

PORT ?= 8000
VAR := $(or $(PORTAL_VAR),var)
BIN := var/venv/bin
MANAGE := $(BIN)/python manage.py
FONTS := $(VAR)/fonts/fonts/OFL.txt
STATIC := $(VAR)/static/staticfiles.json
STATIC_SOURCES := $(shell find static news/static portal/*/static 2>/dev/null)

PYENV := $(or $(PYENV_ROOT),$(HOME)/.pyenv)
PYTHONS := $(or $(PYTHON),$(wildcard $(PYENV)/versions/$(file < .python-version)*/bin/python) \
	python3.13 python3.12 python3.14 python3)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
COMPILE := var/uv/bin/uv pip compile --quiet --universal --python-version 3.12 \
	--generate-hashes --no-header --no-emit-index-url

.PHONY: help run test test-the-tests bench bench-registers store lint format check messages reset-sample requirements environment environment-dev

help: ## this list
	awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-13s %s\n", $$1, $$2}' Makefile

run: environment $(STATIC) ## set up what is missing, then serve on http://localhost:8000 (PORT=8001)
	$(MANAGE) migrate --verbosity 0
	$(MANAGE) load_reference
	$(MANAGE) load_sample --if-empty
	exec $(MANAGE) serve --port $(PORT)

test: environment-dev $(FONTS) ## all tests (ARGS="tests/text -k fold", DATABASE_URL=postgres://...)
	exec $(BIN)/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder $(ARGS)

test-the-tests: environment-dev $(FONTS) ## break the committed code in 42 ways: named tests must see it (ARGS="draft"); 17 minutes
	exec $(BIN)/python -m tests.breakages $(ARGS)

bench: environment ## what a page costs, beside the least a server can do; 3 minutes
	exec $(BIN)/python -m benchmarks

bench-registers: environment ## what the registers ask of both databases at 100,000 projects; 30 minutes
	exec $(BIN)/python -m benchmarks.registers $(ARGS)

store: environment-dev $(FONTS) ## all that the public reads of the sample, to be compared by diff (STORE=/tmp/before)
	STORE=$(STORE) $(BIN)/python -m pytest -n 0 tests/delivery/surface.py

lint: environment-dev ## style of the code
	$(BIN)/ruff check
	$(BIN)/ruff format --check

format: environment-dev ## bring the code into style
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

check: lint ## style, migrations, messages, settings of production
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) messages --check
	SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))')
	export SECRET_KEY PORTAL_BASE_URL=https://portal.example.gov.vn PORTAL_PROXIES=1 \
		EMAIL_URL=smtp://localhost:25
	$(MANAGE) check --deploy --fail-level WARNING

messages: environment ## write locale/ from the sources, keeping the translations
	$(MANAGE) messages

reset-sample: environment ## remove the sample data and load it anew
	$(MANAGE) migrate --verbosity 0
	$(MANAGE) load_sample --remove
	$(MANAGE) load_reference
	$(MANAGE) load_sample

requirements: environment ## write requirements*.txt from pyproject.toml (ARGS=--upgrade)
	$(BIN)/python -m venv var/uv
	var/uv/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(COMPILE) $(ARGS) pyproject.toml --output-file requirements.txt
	$(COMPILE) $(ARGS) pyproject.toml --group dev --constraint requirements.txt \
		--output-file requirements-dev.txt
	rm -r var/uv

# --- What the commands above need -------------------------------------------------

# The environment is made anew when Python or the requirements changed.
environment:
	found= incomplete=
	for python in $(PYTHONS); do
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null || continue
		if "$$python" -c 'import ensurepip, venv' 2>/dev/null; then found=$$python; break; fi
		incomplete=$$("$$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
	done
	if [ -z "$$found" ] && [ -n "$$incomplete" ]; then
		echo "$$incomplete lacks its venv module: apt install $$incomplete-venv" >&2
		echo "$$incomplete thiếu mô-đun venv, hãy chạy: apt install $$incomplete-venv" >&2
		exit 1
	elif [ -z "$$found" ]; then
		echo "Python 3.12 or newer is needed: apt install python3.13 python3.13-venv," \
			"or name one: make PYTHON=/path/to/python3.13" >&2
		echo "Cần Python 3.12 trở lên, hãy chạy: apt install python3.13 python3.13-venv," \
			"hoặc chỉ rõ: make PYTHON=/đường/dẫn/python3.13" >&2
		exit 1
	fi
	key="$$("$$found" -VV) $$found $$(sha256sum < requirements.txt)"
	if [ "$$key" = "$$(cat var/venv/requirements.done 2>/dev/null)" ]; then exit; fi
	echo "Setting up the Python environment in var/venv, about a minute."
	rm -rf var/venv
	"$$found" -m venv var/venv
	$(PIP) --require-hashes --requirement requirements.txt
	echo "$$key" > var/venv/requirements.done

environment-dev: environment
	key="$$(sha256sum < requirements-dev.txt)"
	if [ "$$key" = "$$(cat var/venv/requirements-dev.done 2>/dev/null)" ]; then exit; fi
	echo "Adding what the tests need."
	$(PIP) --require-hashes --requirement requirements-dev.txt
	echo "$$key" > var/venv/requirements-dev.done

$(FONTS): portal/delivery/management/commands/build_fonts.py | environment
	echo "Cutting the fonts down to Vietnamese and English."
	$(MANAGE) build_fonts

$(STATIC): $(STATIC_SOURCES) $(FONTS) portal/delivery/static.py requirements.txt | environment
	echo "Building the static files."
	$(MANAGE) collectstatic --no-input --clear --verbosity 0
