/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/yaml/tree.h"

#include <string.h>
#include <yaml.h>

#include "base/error.h"

enum { FIRST_BLOCK = 4 * 1024, BLOCK = 64 * 1024, FEW_KEYS = 8 };

/* Nodes and texts live in a few large blocks and die together. */
typedef struct _Block Block;
struct _Block {
  Block *next;
  gsize used, size;
  max_align_t data[];
};

struct _ZanteYamlTree {
  Block *blocks;
  ZanteYamlNode *root;
};

/* One event of the parser, reduced to what a tree needs. */
typedef struct {
  yaml_event_type_t type;
  guint line, column;
  gboolean nothing;
  const char *text;
} Step;

typedef struct {
  yaml_parser_t parser;
  ZanteYamlTree *tree;
  const char *data, *label;
  gsize size;
  guint line, column; /* of the last event */
  guint depth;
} Reader;

static gpointer
tree_alloc (ZanteYamlTree *tree, gsize size)
{
  gsize aligned = (size + sizeof (max_align_t) - 1) / sizeof (max_align_t) * sizeof (max_align_t);
  Block *block = tree->blocks;
  if (block == NULL || block->size - block->used < aligned)
    {
      gsize room = MAX (aligned, block == NULL ? FIRST_BLOCK : BLOCK);
      block = g_malloc (sizeof (Block) + room);
      *block = (Block){.next = tree->blocks, .size = room};
      tree->blocks = block;
    }
  gpointer memory = (char *)block->data + block->used;
  block->used += aligned;
  return memory;
}

static const char *
tree_copy (ZanteYamlTree *tree, const char *text, gsize length)
{
  char *copy = tree_alloc (tree, length + 1);
  if (length > 0)
    memcpy (copy, text, length);
  copy[length] = '\0';
  return copy;
}

void
zante_yaml_tree_free (ZanteYamlTree *tree)
{
  if (tree == NULL)
    return;
  for (Block *block = tree->blocks, *next; block != NULL; block = next)
    {
      next = block->next;
      g_free (block);
    }
  g_free (tree);
}

static gboolean
fail_here (const Reader *reader, GError **error, const char *message)
{
  return zante_yaml_error (error, reader->label, reader->line, reader->column, "%s", message);
}

static void
move_to (Reader *reader, const yaml_mark_t *mark)
{
  reader->line = (guint)mark->line + 1;
  reader->column = (guint)mark->column + 1;
}

/* What the parser has to say about the text. Of characters that may not be in YAML it tells where
 * they are in bytes alone. */
static gboolean
fail_syntax (Reader *reader, GError **error)
{
  const yaml_parser_t *parser = &reader->parser;
  const char *problem = parser->problem != NULL ? parser->problem : "it cannot be read";
  if (parser->error == YAML_READER_ERROR)
    return zante_yaml_error_at (error, reader->label, reader->data,
                                MIN (parser->problem_offset, reader->size), problem);
  move_to (reader, &parser->problem_mark);
  g_autofree char *context = parser->context == NULL
                                 ? g_strdup ("")
                                 : g_strdup_printf (" (%s, from line %u on)", parser->context,
                                                    (guint)parser->context_mark.line + 1);
  return zante_yaml_error (error, reader->label, reader->line, reader->column,
                           "not well-formed YAML: %s%s", problem, context);
}

static gboolean
refuse (Reader *reader, gconstpointer found, const char *what, GError **error)
{
  return found == NULL
         || zante_yaml_error (error, reader->label, reader->line, reader->column,
                              "%s are not supported: write the value itself", what);
}

static gboolean
refuse_extras (Reader *reader, const yaml_event_t *event, GError **error)
{
  const yaml_char_t *anchor = NULL, *tag = NULL;
  if (event->type == YAML_SCALAR_EVENT)
    anchor = event->data.scalar.anchor, tag = event->data.scalar.tag;
  else if (event->type == YAML_SEQUENCE_START_EVENT)
    anchor = event->data.sequence_start.anchor, tag = event->data.sequence_start.tag;
  else if (event->type == YAML_MAPPING_START_EVENT)
    anchor = event->data.mapping_start.anchor, tag = event->data.mapping_start.tag;
  else if (event->type == YAML_ALIAS_EVENT)
    return refuse (reader, event, "aliases", error);
  return refuse (reader, anchor, "anchors", error) && refuse (reader, tag, "tags", error);
}

