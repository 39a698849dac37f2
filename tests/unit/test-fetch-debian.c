/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Debian source packages from a real, signed archive of our own, through the machine's apt. */
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "fetch-fixture.h"
#include "fetch/apt/apt.h"

static const char *const needed[]
    = {"apt-get", "dpkg-source", "dpkg-scansources", "gpg", "gpgv", "python3", "xz", NULL};

#define DEMO "  demo:\n    debian: {package: demo, version: 2.0-1}\n"

/* FALSE: skipped. */
static gboolean
prepare (Fixture *fixture)
{
  if (!fixture_needs (needed))
    return FALSE;
  fixture_init (fixture);
  fixture_serve (fixture);
  g_autofree char *script
      = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "fetch", "make-repository", NULL);
  g_autofree char *quoted = g_shell_quote (script);
  g_autofree char *command = g_strdup_printf ("sh %s %s/tree", quoted, fixture->url);
  g_free (fixture_sh (fixture, command));
  g_autofree char *config = fixture_path (fixture, "apt.conf");
  g_setenv ("APT_CONFIG", config, TRUE);
  g_unsetenv ("ZANTE_DEBIAN_MIRRORS");
  return TRUE;
}

static void
assert_same (const Fixture *fixture, const char *source, const char *reference)
{
  g_autoptr (GError) error = NULL;
  fixture_unpack (fixture, source, &error);
  g_assert_no_error (error);
  g_autofree char *script
      = g_strdup_printf ("list () { (cd \"$1\" && find . -mindepth 1 \\( -type d -printf '%%p "
                         "%%m\\n' -o -type l -printf "
                         "'%%p %%l\\n' -o -printf '%%p %%m %%s\\n' \\) | sort); }\n"
                         "diff -r --no-dereference reference/%s out/%s\n"
                         "list reference/%s > a; list out/%s > b; diff a b",
                         reference, source, reference, source);
  g_free (fixture_sh (fixture, script));
}

static void
test_good (void)
{
  g_auto (Fixture) fixture = {0};
  if (!prepare (&fixture))
    return;
  fixture_lock (&fixture,
                DEMO "  newest:\n    debian: {package: demo, series: yes}\n"
                     "  old:\n    debian: {package: demo, version: 1.0-1}\n"
                     "  native:\n    debian: {package: native}\n",
                FALSE);
  g_autofree char *lock = fixture_read (&fixture, "zante.lock");
  g_assert_nonnull (strstr (lock, "path: pool/main/d/demo/demo_2.0.orig-part.tar.gz"));
  fixture_fetch (&fixture);
  /* the first root has nothing: each file was asked for there, then found at the second */
  g_assert_cmpuint (
      fixture_requests (&fixture, "/tree/empty/pool/main/d/demo/demo_2.0-1.debian.tar.xz"), ==, 1);
  /* apt's index says it all */
  g_assert_cmpuint (fixture_requests (&fixture, ".dsc"), ==, 0);
  assert_same (&fixture, "demo", "demo_2.0-1");
  assert_same (&fixture, "newest", "demo_2.0-1-series");
  assert_same (&fixture, "old", "demo_1.0-1");
  assert_same (&fixture, "native", "native_1");
  g_autofree char *modes = fixture_sh (&fixture, "stat -c %a out/demo/run.sh out/demo/README");
  g_assert_cmpstr (modes, ==, "755\n644");
}

static void
test_unknown (void)
{
  static const struct {
    const char *yaml, *pattern;
  } cases[] = {
      {"  a:\n    debian: {package: demo, version: 3.0-1}\n",
       "source 'a': *no version 3.0-1 of the source package 'demo' (there is *1.0-1*)"},
      {"  a:\n    debian: {package: nothing}\n", "source 'a': *no source package 'nothing'*"},
  };
  g_auto (Fixture) fixture = {0};
  if (!prepare (&fixture))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fixture_load (&fixture, cases[i].yaml);
      fixture_lock_fails (&fixture, ZANTE_ERROR_SOURCE, cases[i].pattern);
    }
}

static const char *
locked_version (const Fixture *fixture)
{
  const ZanteLockEntry *entry = g_hash_table_lookup (fixture->recipe->lock->sources, "demo");
  return entry->version;
}

static void
follow (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = fixture_path (fixture, "zante.lock");
  fixture_load (fixture, "  demo:\n    debian: {package: demo}\n");
  g_autoptr (ZanteLock) lock = zante_fetch_lock (&fixture->input, ZANTE_LOCK_FOLLOW, &error);
  g_assert_no_error (error);
  g_assert_true (zante_lock_save (lock, path, &error));
  fixture_load (fixture, "  demo:\n    debian: {package: demo}\n");
}

