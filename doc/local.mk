# Manual pages, from scdoc(5) sources; a line "@FIELDS KIND@" becomes the fields that the parser
# reads. Without scdoc they are neither made nor installed.
EXTRA_DIST += doc/benchmarks.md doc/zante.1.scd doc/component.yaml.5.scd doc/guest.yaml.5.scd \
	doc/zante.yaml.5.scd doc/architecture.md doc/security-desk.md

noinst_PROGRAMS = doc/fields
doc_fields_SOURCES = doc/fields.c
doc_fields_LDADD = $(boot_libs)

if HAVE_SCDOC
nodist_man_MANS = doc/zante.1 doc/component.yaml.5 doc/guest.yaml.5 doc/zante.yaml.5
CLEANFILES += $(nodist_man_MANS)
$(nodist_man_MANS): doc/fields$(EXEEXT)
doc/zante.1: doc/zante.1.scd
doc/component.yaml.5: doc/component.yaml.5.scd
doc/guest.yaml.5: doc/guest.yaml.5.scd
doc/zante.yaml.5: doc/zante.yaml.5.scd

$(nodist_man_MANS):
	$(AM_V_GEN)while IFS= read -r line; do \
	  case $$line in \
	    @FIELDS*) set -- $$line && "doc/fields$(EXEEXT)" "$${2%@}" || exit 1 ;; \
	    *) printf '%s\n' "$$line" ;; \
	  esac; \
	done <"$(srcdir)/$@.scd" >"$@.text" && \
	SOURCE_DATE_EPOCH=$${SOURCE_DATE_EPOCH:-1577836800} $(SCDOC) <"$@.text" >"$@.new" && \
	rm -f "$@.text" && mv "$@.new" "$@"
endif
