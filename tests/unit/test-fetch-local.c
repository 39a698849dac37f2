/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The copy of a developer's tree: what is in it, when its files are new, and what stays. */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/proc.h"
#include "fetch/fetch.h"
#include "fetch/local/manifest.h"

typedef struct {
  char *dir, *tree, *dest;
  ZanteWorkspace *workspace;
  ZanteRecipe recipe;
  ZanteLocalSource local;
  ZanteSource source;
  ZanteFetchInput input;
} Fixture;

static void
setup (Fixture *f, gconstpointer data)
{
  f->dir = g_dir_make_tmp ("zante-local-XXXXXX", NULL);
  f->tree = g_build_filename (f->dir, "tree", NULL);
  f->dest = g_build_filename (f->dir, "copy", "src", NULL);
  f->workspace = zante_workspace_new (f->dir);
  f->local.path = f->tree;
  f->source = (ZanteSource){.local = &f->local, .name = (char *)"xen"};
  f->input = (ZanteFetchInput){.workspace = f->workspace, .recipe = &f->recipe};
  f->input.log = zante_log_new (NULL, FALSE, ZANTE_LOG_INFO, NULL);
  g_assert_cmpint (g_mkdir (f->tree, 0755), ==, 0);
}

static void
teardown (Fixture *f, gconstpointer data)
{
  zante_fs_remove_tree (f->dir, NULL);
  zante_workspace_free (f->workspace);
  zante_log_free (f->input.log);
  g_free (f->dir);
  g_free (f->tree);
  g_free (f->dest);
}

/* Run SCRIPT in the fixture's folder, which holds "tree" and "copy/src". */
static char *
shell (Fixture *f, const char *script)
{
  g_autoptr (GError) error = NULL;
  const char *argv[] = {"sh", "-euc", script, NULL};
  const char *env[] = {"PATH=/usr/bin:/bin:/usr/sbin:/sbin",
                       "HOME=/nonexistent",
                       "GIT_CONFIG_NOSYSTEM=1",
                       "GIT_AUTHOR_NAME=a",
                       "GIT_AUTHOR_EMAIL=a@b",
                       "GIT_COMMITTER_NAME=a",
                       "GIT_COMMITTER_EMAIL=a@b",
                       NULL};
  char *output = zante_proc_output (argv, env, f->dir, NULL, 1, NULL, &error);
  g_assert_no_error (error);
  return output;
}

static void
check (Fixture *f, const char *script, const char *expected)
{
  g_autofree char *output = shell (f, script);
  g_strdelimit (output, "\n", ' ');
  g_assert_cmpstr (g_strchomp (output), ==, expected);
}

static void
run (Fixture *f, const char *script)
{
  g_free (shell (f, script));
}

static ZanteLocalTree *
sync_tree (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  ZanteLocalTree *tree = zante_fetch_sync (&f->input, &f->source, f->dest, &error);
  g_assert_no_error (error);
  return tree;
}

static void
check_sync (Fixture *f, gboolean anew, guint changed)
{
  g_autoptr (ZanteLocalTree) tree = sync_tree (f);
  g_assert_cmpint (tree->anew, ==, anew);
  g_assert_cmpuint (tree->changed, ==, changed);
}

#define LIST "cd copy/src && find . -mindepth 1 -printf '%P\n' | LC_ALL=C sort"

/* Git trees ---------------------------------------------------------------------------------- */

/* What git tracks or would track, and nothing that a build by hand left. */
static void
test_git (Fixture *f, gconstpointer data)
{
  run (f, "cd tree; git init -q; printf '*.o\\n.config\\n' >.gitignore; mkdir sub; echo a >a;"
          "echo b >sub/b; ln -s ../a sub/l; git add .; git commit -qm 1;"
          "echo new >new; echo o >a.o; echo c >.config; rm sub/b");
  check_sync (f, TRUE, 4);
  check (f, LIST, ".gitignore a new sub sub/l");
  check (f, "readlink copy/src/sub/l; cd tree; git status --porcelain --ignored",
         "../a  D sub/b ?? new !! .config !! a.o");
}

static void
test_submodule (Fixture *f, gconstpointer data)
{
  run (f, "git init -q lib; cd lib; echo x >x; echo y >.gitignore; git add .; git commit -qm 1;"
          "cd ../tree; git init -q; echo a >a; mkdir empty;"
          "git -c protocol.file.allow=always submodule --quiet add ../lib lib; git add .;"
          "git commit -qm 1; echo z >lib/z; echo y >lib/y; git init -q other; echo o >other/o");
  zante_local_tree_free (sync_tree (f));
  check (f, LIST, ".gitmodules a lib lib/.gitignore lib/x lib/z other other/o");
}