/* What the archive still offers stays, although there is something newer; what it dropped moves. */
static void
test_follow (void)
{
  g_auto (Fixture) fixture = {0};
  if (!prepare (&fixture))
    return;
  fixture_lock (&fixture, "  demo:\n    debian: {package: demo, version: 1.0-1}\n", FALSE);
  follow (&fixture);
  g_assert_cmpstr (locked_version (&fixture), ==, "1.0-1");
  g_free (fixture_sh (&fixture, "sed -i 's/version: 1.0-1/version: 0.9-1/' zante.lock"));
  follow (&fixture);
  g_assert_cmpstr (locked_version (&fixture), ==, "2.0-1");
  fflush (fixture.json);
  g_autofree char *events = fixture_read (&fixture, "events");
  g_assert_nonnull (strstr (events, "source 'demo' moves from 0.9-1 to 2.0-1"));
}

static void
test_release (void)
{
  static const struct {
    const char *version, *release;
    gboolean is;
  } cases[] = {
      {"4.17.5+72-g01140da4e8-1", "4.17", TRUE},
      {"1:4.17~rc2-1", "4.17", TRUE},
      {"4.20.3-0+deb13u1", "4.17", FALSE},
      {"4.20.3-1", "4.2", FALSE},
      {"4.2-1", "4.20", FALSE},
      {"4.17", "4.17", TRUE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (zante_apt_is_of_release (cases[i].version, cases[i].release), ==, cases[i].is);
}

/* Another release at the same mirrors: it has demo 1.0-1 only, and apt here knows nothing of it. */
static void
test_suite (void)
{
  g_auto (Fixture) fixture = {0};
  if (!prepare (&fixture))
    return;
  fixture_lock (&fixture,
                "  next:\n    debian: {package: demo, suite: trixie}\n"
                "  here:\n    debian: {package: demo}\n",
                FALSE);
  const ZanteLockEntry *next = g_hash_table_lookup (fixture.recipe->lock->sources, "next");
  const ZanteLockEntry *here = g_hash_table_lookup (fixture.recipe->lock->sources, "here");
  g_assert_cmpstr (next->version, ==, "1.0-1");
  g_assert_cmpstr (next->suite, ==, "trixie");
  g_assert_cmpstr (here->version, ==, "2.0-1");
  g_assert_null (here->suite);
  fixture_fetch (&fixture);
  assert_same (&fixture, "next", "demo_1.0-1");

  /* a lock of one release is none of another */
  fixture_load (&fixture, "  next:\n    debian: {package: demo, suite: forky}\n");
  fixture_fetch_fails (&fixture, ZANTE_ERROR_INPUT, "*suite trixie instead of forky*zante lock*");
}

static void
test_suite_bad (void)
{
  static const struct {
    const char *script, *yaml, *pattern;
    int code;
  } cases[] = {
      {":", "  a:\n    debian: {package: demo, version: 2.0-1, suite: trixie}\n",
       "source 'a': *no version 2.0-1 of the source package 'demo' in 'trixie' (there is 1.0-1; *",
       ZANTE_ERROR_SOURCE},
      {":", "  a:\n    debian: {package: native, suite: trixie}\n",
       "source 'a': *no source package 'native' in 'trixie'", ZANTE_ERROR_SOURCE},
      {"mv repo/dists/trixie/InRelease.stranger repo/dists/trixie/InRelease",
       "  a:\n    debian: {package: demo, suite: trixie}\n", "*NO_PUBKEY*", ZANTE_ERROR_SOURCE},
      {"sed -i 's/^Suites: .*/Suites: elsewhere/' apt.sources",
       "  a:\n    debian: {package: demo, suite: trixie}\n",
       "source 'a': apt has no repository of a Debian release where 'trixie' *", ZANTE_ERROR_HOST},
  };
  g_auto (Fixture) fixture = {0};
  if (!prepare (&fixture))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_free (fixture_sh (&fixture, "rm -rf .zante/state/apt*"));
      g_free (fixture_sh (&fixture, cases[i].script));
      fixture_load (&fixture, cases[i].yaml);
      fixture_lock_fails (&fixture, cases[i].code, cases[i].pattern);
    }
}

static void
test_bad_signature (void)
{
  g_auto (Fixture) fixture = {0};
  if (!prepare (&fixture))
    return;
  g_free (fixture_sh (&fixture, "mv repo/dists/sid/InRelease.stranger repo/dists/sid/InRelease"));
  fixture_load (&fixture, DEMO);
  fixture_lock_fails (&fixture, ZANTE_ERROR_SOURCE, "*NO_PUBKEY*");
}

static void
test_changed_index (void)
{
  g_auto (Fixture) fixture = {0};
  if (!prepare (&fixture))
    return;
  g_free (fixture_sh (&fixture,
                      "sed -i 's/^Directory: /Directory: x/' repo/dists/sid/main/source/Sources"));
  fixture_load (&fixture, DEMO);
  fixture_lock_fails (&fixture, ZANTE_ERROR_SOURCE, "source 'demo': *");
}

static void
test_changed_file (void)
{
  g_auto (Fixture) fixture = {0};
  if (!prepare (&fixture))
    return;
  fixture_lock (&fixture, DEMO, FALSE);
  g_free (fixture_sh (&fixture, "printf x | dd of=repo/pool/main/d/demo/demo_2.0.orig.tar.xz bs=1 "
                                "seek=30 conv=notrunc 2>/dev/null"));
  fixture_fetch_fails (&fixture, ZANTE_ERROR_SOURCE,
                       "source 'demo': cannot download 'demo_2.0.orig.tar.xz': *its SHA-256 is *");
}

static void
test_gone (void)
{
  g_auto (Fixture) fixture = {0};
  if (!prepare (&fixture))
    return;
  fixture_lock (&fixture, DEMO, FALSE);
  g_free (fixture_sh (&fixture, "rm repo/pool/main/d/demo/demo_2.0*"));
  fixture_fetch_fails (&fixture, ZANTE_ERROR_SOURCE,
                       "source 'demo': no server has '*'zante lock --follow'*");
  fixture.input.offline = TRUE;
  fixture_fetch_fails (&fixture, ZANTE_ERROR_SOURCE,
                       "source 'demo': 'demo_2.0*--offline*--from-bundle*");
}

/* Without apt's help: an environment variable names the mirrors, and no index is needed. */
static void
test_environment (void)
{
  g_auto (Fixture) fixture = {0};
  if (!prepare (&fixture))
    return;
  fixture_lock (&fixture, DEMO, FALSE);
  g_free (fixture_sh (&fixture, "rm -r repo/dists; mv repo elsewhere; : > apt.sources"));
  fixture_fetch_fails (&fixture, ZANTE_ERROR_HOST,
                       "source 'demo': no mirror * ZANTE_DEBIAN_MIRRORS*");
  g_autofree char *mirror = g_strconcat (fixture.url, "/tree/elsewhere", NULL);
  g_setenv ("ZANTE_DEBIAN_MIRRORS", mirror, TRUE);
  fixture_fetch (&fixture);
  g_unsetenv ("ZANTE_DEBIAN_MIRRORS");
}

/* A lock without the main tarball is none. */
static void
test_list (void)
{
  g_auto (Fixture) fixture = {0};
  if (!prepare (&fixture))
    return;
  fixture_lock (&fixture, DEMO, FALSE);
  fixture_fetch (&fixture);
  ZanteLockEntry *entry = g_hash_table_lookup (fixture.recipe->lock->sources, "demo");
  GPtrArray *files = entry->files;
  ZanteLockFile *last = g_ptr_array_steal_index (files, files->len - 1);
  g_assert_true (g_str_has_suffix (last->path, "demo_2.0.orig.tar.xz"));
  fixture_unpack_fails (&fixture, "demo", ZANTE_ERROR_SOURCE,
                        "source 'demo': 0 main tarballs instead of one*");
  g_assert_false (fixture_has (&fixture, "out/demo"));
  g_assert_false (fixture_has (&fixture, "out/demo.new"));
  g_ptr_array_add (files, last);
}

/* An older kind of package, without a debian.tar. */
static void
test_format (void)
{
  g_auto (Fixture) fixture = {0};
  if (!prepare (&fixture))
    return;
  g_free (fixture_sh (&fixture, "sed -i 's/^Suites: .*/Suites: old/' apt.sources"));
  fixture_load (&fixture, DEMO);
  fixture_lock_fails (&fixture, ZANTE_ERROR_SOURCE,
                      "source 'demo': *its source format '1.0' is not supported*");
}

/* A copy that was damaged on disk is noticed, dropped and fetched again. */
static void
test_damaged (void)
{
  g_auto (Fixture) fixture = {0};
  if (!prepare (&fixture))
    return;
  fixture_lock (&fixture, DEMO, FALSE);
  fixture_fetch (&fixture);
  g_free (fixture_sh (&fixture, "f=$(echo .zante/downloads/*/demo_2.0.orig.tar.xz); "
                                "printf x | dd of=\"$f\" bs=1 seek=30 conv=notrunc 2>/dev/null"));
  fixture_unpack_fails (&fixture, "demo", ZANTE_ERROR_SOURCE,
                        "source 'demo': *demo_2.0.orig.tar.xz*zante fetch*");
  fixture_fetch (&fixture);
  assert_same (&fixture, "demo", "demo_2.0-1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fetch/debian/good", test_good);
  g_test_add_func ("/fetch/debian/unknown", test_unknown);
  g_test_add_func ("/fetch/debian/follow", test_follow);
  g_test_add_func ("/fetch/debian/release", test_release);
  g_test_add_func ("/fetch/debian/suite", test_suite);
  g_test_add_func ("/fetch/debian/suite-bad", test_suite_bad);
  g_test_add_func ("/fetch/debian/bad-signature", test_bad_signature);
  g_test_add_func ("/fetch/debian/changed-index", test_changed_index);
  g_test_add_func ("/fetch/debian/changed-file", test_changed_file);
  g_test_add_func ("/fetch/debian/gone", test_gone);
  g_test_add_func ("/fetch/debian/environment", test_environment);
  g_test_add_func ("/fetch/debian/list", test_list);
  g_test_add_func ("/fetch/debian/format", test_format);
  g_test_add_func ("/fetch/debian/damaged", test_damaged);
  return g_test_run ();
}
