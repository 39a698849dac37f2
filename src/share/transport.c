/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "share/transport.h"

#include <string.h>

#include "base/error.h"
#include "base/late/late.h"
#include "base/show.h"

#define NOT_IN_URL " \t\r\n'\"<>`"

/* What stands before the last '@' may be a password, however wrongly it is written. */
static char *
show_wrong (const char *url)
{
  const char *mark = strstr (url, "://"), *at = strrchr (url, '@');
  if (mark == NULL || at == NULL || at < mark)
    return zante_show_redact (url);
  g_autofree char *rest = g_strdup_printf ("%.*s://%s", (int)(mark - url), url, at + 1);
  return zante_show_redact (rest);
}

static gboolean
refuse (GError **error, const char *url, const char *why)
{
  g_autofree char *shown = show_wrong (url);
  g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT, "the store '%s' %s", shown, why);
  return FALSE;
}

/* An address with a host, and nothing behind its path. */
static gboolean
check_http (const char *url, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_HAS_PASSWORD, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0'
      || strpbrk (url, NOT_IN_URL) != NULL)
    return refuse (error, url,
                   "is no address (in its name and password, what is no letter and no digit is "
                   "written as '%23' is for '#')");
  if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return refuse (error, url, "has something behind its path: leave out '?' and '#'");
  return zante_late_curl (error);
}

static gboolean
set_up (ZanteRemote *remote, GError **error)
{
  char *scheme = g_uri_parse_scheme (remote->url);
  gboolean file = g_strcmp0 (scheme, "file") == 0;
  gboolean http = g_strcmp0 (scheme, "http") == 0 || g_strcmp0 (scheme, "https") == 0;
  g_free (scheme);
  if (!file && !http)
    return refuse (error, remote->url, "is neither an https:, http: or file: address nor a path");
  remote->network = http;
  remote->transport = http ? &zante_transport_http : &zante_transport_folder;
  if (http)
    return check_http (remote->url, error);
  g_autofree char *host = NULL;
  remote->folder = g_filename_from_uri (remote->url, &host, NULL);
  return (remote->folder != NULL && host == NULL)
         || refuse (error, remote->url, "names no folder (file:///a/whole/path)");
}

ZanteRemote *
zante_remote_new (const char *url, GCancellable *cancellable, GError **error)
{
  g_autoptr (ZanteRemote) remote = g_new0 (ZanteRemote, 1);
  gsize length = strlen (url);
  while (length > 0 && url[length - 1] == '/')
    length--;
  remote->url
      = g_path_is_absolute (url) ? g_filename_to_uri (url, NULL, NULL) : g_strndup (url, length);
  remote->cancellable = cancellable;
  remote->idle = g_async_queue_new ();
  return set_up (remote, error) ? g_steal_pointer (&remote) : NULL;
}

void
zante_remote_free (ZanteRemote *remote)
{
  if (remote == NULL)
    return;
  zante_transport_http_end (remote);
  g_async_queue_unref (remote->idle);
  g_free (remote->url);
  g_free (remote->folder);
  g_free (remote);
}
