/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/yaml/tree.h"

#include <libfyaml.h>
#include <string.h>

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
  enum fy_event_type type;
  guint line, column;
  gboolean nothing;
  const char *text;
} Step;

typedef struct {
  struct fy_parser *parser;
  struct fy_diag *diag;
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
move_to (Reader *reader, const struct fy_mark *mark)
{
  if (mark == NULL || mark->line < 0 || mark->column < 0)
    return;
  reader->line = (guint)mark->line + 1;
  reader->column = (guint)mark->column + 1;
}

/* What the parser has to say about the text; it may quote input, so only printable text is passed.
 */
static gboolean
fail_syntax (Reader *reader, GError **error)
{
  void *iterator = NULL;
  struct fy_diag_error *first = fy_diag_errors_iterate (reader->diag, &iterator);
  if (first == NULL)
    return fail_here (reader, error, "not well-formed YAML");
  g_autofree char *message = g_utf8_make_valid (first->msg, -1);
  for (char *c = message; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  move_to (reader, &(struct fy_mark){.line = first->line - 1, .column = first->column - 1});
  return zante_yaml_error (error, reader->label, reader->line, reader->column,
                           "not well-formed YAML: %s", g_strstrip (message));
}

static gboolean
refuse_token (Reader *reader, struct fy_token *token, const char *what, GError **error)
{
  if (token == NULL)
    return TRUE;
  move_to (reader, fy_token_start_mark (token));
  return zante_yaml_error (error, reader->label, reader->line, reader->column,
                           "%s are not supported: write the value itself", what);
}

static gboolean
refuse_extras (Reader *reader, struct fy_event *event, GError **error)
{
  if (event->type == FYET_ALIAS)
    return fail_here (reader, error, "aliases are not supported: write the value itself");
  if (event->type != FYET_SCALAR && event->type != FYET_MAPPING_START
      && event->type != FYET_SEQUENCE_START)
    return TRUE;
  return refuse_token (reader, fy_event_get_anchor_token (event), "anchors", error)
         && refuse_token (reader, fy_event_get_tag_token (event), "tags", error);
}

/* The parser's mark of a quoted text is behind the quote; people look for the quote. */
static void
step_back_to_quote (Reader *reader, const struct fy_event *event)
{
  enum fy_scalar_style style = fy_token_scalar_style (event->scalar.value);
  if ((style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED) && reader->column > 1)
    reader->column--;
}

/* The source between the quotes of TOKEN, whose marks lie inside them. */
static gboolean
take_quoted (Reader *reader, struct fy_token *token, Step *step, GError **error)
{
  const struct fy_mark *start = fy_token_start_mark (token), *end = fy_token_end_mark (token);
  if (start == NULL || end == NULL || start->input_pos > end->input_pos
      || end->input_pos > reader->size)
    return fail_here (reader, error, "a quoted text that cannot be read");
  g_autoptr (GString) text
      = zante_yaml_unquote (reader->data + start->input_pos, end->input_pos - start->input_pos,
                            fy_token_scalar_style (token) == FYSS_DOUBLE_QUOTED);
  if (text == NULL)
    return fail_here (reader, error, "an escape in this text stands for no character");
  step->text = tree_copy (reader->tree, text->str, text->len);
  return TRUE;
}

/* Whether a line of the folded text in the source is indented deeper than its first. */
static gboolean
has_indented_line (const char *source, gsize start, gsize end)
{
  gsize first = G_MAXSIZE;
  while (start > 0 && source[start - 1] != '\n')
    start--;
  for (gsize line = start; line < end;)
    {
      gsize indent = strspn (source + line, " ");
      gboolean blank = strchr ("\r\n", source[line + indent]) != NULL;
      if (!blank && (indent > first || source[line + indent] == '\t'))
        return TRUE;
      if (!blank && first == G_MAXSIZE)
        first = indent;
      line += strcspn (source + line, "\n") + 1;
    }
  return FALSE;
}

/* libfyaml 0.7 loses a line break in front of an indented line of a folded text. */
static gboolean
check_folded (Reader *reader, struct fy_token *token, GError **error)
{
  const struct fy_mark *start = fy_token_start_mark (token), *end = fy_token_end_mark (token);
  if (start == NULL || end == NULL || end->input_pos > reader->size
      || !has_indented_line (reader->data, start->input_pos, end->input_pos))
    return TRUE;
  return fail_here (reader, error, "indented lines in a folded text ('>'): write '|' instead");
}

static gboolean
take_text (Reader *reader, struct fy_token *token, Step *step, GError **error)
{
  gsize length = 0;
  enum fy_scalar_style style = fy_token_scalar_style (token);
  if (style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED)
    return take_quoted (reader, token, step, error);
  if (style == FYSS_FOLDED && !check_folded (reader, token, error))
    return FALSE;
  const char *text = fy_token_get_text (token, &length);
  /* At the end of the input libfyaml 0.7 takes the NUL behind it along. */
  length = text == NULL ? 0 : strnlen (text, length);
  if (length > 0 && !g_utf8_validate_len (text, length, NULL))
    return fail_here (reader, error, "not valid UTF-8 in a text");
  step->nothing = length == 0 && style == FYSS_PLAIN;
  step->text = tree_copy (reader->tree, text, length);
  return TRUE;
}

static gboolean
next_step (Reader *reader, Step *step, GError **error)
{
  struct fy_event *event = fy_parser_parse (reader->parser);
  if (event == NULL)
    return fail_syntax (reader, error);
  move_to (reader, fy_event_start_mark (event));
  if (event->type == FYET_SCALAR)
    step_back_to_quote (reader, event);
  *step = (Step){.type = event->type, .line = reader->line, .column = reader->column};
  gboolean ok = refuse_extras (reader, event, error);
  if (ok && event->type == FYET_SCALAR)
    ok = take_text (reader, event->scalar.value, step, error);
  fy_parser_event_free (reader->parser, event);
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
      if (step.type == FYET_SEQUENCE_END)
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
  if (step->type == FYET_SCALAR)
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
      if (step.type == FYET_MAPPING_END)
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
  if (step->type == FYET_SCALAR)
    return new_node (reader, step, ZANTE_YAML_SCALAR);
  if (step->type != FYET_MAPPING_START && step->type != FYET_SEQUENCE_START)
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
  ZanteYamlNode *node = step->type == FYET_MAPPING_START ? read_map (reader, step, error)
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
  if (step.type == FYET_STREAM_END)
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
  if (step.type == FYET_STREAM_END)
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
    reader->tree->root->kind = ZANTE_YAML_MAP;
  return TRUE;
}

/* Errors are collected for fail_syntax: without an output the parser prints nothing itself. */
static struct fy_diag *
new_diag (void)
{
  struct fy_diag_cfg config;
  fy_diag_cfg_default (&config);
  config.fp = NULL;
  config.output_fn = NULL;
  config.level = FYET_ERROR;
  struct fy_diag *diag = fy_diag_create (&config);
  fy_diag_set_collect_errors (diag, true);
  return diag;
}

static gboolean
run_parser (Reader *reader, GError **error)
{
  reader->diag = new_diag ();
  const struct fy_parse_cfg config
      = {.search_path = "", .flags = FYPCF_JSON_NONE, .diag = reader->diag};
  reader->parser = fy_parser_create (&config);
  gboolean ok = reader->parser != NULL
                && fy_parser_set_string (reader->parser, reader->data, reader->size) == 0;
  if (!ok)
    fail_here (reader, error, "cannot be parsed");
  ok = ok && read_stream (reader, error);
  fy_parser_destroy (reader->parser);
  fy_diag_destroy (reader->diag);
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
