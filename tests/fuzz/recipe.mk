FUZZ_TARGETS += tests/fuzz/fuzz-recipe
tests_fuzz_fuzz_recipe_SOURCES = tests/fuzz/fuzz-recipe.c $(FUZZ_MAIN)
tests_fuzz_fuzz_recipe_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_recipe_LDADD = $(recipe_libs)
FUZZ_TARGETS += tests/fuzz/fuzz-version
tests_fuzz_fuzz_version_SOURCES = tests/fuzz/fuzz-version.c $(FUZZ_MAIN)
tests_fuzz_fuzz_version_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_version_LDADD = $(recipe_libs)
