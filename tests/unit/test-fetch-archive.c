/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Archives behind URLs, bundles, local trees. */
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "fetch-fixture.h"

static const char *const needed[] = {"python3", "tar", NULL};
static const char *const needed_signed[] = {"python3", "tar", "gpg", "gpgv", NULL};
static const char *const needed_git[] = {"python3", "tar", "git", NULL};

static void
prepare (Fixture *fixture)
{
  fixture_init (fixture);
  fixture_serve (fixture);
  g_free (fixture_sh (fixture, "mkdir top; echo hello > 'top/a file'; tar -czf x.tar.gz top"));
}

/* MORE: further fields, each with a comma in front. */
static char *
source_yaml (const Fixture *fixture, const char *how, const char *more)
{
  return g_strdup_printf ("  src:\n    archive: {urls: [\"%s/%s/x.tar.gz\"]%s}\n", fixture->url,
                          how, more);
}

static void
assert_locks (Fixture *fixture, const char *yaml, const char *pattern)
{
  g_autoptr (GError) error = NULL;
  fixture_load (fixture, yaml);
  g_autoptr (ZanteLock) lock = zante_fetch_lock (&fixture->input, ZANTE_LOCK_UPDATE, &error);
  g_assert_true ((lock == NULL) == (pattern != NULL));
  if (pattern != NULL)
    fixture_assert_error (error, ZANTE_ERROR_SOURCE, pattern);
  else
    g_assert_no_error (error);
}

static void
assert_fetched (const Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  zante_fetch_run (&fixture->input, &error);
  g_assert_no_error (error);
  fixture_unpack (fixture, "src", &error);
  g_assert_no_error (error);
  g_autofree char *text = fixture_read (fixture, "out/src/a file");
  g_assert_cmpstr (text, ==, "hello\n");
}

static void
test_pinned (void)
{
  g_autoptr (GError) error = NULL;
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  prepare (&fixture);
  g_autofree char *yaml = source_yaml (&fixture, "ok", "");
  fixture_lock (&fixture, yaml, FALSE);
  fflush (fixture.json);
  g_autofree char *events = fixture_read (&fixture, "events");
  g_assert_nonnull (strstr (events, "nothing vouches for it"));
  assert_fetched (&fixture);
  g_assert_cmpuint (fixture_requests (&fixture, "GET"), ==, 1);
  zante_fs_remove_tree (fixture.workspace->root, &error);
  g_free (fixture_sh (&fixture, "echo other > top/more; tar -czf x.tar.gz top"));
  fixture_fetch_fails (&fixture, ZANTE_ERROR_SOURCE,
                       "source 'src': cannot download 'x.tar.gz': */x.tar.gz: *'urls'*");
}

static void
test_digest (void)
{
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  prepare (&fixture);
  g_autofree char *sum = fixture_sh (&fixture, "sha256sum x.tar.gz | cut -d ' ' -f 1");
  g_autofree char *good = g_strconcat (", sha256: ", sum, NULL);
  g_autofree char *bad = g_strdup (good);
  bad[strlen (bad) - 1] = bad[strlen (bad) - 1] == '0' ? '1' : '0';
  g_autofree char *good_yaml = source_yaml (&fixture, "ok", good);
  g_autofree char *bad_yaml = source_yaml (&fixture, "ok", bad);
  assert_locks (&fixture, bad_yaml,
                "source 'src': cannot download 'x.tar.gz': *its SHA-256 is * instead of *");
  fixture_lock (&fixture, good_yaml, FALSE);
  assert_fetched (&fixture);
}

/* What servers give in place of a file. */
static void
test_no_archive (void)
{
  static const struct {
    const char *script, *pattern;
  } cases[] = {
      {"printf '<!DOCTYPE html>\\n<title>\\033[2J404' >x.tar.gz",
       "source 'src': what '*/x.tar.gz' gives is not pinned: it is no tar or zip archive, it "
       "begins "
       "with '<!DOCTYPE html>*?033?2J*"},
      {": >x.tar.gz", "source 'src': what '*' gives is not pinned: it is an empty file *"},
      {"printf '<html>' | gzip >x.tar.gz", "source 'src': what '*' gives is not pinned: *"},
      {"tar -czf x.tar.gz -T /dev/null",
       "source 'src': what '*' gives is not pinned: it is an archive without entries*"},
  };
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  prepare (&fixture);
  g_autofree char *yaml = source_yaml (&fixture, "ok", "");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_free (fixture_sh (&fixture, cases[i].script));
      assert_locks (&fixture, yaml, cases[i].pattern);
    }
}

