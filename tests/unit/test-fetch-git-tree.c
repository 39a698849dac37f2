/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a git source lays out is the commit, whatever the tree, the user or the repository that lies
 * in the workspace would have it be. */
#include <string.h>

#include "base/error.h"
#include "git-fixture.h"

static const char *const needed[] = {"git", NULL};

/* The whole commit, byte for byte, whatever anybody's attributes and configuration say. */
static void
test_attributes (void)
{
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  git_fixture_init (&fixture);
  g_free (fixture_sh (&fixture,
                      GIT_UPSTREAM "printf '* ident\\nignored export-ignore\\nsubst export-subst\\n"
                                   "crlf text eol=crlf\\nwide working-tree-encoding=UTF-16\\n'"
                                   " > .gitattributes\n"
                                   "touch ignored; echo '$Format:%H$ $Id$' > subst\n"
                                   "echo line > crlf; commit two; git tag v2"));
  g_autofree char *yaml = git_fixture_yaml (&fixture, "tag: v2");
  g_autofree char *home = g_strdup (g_getenv ("HOME"));
  fixture_lock (&fixture, yaml, FALSE);
  fixture_fetch (&fixture);
  g_free (fixture_sh (&fixture, "for mirror in .zante/git/*.git; do\n"
                                "  mkdir -p \"$mirror/info\"\n"
                                "  echo '* export-ignore' > \"$mirror/info/attributes\"\n"
                                "done\n"
                                "echo 'run export-ignore' > attributes\n"
                                "git config --global core.attributesFile \"$PWD/attributes\"\n"
                                "git config --global core.autocrlf true"));
  g_setenv ("HOME", fixture.dir, TRUE);
  git_fixture_assert (&fixture, "two");
  g_setenv ("HOME", home == NULL ? "/" : home, TRUE);
  g_autofree char *subst = fixture_read (&fixture, "out/src/subst");
  g_autofree char *crlf = fixture_read (&fixture, "out/src/crlf");
  g_assert_cmpstr (subst, ==, "$Format:%H$ $Id$\n");
  g_assert_cmpstr (crlf, ==, "line\n");
  g_assert_true (fixture_has (&fixture, "out/src/ignored"));
  g_assert_true (fixture_has (&fixture, "out/src/run"));
}

/* A repository that came with somebody's project runs nothing. */
static void
test_foreign_mirror (void)
{
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  git_fixture_init (&fixture);
  g_autofree char *yaml = git_fixture_yaml (&fixture, "tag: v1");
  fixture_lock (&fixture, yaml, FALSE);
  fixture_fetch (&fixture);
  g_free (fixture_sh (
      &fixture,
      "for mirror in .zante/git/*.git; do\n"
      "  git --git-dir \"$mirror\" config filter.f.smudge \"touch '$PWD/evil'; cat\"\n"
      "  git --git-dir \"$mirror\" config core.alternateRefsCommand \"touch '$PWD/evil'\"\n"
      "  git --git-dir \"$mirror\" config core.fsmonitor \"touch '$PWD/evil'\"\n"
      "  git --git-dir \"$mirror\" config url./nonexistent.insteadOf file:\n"
      "  mkdir -p \"$mirror/info\" \"$mirror/hooks\"\n"
      "  echo '* filter=f' > \"$mirror/info/attributes\"\n"
      "  printf '#!/bin/sh\\ntouch ../../../evil' > \"$mirror/hooks/reference-transaction\"\n"
      "  chmod 755 \"$mirror/hooks/reference-transaction\"\n"
      "done"));
  git_fixture_assert (&fixture, "one");
  g_free (fixture_sh (&fixture, GIT_UPSTREAM "commit two; git tag -f v1"));
  fixture_lock (&fixture, yaml, TRUE);
  fixture_fetch (&fixture);
  git_fixture_assert (&fixture, "two");
  g_assert_false (fixture_has (&fixture, "evil"));
  g_autofree char *config = fixture_sh (&fixture, "cat .zante/git/*.git/config");
  g_assert_null (strstr (config, "filter"));
}

