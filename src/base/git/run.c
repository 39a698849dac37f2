/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/git/run.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/git/reason.h"
#include "base/proc.h"

/* Passed on from our own environment: what reaches the network, and the agent for ssh. */
static const char *const passed_on[] = {
    "PATH",          "HOME",          "TMPDIR",       "http_proxy",     "https_proxy",
    "HTTPS_PROXY",   "all_proxy",     "ALL_PROXY",    "no_proxy",       "NO_PROXY",
    "SSH_AUTH_SOCK", "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH",
};

static const char *const settings[] = {
    "GIT_CONFIG_NOSYSTEM=1",    "GIT_TERMINAL_PROMPT=0",
    "GIT_ASKPASS=true",         "GIT_SSH_COMMAND=ssh -oBatchMode=yes",
    "GIT_NO_REPLACE_OBJECTS=1", "GIT_NO_LAZY_FETCH=1",
    "GIT_ATTR_NOSYSTEM=1",      "GIT_OPTIONAL_LOCKS=0",
    "LC_ALL=C.UTF-8",
};

/* Hooks and helpers off; what comes in is looked at; no stalls. Modes with leading zeros are in old
 * histories and do no harm. A user's repository may have settings that run a program
 * (log.showSignature), write beside it (core.splitIndex), or make another patch of a patch. */
static const char *const options[] = {
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",
    "core.fsmonitor=false",
    "core.commitGraph=false",
    "credential.helper=",
    "gc.auto=0",
    "maintenance.auto=false",
    "submodule.recurse=false",
    "fetch.fsckObjects=true",
    "fetch.fsck.zeroPaddedFilemode=ignore",
    "advice.detachedHead=false",
    "http.lowSpeedLimit=100",
    "http.lowSpeedTime=60",
    "log.showSignature=false",
    "core.splitIndex=false",
    "apply.ignoreWhitespace=no",
    "diff.noprefix=false",
    "diff.mnemonicPrefix=false",
    "diff.context=3",
    "i18n.logOutputEncoding=UTF-8",
};

void
zante_git_clear (ZanteGit *git)
{
  g_clear_pointer (&git->dir, g_free);
  g_clear_pointer (&git->proxy, g_free);
  g_clear_pointer (&git->scratch, g_free);
  g_clear_pointer (&git->objects, g_free);
  g_clear_pointer (&git->settings, g_free);
}

/* OBJECTS as one element of a list with colons: git takes it in quotes as C has them. */
static char *
quoted (const char *objects)
{
  g_autofree char *escaped = g_strescape (objects, NULL);
  return g_strconcat ("\"", escaped, "\"", NULL);
}

static void
add_setting (GStrvBuilder *builder, const char *name, const char *value, const char *rest)
{
  g_autofree char *setting = g_strconcat (name, value, rest, NULL);
  g_strv_builder_add (builder, setting);
}

char **
zante_git_environment (const ZanteGit *git)
{
  const char *global = git->settings == NULL ? "/dev/null" : git->settings;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (passed_on); i++)
    {
      const char *value = g_getenv (passed_on[i]);
      g_autofree char *entry
          = value == NULL ? NULL : g_strdup_printf ("%s=%s", passed_on[i], value);
      if (entry != NULL)
        g_strv_builder_add (builder, entry);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    g_strv_builder_add (builder, settings[i]);
  if (git->scratch != NULL)
    {
      add_setting (builder, "GIT_INDEX_FILE=", git->scratch, "/index");
      add_setting (builder, "GIT_OBJECT_DIRECTORY=", git->scratch, "/objects");
      g_autofree char *objects = quoted (git->objects);
      add_setting (builder, "GIT_ALTERNATE_OBJECT_DIRECTORIES=", objects, "");
    }
  g_autofree char *configuration = g_strconcat ("GIT_CONFIG_GLOBAL=", global, NULL);
  g_strv_builder_add (builder, configuration);
  g_strv_builder_add (builder, git->only_https ? "GIT_ALLOW_PROTOCOL=https"
                                               : "GIT_ALLOW_PROTOCOL=https:http:git:ssh:file");
  return g_strv_builder_end (builder);
}

GPtrArray *
zante_git_argv (const ZanteGit *git, const char *const *arguments)
{
  GPtrArray *argv = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (argv, g_strdup ("git"));
  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_ptr_array_add (argv, g_strdup ("-c"));
      g_ptr_array_add (argv, g_strdup (options[i]));
    }
  if (git->proxy != NULL)
    {
      g_ptr_array_add (argv, g_strdup ("-c"));
      g_ptr_array_add (argv, g_strconcat ("http.proxy=", git->proxy, NULL));
    }
  if (git->dir != NULL)
    g_ptr_array_add (argv, g_strconcat ("--git-dir=", git->dir, NULL));
  for (; *arguments != NULL; arguments++)
    g_ptr_array_add (argv, g_strdup (*arguments));
  g_ptr_array_add (argv, NULL);
  return argv;
}

