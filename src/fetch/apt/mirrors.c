/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where this machine's apt takes packages from, and through which proxy. */
#include <string.h>

#include "base/error.h"
#include "base/proc.h"
#include "fetch/apt/apt.h"
#include "fetch/apt/targets.h"

void
zante_mirror_free (ZanteMirror *mirror)
{
  if (mirror == NULL)
    return;
  g_free (mirror->root);
  g_free (mirror->proxy);
  g_free (mirror);
}

/* apt's `file:/srv/x/` and `copy:/srv/x/` as a URL that libcurl takes; NULL for a method that only
 * apt speaks. */
static char *
root_url (const char *uri)
{
  const char *slash = g_str_has_suffix (uri, "/") ? "" : "/";
  if (g_str_has_prefix (uri, "http://") || g_str_has_prefix (uri, "https://")
      || g_str_has_prefix (uri, "file:///"))
    return g_strconcat (uri, slash, NULL);
  if (g_str_has_prefix (uri, "file:/") || g_str_has_prefix (uri, "copy:/"))
    {
      const char *path = uri + strlen ("file:");
      path += strspn (path, "/");
      return g_strconcat ("file:///", path, slash, NULL);
    }
  return NULL;
}

static void
add_root (GPtrArray *mirrors, const char *uri)
{
  g_autofree char *root = root_url (uri);
  for (guint i = 0; root != NULL && i < mirrors->len; i++)
    if (strcmp (((ZanteMirror *)g_ptr_array_index (mirrors, i))->root, root) == 0)
      return;
  if (root == NULL)
    return;
  ZanteMirror *mirror = g_new0 (ZanteMirror, 1);
  mirror->root = g_steal_pointer (&root);
  g_ptr_array_add (mirrors, mirror);
}

void
zante_apt_add_listed (GPtrArray *mirrors, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      (*line)[strcspn (*line, " \t\r")] = '\0';
      if (**line != '#' && **line != '\0')
        add_root (mirrors, *line);
    }
}

static void
add_uri (GPtrArray *mirrors, const char *uri)
{
  if (!g_str_has_prefix (uri, "mirror+file:/"))
    {
      add_root (mirrors, uri);
      return;
    }
  g_autofree char *path = g_strdup (uri + strlen ("mirror+file:"));
  if (g_str_has_suffix (path, "/"))
    path[strlen (path) - 1] = '\0';
  g_autofree char *list = NULL;
  if (g_file_get_contents (path, &list, NULL, NULL))
    zante_apt_add_listed (mirrors, list);
}

static void
add_from_environment (GPtrArray *mirrors)
{
  const char *value = g_getenv ("ZANTE_DEBIAN_MIRRORS");
  g_auto (GStrv) words = g_strsplit_set (value == NULL ? "" : value, " \t\n", -1);
  for (char **word = words; *word != NULL; word++)
    if (**word != '\0')
      add_root (mirrors, *word);
}

static gboolean
add_from_apt (GPtrArray *mirrors, GCancellable *cancellable, GError **error)
{
  const char *const argv[]
      = {"apt-get", "indextargets", "--no-release-info", "--format", ZANTE_APT_TARGET_FORMAT, NULL};
  gsize size;
  g_autofree char *text
      = zante_proc_output (argv, NULL, NULL, &size, ZANTE_ERROR_HOST, cancellable, error);
  if (text == NULL)
    return FALSE;
  g_autoptr (GPtrArray) targets = zante_apt_parse_targets (text, size, error);
  for (guint i = 0; targets != NULL && i < targets->len; i++)
    add_uri (mirrors, ((ZanteAptTarget *)g_ptr_array_index (targets, i))->uri);
  return targets != NULL;
}

/* The value of the configuration item NAME in lines of "NAME\tVALUE" (names without case). */
static const char *
config_value (char **lines, const char *name)
{
  gsize length = strlen (name);
  for (char **line = lines; line != NULL && *line != NULL; line++)
    if (g_ascii_strncasecmp (*line, name, length) == 0 && (*line)[length] == '\t'
        && (*line)[length + 1] != '\0')
      return *line + length + 1;
  return NULL;
}

/* Acquire::http::Proxy::HOST before Acquire::http::Proxy; https falls back to http
 * (apt-transport-http(1), apt-transport-https(1)). */
static const char *
configured_proxy (char **config, const char *scheme, const char *host)
{
  g_autofree char *all = g_strdup_printf ("Acquire::%s::Proxy", scheme);
  g_autofree char *one = g_strdup_printf ("%s::%s", all, host);
  const char *value = config_value (config, one);
  if (value == NULL)
    value = config_value (config, all);
  if (value == NULL && strcmp (scheme, "https") == 0)
    return configured_proxy (config, "http", host);
  return value;
}

static void
set_proxy (ZanteMirror *mirror, char **config)
{
  g_autoptr (GUri) uri = g_uri_parse (mirror->root, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return;
  const char *proxy = configured_proxy (config, g_uri_get_scheme (uri), g_uri_get_host (uri));
  if (proxy != NULL)
    mirror->proxy = g_strdup (strcmp (proxy, "DIRECT") == 0 ? "" : proxy);
}

static void
set_proxies (GPtrArray *mirrors, GCancellable *cancellable)
{
  const char *const argv[] = {"apt-config", "dump", "--format", "%f\t%v%n", "Acquire", NULL};
  g_autofree char *dump
      = zante_proc_output (argv, NULL, NULL, NULL, ZANTE_ERROR_HOST, cancellable, NULL);
  g_auto (GStrv) config = g_strsplit (dump == NULL ? "" : dump, "\n", -1);
  for (guint i = 0; i < mirrors->len; i++)
    set_proxy (g_ptr_array_index (mirrors, i), config);
}

GPtrArray *
zante_apt_mirrors (GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) mirrors
      = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_mirror_free);
  g_autoptr (GError) local = NULL;
  add_from_environment (mirrors);
  add_from_apt (mirrors, cancellable, &local);
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  set_proxies (mirrors, cancellable);
  if (mirrors->len > 0)
    return g_steal_pointer (&mirrors);
  return zante_error_null (
      error, ZANTE_ERROR_HOST,
      "no mirror of the source packages is known: %s (name one in ZANTE_DEBIAN_MIRRORS, or "
      "use --from-bundle)",
      local == NULL ? "apt has no repository configured" : local->message);
}