/* Links of a repository that came with a project lead nowhere. */
static void
test_linked_mirror (void)
{
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  git_fixture_init (&fixture);
  g_autofree char *yaml = git_fixture_yaml (&fixture, "tag: v1");
  fixture_lock (&fixture, yaml, FALSE);
  fixture_fetch (&fixture);
  g_free (fixture_sh (&fixture,
                      "cd .zante/git/*.git; mv objects ../../../stolen\n"
                      "ln -s ../../../stolen objects; find ../../../stolen > ../../../a"));
  fixture_fetch (&fixture);
  git_fixture_assert (&fixture, "one");
  g_free (fixture_sh (&fixture, "find ./stolen | sed 's|^.|../../..|' | cmp - a"));
}

/* The object of "a file" is another one now, under its old name. */
#define REPLACE                                                                                    \
  "cd .zante/git/*.git; good=$(git --git-dir . for-each-ref --format='%(refname)' | while read "   \
  "-r r; do\n"                                                                                     \
  "  git --git-dir . rev-parse \"$r:a file\"; break; done)\n"                                      \
  "evil=$(echo evil | git --git-dir . hash-object -w --stdin)\n"                                   \
  "for pack in objects/pack/*.pack; do [ ! -e \"$pack\" ] || { mv \"$pack\" p\n"                   \
  "  rm objects/pack/*; git --git-dir . unpack-objects -q < p; rm p; }; done\n"                    \
  "path () { echo \"objects/$(echo \"$1\" | cut -c1-2)/$(echo \"$1\" | cut -c3-)\"; }\n"           \
  "mv -f \"$(path \"$evil\")\" \"$(path \"$good\")\"\n"

static void
test_replaced_object (void)
{
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  git_fixture_init (&fixture);
  g_autofree char *yaml = git_fixture_yaml (&fixture, "tag: v1");
  fixture_lock (&fixture, yaml, FALSE);
  fixture_fetch (&fixture);
  g_free (fixture_sh (&fixture, REPLACE));
  fixture.input.offline = TRUE;
  fixture_fetch (&fixture);
  fixture_unpack_fails (&fixture, "src", ZANTE_ERROR_SOURCE,
                        "source 'src': *damaged*--offline*content does not have this digest");
  fixture.input.offline = FALSE;
  git_fixture_assert (&fixture, "one");
  fflush (fixture.json);
  g_autofree char *events = fixture_read (&fixture, "events");
  g_assert_nonnull (strstr (events, "is damaged and is fetched again"));
}

/* Whatever is broken, the next run that may use the network mends it. */
static void
test_damaged_mirror (void)
{
  static const char *const damages[] = {
      "cd .zante/git/*.git; find objects -type f -exec chmod u+w {} + -exec truncate -s 0 {} +",
      "cd .zante/git/*.git; rm -rf objects/??",
      "cd .zante/git/*.git; echo rubbish > HEAD",
      "cd .zante/git/*.git; rm HEAD",
      "cd .zante/git/*.git; rm -rf objects",
      "cd .zante/git/*.git; rm -rf refs; echo rubbish > packed-refs",
      "cd .zante/git/*.git; echo rubbish > shallow",
  };
  if (!fixture_needs (needed))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_auto (Fixture) fixture = {0};
      git_fixture_init (&fixture);
      g_autofree char *yaml = git_fixture_yaml (&fixture, "tag: v1");
      fixture_lock (&fixture, yaml, FALSE);
      fixture_fetch (&fixture);
      g_test_message ("%s", damages[i]);
      g_free (fixture_sh (&fixture, damages[i]));
      fixture_fetch (&fixture);
      git_fixture_assert (&fixture, "one");
    }
}

/* A commit whose tree has what COMMANDS print, as the tag "evil". */
#define EVIL(commands)                                                                             \
  GIT_UPSTREAM "blob=$(git rev-parse 'HEAD:a file'); tree=$(git rev-parse 'HEAD^{tree}')\n"        \
               "link () { printf %s \"$1\" | git hash-object -w --stdin; }\n"                      \
               "entry () { printf '%s %s\\0' \"$1\" \"$2\"; printf %s \"$3\" | xxd -r -p; }\n"     \
               "{ " commands "; } > ../tree\n"                                                     \
               "made=$(git hash-object -t tree -w --literally ../tree)\n"                          \
               "git tag evil \"$(echo e | git commit-tree \"$made\")\""

