# Headwater. `make help` says what can be asked.

SHELL = /bin/bash
comma = ,
.DEFAULT_GOAL := all

# ---- what a Debian 12 machine needs: the one list ------------------------------------------------------------------
BUILD_PACKAGES = gcc make pkg-config libfcgi-dev libcmark-dev libsqlite3-dev libarchive-dev libxslt1-dev libxml2-dev \
	libfyaml-dev libjansson-dev libicu-dev libxlsxwriter-dev libssl-dev libdeflate-dev zlib1g-dev \
	libcurl4-openssl-dev
RUN_PACKAGES = nginx-light curl ca-certificates
TEST_PACKAGES = clang libclang-rt-14-dev clang-format-14 chromium chromium-driver fonts-noto-cjk unzip libarchive-tools \
	zstd p7zip-full python3 python3-rdflib python3-jsonschema python3-feedparser raptor2-utils libxml2-utils jing \
	default-jre-headless libfcgi-bin sqlite3 git
BENCH_PACKAGES = wrk hugo python3 python3-xapian sqlite3

# ---- where things go; BUILD, PORT, SITE, CONTENT and J may be given on the command line -----------------------------
BUILD ?= build
PORT ?= 8080
SITE ?= site
CONTENT ?= content
J ?= $(shell nproc)
SANITIZE ?=
# V=1 shows every command
Q = $(if $(V),,@)
say = $(if $(V),,@echo '  $(1)')

# ---- compiler -------------------------------------------------------------------------------------------------------
CC = gcc
PKGS = libcmark sqlite3 libarchive libxslt libexslt libxml-2.0 libfyaml jansson icu-i18n icu-uc xlsxwriter libcrypto
pkg = $(shell pkg-config $(1) $(PKGS) 2>/dev/null)
WARN = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 -Wvla -Werror
HARDEN = -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection -fcf-protection -fPIE
LINK_HARDEN = -pie -Wl,-z,relro,-z,now
OPT = -O2 -g
ifneq ($(SANITIZE),)
OPT = -O1 -g -fsanitize=address,undefined$(if $(filter fuzz,$(SANITIZE)),$(comma)fuzzer-no-link) \
	-fno-sanitize-recover=all -fno-omit-frame-pointer
# instrumented code draws false warnings of these two kinds from gcc
WARN += $(if $(filter gcc,$(CC)),-Wno-format-truncation -Wno-maybe-uninitialized)
HARDEN = -fPIE
LINK_HARDEN = -pie
endif
CFLAGS = -std=c11 -D_GNU_SOURCE $(OPT) $(WARN) $(HARDEN)
CPPFLAGS = -Iinclude -I$(BUILD)/gen -MMD -MP $(subst -I,-isystem ,$(call pkg,--cflags-only-I))
LDLIBS = $(call pkg,--libs) -lfcgi -ldeflate -lm
# what the generator needs and the service does not: it answers faster without loading it
GENERATOR_LIBS = $(shell pkg-config --libs libcurl 2>/dev/null)

