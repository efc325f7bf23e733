# iislint: `make help` lists the targets, packages.txt the packages (`make deps` installs them).
#
# VARIANT names a set of flags with its own folder build/VARIANT: release (default), debug, asan,
# clang, fuzz, windows. BUILD puts everything elsewhere (`make BUILD=/tmp/mine test`), so that two people can
# build one tree at the same time.

VARIANT ?= release
BUILD ?= build
PREFIX ?= /usr/local
DESTDIR ?=
FUZZ_SECONDS ?= 60
BENCH_SITES ?= 1000 10000 50000
VERSION = $(shell sed -n 's/^.define IISLINT_VERSION "\(.*\)"/\1/p' include/iislint.h)

# `make V=1` shows whole commands.
V ?= 0
ifeq ($(V),0)
QUIET = @echo '  $(1)';
endif

.SUFFIXES:
.DELETE_ON_ERROR:
.SECONDARY:
MAKEFLAGS += --no-builtin-rules

# --- compiler and flags -------------------------------------------------------------------------
PKG_CONFIG ?= pkg-config
HOSTCC ?= cc
AR ?= ar
LIBRARIES := libxml-2.0 libpcre2-8 libcjson nettle
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror
SANITIZERS := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

ifeq ($(origin CC),default)
CC := gcc
endif
OPTIMIZE := -O2 -g
ifeq ($(VARIANT),debug)
OPTIMIZE := -O0 -g
else ifeq ($(VARIANT),asan)
OPTIMIZE := -O1 -g $(SANITIZERS)
else ifeq ($(VARIANT),clang)
CC := clang
else ifeq ($(VARIANT),fuzz)
CC := clang
OPTIMIZE := -O1 -g $(SANITIZERS) -fsanitize=fuzzer-no-link
else ifeq ($(VARIANT),windows)
CC := x86_64-w64-mingw32-gcc
AR := x86_64-w64-mingw32-ar
OPTIMIZE := -O2 -g1 -ffunction-sections -fdata-sections
else ifneq ($(VARIANT),release)
$(error VARIANT=$(VARIANT): not one of release, debug, asan, clang, fuzz, windows)
endif

# The platform is chosen by file name: *_posix.c and *_none.c, or *_windows.c.
ifneq ($(findstring mingw,$(shell $(CC) -dumpmachine 2>/dev/null)),)
FOREIGN := posix none
EXE := .exe
else
FOREIGN := windows
EXE :=
endif

# Windows: static libraries that tools/windows-libraries builds from the same sources, and only what
# every Windows Server has.
WINDOWS_LIBRARIES := $(BUILD)/windows/libraries
WINDOWS_SYSTEM := advapi32 authz bcrypt crypt32 httpapi iphlpapi netapi32 shell32 userenv version wevtapi \
    wldap32 ws2_32
ifeq ($(VARIANT),windows)
LIB_CFLAGS := $(addprefix -isystem $(WINDOWS_LIBRARIES)/prefix/,include include/libxml2) -DWINVER=0x0602 -D_WIN32_WINNT=0x0602 \
    -DUNICODE -D_UNICODE -DLIBXML_STATIC -DLIBXSLT_STATIC -DLIBEXSLT_STATIC -DPCRE2_STATIC -DZIP_STATIC -DCJSON_HIDE_SYMBOLS
LIB_LIBS := -L$(WINDOWS_LIBRARIES)/prefix/lib -lexslt -lxslt -lxml2 -lpcre2-8 -lcjson -lnettle -lzip -lz \
    $(WINDOWS_SYSTEM:%=-l%)
TEST_LIBS := -lcmocka-static
TEST_CFLAGS := -include tests/windows/posix.h -Wno-format -Wno-format-extra-args
LDFLAGS += -static -s -Wl,--gc-sections,--no-insert-timestamp,--nxcompat,--dynamicbase,--high-entropy-va
# Not looked for by targets that need no libraries.
else ifneq ($(filter-out deps clean help format,$(or $(MAKECMDGOALS),all)),)
LIB_CFLAGS := $(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags $(LIBRARIES)))
LIB_LIBS := $(shell $(PKG_CONFIG) --libs $(LIBRARIES))
THREAD_FLAGS := -pthread
# These are loaded when they are needed (src/base/library.h), by the name that programs built here would
# ask for.
soname = $(shell objdump -p "$$($(PKG_CONFIG) --variable=libdir $(1))/$(1).so" 2>/dev/null | sed -n 's/^ *SONAME *//p')
ZIP_LIBRARY := $(call soname,libzip)
EXSLT_LIBRARY := $(call soname,libexslt)
LIB_CFLAGS += $(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags libzip)) \
    -DZIP_LIBRARY_FILE='"$(ZIP_LIBRARY)"' -DEXSLT_LIBRARY_FILE='"$(EXSLT_LIBRARY)"'
