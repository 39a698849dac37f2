/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sources from real git repositories on this machine. */
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "git-fixture.h"

static const char *const needed[] = {"git", NULL};
static const char *const needed_signed[] = {"git", "gpg", "gpgv", NULL};

/* Forget everything that was fetched. */
static void
forget (const Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  zante_fs_remove_tree (fixture->workspace->root, &error);
  g_assert_no_error (error);
}

static void
test_tag (void)
{
  g_autoptr (GError) error = NULL;
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  git_fixture_init (&fixture);
  g_autofree char *yaml = git_fixture_yaml (&fixture, "tag: v1");
  fixture_lock (&fixture, yaml, FALSE);
  fixture_fetch (&fixture);
  git_fixture_assert (&fixture, "one");
  g_autofree char *tree = fixture_sh (&fixture, "find out/src -printf '%P %m %T@ %l\\n' | sort");
  g_assert_true (strstr (tree, "run 755 1600000000.") != NULL);
  g_assert_true (strstr (tree, "a file 644 1600000000.") != NULL);
  g_autofree char *id
      = zante_fetch_identity (fixture.recipe, fixture_source (&fixture, "src"), &error);
  g_autofree char *head = fixture_sh (&fixture, "git -C 'up stream' rev-parse main");
  g_autofree char *expected = g_strconcat ("git:", head, NULL);
  g_assert_cmpstr (id, ==, expected);
  /* what is here needs no network */
  g_free (fixture_sh (&fixture, "mv 'up stream' gone"));
  fixture.input.offline = TRUE;
  fixture_fetch (&fixture);
  forget (&fixture);
  fixture_fetch_fails (&fixture, ZANTE_ERROR_SOURCE, "source 'src': commit * --offline *");
}

static void
test_moved_tag (void)
{
  g_autoptr (GError) error = NULL;
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  git_fixture_init (&fixture);
  g_autofree char *yaml = git_fixture_yaml (&fixture, "tag: v1");
  fixture_lock (&fixture, yaml, FALSE);
  forget (&fixture); /* as on another machine */
  g_autofree char *old = fixture_sh (&fixture, "git -C 'up stream' rev-parse main");
  g_free (fixture_sh (&fixture, GIT_UPSTREAM "commit two; git tag -f -a -m t v1"));
  g_autofree char *new = fixture_sh (&fixture, "git -C 'up stream' rev-parse main");
  g_assert_false (zante_fetch_run (&fixture.input, &error));
  g_autofree char *pattern = g_strdup_printf ("source 'src': *the tag 'v1' is %s now, but the lock "
                                              "pins %s*zante lock --update*",
                                              new, old);
  fixture_assert_error (error, ZANTE_ERROR_SOURCE, pattern);
  g_clear_error (&error);
  fixture_lock (&fixture, yaml, TRUE);
  fixture_fetch (&fixture);
  git_fixture_assert (&fixture, "two");
}

static void
test_moved_branch (void)
{
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  git_fixture_init (&fixture);
  g_autofree char *yaml = git_fixture_yaml (&fixture, "branch: main");
  fixture_lock (&fixture, yaml, FALSE);
  g_free (fixture_sh (&fixture, GIT_UPSTREAM "commit two"));
  fixture_lock (&fixture, yaml, FALSE); /* keeps the pin */
  fixture_fetch (&fixture);
  git_fixture_assert (&fixture, "one");
  forget (&fixture);
  g_free (fixture_sh (&fixture,
                      GIT_UPSTREAM "git tag -d v1 w1 >/dev/null; git commit -q --amend -m x\n"
                                   "git checkout -q --orphan other; git commit -q -m o\n"
                                   "git branch -M other main; git reflog expire --all "
                                   "--expire=all; git gc -q --prune=all"));
  fixture_fetch_fails (&fixture, ZANTE_ERROR_SOURCE,
                       "source 'src': *has no commit * any more*zante lock --update*");
}

