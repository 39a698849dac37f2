/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fetch/git/mirror.h"

#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/show.h"
#include "fetch/git/home.h"
#include "fetch/git/objects.h"
#include "fetch/http/download.h"

static char *
pin_ref (const char *commit)
{
  return g_strconcat ("refs/zante/pin/", commit, NULL);
}

char *
zante_git_local_ref (const char *ref)
{
  return g_strconcat ("refs/zante/", ref + strlen ("refs/"), NULL);
}

static gboolean
check_url (const char *url, GError **error)
{
  if (zante_git_url_is_safe (url))
    return TRUE;
  return zante_error_set (
      error, ZANTE_ERROR_INPUT,
      "'%s' is no URL for git (use https://, http://, ssh://, git:// or a path)", url);
}

gboolean
zante_git_open (ZanteGit *git, const ZanteWorkspace *workspace, const char *url, gboolean make,
                GCancellable *cancellable, GError **error)
{
  if (!check_url (url, error))
    return FALSE;
  g_autofree char *id = zante_hash_bytes (url, strlen (url));
  g_autofree char *name = g_strdup_printf ("%.16s.git", id);
  git->dir = g_build_filename (workspace->git, name, NULL);
  git->cancellable = cancellable;
  return make ? zante_git_home_make (git, url, error) : zante_git_home_own (git, error);
}

/* What is asked of one URL after the other. */
typedef struct {
  const char *ref;    /* or NULL */
  const char *commit; /* or NULL */
  char *found;
  gboolean final; /* the failure is not one that another URL could mend */
} Wanted;

typedef gboolean (*TryUrl) (const ZanteGit *git, const char *url, Wanted *wanted, GError **error);

static gboolean
try_urls (const ZanteGit *git, const ZanteGitPlace *place, TryUrl try_url, Wanted *wanted,
          GError **error)
{
  g_autoptr (GString) reasons = g_string_new (NULL);
  const char *url = place->url;
  for (guint i = 0; url != NULL && !wanted->final; i++)
    {
      g_autoptr (GError) local = NULL;
      if (!check_url (url, error))
        return FALSE;
      ZanteGit strict = *git; /* borrows all */
      strict.only_https = g_ascii_strncasecmp (url, "https:", 6) == 0;
      if (try_url (&strict, url, wanted, &local))
        return TRUE;
      if (!g_error_matches (local, ZANTE_ERROR, ZANTE_ERROR_SOURCE))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      g_autofree char *shown = zante_show_redact (url);
      g_string_append_printf (reasons, "%s%s: %s", i == 0 ? "" : "; ", shown, local->message);
      url = place->mirrors == NULL ? NULL : place->mirrors[i];
    }
  return zante_error_set (error, ZANTE_ERROR_SOURCE, "%s", reasons->str);
}

static gboolean
try_resolve (const ZanteGit *git, const char *url, Wanted *wanted, GError **error)
{
  g_autofree char *peeled = g_strconcat (wanted->ref, "^{}", NULL);
  const char *const arguments[] = {"ls-remote", "--", url, wanted->ref, peeled, NULL};
  gsize size;
  g_autofree char *listing = zante_git_output (git, arguments, &size, error);
  if (listing == NULL)
    return FALSE;
  wanted->found = zante_git_find_ref (listing, size, wanted->ref);
  if (wanted->found == NULL)
    zante_error_set (error, ZANTE_ERROR_SOURCE, "has no '%s'", wanted->ref);
  return wanted->found != NULL;
}

char *
zante_git_resolve (const ZanteGit *git, const ZanteGitPlace *place, const char *ref, GError **error)
{
  Wanted wanted = {.ref = ref};
  return try_urls (git, place, try_resolve, &wanted, error) ? wanted.found : NULL;
}

/* What REF points at, or NULL. */
static char *
ref_commit (const ZanteGit *git, const char *ref)
{
  g_autofree char *object = g_strconcat (ref, "^{commit}", NULL);
  const char *const arguments[] = {"rev-parse", "--quiet", "--verify", object, NULL};
  char *id = zante_git_output (git, arguments, NULL, NULL);
  return id == NULL ? NULL : g_strstrip (id);
}

gboolean
zante_git_verify (const ZanteGit *git, const char *commit, GError **error)
{
  g_autoptr (ZanteGitObjects) objects = zante_git_objects_read (git, commit, FALSE, error);
  return objects != NULL && zante_git_objects_check (objects, commit, error);
}

gboolean
zante_git_has (const ZanteGit *git, const char *commit)
{
  g_autofree char *pin = pin_ref (commit);
  g_autofree char *id = ref_commit (git, pin);
  return g_strcmp0 (id, commit) == 0;
}

gboolean
zante_git_has_tag (const ZanteGit *git, const char *ref, const char *commit)
{
  g_autofree char *local_ref = zante_git_local_ref (ref);
  g_autofree char *id = ref_commit (git, local_ref);
  return g_strcmp0 (id, commit) == 0;
}

/* "SECONDS ID" */
guint64
zante_git_date (const ZanteGit *git, const char *commit)
{
  const char *const arguments[] = {"rev-list", "--max-count=1", "--timestamp", commit, "--", NULL};
  g_autofree char *output = zante_git_output (git, arguments, NULL, NULL);
  return output == NULL ? 0 : g_ascii_strtoull (output, NULL, 10);
}

