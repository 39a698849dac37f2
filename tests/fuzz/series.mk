# Fuzz targets of src/series.
FUZZ_TARGETS += tests/fuzz/fuzz-mailbox
tests_fuzz_fuzz_mailbox_SOURCES = tests/fuzz/fuzz-mailbox.c $(FUZZ_MAIN)
tests_fuzz_fuzz_mailbox_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_mailbox_LDADD = $(series_libs)
FUZZ_TARGETS += tests/fuzz/fuzz-maintainers
tests_fuzz_fuzz_maintainers_SOURCES = tests/fuzz/fuzz-maintainers.c $(FUZZ_MAIN)
tests_fuzz_fuzz_maintainers_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_maintainers_LDADD = $(series_libs)
FUZZ_TARGETS += tests/fuzz/fuzz-content
tests_fuzz_fuzz_content_SOURCES = tests/fuzz/fuzz-content.c $(FUZZ_MAIN)
tests_fuzz_fuzz_content_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_content_LDADD = $(series_libs)
# And of src/xsa.
FUZZ_TARGETS += tests/fuzz/fuzz-xsa
tests_fuzz_fuzz_xsa_SOURCES = tests/fuzz/fuzz-xsa.c $(FUZZ_MAIN)
tests_fuzz_fuzz_xsa_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_xsa_LDADD = $(xsa_libs)
FUZZ_TARGETS += tests/fuzz/fuzz-xsa-meta
tests_fuzz_fuzz_xsa_meta_SOURCES = tests/fuzz/fuzz-xsa-meta.c $(FUZZ_MAIN)
tests_fuzz_fuzz_xsa_meta_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_xsa_meta_LDADD = $(xsa_libs)
# And of src/queue.
FUZZ_TARGETS += tests/fuzz/fuzz-queue
tests_fuzz_fuzz_queue_SOURCES = tests/fuzz/fuzz-queue.c $(FUZZ_MAIN)
tests_fuzz_fuzz_queue_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_queue_LDADD = $(queue_libs)