static void
test_commit (void)
{
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  git_fixture_init (&fixture);
  g_autofree char *head = fixture_sh (&fixture, "git -C 'up stream' rev-parse main");
  g_free (fixture_sh (&fixture, GIT_UPSTREAM "commit two"));
  g_autofree char *what = g_strconcat ("commit: ", head, NULL);
  g_autofree char *yaml = git_fixture_yaml (&fixture, what);
  fixture_lock (&fixture, yaml, FALSE);
  fixture_fetch (&fixture);
  git_fixture_assert (&fixture, "one");
}

static void
test_mirror (void)
{
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  git_fixture_init (&fixture);
  g_autofree char *base = g_filename_to_uri (fixture.dir, NULL, NULL);
  g_autofree char *yaml
      = g_strdup_printf ("  src:\n    git:\n      url: \"%s/dead\"\n      tag: v1\n"
                         "      mirrors: [\"%s/gone\", \"%s/up%%20stream\"]\n",
                         base, base, base);
  fixture_lock (&fixture, yaml, FALSE);
  fixture_fetch (&fixture);
  git_fixture_assert (&fixture, "one");
  g_free (fixture_sh (&fixture, "mv 'up stream' away"));
  forget (&fixture);
  fixture_fetch_fails (&fixture, ZANTE_ERROR_SOURCE,
                       "source 'src': *dead: *; *gone: *; *stream: *");
}

/* What the user or the machine configured for git does not reach it, nor do hooks. */
static void
test_configuration (void)
{
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  git_fixture_init (&fixture);
  g_autofree char *base = g_filename_to_uri (fixture.dir, NULL, NULL);
  g_autofree char *config
      = g_strdup_printf ("[url \"/nonexistent\"]\n insteadOf = \"%s/up%%20stream\"\n"
                         "[core]\n hooksPath = \"%s/hooks\"\n",
                         base, fixture.dir);
  g_autofree char *home = g_strdup (g_getenv ("HOME"));
  fixture_write (&fixture, ".gitconfig", config, -1);
  fixture_write (&fixture, "hooks/reference-transaction", "#!/bin/sh\ntouch \"$HOME/evil\"\n", -1);
  g_free (fixture_sh (&fixture, "chmod 755 hooks/*"));
  g_setenv ("HOME", fixture.dir, TRUE);
  g_autofree char *yaml = git_fixture_yaml (&fixture, "tag: v1");
  fixture_lock (&fixture, yaml, FALSE);
  fixture_fetch (&fixture);
  g_assert_false (fixture_has (&fixture, "evil"));
  g_setenv ("HOME", home == NULL ? "/" : home, TRUE);
}

/* Names that are options do not get through, wherever they come from. */
static void
test_injection (void)
{
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  git_fixture_init (&fixture);
  g_autofree char *yaml = git_fixture_yaml (&fixture, "tag: v1");
  fixture_lock (&fixture, yaml, FALSE);
  static const char *const urls[] = {"--upload-pack=touch evil", "ext::touch evil"};
  ZanteGitSource *git = fixture_source (&fixture, "src")->git;
  ZanteLockEntry *entry = g_hash_table_lookup (fixture.recipe->lock->sources, "src");
  for (gsize i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr (GError) error = NULL;
      g_free (git->url);
      g_free (entry->url);
      git->url = g_strdup (urls[i]);
      entry->url = g_strdup (urls[i]);
      g_assert_false (zante_fetch_run (&fixture.input, &error));
      fixture_assert_error (error, ZANTE_ERROR_INPUT, "source 'src': * is no URL for git*");
    }
  g_free (git->tag);
  g_free (entry->ref);
  git->tag = g_strdup ("-x --exec=touch evil");
  entry->ref = g_strdup ("refs/tags/-x --exec=touch evil");
  fixture_fetch_fails (&fixture, ZANTE_ERROR_INPUT, "source 'src': *no name that git allows*");
  g_assert_false (fixture_has (&fixture, "evil"));
}

