# Fuzz targets: one LLVMFuzzerTestOneInput each. Without --enable-fuzzers each is linked with
# replay.c and runs over its corpus as a test.
FUZZ_TARGETS =
include tests/fuzz/recipe.mk
include tests/fuzz/policy.mk
include tests/fuzz/boot.mk
include tests/fuzz/fetch.mk
if LIBFUZZER
FUZZ_LINK = -fsanitize=fuzzer
FUZZ_MAIN =
else
FUZZ_LINK =
FUZZ_MAIN = tests/fuzz/replay.c
TESTS += $(FUZZ_TARGETS)
endif
check_PROGRAMS += $(FUZZ_TARGETS)
# To add one: FUZZ_TARGETS += tests/fuzz/fuzz-X
#             tests_fuzz_fuzz_X_SOURCES = tests/fuzz/fuzz-X.c $(FUZZ_MAIN)
#             tests_fuzz_fuzz_X_LDFLAGS = $(FUZZ_LINK)
#             tests_fuzz_fuzz_X_LDADD = $(STAGE_libs), the stage that it is of
.PHONY: fuzz-targets
fuzz-targets: $(FUZZ_TARGETS)
EXTRA_DIST += tests/fuzz/corpus
include tests/fuzz/work.mk
include tests/fuzz/plan.mk
include tests/fuzz/series.mk
include tests/fuzz/stage.mk
include tests/fuzz/abi.mk
include tests/fuzz/share.mk