gboolean
zante_git_url_is_safe (const char *url)
{
  if (url == NULL || *url == '\0' || *url == '-')
    return FALSE;
  for (const char *c = url; *c != '\0'; c++)
    if ((guchar)*c < ' ' || *c == 0x7f)
      return FALSE;
  /* "ext::sh -c …" and its like run commands */
  gsize scheme = strspn (url, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "+-.");
  return !g_str_has_prefix (url + scheme, "::");
}

gboolean
zante_git_url_is_local (const char *url)
{
  const char *colon = strchr (url, ':');
  const char *slash = strchr (url, '/');
  if (colon == NULL || (slash != NULL && slash < colon)) /* no "host:path" either */
    return TRUE;
  return g_ascii_strncasecmp (url, "file:", 5) == 0;
}

gboolean
zante_git_ref_is_safe (const char *name)
{
  if (name == NULL || *name == '\0' || *name == '-' || *name == '/' || strlen (name) > 200)
    return FALSE;
  for (const char *c = name; *c != '\0'; c++)
    if ((guchar)*c <= ' ' || *c == 0x7f || strchr ("~^:?*[\\", *c) != NULL)
      return FALSE;
  g_auto (GStrv) parts = g_strsplit (name, "/", -1);
  for (char **part = parts; *part != NULL; part++)
    if (**part == '\0' || **part == '.' || g_str_has_suffix (*part, ".lock"))
      return FALSE;
  return strstr (name, "..") == NULL && strstr (name, "@{") == NULL
         && !g_str_has_suffix (name, ".");
}

gboolean
zante_git_id_is_valid (const char *id)
{
  gsize length = id == NULL ? 0 : strlen (id);
  return (length == 40 || length == 64) && strspn (id, "0123456789abcdef") == length;
}

static void
remember_line (const char *line, gpointer user_data)
{
  enum { MAX_REMEMBERED = 1000 };
  GPtrArray *lines = user_data;
  if (lines->len < MAX_REMEMBERED)
    g_ptr_array_add (lines, g_strdup (line));
}

gboolean
zante_git_to_fd (const ZanteGit *git, const char *const *arguments, const char *input, int fd,
                 GError **error)
{
  g_autoptr (GPtrArray) argv = zante_git_argv (git, arguments);
  g_auto (GStrv) environment = zante_git_environment (git);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  ZanteProc proc = {.argv = (const char *const *)argv->pdata,
                    .environ = (const char *const *)environment,
                    .cwd = "/",
                    .input = input,
                    .stdout_fd = fd,
                    .on_line = remember_line,
                    .user_data = lines,
                    .cancellable = git->cancellable};
  ZanteProcResult result;
  if (!zante_proc_run (&proc, &result, error))
    return FALSE;
  if (result.status == 0)
    return TRUE;
  g_ptr_array_add (lines, NULL);
  g_autofree char *reason = zante_git_reason ((const char *const *)lines->pdata);
  return zante_error_set (error, ZANTE_ERROR_SOURCE, "git %s: %s", arguments[0], reason);
}

char *
zante_git_answer (const ZanteGit *git, const char *const *arguments, const char *input, gsize *size,
                  GError **error)
{
  g_auto (ZanteFd) fd = memfd_create ("git", MFD_CLOEXEC);
  if (fd < 0)
    {
      zante_error_errno (error, errno, "cannot make a memory file");
      return NULL;
    }
  return zante_git_to_fd (git, arguments, input, fd, error) ? zante_fs_read_fd (fd, size, error)
                                                            : NULL;
}

char *
zante_git_output (const ZanteGit *git, const char *const *arguments, gsize *size, GError **error)
{
  return zante_git_answer (git, arguments, NULL, size, error);
}

gboolean
zante_git_succeeds (const ZanteGit *git, const char *const *arguments)
{
  g_autofree char *output = zante_git_output (git, arguments, NULL, NULL);
  return output != NULL;
}

char *
zante_git_commit (const ZanteGit *git, const char *name, GError **error)
{
  g_autofree char *revision = g_strconcat (name, "^{commit}", NULL);
  const char *const arguments[]
      = {"rev-parse", "--verify", "--quiet", "--end-of-options", revision, NULL};
  char *output = *name == '\0' ? NULL : zante_git_output (git, arguments, NULL, NULL);
  if (output == NULL)
    g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT, "'%s' is no commit of the repository",
                 name);
  return output == NULL ? NULL : g_strchomp (output);
}

char *
zante_git_find_ref (const char *listing, gsize size, const char *name)
{
  g_autofree char *copy = g_strndup (listing, size);
  g_autofree char *peeled = g_strconcat (name, "^{}", NULL);
  g_auto (GStrv) lines = g_strsplit (copy, "\n", -1);
  g_autofree char *found = NULL;
  for (char **line = lines; *line != NULL; line++)
    {
      g_auto (GStrv) words = g_strsplit (*line, "\t", 2);
      if (g_strv_length (words) != 2 || !zante_git_id_is_valid (words[0]))
        continue;
      if (strcmp (words[1], peeled) == 0)
        return g_strdup (words[0]);
      if (strcmp (words[1], name) == 0 && found == NULL)
        found = g_strdup (words[0]);
    }
  return g_steal_pointer (&found);
}