static void
test_submodules (void)
{
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  git_fixture_init (&fixture);
  g_free (fixture_sh (&fixture, "cp -r 'up stream' module\n" GIT_UPSTREAM
                                "git -c protocol.file.allow=always submodule --quiet add ../module "
                                "'deep/sub m' 2>/dev/null; commit two; git tag v2"));
  g_autofree char *yaml = git_fixture_yaml (&fixture, "tag: v2, submodules: yes");
  fixture_lock (&fixture, yaml, FALSE);
  fixture_fetch (&fixture);
  git_fixture_assert (&fixture, "two");
  g_autofree char *text = fixture_read (&fixture, "out/src/deep/sub m/a file");
  g_assert_cmpstr (text, ==, "one\n");
  g_free (fixture_sh (&fixture,
                      GIT_UPSTREAM "sed -i 's|url = .*|url = ext::touch evil|' .gitmodules\n"
                                   "commit three; git tag v3"));
  g_autofree char *hostile = git_fixture_yaml (&fixture, "tag: v3, submodules: yes");
  fixture_lock (&fixture, hostile, FALSE);
  fixture_fetch_fails (&fixture, ZANTE_ERROR_SOURCE,
                       "*submodule 'deep/sub m': may not come from *");
}

/* Make a key in KEYRING and a signed tag. */
#define SIGN                                                                                       \
  "export GNUPGHOME=$PWD/../gnupg; mkdir -m 700 -p \"$GNUPGHOME\"\n"                               \
  "key () { gpg --batch -q --passphrase '' --quick-gen-key \"$1 <$1@x>\" ed25519 sign "            \
  "2>/dev/null\n"                                                                                  \
  "gpg --batch -q --export ${3:-} \"$1@x\" > \"../$2\"; }\n"

static void
prepare_signed (Fixture *fixture)
{
  git_fixture_init (fixture);
  g_free (fixture_sh (fixture,
                      GIT_UPSTREAM SIGN "key good good.gpg; key other other.asc --armor\n"
                                        "git -c user.signingkey=good@x tag -s -m s s1\n"
                                        "git update-ref refs/tags/s2 \"$(git rev-parse s1)\"\n"
                                        "git cat-file tag s1 | sed 's/^tagger a/tagger b/' |\n"
                                        "  git hash-object -t tag -w --stdin > ../forged\n"
                                        "git cat-file tag s1 | sed 's/^tag s1/tag s4/' |\n"
                                        "  git hash-object -t tag -w --stdin > ../renamed\n"
                                        "git update-ref refs/tags/s3 \"$(cat ../forged)\"\n"
                                        "git update-ref refs/tags/s4 \"$(cat ../renamed)\"\n"
                                        "gpg --batch -q --armor --export good@x > ../good.asc\n"
                                        "gpgconf --kill all"));
}

static const struct {
  const char *tag, *keyring, *pattern; /* no pattern: it is good */
} signed_cases[] = {
    {"s1", "good.gpg", NULL},
    {"s1", "good.asc", NULL},
    {"s1", "other.asc", "*tag 's1': signature against '*other.asc': no key of the keyring*"},
    {"s2", "good.gpg", "*tag 's2': the tag object says that it is 's1'"},
    {"s3", "good.gpg", "*says that it is 's1'"},
    {"s4", "good.gpg", "*tag 's4': *the signature does not fit*"},
    {"v1", "good.gpg", "*tag 'v1': the tag carries no OpenPGP signature*"},
    {"w1", "good.gpg", "*tag 'w1': it is no annotated tag*"},
};

