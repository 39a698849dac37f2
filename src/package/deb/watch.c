/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "base/outside.h"
#include "package/armour.h"
#include "package/deb/deb.h"
#include "package/parts.h"

#define OPTIONS "opts="

/* The archive of the source package where it is packed as upstream signed it, or NULL. */
static const ZanteArchiveSource *
signed_archive (const ZanteDeb *deb)
{
  const ZanteSource *source = deb->source->source;
  const ZanteArchiveSource *archive = source == NULL ? NULL : source->archive;
  return archive != NULL && archive->signature != NULL && archive->signed_by != NULL
                 && zante_package_original_ending (deb->source) != NULL
             ? archive
             : NULL;
}

/* WATCH, "[opts=…] URL PATTERN", with where the signature is: uscan(1). Owned by the caller. */
static char *
with_signature (const char *watch, const ZanteArchiveSource *archive)
{
  if (archive == NULL || *archive->signature != '.' || strstr (watch, "pgp") != NULL
      || strstr (watch, "mode=git") != NULL)
    return g_strdup (watch);
  g_autofree char *option = g_strconcat ("pgpsigurlmangle=s/$/", archive->signature, "/", NULL);
  if (!g_str_has_prefix (watch, OPTIONS))
    return g_strconcat (OPTIONS, option, " ", watch, NULL);
  const char *rest = watch + strlen (OPTIONS);
  gboolean quoted = *rest == '"';
  return g_strconcat (OPTIONS, quoted ? "\"" : "", option, ",", rest + quoted, NULL);
}

/* The keys that dpkg-source(1) and uscan(1) check upstream's signature with. */
static gboolean
add_keys (ZanteDeb *deb, const ZanteArchiveSource *archive, GError **error)
{
  gsize size = 0;
  g_autofree char *data = zante_outside_read (archive->signed_by, &size, error);
  if (data == NULL)
    return FALSE;
  char *text = zante_armour ("PUBLIC KEY BLOCK", data, size);
  if (text != NULL)
    {
      zante_emission_add (deb->emission, "debian/upstream/signing-key.asc", text, FALSE);
      return TRUE;
    }
  g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
               "'%s' (signed-by) holds no OpenPGP keys as they are exported: a keybox cannot go "
               "into a source package (gpg --export)",
               archive->signed_by);
  return FALSE;
}

gboolean
zante_deb_watch (ZanteDeb *deb, GError **error)
{
  const ZanteArchiveSource *archive = signed_archive (deb);
  if (archive != NULL && !add_keys (deb, archive, error))
    return FALSE;
  for (guint i = 0; i < deb->source->components->len; i++)
    {
      const ZanteComponent *component = deb->source->components->pdata[i];
      if (component->watch == NULL)
        continue;
      g_autofree char *line = with_signature (component->watch, archive);
      zante_emission_add (deb->emission, "debian/watch", g_strdup_printf ("version=4\n%s\n", line),
                          FALSE);
      return TRUE;
    }
  return TRUE;
}
