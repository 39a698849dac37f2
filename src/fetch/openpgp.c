/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fetch/openpgp.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/outside.h"
#include "base/proc.h"

#define STATUS_PREFIX "[GNUPG:] "
#define KEY_BLOCK "PUBLIC KEY BLOCK"

enum { MAX_STATUS = 1024 * 1024 };

/* What the status lines said so far. */
typedef struct {
  gboolean good;  /* the signature at hand was made by a usable key */
  char *user;     /* its user ID */
  char *signer;   /* of the first good and valid signature */
  char *obstacle; /* why another one does not count */
  gboolean bad;   /* one does not fit the data */
} Status;

static void
status_clear (Status *status)
{
  g_free (status->user);
  g_free (status->signer);
  g_free (status->obstacle);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Status, status_clear)

static const struct {
  const char *keyword;
  const char *meaning;
} obstacles[] = {
    {"BADSIG", "the signature does not fit the content; it claims to be by"},
    {"ERRSIG", "no key of the keyring made the signature, but"},
    {"NO_PUBKEY", "no key of the keyring made the signature, but"},
    {"EXPSIG", "the signature has expired; it is by"},
    {"EXPKEYSIG", "the signature is by an expired key:"},
    {"REVKEYSIG", "the signature is by a revoked key:"},
};

static void
note_obstacle (Status *status, const char *keyword, const char *rest)
{
  for (gsize i = 0; i < G_N_ELEMENTS (obstacles); i++)
    {
      if (strcmp (keyword, obstacles[i].keyword) != 0)
        continue;
      status->good = FALSE;
      status->bad = status->bad || i == 0;
      if (status->obstacle != NULL && i != 0)
        return;
      g_autofree char *who = g_utf8_make_valid (rest, (gssize)strcspn (rest, " "));
      g_free (status->obstacle);
      status->obstacle = g_strdup_printf ("%s %s", obstacles[i].meaning, who);
    }
}

static void
take_status (Status *status, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 2);
  const char *keyword = words[0] == NULL ? "" : words[0];
  const char *rest = words[0] == NULL || words[1] == NULL ? "" : words[1];
  if (strcmp (keyword, "NEWSIG") == 0)
    status->good = FALSE;
  else if (strcmp (keyword, "GOODSIG") == 0)
    {
      const char *user = strchr (rest, ' ');
      g_free (status->user);
      status->user = g_utf8_make_valid (user == NULL ? "" : user + 1, -1);
      status->good = TRUE;
    }
  else if (strcmp (keyword, "VALIDSIG") == 0 && status->good && status->signer == NULL)
    status->signer
        = g_strdup_printf ("%.*s %s", (int)MIN (strcspn (rest, " "), 64), rest, status->user);
  else
    note_obstacle (status, keyword, rest);
}

char *
zante_openpgp_parse_status (const char *text, gsize size, GError **error)
{
  g_auto (Status) status = {0};
  g_autofree char *copy = g_strndup (text, size);
  g_auto (GStrv) lines = g_strsplit (copy, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (g_str_has_prefix (*line, STATUS_PREFIX))
      take_status (&status, *line + strlen (STATUS_PREFIX));
  if (status.signer != NULL && !status.bad)
    return g_steal_pointer (&status.signer);
  return zante_error_null (error, ZANTE_ERROR_SOURCE, "%s",
                           status.obstacle == NULL ? "there is no OpenPGP signature"
                                                   : status.obstacle);
}

/* Append what the armour that begins at BEGIN holds: base64 after an empty line, up to the checksum
 * line ('=') or the end mark. */
static gboolean
append_block (GByteArray *bytes, const char *begin)
{
  const char *body = strstr (begin, "\n\n");
  const char *crlf = strstr (begin, "\n\r\n");
  if (crlf != NULL && (body == NULL || crlf < body))
    body = crlf;
  const char *end = body == NULL ? NULL : strstr (body, "\n-----END PGP ");
  if (end == NULL)
    return FALSE;
  g_autoptr (GString) base64 = g_string_new (NULL);
  g_autofree char *text = g_strndup (body, (gsize)(end - body));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL && **line != '='; line++)
    g_string_append (base64, g_strstrip (*line));
  gsize length;
  g_autofree guchar *data = g_base64_decode (base64->str, &length);
  g_byte_array_append (bytes, data, (guint)length);
  return length > 0;
}