/* A lock of old, or one that was written by hand. */
static void
test_no_archive_locked (void)
{
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  prepare (&fixture);
  g_autofree char *yaml = source_yaml (&fixture, "ok", "");
  fixture_lock (&fixture, yaml, FALSE);
  g_free (fixture_sh (&fixture,
                      "old=$(sha256sum <x.tar.gz | cut -d ' ' -f 1); echo '<html>' >x.tar.gz\n"
                      "new=$(sha256sum <x.tar.gz | cut -d ' ' -f 1)\n"
                      "sed -i \"s/$old/$new/; s/size: .*/size: 7/\" zante.lock"));
  fixture_load (&fixture, yaml);
  fixture_fetch (&fixture);
  fixture_unpack_fails (&fixture, "src", ZANTE_ERROR_SOURCE,
                        "source 'src': what the lock pins is no archive (*zante lock --update*");
}

static void
test_signed (void)
{
  g_autoptr (GError) error = NULL;
  if (!fixture_needs (needed_signed))
    return;
  g_auto (Fixture) fixture = {0};
  prepare (&fixture);
  g_free (fixture_sh (
      &fixture, "export GNUPGHOME=$PWD/gnupg; mkdir -m 700 gnupg\n"
                "for n in good other; do gpg --batch -q --passphrase '' --quick-gen-key $n@x "
                "ed25519 sign 2>/dev/null; gpg --batch -q --armor --export $n@x > $n.asc; done\n"
                "gpg --batch -q -u good@x --detach-sign -o x.tar.gz.sig x.tar.gz\n"
                "gpg --batch -q -u good@x --armor --detach-sign -o x.tar.gz.asc x.tar.gz\n"
                "gpg --batch -q -u good@x --detach-sign -o x.tar.gz.old top/*\n"
                "gpgconf --kill all"));
  static const struct {
    const char *more, *pattern;
  } cases[] = {
      {", signature: .sig, signed-by: good.asc", NULL},
      {", signature: .asc, signed-by: good.asc", NULL},
      {", signature: .sig, signed-by: other.asc",
       "source 'src': signature *no key of the keyring*"},
      {", signature: .old, signed-by: good.asc", "source 'src': signature *does not fit*"},
      {", signature: .none, signed-by: good.asc", "source 'src': no server has 'x.tar.gz.none'*"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *yaml = source_yaml (&fixture, "ok", cases[i].more);
      assert_locks (&fixture, yaml, cases[i].pattern);
    }
  g_autofree char *yaml = source_yaml (&fixture, "ok", cases[0].more);
  fixture_lock (&fixture, yaml, TRUE);
  zante_fs_remove_tree (fixture.workspace->root, &error);
  assert_fetched (&fixture);
  g_assert_cmpuint (fixture_requests (&fixture, ".tar.gz.sig"), >=, 2);
}

static const struct {
  const char *name, *make;
} hostile[] = {
    {"/fetch/archive/dotdot", "t.addfile(info('top/../../evil'), io.BytesIO(b'x'))"},
    {"/fetch/archive/absolute", "t.addfile(info('/tmp/zante-evil'), io.BytesIO(b'x'))"},
    {"/fetch/archive/link", "i = info('top/l'); i.size = 0; i.type = tarfile.SYMTYPE; "
                            "i.linkname = '../..'; t.addfile(i)\n"
                            "t.addfile(info('top/l/evil'), io.BytesIO(b'x'))"},
    {"/fetch/archive/hard-link", "i = info('top/h'); i.size = 0; i.type = tarfile.LNKTYPE; "
                                 "i.linkname = '../../x.tar.gz'; t.addfile(i)"},
    {"/fetch/archive/device",
     "i = info('top/d'); i.size = 0; i.type = tarfile.CHRTYPE; t.addfile(i)"},
    {"/fetch/archive/cut-off",
     "i = info('top/big'); i.size = 300000; t.addfile(i, io.BytesIO(os.urandom(i.size)))\n"
     "t.close(); os.truncate('x.tar.gz', 200000); raise SystemExit"},
};

static void
test_hostile (gconstpointer data)
{
  gsize at = GPOINTER_TO_SIZE (data);
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  prepare (&fixture);
  g_autofree char *program
      = g_strdup_printf ("import io, os, tarfile\nt = tarfile.open('x.tar.gz', 'w:gz')\n"
                         "def info(name):\n i = tarfile.TarInfo(name); i.size = 1; return i\n"
                         "t.addfile(info('top/first'), io.BytesIO(b'x'))\n%s\nt.close()\n",
                         hostile[at].make);
  fixture_write (&fixture, "make.py", program, -1);
  g_free (fixture_sh (&fixture, "python3 make.py"));
  g_autofree char *yaml = source_yaml (&fixture, "ok", "");
  fixture_lock (&fixture, yaml, FALSE);
  fixture_fetch (&fixture);
  fixture_unpack_fails (&fixture, "src", ZANTE_ERROR_SOURCE, "source 'src': *");
  g_assert_false (fixture_has (&fixture, "out/evil"));
  g_assert_false (fixture_has (&fixture, "evil"));
  g_assert_false (g_file_test ("/tmp/zante-evil", G_FILE_TEST_EXISTS));
  g_assert_false (fixture_has (&fixture, "out/src"));
  g_assert_false (fixture_has (&fixture, "out/src.new"));
}

static void
test_bundle (void)
{
  g_autoptr (GError) error = NULL;
  if (!fixture_needs (needed_git))
    return;
  g_auto (Fixture) fixture = {0};
  prepare (&fixture);
  g_free (fixture_sh (&fixture,
                      "export GIT_CONFIG_GLOBAL=/dev/null\n"
                      "git init -q -b main repo; cd repo; echo g > 'a file'; git add .\n"
                      "git -c user.name=a -c user.email=a@x commit -q -m one\n"
                      "git -c user.name=a -c user.email=a@x commit -q --allow-empty -m two\n"
                      "git -c user.name=a -c user.email=a@x tag -a -m t v1"));
  g_autofree char *base = g_filename_to_uri (fixture.dir, NULL, NULL);
  g_autofree char *archive = source_yaml (&fixture, "ok", "");
  g_autofree char *yaml
      = g_strdup_printf ("%s  git:\n    git: {url: \"%s/repo\", tag: v1}\n", archive, base);
  g_autofree char *path = fixture_path (&fixture, "it's a bundle.tar");
  fixture_lock (&fixture, yaml, FALSE);
  fixture_fetch (&fixture);
  zante_fetch_bundle (&fixture.input, path, &error);
  g_assert_no_error (error);
  g_free (fixture_sh (&fixture,
                      "mkdir opened; tar -C opened -xf \"it's a bundle.tar\"; cd opened\n"
                      "sha256sum --quiet -c SHA256SUMS; cd ..; cp \"it's a bundle.tar\" first\n"
                      "rm -r repo x.tar.gz .zante"));
  fixture.input.offline = TRUE;
  fixture.input.bundle = path;
  zante_workspace_make (fixture.workspace, &error); /* a .zante that nobody made is not believed */
  g_assert_no_error (error);
  g_free (fixture_sh (&fixture, "mkdir -p .zante/state/bundle-opened/of-a-killed-run"));
  assert_fetched (&fixture);
  g_assert_false (fixture_has (&fixture, ".zante/state/bundle-opened"));
  fixture_unpack (&fixture, "git", &error);
  g_assert_no_error (error);
  g_assert_true (fixture_has (&fixture, "out/git/a file"));
  /* the bundle of what came from a bundle is the same */
  zante_fetch_bundle (&fixture.input, path, &error);
  g_assert_no_error (error);
  g_free (fixture_sh (&fixture, "cmp first \"it's a bundle.tar\"; rm -r .zante"));
  g_autofree char *folder = fixture_path (&fixture, "opened");
  fixture.input.bundle = folder;
  assert_fetched (&fixture);
  g_free (fixture_sh (&fixture,
                      "rm -r .zante; printf x | dd of=\"$(echo opened/downloads/*/x.tar.gz)\" "
                      "bs=1 seek=20 conv=notrunc 2>/dev/null"));
  fixture_fetch_fails (&fixture, ZANTE_ERROR_SOURCE, "source 'src': *its SHA-256 is *");
  g_clear_error (&error);
  g_free (fixture_sh (&fixture, "rm -r opened/downloads"));
  fixture_fetch_fails (&fixture, ZANTE_ERROR_SOURCE,
                       "source 'src': 'x.tar.gz' is not here *--offline*");
}

static void
test_shared (void)
{
  g_autoptr (GError) error = NULL;
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  prepare (&fixture);
  g_autofree char *one = source_yaml (&fixture, "ok", "");
  g_autofree char *yaml = g_strdup_printf (
      "%s  two:\n    archive: {urls: [\"%s/ok/x.tar.gz\"], strip: 0}\n", one, fixture.url);
  fixture_lock (&fixture, yaml, FALSE);
  zante_fs_remove_tree (fixture.workspace->root, &error);
  guint before = fixture_requests (&fixture, "GET");
  assert_fetched (&fixture);
  g_assert_cmpuint (fixture_requests (&fixture, "GET"), ==, before + 1);
  fixture_unpack (&fixture, "two", &error);
  g_assert_no_error (error);
  g_assert_true (fixture_has (&fixture, "out/two/top/a file"));
}

static void
test_local (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (Fixture) fixture = {0};
  fixture_init (&fixture);
  g_free (fixture_sh (&fixture, "mkdir 'my tree'"));
  const char *yaml = "  src:\n    local: {path: \"my tree\"}\n";
  fixture_lock (&fixture, yaml, FALSE);
  fixture.input.offline = TRUE;
  fixture_fetch (&fixture);
  g_autofree char *id
      = zante_fetch_identity (fixture.recipe, fixture_source (&fixture, "src"), &error);
  g_assert_true (g_str_has_prefix (id, "local:/") && g_str_has_suffix (id, "/my tree"));
  /* its links are its owner's affair */
  g_free (fixture_sh (&fixture, "ln -s /etc/passwd 'my tree/link'"));
  fixture_unpack (&fixture, "src", &error);
  g_assert_no_error (error);
  g_free (fixture_sh (&fixture, "rm -r 'my tree'"));
  fixture_fetch_fails (&fixture, ZANTE_ERROR_INPUT, "source 'src': the folder '*' does not exist*");
}

static void
test_names (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (Fixture) fixture = {0};
  fixture_init (&fixture);
  fixture_load (&fixture, "  source:\n    debian: {package: demo, version: 1}\n");
  fixture_fetch_fails (&fixture, ZANTE_ERROR_INPUT,
                       "source 'source' is not pinned in *(run 'zante lock')");
  g_clear_error (&error);
  const char *names[] = {"sourc", NULL};
  ZanteFetchInput input = fixture.input;
  input.names = names;
  g_assert_false (zante_fetch_run (&input, &error));
  fixture_assert_error (error, ZANTE_ERROR_INPUT,
                        "unknown source 'sourc' (did you mean 'source'?)");
  g_clear_error (&error);
  fixture.input.offline = TRUE;
  g_autoptr (ZanteLock) lock = zante_fetch_lock (&fixture.input, ZANTE_LOCK_KEEP, &error);
  g_assert_null (lock);
  fixture_assert_error (error, ZANTE_ERROR_SOURCE, "source 'source': *--offline*");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fetch/archive/pinned", test_pinned);
  g_test_add_func ("/fetch/archive/digest", test_digest);
  g_test_add_func ("/fetch/archive/none", test_no_archive);
  g_test_add_func ("/fetch/archive/none-locked", test_no_archive_locked);
  g_test_add_func ("/fetch/archive/signed", test_signed);
  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++)
    g_test_add_data_func (hostile[i].name, GSIZE_TO_POINTER (i), test_hostile);
  g_test_add_func ("/fetch/bundle", test_bundle);
  g_test_add_func ("/fetch/shared", test_shared);
  g_test_add_func ("/fetch/local", test_local);
  g_test_add_func ("/fetch/names", test_names);
  return g_test_run ();
}
