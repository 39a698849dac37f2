/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "work/script-frame.h"

#include <string.h>

#include "base/quote.h"
#include "work/sandbox.h"

static const char head[]
    = "set -eu\n"
      "umask 022\n"
      "work=${WORK:-$PWD/zante-work} # sources, build trees, stages; made anew\n"
      "dist=${DIST:-$PWD/zante-dist} # the result: everything that was installed\n"
      "jobs=${JOBS:-$(nproc)}\n"
      "PATH=" ZANTE_SANDBOX_PATH "\n"
      "export PATH work\n"
      "mkdir -p \"$work/.tools\" \"$dist\"\n"
      "work=$(cd \"$work\" && pwd -P) dist=$(cd \"$dist\" && pwd -P)\n\n";

/* Where bubblewrap works, every build happens at the same paths, so that its files are the same
 * bytes everywhere. */
static const char functions[]
    = "# begin NAME: an empty build tree for one component.\n"
      "begin () {\n"
      "  name=$1 src=$work/$1/src stage=$work/$1/stage deps='' usr=/usr\n"
      "  echo \"==> $name\"\n"
      "  rm -rf \"${work:?}/$name\"\n"
      "  mkdir -p \"$stage\" \"$work/$name/phases\" \"$work/$name/component\" "
      "\"$work/$name/home\"\n"
      "  cd \"$work/$name\"\n"
      "}\n\n"
      "# needs NAME…: lay out what other components installed, as if it were installed here.\n"
      "needs () {\n"
      "  deps=$work/$name/deps\n"
      "  mkdir -p \"$deps/usr\" \"$work/$name/usr\"\n"
      "  for need; do cp -a \"$work/$need/stage/.\" \"$deps/\"; done\n"
      "  [ -n \"$plain\" ] || usr=$work/$name/usr\n"
      "}\n\n"
      "# file PATH: a file of the component, from standard input.\n"
      "file () {\n"
      "  mkdir -p \"$(dirname \"$work/$name/component/$1\")\"\n"
      "  cat >\"$work/$name/component/$1\"\n"
      "}\n\n"
      "# environment: where things are, and the variables of the phases from standard input.\n"
      "environment () {\n"
      "  root=/build\n"
      "  [ -z \"$plain\" ] || root=$work/$name\n"
      "  {\n"
      "    echo \"DESTDIR='$root/stage' srcdir='$root/src' component_dir='$root/component'\"\n"
      "    echo \"HOME='$root/home' PATH='$PATH' jobs=$jobs MAKEFLAGS=' -j$jobs'\"\n"
      "    cat\n"
      "    echo \"TAR_OPTIONS=--no-same-owner\"\n"
      "    if [ -n \"$plain\" ] && [ -n \"$deps\" ]; then visible_deps; fi\n"
      "  } >\"$work/$name/phases/environment\"\n"
      "}\n\n"
      "# Without a sandbox compilers, linkers and pkg-config are told where dependencies are.\n"
      "visible_deps () {\n"
      "  cat <<END\n"
      "CPATH='$deps/usr/include' PATH='$deps/usr/sbin:$deps/usr/bin:$PATH'\n"
      "LIBRARY_PATH=\"$deps\\$libdir:$deps\\$private_libdir:$deps/usr/lib\"\n"
      "LD_LIBRARY_PATH=\\$LIBRARY_PATH\n"
      "PKG_CONFIG_PATH=\"$deps\\$libdir/pkgconfig:$deps\\$private_libdir/pkgconfig:$deps/usr/lib/"
      "pkgconfig:$deps/usr/share/pkgconfig\"\n"
      "END\n"
      "}\n\n"
      "# phase NAME: run the phase on standard input.\n"
      "phase () {\n"
      "  echo \"==> $name: $1\"\n"
      "  cat >\"$work/$name/phases/$1\"\n"
      "  if [ -n \"$plain\" ]; then phases=$work/$name/phases; else phases=/build/phases; fi\n"
      "  # shellcheck disable=SC2016 # the inner shell expands\n"
      "  sandbox sh -c 'set -a; . \"$1/environment\"; set +a; cd \"$srcdir\"; exec sh -eu "
      "\"$1/$2\"' \\\n"
      "    sh \"$phases\" \"$1\" </dev/null\n"
      "}\n\n"
      "# end: what the component installed becomes part of the result.\n"
      "end () {\n"
      "  cp -a \"$stage/.\" \"$dist/\"\n"
      "}\n\n";