/* A worktree has its repository elsewhere, with objects that lie elsewhere again. */
static void
test_worktree (Fixture *f, gconstpointer data)
{
  run (f, "rmdir tree; git init -q main; cd main; echo a >a; git add .; git commit -qm 1;"
          "cd ..; git clone -q --shared main second; cd second; git worktree add -q ../tree");
  g_autoptr (ZanteLocalTree) tree = sync_tree (f);
  g_autofree char *head = shell (f, "git -C main rev-parse HEAD");
  check (f, LIST, "a");
  g_assert_cmpstr (tree->commit, ==, g_strchomp (head));
}

static void
test_dirty (Fixture *f, gconstpointer data)
{
  run (f, "cd tree; git init -q; echo a >a; echo b >b; ln -s a l; git add .;"
          "GIT_COMMITTER_DATE='1700000000 +0100' git commit -qm 1; echo c >untracked");
  g_autoptr (ZanteLocalTree) clean = sync_tree (f);
  g_assert_cmpuint (strlen (clean->commit), ==, 40);
  g_assert_cmpint (clean->date, ==, 1700000000);
  run (f, "chmod 755 tree/a");
  g_autoptr (ZanteLocalTree) mode = sync_tree (f);
  g_assert_true (g_str_has_suffix (mode->commit, "-dirty"));
  run (f, "chmod 644 tree/a; rm tree/b");
  g_autoptr (ZanteLocalTree) gone = sync_tree (f);
  g_assert_true (g_str_has_suffix (gone->commit, "-dirty"));
  run (f, "cd tree; git checkout -q b; touch a b");
  g_autoptr (ZanteLocalTree) again = sync_tree (f);
  g_assert_cmpstr (again->commit, ==, clean->commit);
}

/* Nothing that a repository says is run. */
static void
test_hostile (Fixture *f, gconstpointer data)
{
  run (f, "cd tree; git init -q; echo '* filter=x diff=x' >.gitattributes; echo a >a; git add .;"
          "git commit -qm 1; echo b >a; git config filter.x.clean 'touch ../ran; cat';"
          "git config filter.x.smudge 'touch ../ran; cat'; git config diff.external 'touch ../ran';"
          "git config core.fsmonitor 'touch ../ran'; git config log.showSignature true;"
          "git config gpg.program 'touch ../ran'; git config core.pager 'touch ../ran'");
  check_sync (f, TRUE, 2);
  check_sync (f, FALSE, 0);
  check (f, "ls", "copy tree");
}

static void
test_owner (Fixture *f, gconstpointer data)
{
  if (geteuid () != 0)
    {
      g_test_skip ("needs to be root");
      return;
    }
  run (f, "cd tree; git init -q; echo o >.gitignore; echo a >a; echo o >o; git add .;"
          "git commit -qm 1; chown -R 1234:1234 .");
  g_autoptr (ZanteLocalTree) tree = sync_tree (f);
  check (f, LIST, ".gitignore a");
  g_assert_nonnull (tree->commit);
}

/* Not git, or not this tree's ---------------------------------------------------------------- */

static void
test_plain (Fixture *f, gconstpointer data)
{
  run (f, "cd tree; mkdir -p sub/empty; echo a >a; echo o >sub/a.o; mkfifo pipe");
  check_sync (f, TRUE, 4);
  check (f, LIST, "a sub sub/a.o sub/empty");
  run (f, "rmdir tree/sub/empty");
  check_sync (f, FALSE, 1);
  check (f, LIST, "a sub sub/a.o");
}

/* A tree that lies in another repository by chance is no part of it. */
static void
test_ignored_by_another (Fixture *f, gconstpointer data)
{
  run (f, "git init -q; echo tree >.gitignore; echo a >tree/a");
  zante_local_tree_free (sync_tree (f));
  check (f, LIST, "a");
}

static void
test_broken_git (Fixture *f, gconstpointer data)
{
  run (f, "cd tree; mkdir .git; echo a >a; echo b >.git/b");
  g_autoptr (ZanteLocalTree) tree = sync_tree (f);
  check (f, LIST, "a");
  g_assert_null (tree->commit);
}

/* A project in the tree that it builds is no part of that. */
static void
test_project_inside (Fixture *f, gconstpointer data)
{
  run (f, "mkdir .zante dist; echo s >.zante/s; echo d >dist/d; echo z >zante.yaml; rmdir tree;"
          "mkdir copy");
  f->local.path = f->dir;
  zante_workspace_free (f->workspace);
  f->workspace = zante_workspace_new (f->dir);
  f->input.workspace = f->workspace;
  g_free (f->dest);
  f->dest = g_build_filename (f->dir, ".zante", "src", NULL);
  zante_local_tree_free (sync_tree (f));
  check (f, "cd .zante/src; ls -A", "copy zante.yaml");
}

/* Following ---------------------------------------------------------------------------------- */

