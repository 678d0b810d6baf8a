# heddle's build. GNU make, one file, no configuration step; 'make help' lists the targets.
#
#   B=DIR      build below DIR, so builds with different options can stand side by side
#   SAN=1      address and undefined-behaviour sanitizers      WERROR=1  warnings are errors
#   TSAN=1     thread sanitizer
#   STATIC=    link shared libraries, not their archives
#   V=1        show whole commands
#   CC, CFLAGS, CPPFLAGS, LDFLAGS, LDLIBS, PREFIX, DESTDIR are the user's, as everywhere.

SHELL := /bin/sh
COMMA := ,
export LC_ALL := C
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-print-directory

B       ?= build
PREFIX  ?= /usr/local
DESTDIR ?=
HOSTCC  ?= $(CC)
DEPS    := src/tool/deps
Q       := $(if $(V),,@)

# ---- flags: the project's come first, so that the user's can override them ----

ifdef SAN
CFLAGS  ?= -O1 -g
MODE    := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
else ifdef TSAN
CFLAGS  ?= -O1 -g
MODE    := -fsanitize=thread
else
CFLAGS  ?= -O2 -g -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
MODE    :=
endif
WARN    := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla \
           -Wformat=2
LIBS    := $(shell $(DEPS) modules build)
pkg      = $(shell pkg-config $(1) $(2) 2>/dev/null)
H_CPP   := -D_GNU_SOURCE -Isrc $(call pkg,--cflags,$(LIBS))
# A fused a * b + c rounds once instead of twice, so results would depend on the processor.
H_C     := -std=c11 -ffp-contract=off $(WARN) -fstack-protector-strong -fPIE -pthread $(MODE)
H_LD    := -pthread -Wl,-z,relro,-z,now $(MODE)
# Of cJSON the header is enough; the tests compare with its parser. libxlsxwriter is linked to heddle-xlsx alone (not zlib, which its .pc file names and its package does not bring).
H_LIBS  := $(call pkg,--libs,$(filter-out libcjson xlsxwriter,$(LIBS))) -lm
X_LIBS  := $(filter-out -lz,$(call pkg,--libs-only-l,xlsxwriter))
# Finding and relocating shared libraries is a third of a short run: where every library is there as an
# archive too, the program takes these, and stays position-independent. STATIC= has it take shared ones.
# E_NAMES is what the archive of libedit needs: its .pc file names another library of the terminal than Debian has as one.
E_NAMES := bsd md tinfo
archives = $(foreach l,$(1),$(wildcard /$(shell $(CC) -print-file-name=lib$l.a 2>/dev/null)))
ifneq ($(origin STATIC),command line)
NAMES   := $(patsubst -l%,%,$(filter -l%,$(H_LIBS))) c
NAMES   += $(E_NAMES)
STATIC  := $(if $(MODE),,$(if $(filter $(words $(NAMES)),$(words $(call archives,$(NAMES)))),1))
endif
A_LIBS  := $(if $(STATIC),$(E_NAMES:%=-l%))
L_MODE  := $(if $(STATIC),-static-pie -Wl$(COMMA)--wrap=dlopen,-pie)
COMPILE  = $(CC) $(H_CPP) $(CPPFLAGS) $(H_C) $(CFLAGS)
LINK     = $(CC) $(H_LD) $(CFLAGS) $(LDFLAGS)

# ---- files ----

find     = $(shell find $(1) -name '$(2)' 2>/dev/null | LC_ALL=C sort)
SRC     := $(filter-out src/tool/% src/xlsx/%,$(call find,src,*.c))
X_OBJ   := $(patsubst src/%.c,$B/%.o,$(call find,src/xlsx,*.c))
LUA     := $(call find,lua/heddle,*.lua)
# The scripts that 'heddle new' copies stand inside the program.
REPORTS := $(patsubst %,scripts/%.lua,annual_report excel_tables learning_deck scorecard seven_minute_briefing \
           theme_briefing)
