# What a fresh machine needs: git, make and Python 3.11 or newer (on Debian and Ubuntu with the package python3-venv).
#
#   make demo      set-up, the graph of the sample documents, some answers, Turtle, and the page, in out/demo/
#   make test      set-up, ruff, mypy and the whole test suite
#   make lint      ruff and mypy alone
#   make score     precision, recall and F1 against the annotated documents, set by set
#   make floors    the same, and raises the floors below which the tests fail to what was measured
#   make calibrate measures how often each rule is right, which is the confidence of what it reads
#   make answers   writes anew what the research questions answer over the sample documents (tests/answers), for a diff to be read
#   make servers   asks Virtuoso (apt-get install virtuoso-opensource-7), the Oxigraph server and rdflib every question: minutes
#   make validate  the graphs of the sample documents against the shapes of the ontology
#   make ontology  whether the ontology is OWL 2 DL and contradicts neither itself nor the sample documents' graphs (needs a Java development kit)
#   make docs      docs/ontology.html, the pages of the vocabulary, from ontology/ (with pyLODE, in an environment of its own, .venv-docs)
#   make bench     how long a build takes, document by document, and beside bare segmentation
#   make hostile   floods the server with queries that no machine answers, and says how a short question fares meanwhile
#   make clients   asks the server with Comunica and with YASGUI in a browser, from npm, and compares (needs Node.js, Chromium with its driver and a network)
#   make bench-page  what a browser does to show the page, beside plain pyvis with the same graphs: a quarter of an hour; needs Chromium with its driver
#   make bench-explore  what the network of kg serve takes over two million triples: half an hour for the graph, minutes for the figures
#   make a11y      asks axe-core, from npm, for faults of accessibility in the page and in the pages of the server: ten minutes (needs Chromium
#                  with its driver, Node.js and a network)
#   make screenshots  the pictures in docs/ of the page and of the server's pages, of the sample documents; needs Chromium with its driver
#   make stress    the degenerate texts of the tests at full size, up to a million characters: an hour or more
#   make clean     takes out what the other targets made, .venv too

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo "$$p"; exit; }; done; echo none)
VENV := .venv
BIN := $(VENV)/bin
DEMO := out/demo
SHARED ?= ../shared
QUESTIONS := $(basename $(notdir $(wildcard ontology/questions/*.rq)))
SHOWN := assistance posts money
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test lint score floors calibrate validate ontology docs bench bench-page bench-explore a11y hostile clients screenshots stress clean answers servers
.DELETE_ON_ERROR:

demo: $(VENV)/.installed
	@rm -rf $(DEMO) && mkdir -p $(DEMO)
	$(BIN)/kg build seeds/documents -o $(DEMO)/graph.nq
	@$(BIN)/kg export $(DEMO)/graph.nq -o $(DEMO)/graph.ttl
	@$(BIN)/kg view $(DEMO)/graph.nq -o $(DEMO)/graph.html
	@for q in $(QUESTIONS); do $(BIN)/kg query $(DEMO)/graph.nq $$q -o $(DEMO)/$$q.csv || exit 1; done
	@for q in $(SHOWN); do echo; sed -n '1,2s/^# [a-z]*: //p' ontology/questions/$$q.rq; $(BIN)/kg query $(DEMO)/graph.nq $$q --limit 8 || exit 1; done
	@echo; echo "In $(DEMO)/: graph.ttl (Turtle), graph.nq (N-Quads), graph.html (open it in a browser), and one CSV file for each question."

# One process for each core, at most four; the tests of a file stay together and share what is made for them once.
test: $(VENV)/.installed-dev lint
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check kg tests benchmarks docs
	$(BIN)/mypy

score: $(VENV)/.installed
	$(BIN)/python -m benchmarks.score $(SHARED)

floors: $(VENV)/.installed
	$(BIN)/python -m benchmarks.score $(SHARED) --raise

calibrate: $(VENV)/.installed
	$(BIN)/python -m benchmarks.calibrate $(SHARED)

answers: $(VENV)/.installed
	$(BIN)/python -m benchmarks.answers

servers: $(VENV)/.installed-dev
	@command -v virtuoso-t >/dev/null || echo "VIRTUOSO IS NOT ASKED: there is no virtuoso-t on PATH (apt-get install virtuoso-opensource-7)" >&2
	$(BIN)/python -m pytest tests/test_servers.py --servers -rs

validate: $(VENV)/.installed
	$(BIN)/python benchmarks/validate.py

ontology: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.ontology

docs: .venv-docs/.installed
	.venv-docs/bin/python docs/ontology_page.py

bench: $(VENV)/.installed
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python -m benchmarks.growth

bench-page: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.page

bench-explore: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.explore

a11y: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.axe
	$(BIN)/python -m benchmarks.access
	$(BIN)/python -m pytest tests/test_views_access.py -rs

hostile: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.hostile

clients: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.clients

screenshots: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.screenshots

stress: $(VENV)/.installed-dev
	$(BIN)/python -m pytest tests/test_degenerate.py --full-size -v

clean:
	rm -rf $(VENV) .venv-docs out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find kg tests benchmarks -name __pycache__ -prune -exec rm -rf {} +

$(BIN)/python:
	@test "$(PYTHON)" != none || { echo "No Python 3.11 or newer was found: install one (Debian, Ubuntu: apt-get install python3 python3-venv), or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "$(PYTHON) cannot make a virtual environment: install its venv module (Debian, Ubuntu: apt-get install python3-venv) and call make again" >&2; exit 1; }

# pyLODE's later versions cannot be imported on Python 3.11; what it needs is pinned, so that the page is the same bytes everywhere.
.venv-docs/.installed: docs/requirements.txt | $(BIN)/python
	@$(BIN)/python -m venv .venv-docs
	.venv-docs/bin/python -m pip install --quiet --disable-pip-version-check -r docs/requirements.txt
	@touch $@

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(PIP) -e .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	$(PIP) -e '.[dev]'
	@touch $@ $(VENV)/.installed
