/* SPDX-License-Identifier: GPL-2.0-or-later */
/* YAML files as plain structs, by field tables. A table says for every field its name, type and
 * place in the struct; from it come reading with exact positions in messages, freeing, hashing for
 * keys, and writing. Hostile input is refused: unknown and duplicate keys, anchors, aliases and
 * tags, nesting deeper than 32, files over 1 MiB, NUL bytes, invalid UTF-8, several documents. A
 * number, yes or null where text is wanted is that text. */
#pragma once

#include <glib.h>

#include "base/hash.h"

typedef enum {
  ZANTE_FIELD_STRING,      /* char * : any scalar */
  ZANTE_FIELD_LINE,        /* char * : no control characters, so one line */
  ZANTE_FIELD_NAME,        /* char * : [a-z0-9][a-z0-9+.-]* */
  ZANTE_FIELD_BOOL,        /* gboolean : yes/no/true/false */
  ZANTE_FIELD_UINT,        /* guint64 */
  ZANTE_FIELD_CHOICE,      /* int : index into `choices`; -1 when absent */
  ZANTE_FIELD_STRINGS,     /* char ** (NULL-terminated, NULL when absent): list of one-line strings,
                              or one scalar as a list of one */
  ZANTE_FIELD_STRING_MAP,  /* GHashTable * char*→char*, NULL when absent */
  ZANTE_FIELD_STRINGS_MAP, /* GHashTable * char*→char** */
  ZANTE_FIELD_STRUCT,      /* T * : `table`, NULL when absent */
  ZANTE_FIELD_STRUCT_MAP,  /* GHashTable * char*→T* */
  ZANTE_FIELD_STRUCTS,     /* GPtrArray * of T* */
  ZANTE_FIELD_MAP_MAP,     /* GHashTable * char*→GHashTable * of char*→char* */
} ZanteFieldType;

enum {
  ZANTE_FIELD_REQUIRED = 1 << 0, /* absence is an error */
  ZANTE_FIELD_KEY = 1 << 1,      /* changes the output: enters the component's key */
  ZANTE_FIELD_EMPTY_STRUCT_FROM_STRING
  = 1 << 2, /* STRUCT_MAP: a scalar V stands for {first field: V} */
};

typedef struct _ZanteFieldTable ZanteFieldTable;
typedef struct {
  const char *name;
  ZanteFieldType type;
  gsize offset;
  guint flags;
  const char *const *choices;   /* CHOICE, NULL-terminated */
  const ZanteFieldTable *table; /* STRUCT, STRUCT_MAP, STRUCTS */
  const char *help;             /* one line for the manual page */
  guint64 initial;              /* BOOL, UINT: the value when absent */
} ZanteField;

struct _ZanteFieldTable {
  const char *what;         /* for messages: "component", "source", … */
  gsize size;               /* sizeof of the struct */
  const ZanteField *fields; /* ends with a NULL name */
};

/* Read DATA (LABEL names it in messages) or the file PATH. The struct is owned by the caller and
 * freed with zante_yaml_free. Errors: ZANTE_ERROR_INPUT, "LABEL:LINE:COLUMN: …". */
gpointer zante_yaml_parse (const char *data, gsize size, const char *label,
                           const ZanteFieldTable *table, GError **error);
gpointer zante_yaml_load (const char *path, const ZanteFieldTable *table, GError **error);
/* Free OBJECT and, by its table, everything below it. Maps own their keys; structs in maps and
 * arrays are freed here, whatever free function the map or array has. */
void zante_yaml_free (const ZanteFieldTable *table, gpointer object);
/* A struct with every field absent, for objects that are not read from a file. */
gpointer zante_yaml_new (const ZanteFieldTable *table);
/* Whether TEXT is a name: [a-z0-9][a-z0-9+.-]*, at most 128 bytes. */
gboolean zante_yaml_is_name (const char *text);

/* "PATH:LINE:COLUMN" of the node at NODE ("/needs/2", a JSON pointer after RFC 6901; "/options/x#"
 * is the key "x" itself) of the file, or just PATH when there is none. A path below the current
 * directory is told relative to it. For messages about a value that was well-formed but wrong. */
char *zante_yaml_locate (const char *path, const char *node);

/* The text of the file PATH with the scalar at NODE, a pointer as above, replaced by TEXT; all else
 * stays, comments and quotes too. Nothing is written. ZANTE_ERROR_INPUT when there is none, or one
 * of the two needs more than letters, digits and "._/+-". Owned by the caller. */
char *zante_yaml_replace (const char *path, const char *node, const char *text, GError **error);

/* Feed the KEY fields of OBJECT to HASH, names included, maps in sorted order. */
void zante_yaml_hash (const ZanteFieldTable *table, gconstpointer object, ZanteHash *hash);
/* OBJECT as YAML text that parses to the same struct: fields in table order, maps sorted. Unset
 * fields are left out. Owned by the caller. */
char *zante_yaml_format (const ZanteFieldTable *table, gconstpointer object);
