/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "share/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/outside.h"
#include "base/yaml/yaml.h"
#include "share/share.h"

enum { MAX_TEXT = 512 };

void
zante_share_key_free (ZanteShareKey *key)
{
  if (key == NULL)
    return;
  g_free (key->name);
  g_free (key);
}

void
zante_share_secret_free (ZanteShareSecret *secret)
{
  if (secret == NULL)
    return;
  explicit_bzero (secret->seed, sizeof secret->seed);
  g_free (secret->name);
  g_free (secret);
}

/* Text --------------------------------------------------------------------------------------- */

/* GLib's decoder passes over what is not base 64, so there would be many texts of the same bytes.
 */
gboolean
zante_share_decode (const char *text, guint8 *bytes, gsize size)
{
  gsize length = 0;
  if (strlen (text) != (size + 2) / 3 * 4)
    return FALSE;
  g_autofree guchar *decoded = g_base64_decode (text, &length);
  g_autofree char *again = decoded == NULL ? NULL : g_base64_encode (decoded, length);
  if (length != size || g_strcmp0 (again, text) != 0)
    return FALSE;
  memcpy (bytes, decoded, size);
  explicit_bzero (decoded, size);
  return TRUE;
}

/* Split NAME:BASE64; the name, owned by the caller, or NULL. */
static char *
parse (const char *text, guint8 *bytes, gsize size)
{
  const char *colon = strchr (text, ':');
  if (colon == NULL)
    return NULL;
  g_autofree char *name = g_strndup (text, (gsize)(colon - text));
  if (!zante_yaml_is_name (name) || !zante_share_decode (colon + 1, bytes, size))
    return NULL;
  return g_steal_pointer (&name);
}

static char *
format (const char *name, const guint8 *bytes, gsize size)
{
  g_autofree char *text = g_base64_encode (bytes, size);
  return g_strconcat (name, ":", text, NULL);
}

ZanteShareKey *
zante_share_key_parse (const char *text, GError **error)
{
  g_autoptr (ZanteShareKey) key = g_new0 (ZanteShareKey, 1);
  key->name = parse (text, key->bytes, sizeof key->bytes);
  if (key->name != NULL)
    return g_steal_pointer (&key);
  g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
               "'%.80s' is no public key (it is NAME:BASE64, as 'zante store key' prints it)",
               text);
  return NULL;
}

/* Files -------------------------------------------------------------------------------------- */

char *
zante_share_key_path (void)
{
  const char *given = g_getenv ("ZANTE_STORE_KEY");
  if (given != NULL && *given != '\0')
    return g_strdup (given);
  return g_build_filename (g_get_user_config_dir (), "zante", "store.key", NULL);
}

static ZanteShareSecret *
secret_parse (const char *text)
{
  g_autoptr (ZanteShareSecret) secret = g_new0 (ZanteShareSecret, 1);
  guint8 bytes[2 * ED25519_KEY_SIZE];
  secret->name = parse (text, bytes, sizeof bytes);
  memcpy (secret->seed, bytes, sizeof secret->seed);
  if (secret->name == NULL)
    return NULL;
  ed25519_sha512_public_key (secret->open, secret->seed);
  gboolean fits = memcmp (secret->open, bytes + ED25519_KEY_SIZE, sizeof secret->open) == 0;
  explicit_bzero (bytes, sizeof bytes);
  return fits ? g_steal_pointer (&secret) : NULL;
}

ZanteShareSecret *
zante_share_secret_load (const char *path, GError **error)
{
  struct stat st;
  if (stat (path, &st) != 0 && errno == ENOENT)
    return NULL;
  g_auto (ZanteFd) fd = zante_outside_open (path, error);
  if (fd < 0)
    return NULL;
  if (fstat (fd, &st) != 0 || (st.st_mode & 077) != 0 || st.st_size > MAX_TEXT)
    {
      g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
                   st.st_size > MAX_TEXT
                       ? "'%s' is no secret key of a store"
                       : "'%s' is a secret key that others can read: chmod 600 it, and if they may "
                         "have, make a new one",
                   path);
      return NULL;
    }
  g_autofree char *text = zante_fs_read_fd (fd, NULL, error);
  if (text == NULL)
    return NULL;
  ZanteShareSecret *secret = secret_parse (g_strchomp (text));
  explicit_bzero (text, strlen (text));
  if (secret == NULL)
    g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT, "'%s' is no secret key of a store", path);
  return secret;
}

char *
zante_share_key_public (const char *path, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ZanteShareSecret) secret = zante_share_secret_load (path, &local);
  if (secret != NULL)
    return format (secret->name, secret->open, sizeof secret->open);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
                 "there is no key '%s' (make one with 'zante store key NAME')", path);
  return NULL;
}

static gboolean
write_secret (int fd, const char *text, const char *path, GError **error)
{
  ssize_t length = (ssize_t)strlen (text);
  return (write (fd, text, (gsize)length) == length && fsync (fd) == 0)
         || zante_error_errno (error, errno, "cannot write '%s'", path);
}

gboolean
zante_share_key_make (const char *path, const char *name, GError **error)
{
  guint8 bytes[2 * ED25519_KEY_SIZE];
  g_autofree char *folder = g_path_get_dirname (path);
  if (!zante_yaml_is_name (name))
    {
      g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
                   "'%s' is no name for a key (small letters, digits, '+', '-' and '.')", name);
      return FALSE;
    }
  if (!zante_fs_make_dirs (folder, error))
    return FALSE;
  if (getrandom (bytes, ED25519_KEY_SIZE, 0) != ED25519_KEY_SIZE)
    return zante_error_errno (error, errno, "there are no random bytes");
  ed25519_sha512_public_key (bytes + ED25519_KEY_SIZE, bytes);
  g_autofree char *line = format (name, bytes, sizeof bytes),
                  *text = g_strconcat (line, "\n", NULL);
  g_auto (ZanteFd) fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  gboolean there = fd < 0 && errno == EEXIST;
  gboolean made = fd >= 0 && write_secret (fd, text, path, error);
  if (there)
    g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
                 "there is a key in '%s' already ('zante store key' prints it)", path);
  else if (fd < 0)
    zante_error_errno (error, errno, "cannot make '%s'", path);
  else if (!made)
    unlink (path);
  explicit_bzero (bytes, sizeof bytes);
  explicit_bzero (line, strlen (line));
  explicit_bzero (text, strlen (text));
  return made;
}

/* Signatures --------------------------------------------------------------------------------- */

ZanteShareKey *
zante_share_secret_key (const ZanteShareSecret *secret)
{
  ZanteShareKey *key = g_new0 (ZanteShareKey, 1);
  key->name = g_strdup (secret->name);
  memcpy (key->bytes, secret->open, sizeof key->bytes);
  return key;
}

char *
zante_share_key_text (const ZanteShareKey *key)
{
  return format (key->name, key->bytes, sizeof key->bytes);
}

char *
zante_share_sign (const ZanteShareSecret *secret, const char *data, gsize size)
{
  guint8 signature[ED25519_SIGNATURE_SIZE];
  ed25519_sha512_sign (secret->open, secret->seed, size, (const guint8 *)data, signature);
  return g_base64_encode (signature, sizeof signature);
}

gboolean
zante_share_signed (const ZanteShareKey *key, const char *data, gsize size, const guint8 *signature)
{
  return ed25519_sha512_verify (key->bytes, size, (const guint8 *)data, signature) != 0;
}
