/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <nettle/sha2.h>
#include <nettle/version.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"

enum { BLOCK_SIZE = 128 * 1024 };

/* Nettle uses the processor's SHA instructions, several times as fast as GChecksum. */
struct _ZanteHash {
  struct sha256_ctx context;
};

static char *
finish (struct sha256_ctx *context)
{
  guint8 digest[SHA256_DIGEST_SIZE];
#if NETTLE_VERSION_MAJOR >= 4
  sha256_digest (context, digest);
#else
  sha256_digest (context, sizeof digest, digest);
#endif
  char *hex = g_malloc (ZANTE_HASH_HEX + 1);
  for (gsize i = 0; i < sizeof digest; i++)
    {
      hex[2 * i] = "0123456789abcdef"[digest[i] >> 4];
      hex[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
    }
  hex[ZANTE_HASH_HEX] = '\0';
  return hex;
}

ZanteHash *
zante_hash_new (void)
{
  ZanteHash *hash = g_new (ZanteHash, 1);
  sha256_init (&hash->context);
  return hash;
}

void
zante_hash_free (ZanteHash *hash)
{
  g_free (hash);
}

void
zante_hash_update (ZanteHash *hash, const void *data, gsize size)
{
  sha256_update (&hash->context, size, data);
}

void
zante_hash_update_string (ZanteHash *hash, const char *string)
{
  guint64 length = string == NULL ? G_MAXUINT64 : strlen (string);
  guint64 length_le = GUINT64_TO_LE (length);
  zante_hash_update (hash, &length_le, sizeof length_le);
  if (string != NULL)
    zante_hash_update (hash, string, length);
}

char *
zante_hash_finish (ZanteHash *hash)
{
  return finish (&hash->context);
}

char *
zante_hash_bytes (const void *data, gsize size)
{
  struct sha256_ctx context;
  sha256_init (&context);
  sha256_update (&context, size, data);
  return finish (&context);
}

char *
zante_hash_fd (int fd, GError **error)
{
  g_autoptr (ZanteHash) hash = zante_hash_new ();
  g_autofree char *block = g_malloc (BLOCK_SIZE);
  off_t offset = 0;
  for (;;)
    {
      ssize_t got = TEMP_FAILURE_RETRY (pread (fd, block, BLOCK_SIZE, offset));
      if (got < 0)
        {
          zante_error_errno (error, errno, "cannot read");
          return NULL;
        }
      if (got == 0)
        return zante_hash_finish (hash);
      zante_hash_update (hash, block, (gsize)got);
      offset += got;
    }
}

char *
zante_hash_file (const char *path, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK); /* a FIFO: ESPIPE below */
  if (fd < 0)
    {
      zante_error_errno (error, errno, "cannot open '%s'", path);
      return NULL;
    }
  char *digest = zante_hash_fd (fd, error);
  if (digest == NULL)
    g_prefix_error (error, "'%s': ", path);
  g_close (fd, NULL);
  return digest;
}

gboolean
zante_hash_is_valid (const char *string)
{
  return string != NULL && strlen (string) == ZANTE_HASH_HEX
         && strspn (string, "0123456789abcdef") == ZANTE_HASH_HEX;
}
