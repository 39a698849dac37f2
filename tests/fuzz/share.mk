# Fuzz targets of src/share.
FUZZ_TARGETS += tests/fuzz/fuzz-share-record
tests_fuzz_fuzz_share_record_SOURCES = tests/fuzz/fuzz-share-record.c $(FUZZ_MAIN)
tests_fuzz_fuzz_share_record_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_share_record_LDADD = $(share_libs)