LIB_SRC = $(sort $(filter-out generator/lib/fold_make.c,$(wildcard generator/lib/*.c)))
STAGE_SRC = $(sort $(filter-out generator/main.c,$(wildcard generator/*.c)) \
	$(wildcard generator/read/*.c generator/check/*.c generator/measure/*.c generator/page/*.c generator/pack/*.c \
	generator/rows/*.c generator/index/*.c generator/emit/*.c))
SERVICE_SRC = $(sort $(filter-out fcgi/main.c,$(wildcard fcgi/*.c fcgi/handle/*.c fcgi/store/*.c fcgi/ckan/*.c fcgi/rows/*.c)))
SQL_SRC = $(sort $(wildcard generator/index/*.sql generator/rows/*.sql fcgi/sql/*.sql fcgi/rows/*.sql))

obj = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
sql_header = $(BUILD)/gen/$(if $(filter fcgi/%,$(1)),fcgi,$(notdir $(patsubst %/,%,$(dir $(1)))))_$(basename $(notdir $(1)))_sql.h
SQL_HEADERS = $(foreach s,$(SQL_SRC),$(call sql_header,$(s)))
UNIT_SRC = $(sort $(wildcard tests/unit/test_*.c))
UNIT_BIN = $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(UNIT_SRC))

.PHONY: all run stop test suite asan bench lint format clean help build-packages run-packages test-packages \
	bench-packages bench-build bench-memory bench-render bench-search bench-serve bench-rows unit-programs fuzz-programs node-tools fuzz fault \
	harvest

all: $(BUILD)/headwater $(BUILD)/headwater-fcgi ## build both programs

$(BUILD)/lib/libheadwater.a: $(call obj,$(LIB_SRC))
	@mkdir -p $(@D)
	@rm -f $@
	$(Q)ar rcsD $@ $^

$(BUILD)/headwater: $(call obj,generator/main.c $(STAGE_SRC)) $(BUILD)/lib/libheadwater.a
	$(call say,LINK $@)
	$(Q)$(CC) $(CFLAGS) $(LINK_HARDEN) -o $@ $^ $(LDLIBS) $(GENERATOR_LIBS)

$(BUILD)/headwater-fcgi: $(call obj,fcgi/main.c $(SERVICE_SRC)) $(BUILD)/lib/libheadwater.a
	$(call say,LINK $@)
	$(Q)$(CC) $(CFLAGS) $(LINK_HARDEN) -o $@ $^ $(LDLIBS)

$(BUILD)/obj/generator/%.o: generator/%.c | $(SQL_HEADERS)
	@mkdir -p $(@D)
	$(call say,CC   $<)
	$(Q)$(CC) $(CPPFLAGS) -Igenerator $(CFLAGS) -c -o $@ $<

$(BUILD)/obj/fcgi/%.o: fcgi/%.c | $(SQL_HEADERS)
	@mkdir -p $(@D)
	$(call say,CC   $<)
	$(Q)$(CC) $(CPPFLAGS) -Ifcgi $(CFLAGS) -c -o $@ $<

# A unit test may reach into either program, but not into its main.
$(BUILD)/tests/%: tests/unit/%.c $(call obj,$(STAGE_SRC) $(SERVICE_SRC)) $(BUILD)/lib/libheadwater.a | $(SQL_HEADERS)
	@mkdir -p $(@D)
	$(call say,TEST $@)
	$(Q)$(CC) $(CPPFLAGS) -Igenerator -Ifcgi -Itests/unit $(CFLAGS) $(LINK_HARDEN) -o $@ $< \
		$(filter %.o %.a,$^) $(LDLIBS) $(GENERATOR_LIBS)

FUZZ_BIN = $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))

$(BUILD)/fuzz/%: tests/fuzz/%.c $(call obj,$(STAGE_SRC) $(SERVICE_SRC)) $(BUILD)/lib/libheadwater.a | $(SQL_HEADERS)
	@mkdir -p $(@D)
	$(call say,FUZZ $@)
	$(Q)$(CC) $(CPPFLAGS) -Igenerator -Ifcgi $(filter-out -Wmissing-prototypes,$(CFLAGS)) -fsanitize=fuzzer -o $@ $< \
		$(filter %.o %.a,$^) $(LDLIBS) $(GENERATOR_LIBS)

unit-programs: $(UNIT_BIN)
fuzz-programs: $(FUZZ_BIN)

# What ICU knows of characters, as a table: a program made of the library's own source writes it.
FOLD_TABLE = $(BUILD)/gen/fold_table.h

$(BUILD)/gen/fold-make: generator/lib/fold_make.c generator/lib/fold_learn.c generator/lib/arena.c
	@mkdir -p $(@D)
	$(call say,GEN  $(FOLD_TABLE))
	$(Q)$(CC) $(filter-out -MMD -MP,$(CPPFLAGS)) $(CFLAGS) $(LINK_HARDEN) -o $@ $^ $(LDLIBS)

$(FOLD_TABLE): $(BUILD)/gen/fold-make
	$(Q)$< > $@.tmp && mv $@.tmp $@

$(BUILD)/obj/generator/lib/fold.o: $(FOLD_TABLE)

define sql_rule
$(call sql_header,$(1)): $(1) generator/lib/sql.awk
	@mkdir -p $$(@D)
	$(Q)awk -f generator/lib/sql.awk $(1) > $$@.tmp && mv $$@.tmp $$@
endef
$(foreach s,$(SQL_SRC),$(eval $(call sql_rule,$(s))))

-include $(shell find $(BUILD)/obj $(BUILD)/tests -name '*.d' 2>/dev/null)


# ---- machine set-up: installs what is missing, and asks nothing of the network when nothing is ----------------------
define install
@missing=$$(for package in $(1); do \
	dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'install ok installed' || echo $$package; done); \
if [ -n "$$missing" ]; then \
	sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	echo "installing:" $$missing; \
	$$sudo apt-get update -qq && \
	$$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
fi
endef

build-packages:
	$(call install,$(BUILD_PACKAGES))
run-packages:
	$(call install,$(BUILD_PACKAGES) $(RUN_PACKAGES))
test-packages:
	$(call install,$(BUILD_PACKAGES) $(RUN_PACKAGES) $(TEST_PACKAGES) $(if $(shell command -v npm),,nodejs npm))
bench-packages:
	$(call install,$(BUILD_PACKAGES) $(RUN_PACKAGES) $(BENCH_PACKAGES) $(if $(shell command -v npm),,nodejs npm))

# ---- running --------------------------------------------------------------------------------------------------------
run: run-packages ## install, build, generate the portal, serve it on 127.0.0.1:PORT (8080)
	@$(MAKE) --no-print-directory -j$(J) all
	@fcgi/portal.sh run --port $(PORT) --build $(BUILD) --out $(SITE) --content $(CONTENT)

stop: ## end what `make run PORT=…` started
	@fcgi/portal.sh stop --port $(PORT) --build $(BUILD)

# ---- tests ----------------------------------------------------------------------------------------------------------
# The suite runs on sanitized programs; the portal suites run on the released ones too.
ASAN_BUILD = $(BUILD)/asan
UNIT_TESTS = $(foreach t,$(UNIT_BIN),$(notdir $(t))=$(t))
export ASAN_OPTIONS = abort_on_error=0:detect_leaks=1:strict_string_checks=1
export UBSAN_OPTIONS = print_stacktrace=1

test: test-packages ## install, build, and run the whole suite (under sanitizers)
	@$(MAKE) --no-print-directory -j$(J) all
	@$(MAKE) --no-print-directory -j$(J) BUILD=$(ASAN_BUILD) SANITIZE=1 all unit-programs
	@$(MAKE) --no-print-directory node-tools
	@$(MAKE) --no-print-directory BUILD=$(ASAN_BUILD) SANITIZE=1 RELEASE_BUILD=$(BUILD) suite

# The suites; each prints TAP. Programs under test are those of BUILD; RELEASE_BUILD holds the plain ones. Several run at a
# time: the long ones start first, so that none is left to run alone.
RELEASE_BUILD ?= $(BUILD)
FUZZ_SECONDS ?= 60
FAULT_SECONDS ?= 900
FUZZ_BUILD = build/fuzzing
SUITES_LONG = tests/site/validate.test.sh tests/fuzz/slice.test.sh tests/fault/build.test.sh tests/site/import.test.sh \
	tests/browser/run.sh tests/http/run.sh
SUITES = $(SUITES_LONG) $(filter-out $(SUITES_LONG),$(sort $(wildcard tests/golden/*.sh tests/site/*.test.sh tests/fault/*.test.sh)))

suite:
	@tests/run $(BUILD)/test-logs lint=tests/lint/lint.sh \
		$(foreach s,$(SUITES),$(subst /,-,$(patsubst tests/%.sh,%,$(s)))="$(s) $(BUILD) $(RELEASE_BUILD)") $(UNIT_TESTS)

node-tools: tests/node_modules/.installed
tests/node_modules/.installed: tests/package-lock.json
	cd tests && npm ci --silent --no-audit --no-fund && touch node_modules/.installed

asan: build-packages ## build both programs with ASan and UBSan into build/asan
	@$(MAKE) --no-print-directory -j$(J) BUILD=$(ASAN_BUILD) SANITIZE=1 all

fuzz: test-packages ## fuzz every target for FUZZ_SECONDS (60) each
	@$(MAKE) --no-print-directory -j$(J) BUILD=$(FUZZ_BUILD) CC=clang SANITIZE=fuzz fuzz-programs
	@tests/fuzz/run.sh $(FUZZ_BUILD) $(FUZZ_SECONDS)

fault: test-packages ## break disks, workers, peers and requests for FAULT_SECONDS (900) and more
	@$(MAKE) --no-print-directory -j$(J) all $(BUILD)/tests/shim.so
	@tests/fault/run.sh $(BUILD) $(FAULT_SECONDS)

# SHARED is the folder of the reference data.
SHARED ?= ../shared
harvest: test-packages ## publish all 43 real catalogues of ../shared and follow every way to harvest them to its end
	@$(MAKE) --no-print-directory -j$(J) all
	@tests/site/harvest.py $(BUILD) $(BUILD) $(SHARED)

$(BUILD)/tests/shim.so: tests/fault/shim.c
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c11 -D_GNU_SOURCE -O2 -Wall -Wextra -shared -fPIC -o $@ $< -ldl

# Measurements, side by side with peers; nothing here is a test. BENCH_SIZES are catalogues of so many datasets.
BENCH_SIZES ?= 1000 10000
ELEVENTY = $(BUILD)/bench/node_modules/.bin/eleventy
bench: bench-build bench-memory bench-render bench-search bench-serve bench-rows ## measure builds, searches and answers beside their peers

bench-build: bench-packages ## builds: the sample, 410 real tables, synthetic catalogues of BENCH_SIZES, Hugo, Eleventy, the floor
	@$(MAKE) --no-print-directory -j$(J) all
	@tests/bench/build.sh $(BUILD)
	@test -x $(ELEVENTY) || npm install --silent --no-audit --no-fund --prefix $(BUILD)/bench @11ty/eleventy@3.1.2
	@tests/bench/build_scale.py $(BUILD) --eleventy $(abspath $(ELEVENTY)) $(BENCH_SIZES)

bench-memory: bench-packages ## what a build keeps in memory for each dataset, stage by stage, over BENCH_SIZES
	@$(MAKE) --no-print-directory -j$(J) all
	@tests/bench/build_memory.py $(BUILD) $(BENCH_SIZES)

bench-render: bench-packages ## a page in the compiled and in the reference engine, over the sample's own documents
	@$(MAKE) --no-print-directory -j$(J) all
	@tests/bench/render.sh $(BUILD)

# BENCH_SEARCH: queries of each class and seed, synthetic records, and how many of them for FTS5
BENCH_SEARCH ?= 300 1000000 100000
bench-search: bench-packages ## quality and latency of search beside FTS5 and Xapian (BENCH_SEARCH="20 50000 20000" is short)
	@$(MAKE) --no-print-directory -j$(J) all
	@tests/bench/search.sh $(BUILD) $(BENCH_SEARCH)

bench-serve: bench-packages ## searches, package_search and rows beside static files, at 1, 64 and 512 connections, and memory
	@$(MAKE) --no-print-directory -j$(J) all
	@tests/bench/serve.sh $(BUILD)

bench-rows: bench-packages ## questions to a table of ROWS (1,000,000) rows, beside SQLite, and Datasette where it is installed
	@$(MAKE) --no-print-directory -j$(J) all
	@ROWS=$(or $(ROWS),1000000) tests/bench/rows.sh $(BUILD)

lint: test-packages ## layers, doors, sizes and layout of the code
	@tests/lint/lint.sh

format: ## lay out all C code by .clang-format
	git ls-files -co --exclude-standard '*.c' '*.h' | xargs clang-format-14 -i

clean: ## remove everything that was built
	rm -rf build site tests/node_modules

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16
