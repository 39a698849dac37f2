FUZZ_TARGETS += tests/fuzz/fuzz-yaml tests/fuzz/fuzz-recipe
tests_fuzz_fuzz_yaml_SOURCES = tests/fuzz/fuzz-yaml.c $(FUZZ_MAIN)
tests_fuzz_fuzz_yaml_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_yaml_LDADD = $(TEST_LIBS)
tests_fuzz_fuzz_recipe_SOURCES = tests/fuzz/fuzz-recipe.c $(FUZZ_MAIN)
tests_fuzz_fuzz_recipe_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_recipe_LDADD = $(TEST_LIBS)
