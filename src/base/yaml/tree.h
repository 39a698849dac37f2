/* SPDX-License-Identifier: GPL-2.0-or-later */
/* YAML text as a tree of nodes with positions: what the readers of yaml.h work on, private to
 * base/yaml/. Only what configuration needs is accepted, and the cost of any input is bounded:
 * see the limits in yaml.h. */
#pragma once

#include <glib.h>

enum {
  ZANTE_YAML_MAX_BYTES = 1024 * 1024,
  ZANTE_YAML_MAX_DEPTH = 32,
};

typedef enum { ZANTE_YAML_SCALAR, ZANTE_YAML_LIST, ZANTE_YAML_MAP } ZanteYamlKind;

typedef struct _ZanteYamlNode ZanteYamlNode;
struct _ZanteYamlNode {
  ZanteYamlKind kind;
  guint line, column;   /* from 1; columns count characters */
  gboolean nothing;     /* an unquoted scalar without text, as in "key:" */
  guint n_children;     /* of a list or map */
  const char *text;     /* of a scalar */
  ZanteYamlNode *key;   /* a scalar, when this is a value in a map */
  ZanteYamlNode *first; /* child */
  ZanteYamlNode *next;  /* sibling */
};

typedef struct _ZanteYamlTree ZanteYamlTree;

/* Parse DATA; LABEL names it in messages. A map with the same key twice is an error. */
ZanteYamlTree *zante_yaml_tree_new (const char *data, gsize size, const char *label,
                                    GError **error);
/* Refuse what must not reach the parser: too much, not UTF-8, and what costs it too much. */
gboolean zante_yaml_check_bytes (const char *data, gsize size, const char *label, GError **error);
/* Read the regular file PATH into a string; over 1 MiB is refused. */
char *zante_yaml_read_file (const char *path, gsize *size, GError **error);
void zante_yaml_tree_free (ZanteYamlTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteYamlTree, zante_yaml_tree_free)

/* The root; an empty document is an empty map. Borrowed, as is every node. */
const ZanteYamlNode *zante_yaml_tree_root (const ZanteYamlTree *tree);
/* The node at POINTER (RFC 6901), or with a final '#' the key of that value in its map; or NULL. */
const ZanteYamlNode *zante_yaml_tree_find (const ZanteYamlTree *tree, const char *pointer);

/* Set ERROR to ZANTE_ERROR_INPUT "LABEL:LINE:COLUMN: message". A LABEL below the current directory
 * is told relative to it. Returns FALSE. */
gboolean zante_yaml_error (GError **error, const char *label, guint line, guint column,
                           const char *format, ...) G_GNUC_PRINTF (5, 6);
/* The same at the byte OFFSET of DATA. */
gboolean zante_yaml_error_at (GError **error, const char *label, const char *data, gsize offset,
                              const char *message);
/* LABEL as messages tell it: relative when it lies below the current directory. */
char *zante_yaml_label (const char *label);
