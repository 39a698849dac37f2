/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A git repository at a tag, branch or commit, pinned by the commit's id. */
#include <string.h>

#include "base/error.h"
#include "base/show.h"
#include "fetch/git/bundle.h"
#include "fetch/git/home.h"
#include "fetch/git/mirror.h"
#include "fetch/git/modules.h"
#include "fetch/git/tag.h"
#include "fetch/git/tree.h"
#include "fetch/kind.h"
#include "base/quote.h"

static gboolean
check_source (const ZanteGitSource *git, GError **error)
{
  int named = (git->tag != NULL) + (git->branch != NULL) + (git->commit != NULL);
  const char *name = git->tag != NULL ? git->tag : git->branch;
  const char *problem = NULL;
  if (named != 1)
    problem = "give one of 'tag', 'branch' and 'commit'";
  else if (name != NULL && !zante_git_ref_is_safe (name))
    problem = "the tag or branch has no name that git allows";
  else if (git->commit != NULL && !zante_git_id_is_valid (git->commit))
    problem = "'commit' is not 40 lower-case hexadecimal digits";
  else if (git->signed_by != NULL && git->tag == NULL)
    problem = "'signed-by' needs a 'tag'";
  if (problem != NULL)
    zante_error_set (error, ZANTE_ERROR_INPUT, "%s", problem);
  return problem == NULL;
}

static char *
wanted_ref (const ZanteGitSource *git)
{
  if (git->tag != NULL)
    return g_strconcat ("refs/tags/", git->tag, NULL);
  return git->branch == NULL ? NULL : g_strconcat ("refs/heads/", git->branch, NULL);
}

static gboolean
verify_tag (ZanteFetchContext *context, const ZanteSource *source, const ZanteGit *git,
            const ZanteLockEntry *entry, GError **error)
{
  if (source->git->signed_by == NULL)
    return TRUE;
  g_autofree char *ref = zante_git_local_ref (entry->ref);
  const char *keyring = source->git->signed_by;
  g_autofree char *signer = NULL;
  if (!zante_git_tag_verify (git, ref, source->git->tag, entry->commit, keyring, &signer, error))
    return FALSE;
  zante_log_message (context->input->log, ZANTE_LOG_INFO, "source '%s' is signed by %s",
                     source->name, signer);
  return TRUE;
}

static gboolean
resolve (ZanteFetchContext *context, const ZanteSource *source, ZanteLockEntry *entry,
         GError **error)
{
  const ZanteFetchInput *input = context->input;
  g_auto (ZanteGit) git = {0};
  const char *url = source->git->url;
  ZanteGitPlace place = {.url = url, .mirrors = (const char *const *)source->git->mirrors};
  if (!check_source (source->git, error)
      || !zante_git_open (&git, input->workspace, url, TRUE, input->cancellable, error))
    return FALSE;
  entry->url = g_strdup (source->git->url);
  entry->ref = wanted_ref (source->git);
  entry->commit = entry->ref == NULL ? g_strdup (source->git->commit)
                                     : zante_git_resolve (&git, &place, entry->ref, error);
  if (entry->commit == NULL || !zante_git_bring (&git, &place, entry->ref, entry->commit, error)
      || !verify_tag (context, source, &git, entry, error))
    return FALSE;
  entry->date = zante_git_date (&git, entry->commit);
  return TRUE;
}

static gboolean
check_entry (const ZanteSource *source, const ZanteLockEntry *entry, GError **error)
{
  g_autofree char *ref = wanted_ref (source->git);
  if (g_strcmp0 (ref, entry->ref) == 0 && zante_git_id_is_valid (entry->commit))
    return TRUE;
  return zante_error_set (error, ZANTE_ERROR_INPUT,
                          "the lock has no usable ref and commit (run 'zante lock --update')");
}

static void
tell (const ZanteFetchInput *input, const ZanteSource *source, const char *event,
      const char *status)
{
  zante_log_emit (input->log, &ZANTE_EVENT (.event = event, .component = source->name,
                                            .path = source->git->url, .status = status));
}