static gboolean
take_text (Reader *reader, const yaml_event_t *event, Step *step, GError **error)
{
  const char *text = (const char *)event->data.scalar.value;
  gsize length = event->data.scalar.length;
  if (memchr (text, '\0', length) != NULL)
    return fail_here (reader, error, "an escape in this text stands for no character");
  step->nothing = length == 0 && event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
  step->text = tree_copy (reader->tree, text, length);
  return TRUE;
}

static gboolean
next_step (Reader *reader, Step *step, GError **error)
{
  yaml_event_t event;
  if (!yaml_parser_parse (&reader->parser, &event))
    return fail_syntax (reader, error);
  move_to (reader, &event.start_mark);
  *step = (Step){.type = event.type, .line = reader->line, .column = reader->column};
  gboolean ok = refuse_extras (reader, &event, error);
  if (ok && event.type == YAML_SCALAR_EVENT)
    ok = take_text (reader, &event, step, error);
  yaml_event_delete (&event);
  return ok;
}

static ZanteYamlNode *
new_node (Reader *reader, const Step *step, ZanteYamlKind kind)
{
  ZanteYamlNode *node = tree_alloc (reader->tree, sizeof *node);
  *node = (ZanteYamlNode){.kind = kind,
                          .line = step->line,
                          .column = step->column,
                          .nothing = step->nothing,
                          .text = step->text};
  return node;
}

static ZanteYamlNode *read_node (Reader *reader, const Step *step, GError **error);

static ZanteYamlNode *
read_list (Reader *reader, const Step *start, GError **error)
{
  ZanteYamlNode *list = new_node (reader, start, ZANTE_YAML_LIST);
  ZanteYamlNode **tail = &list->first;
  for (;;)
    {
      Step step;
      if (!next_step (reader, &step, error))
        return NULL;
      if (step.type == YAML_SEQUENCE_END_EVENT)
        return list;
      *tail = read_node (reader, &step, error);
      if (*tail == NULL)
        return NULL;
      tail = &(*tail)->next;
      list->n_children++;
    }
}

static const ZanteYamlNode *
find_value (const ZanteYamlNode *map, const char *key)
{
  const ZanteYamlNode *value = map->first;
  while (value != NULL && strcmp (value->key->text, key) != 0)
    value = value->next;
  return value;
}

/* SEEN holds the keys of a large map; a small one is searched. */
static gboolean
check_duplicate (Reader *reader, const ZanteYamlNode *map, ZanteYamlNode *key, GHashTable **seen,
                 GError **error)
{
  if (map->n_children == FEW_KEYS)
    {
      *seen = g_hash_table_new (g_str_hash, g_str_equal);
      for (const ZanteYamlNode *value = map->first; value != NULL; value = value->next)
        g_hash_table_insert (*seen, (gpointer)value->key->text, value->key);
    }
  const ZanteYamlNode *earlier = NULL;
  if (*seen != NULL)
    earlier = g_hash_table_lookup (*seen, key->text);
  else if (find_value (map, key->text) != NULL)
    earlier = find_value (map, key->text)->key;
  if (earlier != NULL)
    return zante_yaml_error (error, reader->label, key->line, key->column,
                             "duplicate key '%s' (the first is at line %u)", key->text,
                             earlier->line);
  if (*seen != NULL)
    g_hash_table_insert (*seen, (gpointer)key->text, key);
  return TRUE;
}

static ZanteYamlNode *
read_key (Reader *reader, const Step *step, GError **error)
{
  if (step->type == YAML_SCALAR_EVENT)
    return new_node (reader, step, ZANTE_YAML_SCALAR);
  zante_yaml_error (error, reader->label, step->line, step->column,
                    "a key must be a text, not a list or map");
  return NULL;
}