static const struct {
  const char *name, *commands;
} evil_trees[] = {
    {"/fetch/git/tree/link-and-folder",
     EVIL ("entry 120000 out \"$(link ..)\"; entry 40000 out \"$tree\"")},
    {"/fetch/git/tree/dotdot", EVIL ("entry 40000 .. \"$tree\"")},
    {"/fetch/git/tree/slash", EVIL ("entry 100644 ../evil \"$blob\"")},
    {"/fetch/git/tree/git", EVIL ("entry 40000 .GIT \"$tree\"")},
    {"/fetch/git/tree/device", EVIL ("entry 60000 device \"$blob\"")},
    {"/fetch/git/tree/absolute-link", EVIL ("entry 120000 l \"$(link /etc)\"")},
    {"/fetch/git/tree/outward-link", EVIL ("entry 120000 l \"$(link ../x)\"")},
};

/* Incoming objects are looked at when the commit is pinned; what git lets pass, when it is laid
 * out.
 */
static gboolean
lock_and_unpack (Fixture *fixture, const char *yaml, GError **error)
{
  g_autofree char *path = fixture_path (fixture, "zante.lock");
  fixture_load (fixture, yaml);
  g_autoptr (ZanteLock) lock = zante_fetch_lock (&fixture->input, ZANTE_LOCK_KEEP, error);
  if (lock == NULL || !zante_lock_save (lock, path, error))
    return FALSE;
  fixture_load (fixture, yaml);
  return zante_fetch_run (&fixture->input, error) && fixture_unpack (fixture, "src", error);
}

static void
test_evil_tree (gconstpointer data)
{
  static const char *const tools[] = {"git", "xxd", NULL};
  const char *script = evil_trees[GPOINTER_TO_SIZE (data)].commands;
  g_autoptr (GError) error = NULL;
  if (!fixture_needs (tools))
    return;
  g_auto (Fixture) fixture = {0};
  git_fixture_init (&fixture);
  g_free (fixture_sh (&fixture, script));
  g_autofree char *yaml = git_fixture_yaml (&fixture, "tag: evil");
  g_assert_false (lock_and_unpack (&fixture, yaml, &error));
  fixture_assert_error (error, ZANTE_ERROR_SOURCE, "source 'src': *");
  g_assert_false (fixture_has (&fixture, "evil"));
  g_assert_false (fixture_has (&fixture, "out/evil"));
  g_assert_false (fixture_has (&fixture, "out/src"));
}

/* A submodule where a chain of links, each inside, has led outside. */
static void
test_submodule_in_link (void)
{
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  git_fixture_init (&fixture);
  g_free (fixture_sh (&fixture,
                      "cp -r 'up stream' module\n" GIT_UPSTREAM
                      "git -c protocol.file.allow=always submodule --quiet add ../module "
                      "'other' 2>/dev/null\n"
                      "mkdir -p a/b; touch a/b/f; ln -s ../.. a/b/top; ln -s a/b/top/.. out\n"
                      "commit two; git tag evil"));
  g_autofree char *yaml = git_fixture_yaml (&fixture, "tag: evil, submodules: yes");
  fixture_lock (&fixture, yaml, FALSE);
  fixture_fetch (&fixture);
  fixture_unpack_fails (&fixture, "src", ZANTE_ERROR_SOURCE,
                        "source 'src': 'out' leads out of the tree*");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fetch/git/attributes", test_attributes);
  g_test_add_func ("/fetch/git/foreign-mirror", test_foreign_mirror);
  g_test_add_func ("/fetch/git/linked-mirror", test_linked_mirror);
  g_test_add_func ("/fetch/git/replaced-object", test_replaced_object);
  g_test_add_func ("/fetch/git/damaged-mirror", test_damaged_mirror);
  for (gsize i = 0; i < G_N_ELEMENTS (evil_trees); i++)
    g_test_add_data_func (evil_trees[i].name, GSIZE_TO_POINTER (i), test_evil_tree);
  g_test_add_func ("/fetch/git/submodule-in-link", test_submodule_in_link);
  return g_test_run ();
}