/* Words that begin with '$' are for the script to expand; all others are data. */
static void
append_word (GString *script, const char *word)
{
  static const char plain[] = G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "%+,-./:=@_";
  g_autofree char *quoted = zante_shell_quote (word);
  if (*word == '$')
    g_string_append_printf (script, " \"%s\"", word);
  else if (*word != '\0' && strspn (word, plain) == strlen (word))
    g_string_append_printf (script, " %s", word);
  else
    g_string_append_printf (script, " %s", quoted);
}

static void
append_words (GString *script, const char *const *words, gsize n)
{
  gsize line = script->len;
  for (gsize i = 0; i < n; i++)
    {
      gboolean option = g_str_has_prefix (words[i], "--") && i > 0;
      if (option && script->len - line > 80)
        {
          g_string_append (script, " \\\n     ");
          line = script->len;
        }
      append_word (script, words[i]);
    }
}

/* Mounting the overlay takes namespaces that bwrap itself cannot be given, so a shell mounts it and
 * becomes bwrap. The lower folders are named relative to the working directory: mount(8) would
 * split a path with a comma or a colon in it. */
static const char mount_overlay[]
    = "cd \"$1\" && mount -t overlay overlay -o lowerdir=usr:/usr,userxattr \"$2\" && shift 2 "
      "&& exec \"$@\"";
static const char *const overlay[]
    = {"unshare",     "--user", "--map-root-user",  "--mount", "sh", "-c",
       mount_overlay, "sh",     "$work/$name/deps", "$usr"};

/* The same vector that zante runs, with the script's variables for the places. */
static void
append_sandbox (GString *script)
{
  static const char *const env[] = {"PATH=" ZANTE_SANDBOX_PATH, NULL};
  static const char *const command[] = {"$@", NULL};
  g_autoptr (GPtrArray) roots = zante_sandbox_roots ();
  ZanteSandbox sandbox = {.src = "$src",
                          .stage = "$stage",
                          .component = "$work/$name/component",
                          .tools = "$work/.tools",
                          .phases = "$work/$name/phases",
                          .deps = "$work/$name/deps",
                          .usr_mount = "$usr",
                          .roots = roots,
                          .environ = env,
                          .hide_local = TRUE};
  g_auto (GStrv) argv = zante_sandbox_argv (&sandbox, command);
  g_string_append (script,
                   "# sandbox COMMAND…: run it where it sees a read-only system, its own tree "
                   "and no network.\n"
                   "sandbox () {\n"
                   "  if [ -n \"$plain\" ]; then\n"
                   "    env -i PATH=\"$PATH\" \"$@\"\n"
                   "    return\n"
                   "  fi\n"
                   "  set --");
  append_words (script, (const char *const *)argv, g_strv_length (argv));
  g_string_append (script, "\n  if [ \"$usr\" != /usr ]; then\n"
                           "    # shellcheck disable=SC2016 # the inner shell expands\n"
                           "    set --");
  append_words (script, overlay, G_N_ELEMENTS (overlay));
  g_string_append (script, " \"$@\"\n  fi\n  \"$@\"\n}\n\n");
  g_string_append (script,
                   "plain=''\n"
                   "if ! bwrap --unshare-user --unshare-all --ro-bind / / true 2>/dev/null; then\n"
                   "  plain=yes\n"
                   "  echo \"no sandbox on this machine: building without one\" >&2\n"
                   "fi\n\n");
}

void
zante_script_head (GString *script)
{
  g_string_append (script, head);
  g_string_append (script, functions);
  append_sandbox (script);
}

void
zante_script_foot (GString *script)
{
  g_string_append (script, "echo \"==> everything is in $dist\"\n");
}

static gboolean
has_line (const char *text, const char *line)
{
  gsize length = strlen (line);
  for (const char *at = text; (at = strstr (at, line)) != NULL; at += length)
    if ((at == text || at[-1] == '\n') && (at[length] == '\n' || at[length] == '\0'))
      return TRUE;
  return FALSE;
}

void
zante_script_here (GString *script, const char *command, const char *text)
{
  g_autofree char *word = g_strdup ("END");
  for (guint i = 1; has_line (text, word); i++)
    {
      g_free (word);
      word = g_strdup_printf ("END%u", i);
    }
  g_string_append_printf (script, "%s <<'%s'\n%s", command, word, text);
  if (*text == '\0' || !g_str_has_suffix (text, "\n"))
    g_string_append_c (script, '\n');
  g_string_append_printf (script, "%s\n", word);
}
