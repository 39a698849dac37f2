/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/strings.h"
#include "series/series.h"

/* Bytes of a mailbox: a thousand patches are some ten MiB. */
enum { MAX_MAILBOX = 256 * 1024 * 1024 };

void
zante_mailbox_free (ZanteMailbox *mailbox)
{
  if (mailbox == NULL)
    return;
  g_free (mailbox->path);
  g_ptr_array_unref (mailbox->series);
  g_ptr_array_unref (mailbox->patches);
  g_ptr_array_unref (mailbox->mails);
  g_free (mailbox);
}

ZanteMailbox *
zante_mailbox_new (const char *data, gsize size)
{
  ZanteMailbox *mailbox = g_new0 (ZanteMailbox, 1);
  mailbox->mails = zante_mailbox_parse (data, size);
  mailbox->patches = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_mailed_patch_free);
  for (guint i = 0; i < mailbox->mails->len; i++)
    g_ptr_array_add (mailbox->patches, zante_mailed_patch_read (mailbox->mails->pdata[i]));
  mailbox->series = zante_series_collect (mailbox->patches);
  return mailbox;
}

/* All that FD has; it may be a pipe. */
static GString *
read_all (int fd, const char *name, GError **error)
{
  g_autoptr (GString) data = g_string_new (NULL);
  char block[64 * 1024];
  ssize_t got;
  while ((got = TEMP_FAILURE_RETRY (read (fd, block, sizeof block))) > 0)
    {
      g_string_append_len (data, block, got);
      if (data->len > MAX_MAILBOX)
        return zante_error_null (error, ZANTE_ERROR_INPUT,
                                 "'%s' is larger than a mailbox of patches can be (256 MiB)", name);
    }
  if (got < 0)
    return zante_error_null (error, ZANTE_ERROR_INPUT, "cannot read '%s': %s", name,
                             g_strerror (errno));
  return g_steal_pointer (&data);
}

static GString *
read_range (const ZanteGit *git, const char *range, GError **error)
{
  const char *const arguments[]
      = {"format-patch", "--stdout",         "--full-index", "--no-signature",
         "--no-attach",  "--end-of-options", range,          NULL};
  g_autoptr (GError) reason = NULL;
  gsize size;
  g_autofree char *output = zante_git_output (git, arguments, &size, &reason);
  if (output != NULL)
    return g_string_new_len (output, (gssize)size);
  return zante_error_null (error, ZANTE_ERROR_INPUT,
                           "'%s' is neither a mailbox nor a range of commits: %s", range,
                           reason->message);
}

/* RANGE is set where PATH is one. */
static GString *
read_input (const ZanteGit *git, const char *path, gboolean *range, GError **error)
{
  *range = FALSE;
  if (strcmp (path, "-") == 0)
    return read_all (STDIN_FILENO, "standard input", error);
  g_auto (ZanteFd) fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd >= 0)
    return read_all (fd, path, error);
  *range = errno == ENOENT && git != NULL && strstr (path, "..") != NULL;
  if (*range)
    return read_range (git, path, error);
  return zante_error_null (error, ZANTE_ERROR_INPUT, "cannot read '%s': %s", path,
                           g_strerror (errno));
}

ZanteMailbox *
zante_mailbox_load (const ZanteGit *git, const char *path, GError **error)
{
  gboolean range;
  g_autoptr (GString) data = read_input (git, path, &range, error);
  if (data == NULL)
    return NULL;
  g_autoptr (ZanteMailbox) mailbox = zante_mailbox_new (data->str, data->len);
  mailbox->of_range = range;
  if (mailbox->series->len > 0)
    return g_steal_pointer (&mailbox);
  return zante_error_null (
      error, ZANTE_ERROR_INPUT,
      "there is no patch in '%s' (a mailbox as git format-patch or a list's archive has it)", path);
}

static void
add_mailbox (GPtrArray *mailboxes, const char *path)
{
  g_autofree char *data = NULL;
  gsize size;
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR)
      || !g_file_get_contents (path, &data, &size, NULL))
    return;
  ZanteMailbox *mailbox = zante_mailbox_new (data, size);
  mailbox->path = g_strdup (path);
  g_ptr_array_add (mailboxes, mailbox);
}

GPtrArray *
zante_mailboxes_load (const char *folder, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &reason);
  if (dir == NULL)
    return zante_error_null (error, ZANTE_ERROR_INPUT, "cannot read the folder '%s' (--mails): %s",
                             folder, reason->message);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, zante_strings_compare);
  GPtrArray *mailboxes = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_mailbox_free);
  for (guint i = 0; i < paths->len; i++)
    add_mailbox (mailboxes, paths->pdata[i]);
  return mailboxes;
}
