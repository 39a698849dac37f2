/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "raise/update.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/outside.h"
#include "raise/packager.h"
#include "raise/pins.h"

#define EMITTED ".emitted"

/* A file before it was changed. */
typedef struct {
  char *path;
  char *text;    /* NULL: it was not there */
  char *written; /* what it has now, unless somebody edits it */
} Saved;

typedef struct {
  const ZanteRaise *raise;
  const ZanteUpdateOptions *options;
  GPtrArray *names; /* char*: of the sources, with NULL at the end */
  GPtrArray *saved; /* of Saved, in the order of the changes */
} Update;

static void
saved_free (gpointer data)
{
  Saved *saved = data;
  g_free (saved->path);
  g_free (saved->text);
  g_free (saved->written);
  g_free (saved);
}

static void
update_clear (Update *update)
{
  g_ptr_array_unref (update->names);
  g_ptr_array_unref (update->saved);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Update, update_clear)

/* Pins --------------------------------------------------------------------------------------- */

/* Replace the file PATH, which is no link, and leave its mode as it is. */
static gboolean
replace (const char *path, const char *text, GError **error)
{
  struct stat st;
  gboolean there = stat (path, &st) == 0;
  return zante_fs_write (path, text, -1, error)
         && (!there || chmod (path, st.st_mode & 07777) == 0
             || zante_error_errno (error, errno, "cannot give '%s' its mode", path));
}

/* What PATH leads to is written, as an editor would. */
static gboolean
write_pin (Update *update, const char *path, const char *text, GError **error)
{
  g_autofree char *real = realpath (path, NULL), *old = NULL;
  if (real == NULL && errno != ENOENT)
    return zante_error_errno (error, errno, "cannot find '%s'", path);
  if (real != NULL && (old = zante_outside_read (real, NULL, error)) == NULL)
    return FALSE;
  Saved *saved = g_new0 (Saved, 1);
  saved->path = g_strdup (real != NULL ? real : path);
  saved->text = g_steal_pointer (&old);
  saved->written = g_strdup (text);
  gboolean done = replace (saved->path, text, error);
  if (done)
    g_ptr_array_add (update->saved, saved);
  else
    saved_free (saved);
  return done;
}

/* WORD is "NAME=TAG". The recipe is read again each time, for two sources may be in one file. */
static gboolean
move_tag (Update *update, const char *name, const char *tag, GError **error)
{
  g_autofree char *path = NULL, *text = NULL;
  g_autoptr (ZanteRaise) raise = zante_raise_again (update->raise);
  const ZanteRecipe *recipe = zante_raise_recipe (raise, error);
  if (recipe == NULL
      || !zante_recipe_pin (recipe, raise->workspace->project, name, tag, &path, &text, error))
    return FALSE;
  return write_pin (update, path, text, error);
}

static gboolean
move_tags (Update *update, GError **error)
{
  for (char *const *word = update->options->words; word != NULL && *word != NULL; word++)
    {
      const char *equals = strchr (*word, '=');
      char *name = equals == NULL ? g_strdup (*word) : g_strndup (*word, (gsize)(equals - *word));
      g_ptr_array_add (update->names, name);
      if (equals != NULL && !move_tag (update, name, equals + 1, error))
        return FALSE;
    }
  g_ptr_array_add (update->names, NULL);
  return TRUE;
}

static gboolean
restore_one (const Saved *saved, GError **error)
{
  g_autofree char *now = zante_outside_read (saved->path, NULL, error);
  if (now == NULL)
    return FALSE;
  if (strcmp (now, saved->written) != 0)
    return zante_error_set (error, ZANTE_ERROR_INPUT, "it was edited meanwhile");
  if (saved->text != NULL)
    return replace (saved->path, saved->text, error);
  return g_unlink (saved->path) == 0
         || zante_error_errno (error, errno, "cannot remove '%s'", saved->path);
}

