/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/streams.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"

/* Beside its memory a stream has page tables, records and the device model's state. */
enum { SPARE_MIB = 64 };

/* By the number of the guest's folder in dom0, which is the same in both machines. */
static char *
name_of (const ZanteBootSetup *setup, const ZanteGuest *guest)
{
  guint index = 0;
  return g_ptr_array_find (setup->guests, guest, &index)
             ? g_strdup_printf ("stream-%02u", index + 1)
             : NULL;
}

static char *
store_of (const ZanteBootInput *input)
{
  return g_build_filename (input->workspace->root, "boot", "streams", NULL);
}

/* A file of SIZE bytes with nothing in it. */
static gboolean
make_empty (const char *path, off_t size, GError **error)
{
  g_auto (ZanteFd) fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  return (fd >= 0 && ftruncate (fd, size) == 0)
         || zante_error_errno (error, errno, "cannot write '%s'", path);
}

/* QEMU reads and writes it by a name of its working directory. */
static gboolean
prepare_one (const ZanteBootSetup *setup, const ZanteBootMachine *machine, const ZanteGuest *guest,
             GError **error)
{
  g_autofree char *store = store_of (setup->input);
  g_autofree char *name = name_of (setup, guest);
  g_autofree char *path = g_build_filename (store, name, NULL);
  g_autofree char *link = g_build_filename (machine->folder, name, NULL);
  off_t size = (off_t)(guest->memory + SPARE_MIB) << 20;
  if (setup->task == ZANTE_TASK_SAVE && !make_empty (path, size, error))
    return FALSE;
  return zante_fs_link (path, link, error);
}

gboolean
zante_streams_prepare (const ZanteBootSetup *setup, GError **error)
{
  g_autofree char *store = store_of (setup->input);
  if (setup->task == ZANTE_TASK_CREATE)
    return TRUE;
  if (!zante_fs_make_dirs (store, error))
    return FALSE;
  for (guint i = 0; i < setup->machines->len; i++)
    {
      const ZanteBootMachine *machine = setup->machines->pdata[i];
      for (guint j = 0; j < machine->guests->len; j++)
        if (!prepare_one (setup, machine, machine->guests->pdata[j], error))
          return FALSE;
    }
  return TRUE;
}

char **
zante_streams_of (const ZanteBootSetup *setup, const ZanteBootMachine *machine)
{
  if (setup->task == ZANTE_TASK_CREATE)
    return NULL;
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  for (guint i = 0; i < machine->guests->len; i++)
    {
      g_autofree char *name = name_of (setup, machine->guests->pdata[i]);
      g_strv_builder_add (names, name);
    }
  return g_strv_builder_end (names);
}

/* Each has a name in the folders of its machines besides. */
void
zante_streams_empty (const ZanteBootInput *input)
{
  g_autofree char *store = store_of (input);
  g_autoptr (GDir) dir = g_dir_open (store, 0, NULL);
  for (const char *name = NULL; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *path = g_build_filename (store, name, NULL);
      make_empty (path, 0, NULL);
    }
}

/* What was told ------------------------------------------------------------------------------ */

static const ZanteBootGuest *
find (const ZanteBootReport *saved, const char *name)
{
  for (guint i = 0; i < saved->guests->len; i++)
    {
      const ZanteBootGuest *guest = saved->guests->pdata[i];
      if (strcmp (guest->name, name) == 0)
        return guest;
    }
  return NULL;
}

char *
zante_streams_hindrance (const ZanteBootReport *saved, const char *name)
{
  const ZanteBootGuest *guest = saved == NULL ? NULL : find (saved, name);
  if (guest == NULL || guest->class == ZANTE_BOOT_PASS)
    return NULL;
  return g_strdup_printf ("it was not saved: %s", guest->text);
}

char *
zante_streams_told (const ZanteBootReport *saved)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < saved->guests->len; i++)
    {
      const ZanteBootGuest *guest = saved->guests->pdata[i];
      const ZanteBootStep *last
          = guest->steps->len == 0 ? NULL : guest->steps->pdata[guest->steps->len - 1];
      if (guest->class == ZANTE_BOOT_PASS && last != NULL)
        g_string_append_printf (text, "%s %s\n", guest->name, last->text);
    }
  return g_string_free (text, FALSE);
}