/* Bring one commit here: from the bundle, or else over the network. */
static gboolean
bring_once (ZanteFetchContext *context, const ZanteGit *git, const ZanteGitPlace *place,
            const char *ref, const char *commit, GError **error)
{
  g_autofree char *name = g_strdup_printf ("git/%s.bundle", commit);
  g_autofree char *bundle = zante_fetch_bundled (context, name);
  if (bundle != NULL)
    return zante_git_bundle_take (git, bundle, ref, commit, error);
  if (!context->input->offline)
    return zante_git_bring (git, place, ref, commit, error);
  return zante_error_set (
      error, ZANTE_ERROR_SOURCE,
      "commit %s is not here and --offline forbids to fetch it (run 'zante fetch' where "
      "there is a network, or bring a bundle and give --from-bundle)",
      commit);
}

/* Whether COMMIT can be brought anew: nothing is thrown away before. */
static gboolean
can_bring (const ZanteFetchContext *context, const char *commit)
{
  g_autofree char *name = g_strdup_printf ("git/%s.bundle", commit);
  g_autofree char *bundle = zante_fetch_bundled (context, name);
  return bundle != NULL || !context->input->offline;
}

static gboolean
bring_anew (ZanteFetchContext *context, const ZanteGit *git, const ZanteGitPlace *place,
            const char *ref, const char *commit, GError **error)
{
  g_autofree char *shown = zante_show_redact (place->url);
  zante_log_message (context->input->log, ZANTE_LOG_NOTICE,
                     "what was fetched from '%s' is damaged and is fetched again", shown);
  return zante_git_home_reset (git, error) && bring_once (context, git, place, ref, commit, error);
}

