/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "raise/pins.h"

#include <string.h>

#include "base/version.h"

/* Config.mk's variables, and what the stacks call the same sources. */
static const struct {
  const char *variable, *source;
} pins[] = {
    {"SEABIOS_UPSTREAM_REVISION", "seabios"},
    {"MINIOS_UPSTREAM_REVISION", "mini-os"},
    {"OVMF_UPSTREAM_REVISION", "ovmf"},
    {"QEMU_UPSTREAM_REVISION", "qemu"},
};

char *
zante_pins_config (const char *config, const char *name)
{
  g_autofree char *pattern = g_strdup_printf ("^%s[ \t]*[?:]?=[ \t]*([^$\\s]+)[ \t]*$", name);
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  char *value = NULL;
  for (g_regex_match (regex, config, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    {
      g_free (value);
      value = g_match_info_fetch (match, 1);
    }
  return value;
}

/* Config.mk of Xen's tree as the stack pins it, or NULL where that is not here. */
static char *
read_config (ZanteRaise *raise, const ZanteSource *xen)
{
  ZanteFetchInput input = zante_raise_fetch_input (raise, NULL);
  input.offline = TRUE;
  return zante_fetch_read (&input, xen, "Config.mk", NULL);
}

/* Whether ENTRY pins REVISION, the name of a tag or a commit. */
static gboolean
is_pinned (const ZanteLockEntry *entry, const char *revision)
{
  g_autofree char *tag = g_strconcat ("refs/tags/", revision, NULL);
  return entry != NULL
         && (g_strcmp0 (entry->ref, tag) == 0 || g_strcmp0 (entry->commit, revision) == 0);
}

/* A commit's id begins with digits that are no version. */
static gboolean
is_newer (const char *version, const char *revision)
{
  g_autofree char *wanted = strchr (revision, '.') == NULL ? NULL : zante_version_of_tag (revision);
  return wanted != NULL && zante_version_compare_deb (version, wanted) >= 0;
}

/* Add to TEXT how SOURCE differs from REVISION. Returns whether it is as new at least. */
static gboolean
compare (const ZanteRecipe *recipe, const ZanteSource *source, const char *revision, GString *text)
{
  const ZanteLockEntry *entry
      = recipe->lock == NULL ? NULL : g_hash_table_lookup (recipe->lock->sources, source->name);
  if (is_pinned (entry, revision))
    return TRUE;
  g_autofree char *version = zante_recipe_upstream (recipe, source);
  g_string_append_printf (text, "%s%s: %s, Config.mk has %s", text->len == 0 ? "" : "; ",
                          source->name, version, revision);
  return is_newer (version, revision);
}

static gboolean
compare_all (const ZanteRecipe *recipe, const char *config, GString *text)
{
  gboolean new_enough = TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (pins); i++)
    {
      const ZanteSource *source = g_hash_table_lookup (recipe->sources, pins[i].source);
      g_autofree char *revision = zante_pins_config (config, pins[i].variable);
      if (source != NULL && revision != NULL)
        new_enough &= compare (recipe, source, revision, text);
    }
  return new_enough;
}

gboolean
zante_pins_compare (ZanteRaise *raise, char **text)
{
  const ZanteRecipe *recipe = zante_raise_recipe (raise, NULL);
  const ZanteSource *xen = recipe == NULL ? NULL : g_hash_table_lookup (recipe->sources, "xen");
  g_autofree char *config = xen == NULL ? NULL : read_config (raise, xen);
  if (config == NULL)
    {
      *text = g_strdup (xen == NULL ? "the stack has no source 'xen'"
                                    : "Xen's source is not here yet (zante fetch)");
      return TRUE;
    }
  g_autoptr (GString) found = g_string_new (NULL);
  gboolean new_enough = compare_all (recipe, config, found);
  *text = found->len == 0 ? g_strdup ("as Xen's Config.mk has them") : g_strdup (found->str);
  return new_enough;
}
