/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/xsa/releases.h"

#include <string.h>

#include "base/error.h"

/* The source that Xen itself is built from has this name in every stack. */
static const char xen[] = "xen";

/* The commit that REVISION is in the repository, or NULL. */
static char *
resolve (const ZanteGit *git, const char *revision)
{
  g_autofree char *commit = g_strconcat (revision, "^{commit}", NULL);
  const char *const arguments[]
      = {"rev-parse", "--verify", "--quiet", "--end-of-options", commit, NULL};
  char *output = *revision == '\0' ? NULL : zante_git_output (git, arguments, NULL, NULL);
  return output == NULL ? NULL : g_strchomp (output);
}

/* Stacks ------------------------------------------------------------------------------------- */

static ZanteRaise *
open_stack (ZanteSession *session, const char *name)
{
  ZanteRaise *own = session->raise;
  ZanteRaise *raise = zante_raise_new (own->workspace->project, session->log, own->cancellable);
  raise->stack = g_strdup (name);
  return raise;
}

/* What the project's lock pins, if that is for this stack, else what the stack's own does; from
 * RECIPE or LOCK. */
static const ZanteLockEntry *
find_pin (const ZanteRecipe *recipe, const ZanteSource *source, ZanteLock **lock)
{
  const ZanteLockEntry *entry = g_hash_table_lookup (recipe->lock->sources, xen);
  if (zante_lock_check (entry, source, NULL))
    return entry;
  gsize length = strlen (recipe->stack_file);
  length -= g_str_has_suffix (recipe->stack_file, ".yaml") ? strlen (".yaml") : 0;
  g_autofree char *path = g_strdup_printf ("%.*s.lock", (int)length, recipe->stack_file);
  *lock = zante_lock_load (path, NULL);
  entry = *lock == NULL ? NULL : g_hash_table_lookup ((*lock)->sources, xen);
  return zante_lock_check (entry, source, NULL) ? entry : NULL;
}

/* The revision of "4.17.5+72-g01140da4e8-1": what Debian's packagers took of a branch, else the tag
 * of its release. Owned by the caller. */
static char *
revision_of_version (const char *version)
{
  const char *colon = strchr (version, ':'), *dash = strrchr (version, '-');
  const char *start = colon == NULL ? version : colon + 1;
  g_autofree char *upstream
      = dash == NULL ? g_strdup (start) : g_strndup (start, (gsize)(dash - start));
  const char *commit = g_strrstr (upstream, "-g");
  if (commit != NULL && strspn (commit + 2, "0123456789abcdef") >= 7)
    return g_strndup (commit + 2, strspn (commit + 2, "0123456789abcdef"));
  upstream[strspn (upstream, "0123456789.")] = '\0';
  return g_strconcat ("RELEASE-", upstream, NULL);
}

static char *
revision_of_pin (const ZanteLockEntry *entry)
{
  if (entry->commit != NULL)
    return g_strdup (entry->commit);
  if (entry->version != NULL)
    return revision_of_version (entry->version);
  g_autofree char *version = entry->url == NULL ? NULL : zante_version_of_url (entry->url);
  return version == NULL ? NULL : g_strconcat ("RELEASE-", version, NULL);
}

/* Patches ------------------------------------------------------------------------------------ */

static gboolean
read_patch (ZanteXsaRelease *release, const char *path, GError **error)
{
  g_autofree char *data = NULL;
  g_autoptr (GError) reason = NULL;
  gsize size;
  if (!g_file_get_contents (path, &data, &size, &reason))
    {
      g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT, "cannot read the patch '%s': %s", path,
                   reason->message);
      return FALSE;
    }
  g_autofree char *name = g_path_get_basename (path);
  zante_xsa_own_read (release->own, name, data, size);
  return TRUE;
}

