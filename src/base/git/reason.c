/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/git/reason.h"

#include <string.h>

enum { MAX_LINES = 3 };

static const char *const levels[] = {"fatal: ", "error: ", "remote: "};

#define ADDRESS "is the source's address right?"
#define NETWORK                                                                                    \
  "check the host's name and the network; the source's 'mirrors' can name other places"
#define ACCESS                                                                                     \
  "nobody is asked for a password: give ssh's agent a key, or use an address that is open"
#define OWNER                                                                                      \
  "it belongs to somebody else: if you trust them, run 'git config --global --add "                \
  "safe.directory' "                                                                               \
  "with its path"
#define TRUST "SSL_CERT_FILE names the certificates to trust, ~/.ssh/known_hosts the hosts"
#define REDIRECT "what begins with https is not followed elsewhere: give the address it leads to"

/* What git, curl and ssh say, in the order in which the causes are looked for. */
static const struct {
  const char *mark, *way_out;
} ways_out[] = {
    {"dubious ownership", OWNER},
    {"does not appear to be a git repository", ADDRESS},
    {"does not exist", ADDRESS},
    {"' not found", ADDRESS},
    {"not a git repository", ADDRESS},
    {"transport 'http' not allowed", REDIRECT},
    {"certificate", TRUST},
    {"Host key verification failed", TRUST},
    {"Permission denied", ACCESS},
    {"Authentication failed", ACCESS},
    {"could not read Username", ACCESS},
    {"could not read Password", ACCESS},
    {"returned error: 403", ACCESS},
    {"ould not resolve", NETWORK},
    {"unable to look up", NETWORK},
    {"Failed to connect", NETWORK},
    {"unable to connect", NETWORK},
    {"onnection refused", NETWORK},
    {"onnection timed out", NETWORK},
    {"onnection reset", NETWORK},
    {"is unreachable", NETWORK},
    {"No route to host", NETWORK},
    {"transfer closed", NETWORK},
    {"too slow", NETWORK},
};

/* What git adds to every failure to fetch, whatever its cause. */
static gboolean
is_for_everybody (const char *line)
{
  static const char *const marks[] = {
      "Please make sure you have the correct access rights",
      "and the repository exists.",
      "fatal: Could not read from remote repository.",
      "fatal: the remote end hung up unexpectedly",
      "To add an exception for this directory, call:",
      "warning: ",
      "hint: ",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (g_str_has_prefix (line, marks[i]))
      return TRUE;
  return *line == '\0' || *line == '\t';
}

static const char *
skip_level (const char *line)
{
  for (gsize i = 0; i < G_N_ELEMENTS (levels); i++)
    if (g_str_has_prefix (line, levels[i]))
      return line + strlen (levels[i]);
  return line;
}

static void
append_way_out (GString *reason)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ways_out); i++)
    if (strstr (reason->str, ways_out[i].mark) != NULL)
      {
        g_string_append_printf (reason, " (%s)", ways_out[i].way_out);
        return;
      }
}

char *
zante_git_reason (const char *const *lines)
{
  g_autoptr (GString) reason = g_string_new (NULL);
  g_autofree char *last = g_strdup ("no reason given");
  for (guint n = 0; *lines != NULL && n < MAX_LINES; lines++)
    {
      g_autofree char *line = g_strchomp (g_strdup (*lines)); /* ssh ends its lines with CR */
      const char *text = skip_level (line);
      if (text != line)
        {
          g_free (last);
          last = g_strdup (text);
        }
      if (!is_for_everybody (line))
        g_string_append_printf (reason, "%s%s", n++ == 0 ? "" : "; ", text);
    }
  if (reason->len == 0)
    g_string_assign (reason, last);
  append_way_out (reason);
  return g_string_free (g_steal_pointer (&reason), FALSE);
}