static void
test_signed (void)
{
  if (!fixture_needs (needed_signed))
    return;
  g_auto (Fixture) fixture = {0};
  prepare_signed (&fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (signed_cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *what = g_strdup_printf ("tag: %s, signed-by: %s", signed_cases[i].tag,
                                               signed_cases[i].keyring);
      g_autofree char *yaml = git_fixture_yaml (&fixture, what);
      fixture_load (&fixture, yaml);
      g_autoptr (ZanteLock) lock = zante_fetch_lock (&fixture.input, ZANTE_LOCK_UPDATE, &error);
      g_assert_true ((lock == NULL) == (signed_cases[i].pattern != NULL));
      if (signed_cases[i].pattern == NULL)
        g_assert_no_error (error);
      else
        fixture_assert_error (error, ZANTE_ERROR_SOURCE, signed_cases[i].pattern);
    }
  g_autofree char *yaml = git_fixture_yaml (&fixture, "tag: s1, signed-by: good.gpg");
  fixture_lock (&fixture, yaml, FALSE);
  forget (&fixture);
  fixture_fetch (&fixture);
}

/* Plain HTTP without git on the server knows no shallow clones: the history comes along. */
static void
test_dumb (void)
{
  static const char *const tools[] = {"git", "python3", NULL};
  if (!fixture_needs (tools))
    return;
  g_auto (Fixture) fixture = {0};
  git_fixture_init (&fixture);
  g_free (fixture_sh (&fixture, GIT_UPSTREAM "commit two; git update-server-info"));
  fixture_serve (&fixture);
  g_autofree char *yaml = g_strdup_printf (
      "  src:\n    git: {url: \"%s/tree/up%%20stream/.git\", tag: v1}\n", fixture.url);
  fixture_lock (&fixture, yaml, FALSE);
  fixture_fetch (&fixture);
  git_fixture_assert (&fixture, "one");
}

/* A git that was killed leaves its locks and a part of a pack. */
static void
test_killed (void)
{
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  git_fixture_init (&fixture);
  g_autofree char *yaml = git_fixture_yaml (&fixture, "tag: v1");
  fixture_lock (&fixture, yaml, FALSE);
  fixture_fetch (&fixture);
  g_free (fixture_sh (&fixture, GIT_UPSTREAM "commit two; git tag -f -a -m t v1"));
  g_free (fixture_sh (&fixture, "for mirror in .zante/git/*.git; do\n"
                                "  touch \"$mirror/shallow.lock\" \"$mirror/packed-refs.lock\"\n"
                                "  touch \"$mirror/refs/zante/tags/v1.lock\"\n"
                                "  touch \"$mirror/objects/pack/tmp_pack_1\"\n"
                                "done"));
  fixture_lock (&fixture, yaml, TRUE);
  fixture_fetch (&fixture);
  git_fixture_assert (&fixture, "two");
  g_autofree char *left = fixture_sh (&fixture, "find .zante/git -name '*.lock' -o -name 'tmp_*'");
  g_assert_cmpstr (left, ==, "");
}

/* The id of an annotated tag is no commit: the lock does not take it. */
static void
test_tag_as_commit (void)
{
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  git_fixture_init (&fixture);
  g_autofree char *tag = fixture_sh (&fixture, "git -C 'up stream' rev-parse v1");
  g_autofree char *head = fixture_sh (&fixture, "git -C 'up stream' rev-parse main");
  g_autofree char *what = g_strconcat ("commit: ", tag, NULL);
  g_autofree char *yaml = git_fixture_yaml (&fixture, what);
  g_autofree char *pattern
      = g_strdup_printf ("*%s is a tag and no commit (it is of %s: *", tag, head);
  fixture_load (&fixture, yaml);
  fixture_lock_fails (&fixture, ZANTE_ERROR_SOURCE, pattern);
}

/* What git says is the cause; not what it says to everybody. */
static void
test_missing_repository (void)
{
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  fixture_init (&fixture);
  fixture_load (&fixture, "  src:\n    git: {url: file:///nonexistent/r, tag: v1}\n");
  fixture_lock_fails (&fixture, ZANTE_ERROR_SOURCE,
                      "source 'src': *'/nonexistent/r' does not appear to be a git repository "
                      "(is the source's address right?)");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fetch/git/tag", test_tag);
  g_test_add_func ("/fetch/git/moved-tag", test_moved_tag);
  g_test_add_func ("/fetch/git/moved-branch", test_moved_branch);
  g_test_add_func ("/fetch/git/commit", test_commit);
  g_test_add_func ("/fetch/git/mirror", test_mirror);
  g_test_add_func ("/fetch/git/configuration", test_configuration);
  g_test_add_func ("/fetch/git/injection", test_injection);
  g_test_add_func ("/fetch/git/submodules", test_submodules);
  g_test_add_func ("/fetch/git/signed", test_signed);
  g_test_add_func ("/fetch/git/dumb-http", test_dumb);
  g_test_add_func ("/fetch/git/killed", test_killed);
  g_test_add_func ("/fetch/git/tag-as-commit", test_tag_as_commit);
  g_test_add_func ("/fetch/git/missing-repository", test_missing_repository);
  return g_test_run ();
}