/* The files as they were, the last change first. */
static void
restore (const Update *update)
{
  for (guint i = update->saved->len; i > 0; i--)
    {
      const Saved *saved = update->saved->pdata[i - 1];
      g_autoptr (GError) error = NULL;
      if (!restore_one (saved, &error))
        zante_log_message (update->raise->log, ZANTE_LOG_WARNING, "'%s' stays changed: %s",
                           saved->path, error->message);
    }
}

gboolean
zante_raise_lock (ZanteRaise *raise, char *const *names, ZanteLockMode mode, GError **error)
{
  const ZanteRecipe *recipe = zante_raise_recipe (raise, error);
  g_auto (ZanteFd) held = recipe == NULL ? -1 : zante_raise_hold (raise, error);
  if (held < 0)
    return FALSE;
  ZanteFetchInput input = zante_raise_fetch_input (raise, names);
  g_autoptr (ZanteLock) lock = zante_fetch_lock (&input, mode, error);
  g_autofree char *path = g_build_filename (raise->workspace->project, "zante.lock", NULL);
  if (lock == NULL || !zante_lock_save (lock, path, error))
    return FALSE;
  zante_log_message (raise->log, ZANTE_LOG_NOTICE, "wrote %s", path);
  return TRUE;
}

static gboolean
move_pins (Update *update, GError **error)
{
  g_autoptr (ZanteRaise) raise = zante_raise_again (update->raise);
  if (move_tags (update, error)
      && zante_raise_lock (raise, (char *const *)update->names->pdata, ZANTE_LOCK_UPDATE, error))
    return TRUE;
  restore (update);
  return FALSE;
}

/* Recipes ------------------------------------------------------------------------------------ */

/* Whether FOLDER has recipes that zante wrote. */
static gboolean
has_recipes (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  for (const char *name = NULL; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    if (g_str_has_suffix (name, EMITTED))
      return TRUE;
  return FALSE;
}

/* Write those of FORMAT again; FOUND becomes TRUE when there are some. */
static gboolean
write_recipes (const Update *update, const ZantePackageFormat *format, gboolean *found,
               GError **error)
{
  static const char *const all[] = {NULL};
  g_autoptr (ZanteRaise) raise = zante_raise_again (update->raise);
  g_autofree char *output = zante_workspace_output (raise->workspace, NULL, format->name, error);
  if (output == NULL)
    return FALSE;
  if (!has_recipes (output))
    return TRUE;
  *found = TRUE;
  ZantePackagerOptions options = {.mode = ZANTE_PACKAGER_RECIPE,
                                  .names = all,
                                  .output = output,
                                  .changelog = update->options->changelog};
  g_autoptr (GString) differences = g_string_new (NULL);
  return zante_packager_run (raise, format, &options, differences, error);
}

/* What else a release was tested with is for a person to move. */
static void
compare_pins (const Update *update)
{
  g_autofree char *text = NULL;
  g_autoptr (ZanteRaise) raise = zante_raise_again (update->raise);
  if (!zante_pins_compare (raise, &text))
    zante_log_message (raise->log, ZANTE_LOG_WARNING, "older than what Xen asks for: %s", text);
}

gboolean
zante_update_run (const ZanteRaise *raise, const ZanteUpdateOptions *options, GError **error)
{
  g_auto (Update) update = {.raise = raise,
                            .options = options,
                            .names = g_ptr_array_new_with_free_func (g_free),
                            .saved = g_ptr_array_new_with_free_func (saved_free)};
  gboolean found = FALSE;
  if (!move_pins (&update, error))
    return FALSE;
  for (const ZantePackageFormat *const *format = zante_package_formats; *format != NULL; format++)
    if (!write_recipes (&update, *format, &found, error))
      return FALSE;
  if (!found)
    zante_log_message (raise->log, ZANTE_LOG_NOTICE,
                       "no recipes are here yet, of which a changelog could tell (zante deb, zante "
                       "rpm)");
  compare_pins (&update);
  return TRUE;
}