#define OLDER(a, b) "[ ! copy/src/" a " -nt copy/src/" b " ] && echo older || echo newer"

/* make looks at times: a file that is an older one now must be newer than what was built from it.
 */
static void
test_older_is_new (Fixture *f, gconstpointer data)
{
  run (f, "echo 1 >tree/a.c; echo 1 >tree/b.c; touch -d @1000 tree/*");
  check_sync (f, TRUE, 2);
  check (f, "stat -c %Y copy/src/a.c", "1000");
  run (f, "echo made >copy/src/a.o; echo 2 >tree/a.c; touch -d @900 tree/a.c");
  check_sync (f, FALSE, 1);
  check (f, "cat copy/src/a.c copy/src/a.o", "2 made");
  check (f, "test copy/src/a.c -nt copy/src/b.c; stat -c %Y copy/src/b.c", "1000");
  check (f, OLDER ("a.o", "a.c"), "older");
}

/* A time in the future would keep make busy for ever. */
static void
test_future (Fixture *f, gconstpointer data)
{
  run (f, "echo 1 >tree/a; touch -d '2100-01-01' tree/a");
  check_sync (f, TRUE, 1);
  check (f, "[ $(stat -c %Y copy/src/a) -le $(date +%s) ] && echo now", "now");
}

/* Within one step of the clock, with the same size. */
static void
test_quick_edit (Fixture *f, gconstpointer data)
{
  run (f, "echo 1 >tree/a; touch -d @1000 tree/a");
  check_sync (f, TRUE, 1);
  for (int i = 0; i < 50; i++)
    {
      g_autofree char *path = g_build_filename (f->tree, "a", NULL);
      g_autofree char *copied = g_build_filename (f->dest, "a", NULL);
      g_autofree char *text = g_strdup_printf ("%02d", i), *read = NULL;
      FILE *file = fopen (path, "r+");
      g_assert_nonnull (file);
      fputs (text, file);
      fclose (file);
      zante_local_tree_free (sync_tree (f));
      g_assert_true (g_file_get_contents (copied, &read, NULL, NULL));
      g_assert_true (g_str_has_prefix (read, text));
    }
}

/* Contents count: a branch that was looked at and left again costs nothing. */
static void
test_touched (Fixture *f, gconstpointer data)
{
  run (f, "echo 1 >tree/a; touch -d @1000 tree/a");
  check_sync (f, TRUE, 1);
  run (f, "touch tree/a");
  check_sync (f, FALSE, 0);
  check (f, "stat -c %Y copy/src/a", "1000");
}

static void
test_removed (Fixture *f, gconstpointer data)
{
  run (f, "cd tree; mkdir -p a/b c; echo 1 >a/b/f; echo 1 >c/f; echo 1 >d; git init -q; git add .");
  check_sync (f, TRUE, 3);
  run (f, "echo made >copy/src/c/made; cd tree; rm -r a c");
  check_sync (f, FALSE, 2);
  check (f, LIST, "c c/made d");
}

/* A file in place of a folder, a folder in place of a file, and what a build put in the way. */
static void
test_replaced (Fixture *f, gconstpointer data)
{
  run (f, "cd tree; mkdir a; echo 1 >a/f; echo 1 >b; git init -q; git add .");
  check_sync (f, TRUE, 2);
  run (f, "echo made >copy/src/a/made; mkdir copy/src/c; echo made >copy/src/c/x;"
          "ln -s /etc copy/src/d; cd tree; rm -r a b; echo 2 >a; mkdir b d; echo 2 >b/f;"
          "echo 2 >c; echo 2 >d/f");
  check_sync (f, FALSE, 6);
  check (f, LIST, "a b b/f c d d/f");
  check (f, "cat copy/src/c copy/src/d/f; test ! -e /etc/f; test ! -L copy/src/d", "2 2");
}

/* What a build took away comes back, what it made stays. */
static void
test_damaged (Fixture *f, gconstpointer data)
{
  run (f, "echo 1 >tree/a; echo 1 >tree/b");
  check_sync (f, TRUE, 2);
  run (f, "cd copy/src; rm a; echo made >c");
  check_sync (f, FALSE, 1);
  check (f, "cat copy/src/a copy/src/c", "1 made");
}

/* A link is a link, wherever it leads: nothing is read or written through it. */
static void
test_links (Fixture *f, gconstpointer data)
{
  run (f, "mkdir outside; echo s >outside/s; cd tree; ln -s ../outside out; ln -s /etc/passwd p;"
          "echo 1 >a");
  check_sync (f, TRUE, 3);
  check (f, "readlink copy/src/out copy/src/p", "../outside /etc/passwd");
  run (f, "rm copy/src/a; ln -s ../../outside/s copy/src/a; echo 2 >tree/a");
  check_sync (f, FALSE, 1);
  check (f, "cat copy/src/a outside/s", "2 s");
}

