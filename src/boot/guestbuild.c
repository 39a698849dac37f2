/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/guestbuild.h"

#include "base/error.h"
#include "base/fs.h"
#include "base/proc.h"
#include "work/work.h"

enum { TIME_LIMIT = 120 };

char *
zante_guest_build_hindrance (const ZanteGuest *guest)
{
  for (char **name = guest->programs; name != NULL && *name != NULL; name++)
    {
      g_autofree char *found = g_find_program_in_path (*name);
      if (found == NULL)
        return g_strdup_printf ("needs the program '%s', which is not installed", *name);
    }
  return NULL;
}

static void
keep_last_line (const char *line, gpointer user_data)
{
  if (*line != '\0')
    g_string_assign (user_data, line);
}

/* With the environment of a component's phase: nothing of the caller's. */
static char **
build_environment (const char *folder, const char *out)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *guest_dir = g_strconcat ("guest_dir=", folder, NULL);
  g_autofree char *target = g_strconcat ("out=", out, NULL);
  g_strv_builder_add_many (builder, "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8",
                           "TZ=UTC", guest_dir, target, NULL);
  return g_strv_builder_end (builder);
}

/* A guest may use a file of another one. */
static ZanteBox *
make_box (const ZanteGuest *guest, const char *out, const ZanteBootInput *input, GError **error)
{
  g_autofree char *guests = g_path_get_dirname (guest->folder);
  const char *const shown[] = {guests, NULL};
  const ZanteBuildInput run = {.workspace = input->workspace, .log = input->log};
  const ZanteBoxPlace place = {.name = guest->name, .folder = out, .shown = shown};
  return zante_box_new (&run, &place, error);
}

static gboolean
run_build (const ZanteGuest *guest, const char *out, const ZanteBootInput *input, GError **error)
{
  g_autoptr (ZanteBox) box = make_box (guest, out, input, error);
  if (box == NULL)
    return FALSE;
  g_autofree char *folder = zante_box_name (box, guest->folder);
  g_autofree char *target = zante_box_name (box, out);
  const char *const argv[] = {"/bin/sh", "-euc", guest->build, NULL};
  g_autoptr (GString) last = g_string_new (NULL);
  g_auto (GStrv) environment = build_environment (folder, target);
  ZanteProc proc = {.argv = argv,
                    .environ = (const char *const *)environment,
                    .cwd = folder,
                    .on_line = keep_last_line,
                    .user_data = last,
                    .time_limit = TIME_LIMIT,
                    .cancellable = input->cancellable};
  ZanteProcResult result;
  if (!zante_box_run (box, &proc, &result, error))
    return FALSE;
  if (result.status == 0)
    return TRUE;
  g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_BUILD,
               "guest '%s': its build ended with status %d: %s", guest->name, result.status,
               last->str);
  return FALSE;
}

gboolean
zante_guest_build (const ZanteGuest *guest, guint number, const char *scratch, ZanteImage *image,
                   const ZanteBootInput *input, GError **error)
{
  if (guest->build == NULL)
    return TRUE;
  g_autofree char *out = g_build_filename (scratch, "build", guest->name, NULL);
  if (!zante_fs_remove_tree (out, error) || !zante_fs_make_dirs (out, error)
      || !run_build (guest, out, input, error))
    return FALSE;
  g_autoptr (GPtrArray) entries = zante_fs_list (out, error);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const ZanteFsEntry *entry = entries->pdata[i];
      g_autofree char *host = g_build_filename (out, entry->path, NULL);
      g_autofree char *path
          = g_strdup_printf ("/zante/guests/%02u-%s/%s", number, guest->name, entry->path);
      if (S_ISREG (entry->st.st_mode))
        zante_image_add_host (image, path, host, 0);
    }
  return entries != NULL;
}