gboolean
zante_git_pin (const ZanteGit *git, const char *commit, GError **error)
{
  g_autofree char *pin = pin_ref (commit);
  const char *const arguments[] = {"update-ref", pin, commit, NULL};
  g_autofree char *output = zante_git_output (git, arguments, NULL, error);
  return output != NULL;
}

static gboolean
fetch (const ZanteGit *git, const char *url, gboolean shallow, const char *refspec, GError **error)
{
  const char *deep[] = {"fetch",     "--quiet",
                        "--no-tags", "--no-write-fetch-head",
                        "--force",   "--no-recurse-submodules",
                        "--",        url,
                        refspec,     NULL};
  const char *flat[] = {"fetch",     "--quiet",
                        "--no-tags", "--no-write-fetch-head",
                        "--force",   "--no-recurse-submodules",
                        "--depth=1", "--",
                        url,         refspec,
                        NULL};
  g_autofree char *output = zante_git_output (git, shallow ? flat : deep, NULL, error);
  return output != NULL;
}

/* Without history where the server can do that, else with it. */
static gboolean
fetch_least (const ZanteGit *git, const char *url, const char *refspec, GError **error)
{
  g_autoptr (GError) local = NULL;
  if (fetch (git, url, TRUE, refspec, &local))
    return TRUE;
  if (strstr (local->message, "shallow") != NULL)
    return fetch (git, url, FALSE, refspec, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
is_commit_here (const ZanteGit *git, const char *commit)
{
  g_autofree char *object = g_strconcat (commit, "^{commit}", NULL);
  const char *const arguments[] = {"cat-file", "-e", object, NULL};
  return zante_git_succeeds (git, arguments);
}

static gboolean
check_tag (const ZanteGit *git, const char *local_ref, Wanted *wanted, GError **error)
{
  g_autofree char *now = ref_commit (git, local_ref);
  if (g_strcmp0 (now, wanted->commit) == 0)
    return TRUE;
  wanted->final = TRUE;
  return zante_error_set (
      error, ZANTE_ERROR_SOURCE,
      "the tag '%s' is %s now, but the lock pins %s (a tag should not move: find out why, "
      "then accept it with 'zante lock --update')",
      wanted->ref + strlen ("refs/tags/"), now == NULL ? "no commit" : now, wanted->commit);
}

static gboolean
bring_tag (const ZanteGit *git, const char *url, Wanted *wanted, GError **error)
{
  g_autofree char *local_ref = zante_git_local_ref (wanted->ref);
  g_autofree char *refspec = g_strdup_printf ("+%s:%s", wanted->ref, local_ref);
  return fetch_least (git, url, refspec, error) && check_tag (git, local_ref, wanted, error);
}

/* That WANTED's id, which is here, is that of a commit. */
static gboolean
check_commit (const ZanteGit *git, Wanted *wanted, GError **error)
{
  const char *const arguments[] = {"cat-file", "-t", wanted->commit, NULL};
  g_autofree char *type = zante_git_output (git, arguments, NULL, error);
  if (type == NULL)
    return FALSE;
  if (strcmp (g_strstrip (type), "commit") == 0)
    return TRUE;
  g_autofree char *commit = ref_commit (git, wanted->commit);
  wanted->final = TRUE;
  return zante_error_set (error, ZANTE_ERROR_SOURCE, "%s is a %s and no commit%s%s%s",
                          wanted->commit, type, commit == NULL ? "" : " (it is of ",
                          commit == NULL ? "" : commit,
                          commit == NULL ? "" : ": give that one, or the tag's name as 'tag')");
}

/* By its id where the server allows that, else with the branch that it was on, or all of them. */
static gboolean
bring_commit (const ZanteGit *git, const char *url, Wanted *wanted, GError **error)
{
  g_autofree char *exact = g_strdup_printf ("+%s:refs/zante/id/%s", wanted->commit, wanted->commit);
  if (fetch (git, url, TRUE, exact, NULL))
    return check_commit (git, wanted, error);
  g_autofree char *local_ref = wanted->ref == NULL ? NULL : zante_git_local_ref (wanted->ref);
  g_autofree char *refspec = wanted->ref == NULL
                                 ? g_strdup ("+refs/heads/*:refs/zante/heads/*")
                                 : g_strdup_printf ("+%s:%s", wanted->ref, local_ref);
  if (!fetch (git, url, FALSE, refspec, error))
    return FALSE;
  if (is_commit_here (git, wanted->commit))
    return check_commit (git, wanted, error);
  return zante_error_set (
      error, ZANTE_ERROR_SOURCE,
      "has no commit %s any more (its branch was rewritten? 'zante lock --update' pins "
      "what is there now)",
      wanted->commit);
}

static gboolean
try_bring (const ZanteGit *git, const char *url, Wanted *wanted, GError **error)
{
  gboolean tag = wanted->ref != NULL && g_str_has_prefix (wanted->ref, "refs/tags/");
  return tag ? bring_tag (git, url, wanted, error) : bring_commit (git, url, wanted, error);
}

gboolean
zante_git_bring (const ZanteGit *git, const ZanteGitPlace *place, const char *ref,
                 const char *commit, GError **error)
{
  Wanted wanted = {.ref = ref, .commit = commit};
  return zante_git_home_recover (git, error) && try_urls (git, place, try_bring, &wanted, error)
         && zante_git_pin (git, commit, error);
}