OBJ     := $(SRC:src/%.c=$B/%.o) $B/embed.o $B/code.o $B/scripts.o
HEDDLE  := $(OBJ) $(if $(STATIC),$B/tool/static.o)
T_SRC   := $(filter-out tests/c/canary_%,$(call find,tests/c,*.c))
T_OBJ   := $(T_SRC:%.c=$B/%.o)
T_CPP    = -Itests/c $(call pkg,--cflags,criterion)
T_LIBS   = $(call pkg,--libs,criterion libcjson)
# The test runner, or nothing while there is no C test.
RUNNER  := $(if $(T_SRC),$B/test_heddle)
CANARY  := $B/canary_leak
BENCH   := $(patsubst %,$B/bench/%,gen limit naive spawn sqlite heddle)

# Every target that installs or tests starts a second make once the packages are there: what
# pkg-config says is read when make starts. Without -j from the user that make uses every core.
AGAIN    = $(MAKE) $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$$(nproc))

# ---- what people type ----

.PHONY: all
all: check-deps $B/heddle ## build build/heddle (the default)

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-14s %s\n", $$1, $$2 }' Makefile

.PHONY: deps check-deps
deps: ## install the missing Debian packages to build and test
	@$(DEPS) install build test
check-deps:
	@$(DEPS) check build

.PHONY: demo
demo: ## set up, build, import data/hsscp and make the ready reports into out/
	@$(DEPS) install build
	+@$(AGAIN) $B/heddle
	@mkdir -p out
	@rm -f out/demo.db out/demo.db-wal out/demo.db-shm
	$B/heddle import --store out/demo.db data/hsscp
	$B/heddle run --store out/demo.db scripts/learning_deck.lua --out out
	$B/heddle run --store out/demo.db scripts/theme_briefing.lua --param theme=hidden-adults --out out
	$B/heddle run --store out/demo.db scripts/excel_tables.lua --out out
	@ls -1 out

.PHONY: test
test: ## set up, build and run every test
	@$(DEPS) install build test
	+@$(AGAIN) WERROR=1 test-programs
	@HEDDLE_TEST_SCALE=1 tests/run $B

.PHONY: test-asan
test-asan: ## the same under the address and undefined-behaviour sanitizers
	@$(DEPS) install build test
	+@$(AGAIN) B=build-asan SAN=1 WERROR=1 test-programs build-asan/canary_leak
	@HEDDLE_TEST_SCALE=1 tests/run --sanitized build-asan

.PHONY: test-tsan
test-tsan: ## imports, read ahead by a second thread, under the thread sanitizer
	@$(DEPS) install build test
	+@$(AGAIN) B=build-tsan TSAN=1 WERROR=1 build-tsan/heddle
	@tests/kill_import build-tsan/heddle 6

.PHONY: soak
soak: ## the random tests at their full counts
	@$(DEPS) install build test
	+@$(AGAIN) WERROR=1 test-programs
	@HEDDLE_TEST_SCALE=20 tests/run --random $B

.PHONY: bench bench-peers
bench: ## measure; writes docs/benchmarks.md. QUICK=1: a minute, small, only prints
	@$(DEPS) install build bench
	+@$(AGAIN) WERROR=1 $B/heddle bench-programs
	@tests/bench/run $(if $(QUICK),--quick) $B

bench-peers: ## install what the bench compares with: Debian packages, and npm's below build/
	@$(DEPS) install peers
	@mkdir -p $B/bench/peers
	@cp tests/bench/package.json $B/bench/peers/
	@cd $B/bench/peers && npm install --no-package-lock --no-audit --no-fund --loglevel=error

.PHONY: deps-web
deps-web: ## install what the tests of reports use: a browser, pandoc, and npm's below build/
	@$(DEPS) install web office
	@mkdir -p $B/web
	@cmp -s tests/web/package-lock.json $B/web/package-lock.json && test -d $B/web/node_modules || { \
	  rm -rf $B/web && mkdir -p $B/web && cp tests/web/package.json tests/web/package-lock.json $B/web/ && \
	  cd $B/web && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error || { rm -rf $B/web; exit 1; }; }