static ZanteYamlNode *
read_map (Reader *reader, const Step *start, GError **error)
{
  ZanteYamlNode *map = new_node (reader, start, ZANTE_YAML_MAP);
  ZanteYamlNode **tail = &map->first;
  g_autoptr (GHashTable) seen = NULL;
  for (;;)
    {
      Step step;
      if (!next_step (reader, &step, error))
        return NULL;
      if (step.type == YAML_MAPPING_END_EVENT)
        return map;
      ZanteYamlNode *key = read_key (reader, &step, error);
      if (key == NULL || !check_duplicate (reader, map, key, &seen, error)
          || !next_step (reader, &step, error))
        return NULL;
      ZanteYamlNode *value = read_node (reader, &step, error);
      if (value == NULL)
        return NULL;
      value->key = key;
      *tail = value;
      tail = &value->next;
      map->n_children++;
    }
}

static ZanteYamlNode *
read_node (Reader *reader, const Step *step, GError **error)
{
  if (step->type == YAML_SCALAR_EVENT)
    return new_node (reader, step, ZANTE_YAML_SCALAR);
  if (step->type != YAML_MAPPING_START_EVENT && step->type != YAML_SEQUENCE_START_EVENT)
    {
      fail_here (reader, error, "not well-formed YAML");
      return NULL;
    }
  if (++reader->depth > ZANTE_YAML_MAX_DEPTH)
    {
      zante_yaml_error (error, reader->label, step->line, step->column,
                        "nested deeper than %d levels", ZANTE_YAML_MAX_DEPTH);
      return NULL;
    }
  ZanteYamlNode *node = step->type == YAML_MAPPING_START_EVENT ? read_map (reader, step, error)
                                                               : read_list (reader, step, error);
  reader->depth--;
  return node;
}

static gboolean
expect_end (Reader *reader, GError **error)
{
  Step step;
  if (!next_step (reader, &step, error) || !next_step (reader, &step, error))
    return FALSE;
  if (step.type == YAML_STREAM_END_EVENT)
    return TRUE;
  return zante_yaml_error (error, reader->label, step.line, step.column,
                           "more than one document in a file");
}

static gboolean
read_stream (Reader *reader, GError **error)
{
  Step step;
  if (!next_step (reader, &step, error) || !next_step (reader, &step, error))
    return FALSE;
  if (step.type == YAML_STREAM_END_EVENT)
    {
      reader->tree->root = new_node (reader, &(Step){.line = 1, .column = 1}, ZANTE_YAML_MAP);
      return TRUE;
    }
  if (!next_step (reader, &step, error))
    return FALSE;
  reader->tree->root = read_node (reader, &step, error);
  if (reader->tree->root == NULL || !expect_end (reader, error))
    return FALSE;
  if (reader->tree->root->nothing)
    *reader->tree->root = (ZanteYamlNode){.kind = ZANTE_YAML_MAP, .line = 1, .column = 1};
  return TRUE;
}

static gboolean
run_parser (Reader *reader, GError **error)
{
  if (!yaml_parser_initialize (&reader->parser))
    return fail_here (reader, error, "cannot be parsed: out of memory");
  yaml_parser_set_input_string (&reader->parser, (const guchar *)reader->data, reader->size);
  yaml_parser_set_encoding (&reader->parser, YAML_UTF8_ENCODING);
  gboolean ok = read_stream (reader, error);
  yaml_parser_delete (&reader->parser);
  return ok;
}

ZanteYamlTree *
zante_yaml_tree_new (const char *data, gsize size, const char *label, GError **error)
{
  if (!zante_yaml_check_bytes (data, size, label, error))
    return NULL;
  g_autoptr (ZanteYamlTree) tree = g_new0 (ZanteYamlTree, 1);
  Reader reader = {.tree = tree,
                   .data = tree_copy (tree, data, size),
                   .size = size,
                   .label = label,
                   .line = 1,
                   .column = 1};
  if (size == 0)
    tree->root = new_node (&reader, &(Step){.line = 1, .column = 1}, ZANTE_YAML_MAP);
  else if (!run_parser (&reader, error))
    return NULL;
  return g_steal_pointer (&tree);
}

const ZanteYamlNode *
zante_yaml_tree_root (const ZanteYamlTree *tree)
{
  return tree->root;
}