/* What damage is here must not stand in the way for ever. */
static gboolean
bring (ZanteFetchContext *context, const ZanteGit *git, const ZanteGitPlace *place, const char *ref,
       const char *commit, GError **error)
{
  g_autoptr (GError) local = NULL;
  if (bring_once (context, git, place, ref, commit, &local))
    return TRUE;
  if (g_error_matches (local, ZANTE_ERROR, ZANTE_ERROR_SOURCE) && can_bring (context, commit)
      && !zante_git_home_is_sound (git))
    return bring_anew (context, git, place, ref, commit, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
bring_module (const ZanteGit *git, const ZanteGitModule *module, gpointer user_data, GError **error)
{
  ZanteGitPlace place = {.url = module->url};
  return zante_git_has (git, module->commit)
         || bring (user_data, git, &place, NULL, module->commit, error);
}

/* A signed tag is wanted itself, not just its commit. */
static gboolean
is_here (const ZanteSource *source, const ZanteGit *git, const ZanteLockEntry *entry)
{
  return zante_git_has (git, entry->commit)
         && (source->git->signed_by == NULL || zante_git_has_tag (git, entry->ref, entry->commit));
}

static gboolean
bring_all (ZanteFetchContext *context, const ZanteSource *source, const ZanteGit *git,
           const char *url, const ZanteLockEntry *entry, GError **error)
{
  ZanteGitPlace place = {.url = url, .mirrors = (const char *const *)source->git->mirrors};
  return (is_here (source, git, entry)
          || bring (context, git, &place, entry->ref, entry->commit, error))
         && verify_tag (context, source, git, entry, error)
         && (!source->git->submodules
             || zante_git_each_module (context->input->workspace, git, entry->commit, url,
                                       bring_module, context, error));
}

static gboolean
settle (ZanteFetchContext *context, const ZanteSource *source, const ZanteLockEntry *entry,
        GError **error)
{
  const ZanteFetchInput *input = context->input;
  g_auto (ZanteGit) git = {0};
  const char *url = source->git->url;
  if (!check_source (source->git, error) || !check_entry (source, entry, error)
      || !zante_git_open (&git, input->workspace, url, TRUE, input->cancellable, error))
    return FALSE;
  gboolean cached = is_here (source, &git, entry);
  if (!cached)
    tell (input, source, "fetch-start", NULL);
  gboolean ok = bring_all (context, source, &git, url, entry, error);
  tell (input, source, "fetch-end", !ok ? "failed" : cached ? "cached" : "downloaded");
  return ok;
}

/* Make sure that COMMIT is here and is what its id says; the fetch lock is held. */
static gboolean
mend (ZanteFetchContext *context, const ZanteGit *git, const ZanteGitPlace *place, const char *ref,
      const char *commit, GError **error)
{
  g_autoptr (GError) local = NULL;
  if (zante_git_verify (git, commit, &local))
    return TRUE;
  if (g_error_matches (local, ZANTE_ERROR, ZANTE_ERROR_SOURCE) && can_bring (context, commit))
    return bring_anew (context, git, place, ref, commit, error)
           && zante_git_verify (git, commit, error);
  g_propagate_prefixed_error (error, g_steal_pointer (&local),
                              "what was fetched is damaged, and --offline forbids to fetch it "
                              "again: ");
  return FALSE;
}

/* Where a tree goes, and from where it can be had again. */
typedef struct {
  const ZanteFetchInput *input;
  const ZanteGitPlace *place;
  const char *ref; /* or NULL */
  const char *dest, *prefix;
} Target;

static gboolean
lay_out (const ZanteGit *git, const char *commit, const Target *target, GError **error)
{
  g_autoptr (GError) local = NULL;
  if (zante_git_lay_out (git, commit, target->dest, target->prefix, &local))
    return TRUE;
  if (!g_error_matches (local, ZANTE_ERROR, ZANTE_ERROR_SOURCE)
      || zante_git_verify (git, commit, NULL))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  g_autoptr (ZanteFetchContext) context = zante_fetch_context_new (target->input, error);
  return context != NULL && mend (context, git, target->place, target->ref, commit, error)
         && zante_git_lay_out (git, commit, target->dest, target->prefix, error);
}

static gboolean
lay_out_module (const ZanteGit *git, const ZanteGitModule *module, gpointer user_data,
                GError **error)
{
  ZanteGitPlace place = {.url = module->url};
  Target target = *(const Target *)user_data;
  target.place = &place;
  target.ref = NULL;
  target.prefix = module->path;
  return lay_out (git, module->commit, &target, error);
}

static gboolean
unpack (const ZanteFetchInput *input, const ZanteSource *source, const ZanteLockEntry *entry,
        const char *dest, GError **error)
{
  g_auto (ZanteGit) git = {0};
  const char *url = source->git->url;
  ZanteGitPlace place = {.url = url, .mirrors = (const char *const *)source->git->mirrors};
  Target target = {.input = input, .place = &place, .ref = entry->ref, .dest = dest, .prefix = ""};
  if (!check_entry (source, entry, error)
      || !zante_git_open (&git, input->workspace, url, FALSE, input->cancellable, error))
    return FALSE;
  if (!zante_git_has (&git, entry->commit))
    return zante_error_set (error, ZANTE_ERROR_SOURCE,
                            "commit %s is not fetched yet (run 'zante fetch')", entry->commit);
  return lay_out (&git, entry->commit, &target, error)
         && (!source->git->submodules
             || zante_git_each_module (input->workspace, &git, entry->commit, url, lay_out_module,
                                       &target, error));
}

static char *
read_file (const ZanteFetchInput *input, const ZanteSource *source, const ZanteLockEntry *entry,
           const char *path, GError **error)
{
  g_auto (ZanteGit) git = {0};
  const char *url = source->git->url;
  return check_entry (source, entry, error)
                 && zante_git_open (&git, input->workspace, url, FALSE, input->cancellable, error)
             ? zante_git_read_file (&git, entry->commit, path, error)
             : NULL;
}

static char *
identity (const ZanteSource *source, const ZanteLockEntry *entry)
{
  return g_strdup_printf ("%s%s", entry->commit, source->git->submodules ? " with submodules" : "");
}

typedef struct {
  ZanteFetchContext *context;
  const char *folder;
} Bundling;

static gboolean
bundle_module (const ZanteGit *git, const ZanteGitModule *module, gpointer user_data,
               GError **error)
{
  const Bundling *bundling = user_data;
  ZanteGitPlace place = {.url = module->url};
  return mend (bundling->context, git, &place, NULL, module->commit, error)
         && zante_git_bundle_make (git, NULL, module->commit, bundling->folder, error);
}

static gboolean
bundle (ZanteFetchContext *context, const ZanteSource *source, const ZanteLockEntry *entry,
        const char *folder, GError **error)
{
  g_auto (ZanteGit) git = {0};
  const ZanteWorkspace *workspace = context->input->workspace;
  const char *url = source->git->url;
  ZanteGitPlace place = {.url = url, .mirrors = (const char *const *)source->git->mirrors};
  g_autofree char *own = g_build_filename (folder, "git", NULL);
  Bundling bundling = {.context = context, .folder = own};
  return check_entry (source, entry, error)
         && zante_git_open (&git, workspace, url, TRUE, context->input->cancellable, error)
         && mend (context, &git, &place, entry->ref, entry->commit, error)
         && zante_git_bundle_make (&git, entry->ref, entry->commit, own, error)
         && (!source->git->submodules
             || zante_git_each_module (workspace, &git, entry->commit, url, bundle_module,
                                       &bundling, error));
}

static void
shell_fetch (const ZanteSource *source, const char *ref, GString *script)
{
  g_autofree char *quoted_ref = zante_shell_quote (ref);
  g_autofree char *url = zante_shell_quote (source->git->url);
  g_string_append (script, "git init --quiet \"$src.git\"\n");
  g_string_append_printf (script, "git -C \"$src.git\" fetch --quiet --no-tags -- %s %s", url,
                          quoted_ref);
  for (char **mirror = source->git->mirrors; mirror != NULL && *mirror != NULL; mirror++)
    {
      g_autofree char *quoted = zante_shell_quote (*mirror);
      g_string_append_printf (script, " ||\n  git -C \"$src.git\" fetch --quiet --no-tags -- %s %s",
                              quoted, quoted_ref);
    }
  g_string_append_c (script, '\n');
}

/* Submodules are for git itself: which there are is known only after fetching. Those of a
 * repository on this machine it fetches from here only when told. */
static void
shell_lay_out (const ZanteSource *source, const char *commit, GString *script)
{
  g_autofree char *url = zante_shell_quote (source->git->url);
  if (source->git->submodules)
    g_string_append_printf (
        script,
        "git -C \"$src.git\" checkout --quiet --detach %s\n"
        "git -C \"$src.git\" remote add origin %s\n"
        "git -C \"$src.git\"%s submodule update --quiet --init --recursive\n"
        "find \"$src.git\" -name .git -prune -exec rm -rf {} +\n"
        "mv \"$src.git\" \"$src\"\n",
        commit, url,
        zante_git_url_is_local (source->git->url) ? " -c protocol.file.allow=always" : "");
  else
    g_string_append_printf (script,
                            "mkdir -p \"$src.git/.git/info\"\n"
                            "echo '* -export-ignore -export-subst -text !eol -ident !filter "
                            "!working-tree-encoding' \\\n"
                            "  >\"$src.git/.git/info/attributes\"\n"
                            "git -C \"$src.git\" -c core.attributesFile=/dev/null archive \\\n"
                            "  -o \"$src.tar\" %s\n"
                            "mkdir \"$src\"\n"
                            "tar --no-same-owner -xf \"$src.tar\" -C \"$src\"\n"
                            "rm -rf \"$src.git\" \"$src.tar\"\n",
                            commit);
  g_string_append (script, "chmod -R u=rwX,go=rX \"$src\"\n");
}

static gboolean
shell (const ZanteFetchInput *input, const ZanteSource *source, const ZanteLockEntry *entry,
       GString *script, GError **error)
{
  (void)input;
  if (!check_source (source->git, error) || !check_entry (source, entry, error))
    return FALSE;
  shell_fetch (source, entry->ref == NULL ? entry->commit : entry->ref, script);
  shell_lay_out (source, entry->commit, script);
  return TRUE;
}

const ZanteFetchKind zante_fetch_git = {
    .name = "git",
    .resolve = resolve,
    .settle = settle,
    .unpack = unpack,
    .read = read_file,
    .identity = identity,
    .bundle = bundle,
    .shell = shell,
};