.PHONY: golden-update
golden-update: ## rewrite the expected output of the golden tests; read the diff
	@$(DEPS) install build
	+@$(AGAIN) $B/heddle
	@tests/run_golden --update $B/heddle

.PHONY: reference
reference: $B/heddle ## rewrite docs/reference.md, which heddle help makes
	@$B/heddle help --reference > $B/reference.md
	@cp $B/reference.md docs/reference.md

.PHONY: lint
lint: ## formatting, static analysis, lengths
	@$(DEPS) install build lint
	@tests/lint

.PHONY: format
format: ## lay out the C files as .clang-format says
	@$(DEPS) install lint
	@clang-format -i $(call find,src tests,*.[ch])

SHARE := $(DESTDIR)$(PREFIX)/share/heddle
# What heddle prints of itself, and where each goes below $(PREFIX)/share.
MAN     := man/man1/heddle.1
SHELLS  := bash-completion/completions/heddle zsh/site-functions/_heddle fish/vendor_completions.d/heddle.fish
.PHONY: install
install: all $(addprefix $B/share/,$(MAN) $(SHELLS)) ## install below $(DESTDIR)$(PREFIX)
	install -D -m 755 $B/heddle '$(DESTDIR)$(PREFIX)/bin/heddle'
	@for f in $(MAN) $(SHELLS); do \
	  install -D -m 644 "$B/share/$$f" "$(DESTDIR)$(PREFIX)/share/$$f" || exit 1; \
	done
	@for f in $(foreach d,scripts data docs,$(call find,$d,[!.]*.*)); do \
	  install -D -m 644 "$$f" "$(SHARE)/$$f" || exit 1; \
	done

.PHONY: uninstall
uninstall: ## remove what install put there
	rm -f '$(DESTDIR)$(PREFIX)/bin/heddle'
	rm -f $(patsubst %,'$(DESTDIR)$(PREFIX)/share/%',$(MAN) $(SHELLS))
	rm -rf '$(SHARE)'

.PHONY: clean
clean: ## remove the builds; out/ may hold reports and stays
	rm -rf build build-*/

# ---- how it is built ----

.PHONY: test-programs bench-programs FORCE
test-programs: $B/heddle $(RUNNER) $(if $(SAN),,bench-programs)
bench-programs: $(BENCH)

# A stamp holds a text and changes only when the text does: what depends on it is rebuilt exactly
# then. -Werror stays out of it: it changes no object, and 'make' after 'make test' costs nothing.
define stamp
@mkdir -p $(@D)
@printf '%s\n' '$(subst ','\'',$(1))' | cmp -s - $@ || printf '%s\n' '$(subst ','\'',$(1))' > $@
endef
$B/.flags: FORCE | check-deps
	$(call stamp,$(COMPILE) : $(LINK) $(STATIC) $(H_LIBS) $(LDLIBS))
$B/.files: FORCE
	$(call stamp,$(SRC) $(LUA) $(REPORTS) $(T_SRC))

say = @printf '%-6s %s\n' $(1) $@
STRICT = $(if $(WERROR),-Werror)

$B/heddle: $(HEDDLE) $B/.flags $B/.files
	$(call say,LINK)
	$Q$(LINK) $(L_MODE) -o $@ $(filter %.o,$^) $(H_LIBS) $(A_LIBS) $(LDLIBS)

$B/test_heddle: $(filter-out $B/main.o,$(OBJ)) $(T_OBJ) $B/.flags $B/.files
	$(call say,LINK)
	$Q$(LINK) -pie -Wl,--wrap=hd_script_require -o $@ $(filter %.o,$^) $(H_LIBS) $(T_LIBS) $(LDLIBS)

# Stands alone: it shows that the sanitizer build sees a leak inside a Criterion test.
$(CANARY): $B/tests/c/canary_leak.o $B/.flags
	$(call say,LINK)
	$Q$(LINK) -pie -o $@ $< $(T_LIBS) $(LDLIBS)

# gcc makes vector code of the counting loops with -O3 only.
$B/io/store_snapshot%.o: private CFLAGS := $(CFLAGS:-O2=-O3)
$B/query/kernel%.o: private CFLAGS := $(CFLAGS:-O2=-O3)
$B/query/codes.o $B/base/bits.o: private CFLAGS := $(CFLAGS:-O2=-O3)

