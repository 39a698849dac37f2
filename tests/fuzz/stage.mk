# Fuzz targets of the archive extractor and of the store.
FUZZ_TARGETS += tests/fuzz/fuzz-archive tests/fuzz/fuzz-record tests/fuzz/fuzz-index
tests_fuzz_fuzz_archive_SOURCES = tests/fuzz/fuzz-archive.c $(FUZZ_MAIN)
tests_fuzz_fuzz_archive_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_archive_LDADD = $(stage_libs)
tests_fuzz_fuzz_record_SOURCES = tests/fuzz/fuzz-record.c $(FUZZ_MAIN)
tests_fuzz_fuzz_record_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_record_LDADD = $(stage_libs)
tests_fuzz_fuzz_index_SOURCES = tests/fuzz/fuzz-index.c $(FUZZ_MAIN)
tests_fuzz_fuzz_index_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_index_LDADD = $(stage_libs)