ifeq ($(and $(strip $(LIB_LIBS)),$(ZIP_LIBRARY),$(EXSLT_LIBRARY)),)
$(error libraries are missing: run `make deps`)
endif
TEST_CFLAGS := $(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags cmocka 2>/dev/null))
TEST_LIBS := $(shell $(PKG_CONFIG) --libs cmocka 2>/dev/null)
endif

CPPFLAGS_ALL := -D_POSIX_C_SOURCE=200809L -Iinclude -Isrc $(LIB_CFLAGS) $(CPPFLAGS)
CFLAGS_ALL := -std=c11 $(OPTIMIZE) $(WARNINGS) $(CFLAGS)
COMPILE := $(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL)
LINK := $(CC) $(OPTIMIZE) $(LDFLAGS)
LIBS := $(LIB_LIBS) $(THREAD_FLAGS) -lm

# --- what is there ------------------------------------------------------------------------------
OUT := $(BUILD)/$(VARIANT)
FOREIGN_FILES := $(foreach f,$(FOREIGN),$(wildcard src/*/*_$(f).c))
SOURCES := $(filter-out $(FOREIGN_FILES),$(sort $(wildcard src/*/*.c)))
OBJECTS := $(SOURCES:%.c=$(OUT)/%.o) $(OUT)/embedded_rules.o
CLI_OBJECTS := $(filter $(OUT)/src/cli/%,$(OBJECTS))
LIB_OBJECTS := $(filter-out $(CLI_OBJECTS),$(OBJECTS))
RULES := $(sort $(shell find rules -type f \( -name '*.sch' -o -name '*.rng' -o -name '*.intro.md' -o -name '*.xml' \) 2>/dev/null))
TEST_SOURCES := $(filter-out $(foreach f,$(FOREIGN),%_$(f).c),$(sort $(wildcard tests/unit/*/test_*.c)))
TEST_HELPERS := $(sort $(wildcard tests/unit/*.c) $(filter-out $(wildcard tests/unit/*/test_*.c),$(wildcard tests/unit/*/*.c)))
TEST_HELPER_OBJECTS := $(TEST_HELPERS:%.c=$(OUT)/%.o)
TEST_HELPER_LIBRARY := $(OUT)/libtest.a
TESTS := $(TEST_SOURCES:%.c=$(OUT)/%$(EXE))
FUZZERS := $(patsubst tests/fuzz/%.c,$(OUT)/%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
C_FILES := $(sort $(wildcard include/*.h src/*/*.[ch] tests/unit/*.[ch] tests/unit/*/*.[ch] tests/fuzz/*.[ch] tests/corpus/*.[ch] tests/hostile/*.[ch] tools/*.c))

# The release library and the programs stand where people look for them.
LIBRARY := $(OUT)/libiislint.a
PROGRAM := $(OUT)/iislint$(EXE)
ifeq ($(BUILD),build)
ifeq ($(VARIANT),release)
LIBRARY := build/libiislint.a
PROGRAM := iislint
else ifeq ($(VARIANT),windows)
PROGRAM := iislint.exe
endif
endif
# What the program has besides on Windows: its version, and how Windows is to treat it.
PROGRAM_OBJECTS := $(if $(EXE),$(OUT)/windows_resource.o)

.PHONY: all lib test test-unit windows windows-test windows-libraries windows-tests asan clang fuzz fuzzers bench lint format docs install clean help deps demo sarif

## all: build ./iislint and build/libiislint.a (default)
# The program has a main() only once src/cli does.
all: lib $(if $(CLI_OBJECTS),$(PROGRAM))
lib: $(LIBRARY)

# q, not r: two files of one name on different floors are both members.
$(LIBRARY): $(LIB_OBJECTS)
	@rm -f $@
	$(call QUIET,ar $@)$(AR) qcs $@ $^

$(PROGRAM): $(CLI_OBJECTS) $(PROGRAM_OBJECTS) $(LIBRARY)
	$(call QUIET,ld $@)$(LINK) -o $@ $^ $(LIBS)

$(OUT)/windows_resource.o: tools/windows.rc tools/windows.manifest include/iislint.h
	$(call QUIET,windres $<)x86_64-w64-mingw32-windres -DVERSION_TEXT=$(VERSION) -DVERSION_NUMBERS=$(subst .,$(comma),$(VERSION)),0 $< -O coff -o $@
comma := ,

# A change of compiler or flags rebuilds everything.
$(OUT)/flags: force
	@mkdir -p $(@D)
	@echo '$(subst ','\'',$(COMPILE))' | cmp -s - $@ || echo '$(subst ','\'',$(COMPILE))' >$@
.PHONY: force

$(OUT)/src/%.o: src/%.c $(OUT)/flags
	@mkdir -p $(@D)
	$(call QUIET,cc $<)$(COMPILE) -MMD -MP -c -o $@ $<

$(OUT)/tests/%.o: tests/%.c $(OUT)/flags
	@mkdir -p $(@D)
	$(call QUIET,cc $<)$(COMPILE) -Itests -Itests/unit $(TEST_CFLAGS) -MMD -MP -c -o $@ $<

# --- rules, schemas and grammars inside the program ---------------------------------------------
$(BUILD)/embed: tools/embed.c
	@mkdir -p $(@D)
	$(call QUIET,cc $<)$(HOSTCC) -std=c11 -O1 -Wall -Wextra -Wpedantic -Werror -o $@ $<

# The list is a file of its own, so that a removed rule file rebuilds the table too.
$(OUT)/embedded.list: force
	@mkdir -p $(@D)
	@echo '$(RULES)' | cmp -s - $@ || echo '$(RULES)' >$@

# Rule files are there twice: whole, and without what only readers of the catalogue need.
BRIEF_RULES := $(patsubst rules/%.sch,brief/%.sch,$(filter $(wildcard rules/*.sch),$(RULES)))

$(BUILD)/tool-brief: tools/brief.c src/rules/xpath_names.c src/rules/xpath_scan.c
	@mkdir -p $(@D)
	$(call QUIET,cc $<)$(HOSTCC) -std=c11 -O1 -Wall -Wextra -Wpedantic -Werror -Isrc $(shell $(PKG_CONFIG) --cflags libxml-2.0) -o $@ $^ $(shell $(PKG_CONFIG) --libs libxml-2.0)

$(OUT)/brief/%.sch: rules/%.sch $(BUILD)/tool-brief
	@mkdir -p $(@D)
	$(call QUIET,brief $<)$(BUILD)/tool-brief $< >$@

$(OUT)/embedded_rules.c: $(BUILD)/embed $(OUT)/embedded.list $(RULES) $(BRIEF_RULES:%=$(OUT)/%)
	$(call QUIET,embed rules/)$(BUILD)/embed rules $(RULES:rules/%=%) -- $(OUT) $(BRIEF_RULES) >$@

$(OUT)/embedded_rules.o: $(OUT)/embedded_rules.c $(OUT)/flags
	$(call QUIET,cc $<)$(COMPILE) -Wno-overlength-strings -O0 -MMD -MP -c -o $@ $<

# --- tests --------------------------------------------------------------------------------------
# A library: a test gets only those helpers that it calls.
$(TEST_HELPER_LIBRARY): $(TEST_HELPER_OBJECTS)
	@rm -f $@
	$(call QUIET,ar $@)$(AR) qcs $@ $^

# A test of src/cli gets the command line's objects too, without its main().
$(OUT)/tests/unit/cli/%$(EXE): $(OUT)/tests/unit/cli/%.o $(TEST_HELPER_LIBRARY) $(filter-out %/main.o,$(CLI_OBJECTS)) $(LIBRARY)
	$(call QUIET,ld $@)$(LINK) -o $@ $^ $(TEST_LIBS) $(LIBS)

$(OUT)/tests/unit/%$(EXE): $(OUT)/tests/unit/%.o $(TEST_HELPER_LIBRARY) $(LIBRARY)
	$(call QUIET,ld $@)$(LINK) -o $@ $^ $(TEST_LIBS) $(LIBS)

## test: build and run all tests: unit, rule examples, corpus, hostile input
test: all $(TESTS)
	@python3 tests/run.py --program $(PROGRAM) --out $(OUT) $(TESTS)

test-unit: $(TESTS)
	@python3 tests/run.py --unit-only --out $(OUT) $(TESTS)

## unit-NAME: build and run one test program, e.g. `make unit-arena` for tests/unit/base/test_arena.c
# Goes on past files of others that do not compile at the moment, as long as this test links.
unit-%: force
	@test='$(patsubst %.c,$(OUT)/%,$(filter %/test_$*.c %/$*.c,$(TEST_SOURCES)))'; \
	[ -n "$$test" ] || { echo "no tests/unit/*/test_$*.c"; exit 1; }; \
	$(MAKE) -k --no-print-directory $(LIBRARY) || { rm -f $(LIBRARY); \
	    echo 'make: some files do not compile: trying without them' >&2; \
	    $(AR) qcs $(LIBRARY) $$(ls $(LIB_OBJECTS) 2>/dev/null); }; \
	for t in $$test; do $(MAKE) --no-print-directory -o $(LIBRARY) $$t && "$$t" || exit 1; done

## asan: the same tests under AddressSanitizer, LeakSanitizer and UBSan
asan:
	@ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1 \
	    $(MAKE) --no-print-directory VARIANT=asan test

## clang: build everything, tests too, with clang and -Werror
clang:
	@$(MAKE) --no-print-directory VARIANT=clang all $(TEST_SOURCES:%.c=$(BUILD)/clang/%)

## windows: cross-compile ./iislint.exe, a single file that needs nothing but Windows
windows: windows-libraries
	@$(MAKE) --no-print-directory VARIANT=windows all

windows-libraries:
	@tools/windows-libraries $(WINDOWS_LIBRARIES)

## windows-test: unit tests, rule examples, corpus and collectors with iislint.exe, under wine
windows-test: all windows-libraries
	@$(MAKE) --no-print-directory VARIANT=windows windows-tests

windows-tests: all $(TESTS)
	@tests/windows/run --wine $(BUILD)/windows --out $(OUT) --program $(PROGRAM) --native $(NATIVE) $(TESTS)
NATIVE := $(if $(filter build,$(BUILD)),iislint,$(BUILD)/release/iislint)

## fuzz: run each libFuzzer target for FUZZ_SECONDS (default 60) seconds
fuzz:
	@$(MAKE) --no-print-directory VARIANT=fuzz fuzzers
	@tests/fuzz/run $(FUZZ_SECONDS) $(BUILD)/fuzz

fuzzers: $(FUZZERS)

$(OUT)/fuzz_%: $(OUT)/tests/fuzz/fuzz_%.o $(LIBRARY)
	$(call QUIET,ld $@)$(LINK) -fsanitize=fuzzer -o $@ $^ $(LIBS)

## sarif: check the SARIF of every corpus case with the JSON schema, Microsoft's validator and ours
sarif: all
	@tests/sarif/run $(PROGRAM)

## bench: ratios to xmllint --noout for BENCH_SITES (default 1000 10000 50000) sites
bench: all
	@python3 tests/bench/bench.py --program $(PROGRAM) --out $(BUILD)/bench $(BENCH_SITES)

# --- care ---------------------------------------------------------------------------------------
## lint: formatting, cppcheck, the laws of the house, stale generated files
lint: all
	@tests/lint/run $(abspath $(PROGRAM)) $(C_FILES)

## format: apply clang-format
format:
	clang-format -i $(C_FILES)

## docs: write rules/README.md, the generated catalogue of the rules
docs: all
	$(abspath $(PROGRAM)) rules docs >$(OUT)/rules.md
	mv $(OUT)/rules.md rules/README.md

## demo: lint the case corpus/negotiate-401 to see findings
demo: all
	@$(abspath $(PROGRAM)) corpus/negotiate-401 || [ $$? -eq 1 ]

## install: program, library, header, iislint.pc (and the man page) under PREFIX
install: all
	install -D -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/iislint
	install -D -m 644 $(LIBRARY) $(DESTDIR)$(PREFIX)/lib/libiislint.a
	install -D -m 644 include/iislint.h $(DESTDIR)$(PREFIX)/include/iislint.h
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' -e 's|@LIBRARIES@|$(LIBRARIES)|' \
	    tools/iislint.pc.in >$(OUT)/iislint.pc
	install -D -m 644 $(OUT)/iislint.pc $(DESTDIR)$(PREFIX)/lib/pkgconfig/iislint.pc
	if $(abspath $(PROGRAM)) --man >$(OUT)/iislint.1 2>/dev/null; then \
	    install -D -m 644 $(OUT)/iislint.1 $(DESTDIR)$(PREFIX)/share/man/man1/iislint.1; fi

## deps: install the Debian packages that building and testing need
deps:
	@tools/deps build

## clean: remove everything that was built
clean:
	rm -rf $(BUILD) iislint iislint.exe

## help: this list
help:
	@sed -n 's/^## /  make /p' Makefile

-include $(OBJECTS:.o=.d) $(TEST_SOURCES:%.c=$(OUT)/%.d) $(TEST_HELPER_OBJECTS:.o=.d)