/* Those that the distribution's source package puts on top, if that is wanted. */
static void
read_series (ZanteSession *session, ZanteRaise *raise, const ZanteSource *source,
             ZanteXsaRelease *release)
{
  if (source->debian == NULL || !source->debian->series)
    return;
  ZanteFetchInput input = zante_raise_fetch_input (raise, NULL);
  g_autoptr (GError) reason = NULL;
  g_autofree char *series = zante_fetch_read (&input, source, "debian/patches/series", &reason);
  if (series == NULL)
    zante_log_message (session->log, ZANTE_LOG_WARNING,
                       "stack '%s': the distribution's patches are not looked at: %s (zante fetch "
                       "brings them)",
                       release->name, reason->message);
  g_auto (GStrv) lines = g_strsplit (series == NULL ? "" : series, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      g_autofree char *name = g_strndup (*line, strcspn (*line, " \t#"));
      g_autofree char *path = g_build_filename ("debian/patches", name, NULL);
      g_autofree char *data = *name == '\0' ? NULL : zante_fetch_read (&input, source, path, NULL);
      if (data != NULL)
        zante_xsa_own_read (release->own, name, data, strlen (data));
    }
}

/* The patches of the source, and of the components that are built from it. */
static gboolean
read_patches (const ZanteRecipe *recipe, const ZanteSource *source, ZanteXsaRelease *release,
              GError **error)
{
  for (char **path = source->patches; path != NULL && *path != NULL; path++)
    if (!read_patch (release, *path, error))
      return FALSE;
  for (guint i = 0; i < recipe->components->len; i++)
    {
      const ZanteComponent *component = recipe->components->pdata[i];
      gboolean ours
          = component->provider == ZANTE_PROVIDER_BUILD && g_strcmp0 (component->source, xen) == 0;
      for (char **name = component->patches; ours && name != NULL && *name != NULL; name++)
        {
          g_autofree char *path = g_build_filename (component->folder, *name, NULL);
          if (!read_patch (release, path, error))
            return FALSE;
        }
    }
  return TRUE;
}

static ZanteXsaRelease *
release_of_stack (ZanteSession *session, const ZanteGit *git, const char *name, const char *stack,
                  GError **error)
{
  g_autoptr (ZanteRaise) raise = open_stack (session, stack);
  const ZanteRecipe *recipe = zante_raise_recipe (raise, error);
  const ZanteSource *source = recipe == NULL ? NULL : g_hash_table_lookup (recipe->sources, xen);
  g_autoptr (ZanteLock) lock = NULL;
  const ZanteLockEntry *entry = source == NULL ? NULL : find_pin (recipe, source, &lock);
  g_autofree char *revision = entry == NULL ? NULL : revision_of_pin (entry);
  g_autofree char *commit = revision == NULL ? NULL : resolve (git, revision);
  if (recipe != NULL && revision == NULL)
    g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
                 "stack '%s': no lock pins a source '%s' for it (zante --stack %s lock)", stack,
                 xen, stack);
  else if (recipe != NULL && commit == NULL)
    g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
                 "stack '%s' is pinned to '%s', which the repository has not: fetch it there, or "
                 "name another with --git",
                 stack, revision);
  if (commit == NULL)
    return NULL;
  g_autoptr (ZanteXsaRelease) release = zante_xsa_release_new (name, commit);
  read_series (session, raise, source, release);
  return read_patches (recipe, source, release, error) ? g_steal_pointer (&release) : NULL;
}

ZanteXsaRelease *
zante_xsa_find_release (ZanteSession *session, const ZanteGit *git, const char *name,
                        GError **error)
{
  static const char prefix[] = "stack:";
  if (g_str_has_prefix (name, prefix))
    return release_of_stack (session, git, name, name + strlen (prefix), error);
  g_autofree char *commit = resolve (git, name);
  if (commit != NULL)
    return zante_xsa_release_new (name, commit);
  g_autoptr (GError) reason = NULL;
  ZanteXsaRelease *release = release_of_stack (session, git, name, name, &reason);
  if (release == NULL)
    g_set_error (error, ZANTE_ERROR, reason->code,
                 "'%s' is no commit of the repository; as a stack: %s", name, reason->message);
  return release;
}