GByteArray *
zante_openpgp_dearmor (const char *text, gsize size, const char *kind, GError **error)
{
  g_autofree char *copy = g_strndup (text, size);
  g_autofree char *mark = g_strdup_printf ("-----BEGIN PGP %s-----", kind);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gboolean whole = TRUE;
  for (const char *at = strstr (copy, mark); at != NULL && whole; at = strstr (at + 1, mark))
    whole = append_block (bytes, at);
  if (whole && bytes->len > 0)
    return g_steal_pointer (&bytes);
  return zante_error_null (error, ZANTE_ERROR_INPUT, "there is no usable '%s'", mark);
}

/* A file in memory with DATA, that a child finds at /proc/self/fd/N. */
static int
memory_file (const void *data, gsize size, GError **error)
{
  ZanteFd fd = memfd_create ("zante", MFD_CLOEXEC);
  if (fd < 0 || (size > 0 && write (fd, data, size) != (gssize)size))
    {
      zante_error_errno (error, errno, "cannot make a file in memory");
      zante_fd_close (fd);
      return -1;
    }
  return fd;
}

/* The keyring as gpgv takes it: PATH itself, or a dearmoured copy in FD. */
static gboolean
open_keyring (const char *path, int *fd, GError **error)
{
  gsize size;
  g_autofree char *text = zante_outside_read (path, &size, error);
  *fd = -1;
  if (text == NULL)
    {
      g_prefix_error (error, "keyring: ");
      return FALSE;
    }
  if (g_strstr_len (text, (gssize)MIN (size, 65536), "-----BEGIN PGP ") == NULL)
    return TRUE;
  g_autoptr (GByteArray) keys = zante_openpgp_dearmor (text, size, KEY_BLOCK, error);
  if (keys == NULL)
    {
      g_prefix_error (error, "keyring '%s': ", path);
      return FALSE;
    }
  *fd = memory_file (keys->data, keys->len, error);
  return *fd >= 0;
}

static char *
run_gpgv (const char *data, const char *signature, const char *keyring, int keyring_fd,
          GCancellable *cancellable, GError **error)
{
  static const char *const environment[]
      = {"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "HOME=/nonexistent", NULL};
  const char *const argv[]
      = {"gpgv", "--status-fd", "1", "--keyring", keyring, "--", signature, data, NULL};
  int keep[] = {keyring_fd};
  ZanteFd output = memory_file (NULL, 0, error);
  ZanteProc proc = {.argv = argv,
                    .environ = environment,
                    .keep_fds = keep,
                    .n_keep_fds = keyring_fd < 0 ? 0 : 1,
                    .stdout_fd = output,
                    .cancellable = cancellable};
  ZanteProcResult result;
  char *status
      = output < 0 || !zante_proc_run (&proc, &result, error) ? NULL : g_malloc0 (MAX_STATUS);
  if (status != NULL && pread (output, status, MAX_STATUS - 1, 0) < 0)
    *status = '\0';
  zante_fd_close (output);
  return status;
}

gboolean
zante_openpgp_verify (const char *data, const char *signature, const char *keyring, char **signer,
                      GCancellable *cancellable, GError **error)
{
  int fd;
  if (!open_keyring (keyring, &fd, error))
    return FALSE;
  g_autofree char *absolute = g_canonicalize_filename (keyring, NULL);
  g_autofree char *path = fd < 0 ? g_strdup (absolute) : g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autofree char *status = run_gpgv (data, signature, path, fd, cancellable, error);
  zante_fd_close (fd);
  if (status == NULL)
    return FALSE;
  g_autofree char *found = zante_openpgp_parse_status (status, strlen (status), error);
  if (found == NULL)
    {
      g_prefix_error (error, "signature against '%s': ", keyring);
      return FALSE;
    }
  if (signer != NULL)
    *signer = g_steal_pointer (&found);
  return TRUE;
}