# The program that makes workbooks is held by heddle as bytes, so it is small: stripped, without debugging.
$B/heddle-xlsx: $(X_OBJ) $B/.flags
	$(call say,LINK)
	$Q$(LINK) -pie -Wl,--as-needed $(if $(MODE),,-s) -o $@ $(filter %.o,$^) $(X_LIBS)

$B/host/xlsx.o: private H_CPP += -DHD_XLSX_PROGRAM='"$B/heddle-xlsx"'
$B/host/xlsx.o: $B/heddle-xlsx

$B/%.o: src/%.c $B/.flags
	$(call say,CC)
	@mkdir -p $(@D)
	$Q$(COMPILE) $(STRICT) -MMD -MP -c -o $@ $<

$B/tests/c/%.o: tests/c/%.c $B/.flags
	$(call say,CC)
	@mkdir -p $(@D)
	$Q$(COMPILE) $(T_CPP) $(STRICT) -MMD -MP -c -o $@ $<

# Measured with the optimisation that users get, whatever CFLAGS say.
$B/bench/%: tests/bench/%.c tests/bench/bench.h $B/.flags
	$(call say,CC)
	@mkdir -p $(@D)
	$Q$(CC) -std=c11 -D_GNU_SOURCE -O2 $(WARN) $(STRICT) -o $@ $< $(if $(findstring sqlite,$*),$(H_LIBS),-lm)

$B/bench/clock.o: tests/bench/clock.c $B/.flags
	$(call say,CC)
	@mkdir -p $(@D)
	$Q$(COMPILE) $(STRICT) -MMD -MP -c -o $@ $<

# The program with another clock.
$B/bench/heddle: $(HEDDLE) $B/bench/clock.o $B/.flags $B/.files
	$(call say,LINK)
	$Q$(LINK) $(L_MODE) -o $@ $(filter %.o,$^) $(H_LIBS) $(A_LIBS) $(LDLIBS)

$B/tool/embed: src/tool/embed.c $B/.flags
	$(call say,HOSTCC)
	@mkdir -p $(@D)
	$Q$(HOSTCC) -std=c11 -O1 $(WARN) $(STRICT) -o $@ $<

$B/embed.c: $B/tool/embed $(LUA) $B/.files
	$(call say,EMBED)
	$Q$B/tool/embed $(LUA) > $@

$B/scripts.c: $B/tool/embed $(REPORTS) $B/.files
	$(call say,EMBED)
	$Q$B/tool/embed --scripts $(REPORTS) > $@

# The compiled modules need the Lua they are compiled by; the program falls back on their text.
$B/tool/compile: src/tool/compile.c $B/.flags
	$(call say,HOSTCC)
	@mkdir -p $(@D)
	$Q$(HOSTCC) -std=c11 -O1 $(WARN) $(STRICT) $(call pkg,--cflags,lua5.4) -o $@ $< $(call pkg,--libs,lua5.4)

$B/code.c: $B/tool/compile $(LUA) $B/.files
	$(call say,EMBED)
	$Q$B/tool/compile $(LUA) > $@

$B/embed.o $B/code.o $B/scripts.o: $B/%.o: $B/%.c $B/.flags
	$(call say,CC)
	$Q$(COMPILE) $(STRICT) -MMD -MP -c -o $@ $<

$B/share/$(MAN): PRINT := --man
$B/share/bash-completion/%: PRINT := --completion bash
$B/share/zsh/%: PRINT := --completion zsh
$B/share/fish/%: PRINT := --completion fish
$(addprefix $B/share/,$(MAN) $(SHELLS)): $B/heddle
	$(call say,PRINT)
	@mkdir -p $(@D)
	$Qenv -i $B/heddle help $(PRINT) > $@

-include $(HEDDLE:.o=.d) $(X_OBJ:.o=.d) $(T_OBJ:.o=.d) $B/tests/c/canary_leak.d $B/bench/clock.d
