/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "case-file.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/fs.h"

GPtrArray *
case_file_read (const char *path)
{
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_auto (GStrv) parts = g_strsplit (text, "\n== ", -1);
  GPtrArray *sections = g_ptr_array_new_with_free_func (g_free);
  g_assert_true (g_str_has_prefix (parts[0], "== "));
  for (gsize i = 0; parts[i] != NULL; i++)
    {
      const char *part = i == 0 ? parts[i] + strlen ("== ") : parts[i];
      const char *end = strchr (part, '\n');
      const char *body = end == NULL ? "" : end + 1;
      g_ptr_array_add (sections,
                       end == NULL ? g_strdup (part) : g_strndup (part, (gsize)(end - part)));
      g_ptr_array_add (sections, *body == '\0' || parts[i + 1] == NULL
                                     ? g_strdup (body)
                                     : g_strconcat (body, "\n", NULL));
    }
  return sections;
}

const char *
case_file_find (const GPtrArray *sections, const char *name)
{
  for (guint i = 0; i < sections->len; i += 2)
    if (strcmp (sections->pdata[i], name) == 0)
      return sections->pdata[i + 1];
  return "";
}

static void
write_section (const char *path, const char *word, const char *text)
{
  g_autofree char *folder = g_path_get_dirname (path);
  if (g_strcmp0 (word, "-") == 0)
    {
      g_assert_true (zante_fs_remove_tree (path, NULL));
      return;
    }
  g_assert_true (zante_fs_make_dirs (folder, NULL));
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  guint64 mode = word == NULL ? 0644 : g_ascii_strtoull (word, NULL, 8);
  g_assert_cmpint (g_chmod (path, (int)mode), ==, 0);
}

void
case_file_lay_out (const GPtrArray *sections)
{
  for (guint i = 0; i < sections->len; i += 2)
    {
      g_auto (GStrv) words = g_strsplit (sections->pdata[i], " ", 2);
      if (strcmp (words[0], "expected") != 0 && strcmp (words[0], "args") != 0)
        write_section (words[0], words[1], sections->pdata[i + 1]);
    }
}

static void
update_expected (const char *path, const char *expected)
{
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  char *end = strstr (text, "\n== expected\n");
  if (end != NULL)
    end[1] = '\0';
  g_autofree char *updated = g_strconcat (text, "== expected\n", expected, NULL);
  g_assert_true (g_file_set_contents (path, updated, -1, NULL));
}

void
case_file_compare (const char *path, const GPtrArray *sections, const char *got)
{
  if (g_getenv ("UPDATE_EXPECTED") != NULL)
    update_expected (path, got);
  else
    g_assert_cmpstr (got, ==, case_file_find (sections, "expected"));
}
