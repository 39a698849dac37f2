/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/guestbuild.h"

#include "base/error.h"
#include "base/fs.h"
#include "base/proc.h"
#include "work/work.h"

/* Of work: an image that is compressed takes a loaded machine minutes. */
enum { TIME_LIMIT = 900 };

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

/* What a build is told, by its name inside the box. */
static void
add_variable (GStrvBuilder *builder, const ZanteBox *box, const char *name, const char *path)
{
  g_autofree char *inside = zante_box_name (box, path);
  g_autofree char *variable = g_strconcat (name, "=", inside, NULL);
  g_strv_builder_add (builder, variable);
}

/* With the environment of a component's phase: nothing of the caller's. */
static char **
build_environment (const ZanteGuest *guest, const char *out, const ZanteBootSetup *setup,
                   const ZanteBox *box)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_strv_builder_add_many (builder, "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8",
                           "TZ=UTC", NULL);
  add_variable (builder, box, "guest_dir", guest->folder);
  add_variable (builder, box, "out", out);
  add_variable (builder, box, "tree", setup->root);
  add_variable (builder, box, "kernel", setup->kernel->image);
  add_variable (builder, box, "kernel_modules", setup->kernel->modules);
  g_autofree char *private_dir = g_strconcat ("private_dir=", setup->private_dir, NULL);
  g_strv_builder_add (builder, private_dir);
  return g_strv_builder_end (builder);
}

/* A guest may use a file of another one. */
static ZanteBox *
make_box (const ZanteGuest *guest, const char *out, const ZanteBootSetup *setup, GError **error)
{
  g_autofree char *guests = g_path_get_dirname (guest->folder);
  g_autofree char *boot = g_path_get_dirname (setup->kernel->image);
  const char *const shown[] = {guests, setup->root, boot, setup->kernel->modules, NULL};
  const ZanteBuildInput run = {.workspace = setup->input->workspace, .log = setup->input->log};
  const ZanteBoxPlace place = {.name = guest->name, .folder = out, .shown = shown};
  return zante_box_new (&run, &place, error);
}

static gboolean
run_build (const ZanteGuest *guest, const char *out, const ZanteBootSetup *setup, GError **error)
{
  g_autoptr (ZanteBox) box = make_box (guest, out, setup, error);
  if (box == NULL)
    return FALSE;
  g_autofree char *folder = zante_box_name (box, guest->folder);
  const char *const argv[] = {"/bin/sh", "-euc", guest->build, NULL};
  g_autoptr (GString) last = g_string_new (NULL);
  g_auto (GStrv) environment = build_environment (guest, out, setup, box);
  ZanteProc proc = {.argv = argv,
                    .environ = (const char *const *)environment,
                    .cwd = folder,
                    .on_line = zante_proc_keep_last,
                    .user_data = last,
                    .time_limit = TIME_LIMIT,
                    .cancellable = setup->input->cancellable};
  ZanteProcResult result;
  if (!zante_box_run (box, &proc, &result, error))
    return FALSE;
  if (result.status == 0)
    return TRUE;
  return zante_error_set (error, ZANTE_ERROR_BUILD,
                          "guest '%s': its build ended with status %d: %s", guest->name,
                          result.status, last->str);
}

gboolean
zante_guest_build (const ZanteGuest *guest, guint number, const ZanteBootSetup *setup,
                   ZanteImage *image, GError **error)
{
  if (guest->build == NULL)
    return TRUE;
  g_autofree char *out = g_build_filename (setup->folder, "build", guest->name, NULL);
  if (!zante_fs_remove_tree (out, error) || !zante_fs_make_dirs (out, error)
      || !run_build (guest, out, setup, error))
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
