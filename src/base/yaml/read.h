/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From nodes to values: what the two halves of the reader (yaml-scalar.c, yaml.c) share. */
#pragma once

#include "base/yaml/tree.h"
#include "base/yaml/yaml.h"

typedef struct {
  const char *label;
  GError **error;
} ZanteYamlReading;

/* Set the error at NODE's position; returns FALSE. */
gboolean zante_yaml_fail (const ZanteYamlReading *reading, const ZanteYamlNode *node,
                          const char *format, ...) G_GNUC_PRINTF (3, 4);
/* TEXT as messages quote it: at most 40 characters, none of them a control character. Owned by the
 * caller. */
char *zante_yaml_shown (const char *text);
/* "a map", "a list", "a text" or "nothing". */
const char *zante_yaml_kind_name (const ZanteYamlNode *node);
gboolean zante_yaml_has_control (const char *text);

/* Whether NODE is of KIND, and not nothing; NAME and TYPE are for the message. */
gboolean zante_yaml_expect (const ZanteYamlReading *reading, const ZanteYamlNode *node,
                            ZanteYamlKind kind, const char *name, ZanteFieldType type);
/* Read a scalar of FIELD's type into PLACE. */
gboolean zante_yaml_read_scalar (const ZanteYamlReading *reading, const ZanteYamlNode *node,
                                 const ZanteField *field, gpointer place);
/* Read a list of lines, or one scalar as a list of one. On failure VALUE holds what was read. */
gboolean zante_yaml_read_strings (const ZanteYamlReading *reading, const ZanteYamlNode *node,
                                  const char *name, char ***value);