/* Another release: nothing of the last one stays. */
static void
test_big_change (Fixture *f, gconstpointer data)
{
  run (f, "cd tree; for i in $(seq 300); do echo 1 >$i; done");
  check_sync (f, TRUE, 300);
  run (f, "echo made >copy/src/made; cd tree; for i in $(seq 70); do echo 2 >$i; done");
  check_sync (f, FALSE, 70);
  check (f, "cat copy/src/made", "made");
  run (f, "cd tree; for i in $(seq 150); do echo 3 >$i; done");
  check_sync (f, TRUE, 300);
  check (f, "test ! -e copy/src/made; cat copy/src/1", "3");
}

/* Root reads everything, so root asks as somebody else. */
static void
test_unreadable (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  run (f, "echo 1 >tree/a; chmod 0 tree/a; [ $(id -u) != 0 ] || chown -R 54321 .");
  gboolean root = geteuid () == 0;
  g_assert_true (!root || seteuid (54321) == 0);
  g_assert_null (zante_fetch_sync (&f->input, &f->source, f->dest, &error));
  g_assert_true (!root || seteuid (0) == 0);
  g_assert_nonnull (strstr (error->message, "source 'xen': cannot read 'a'"));
}

/* Modes: the copy can be written to, whatever the tree allows. */
static void
test_modes (Fixture *f, gconstpointer data)
{
  run (f, "cd tree; echo 1 >a; echo 1 >x; chmod 444 a; chmod 4555 x");
  check_sync (f, TRUE, 2);
  check (f, "stat -c %a copy/src/a copy/src/x", "644 755");
}

static void
test_digest (Fixture *f, gconstpointer data)
{
  const char *const patterns[] = {"*.in", "sub/*", NULL};
  run (f, "cd tree; mkdir -p sub/x; echo 1 >a.in; echo 1 >sub/x/f; echo 1 >b");
  g_autoptr (ZanteLocalTree) tree = sync_tree (f);
  g_autofree char *first = zante_local_tree_digest (tree, patterns);
  run (f, "echo 2 >tree/b");
  g_autoptr (ZanteLocalTree) other = sync_tree (f);
  g_autofree char *second = zante_local_tree_digest (other, patterns);
  run (f, "echo 2 >tree/sub/x/f");
  g_autoptr (ZanteLocalTree) third_tree = sync_tree (f);
  g_autofree char *third = zante_local_tree_digest (third_tree, patterns);
  g_assert_cmpstr (first, ==, second);
  g_assert_cmpstr (first, !=, third);
}

/* The manifest ------------------------------------------------------------------------------- */

static void
test_manifest (void)
{
  g_autoptr (ZanteLocalManifest) manifest = zante_local_manifest_new ();
  struct stat st = {.st_mode = S_IFREG | 0644, .st_size = 5, .st_ino = 7};
  g_free (manifest->commit);
  manifest->commit = g_strdup ("abc");
  manifest->dirty = TRUE;
  manifest->born = 42;
  zante_local_manifest_add (manifest, zante_local_file_new ("a b\nc", &st, G_MAXINT64));
  g_autoptr (GString) text = zante_local_manifest_format (manifest);
  g_autoptr (ZanteLocalManifest) read = zante_local_manifest_parse (text->str, text->len);
  g_assert_nonnull (read);
  g_autoptr (GString) again = zante_local_manifest_format (read);
  g_assert_cmpmem (text->str, text->len, again->str, again->len);
  for (gsize size = 0; size < text->len; size++)
    g_assert_null (zante_local_manifest_parse (text->str, size));
}

#define ADD(name, function)                                                                        \
  g_test_add ("/fetch/local/" name, Fixture, NULL, setup, function, teardown)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("git", test_git);
  ADD ("submodule", test_submodule);
  ADD ("worktree", test_worktree);
  ADD ("dirty", test_dirty);
  ADD ("hostile", test_hostile);
  ADD ("owner", test_owner);
  ADD ("plain", test_plain);
  ADD ("ignored-by-another", test_ignored_by_another);
  ADD ("broken-git", test_broken_git);
  ADD ("project-inside", test_project_inside);
  ADD ("older-is-new", test_older_is_new);
  ADD ("future", test_future);
  ADD ("quick-edit", test_quick_edit);
  ADD ("touched", test_touched);
  ADD ("removed", test_removed);
  ADD ("replaced", test_replaced);
  ADD ("damaged", test_damaged);
  ADD ("links", test_links);
  ADD ("big-change", test_big_change);
  ADD ("unreadable", test_unreadable);
  ADD ("modes", test_modes);
  ADD ("digest", test_digest);
  g_test_add_func ("/fetch/local/manifest", test_manifest);
  return g_test_run ();
}
