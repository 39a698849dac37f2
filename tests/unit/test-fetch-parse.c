/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parsers of what comes from outside: pure functions over text. */
#include <string.h>

#include "base/error.h"
#include "base/git/reason.h"
#include "base/git/run.h"
#include "base/quote.h"
#include "fetch-fixture.h"
#include "fetch/apt/deb822.h"
#include "fetch/apt/debian-tree.h"
#include "fetch/files.h"
#include "fetch/git/modules.h"
#include "fetch/git/tag.h"
#include "fetch/git/tree.h"
#include "fetch/openpgp.h"
#include "fetch/patch/scan.h"
#include "fetch/patch/series.h"

#define DIGEST "53922f4d0a02c577f2ea9d63f65989cd88715779eebeed879ca1d314103ee06e"

static GPtrArray *
parse822 (const char *text, GError **error)
{
  return zante_deb822_parse (text, strlen (text), "x", error);
}

static void
test_deb822 (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = parse822 ("# a comment alone is no paragraph\n\n"
                                        "Package: xen\nFiles:\n a\n  b\n# within\n .\n\n \n"
                                        "PACKAGE:two\r\n",
                                        &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpstr (zante_deb822_get (all->pdata[0], "package"), ==, "xen");
  g_assert_cmpstr (zante_deb822_get (all->pdata[0], "Files"), ==, "\na\n b\n.");
  g_assert_cmpstr (zante_deb822_get (all->pdata[1], "Package"), ==, "two");
}

static void
test_deb822_signed (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all
      = parse822 ("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nA: b\n- C: d\n\n"
                  "-----BEGIN PGP SIGNATURE-----\n\nrubbish\n-----END PGP SIGNATURE-----\n",
                  &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_cmpstr (zante_deb822_get (all->pdata[0], "c"), ==, "d");
}

static void
test_deb822_bad (void)
{
  static const struct {
    const char *text, *pattern;
  } cases[] = {
      {"A: 1\nA: 2\n", "x:2: the field is there twice"},
      {" continuation\n", "x:1: a continuation line that continues nothing"},
      {"no colon\n", "x:1: not a 'Field: value' line"},
      {"-a: b\n", "x:1: not a 'Field: value' line"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (parse822 (cases[i].text, &error));
      fixture_assert_error (error, ZANTE_ERROR_SOURCE, cases[i].pattern);
    }
  g_autoptr (GError) error = NULL;
  g_assert_null (zante_deb822_parse ("A: \0", 4, "x", &error));
  fixture_assert_error (error, ZANTE_ERROR_SOURCE, "*NUL*");
}

static void
test_deb822_files (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) good = parse822 ("Checksums-Sha256:\n " DIGEST " 12 xen_1.dsc\n", &error);
  g_autoptr (GPtrArray) files = zante_deb822_files (good->pdata[0], "x", &error);
  g_assert_no_error (error);
  const ZanteLockFile *file = files->pdata[0];
  g_assert_cmpstr (file->path, ==, "xen_1.dsc");
  g_assert_cmpuint (file->size, ==, 12);
  static const char *const bad[]
      = {DIGEST " 12 ../x", DIGEST " 12 .x",  DIGEST " 12 -x",
         DIGEST " -1 x",    DIGEST " 1x x",   "53 12 x",
         DIGEST " 12",      DIGEST " 12 a b", DIGEST " 99999999999999999999 x"};
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) local = NULL;
      g_autofree char *text = g_strdup_printf ("Checksums-Sha256:\n %s\n", bad[i]);
      g_autoptr (GPtrArray) all = parse822 (text, &local);
      g_assert_null (zante_deb822_files (all->pdata[0], "x", &local));
      fixture_assert_error (local, ZANTE_ERROR_SOURCE, "x: '*' is no line of Checksums-Sha256");
    }
}

static void
test_roles (void)
{
  static const struct {
    const char *name;
    ZanteDebianRole role;
    const char *component;
  } cases[] = {
      {"xen_4.17.5+72-g01.orig.tar.xz", ZANTE_DEBIAN_ORIG, NULL},
      {"xen_4.17.5+72-g01.orig.tar.xz.asc", ZANTE_DEBIAN_OTHER, NULL},
      {"q_1.orig-sub-tree.tar.gz", ZANTE_DEBIAN_COMPONENT, "sub-tree"},
      {"q_1.orig-a.b.tar.gz", ZANTE_DEBIAN_OTHER, NULL},
      {"q_1.orig-.tar.gz", ZANTE_DEBIAN_OTHER, NULL},
      {"q_1-2.debian.tar.xz", ZANTE_DEBIAN_PACKAGING, NULL},
      {"q_1.tar.zst", ZANTE_DEBIAN_NATIVE, NULL},
      {"q_1.dsc", ZANTE_DEBIAN_OTHER, NULL},
      {"q_1.tar.exe", ZANTE_DEBIAN_OTHER, NULL},
      {"q.tar.xz", ZANTE_DEBIAN_OTHER, NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *component = NULL;
      g_assert_cmpint (zante_debian_role (cases[i].name, &component), ==, cases[i].role);
      g_assert_cmpstr (component, ==, cases[i].component);
    }
}

static void
test_series (void)
{
  g_autoptr (GError) error = NULL;
  static const char text[] = "# first\n\na.patch\n  b#c.patch -p1 # why\n";
  g_autoptr (GPtrArray) names = zante_series_parse (text, strlen (text), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (names->len, ==, 2);
  g_assert_cmpstr (names->pdata[1], ==, "b#c.patch");
  static const char *const bad[] = {"a -p0\n", "/etc/passwd\n", "../x\n", "a/../../x\n", "-x\n"};
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) local = NULL;
      g_assert_null (zante_series_parse (bad[i], strlen (bad[i]), &local));
      fixture_assert_error (local, ZANTE_ERROR_SOURCE, "debian/patches/series:1: cannot use '*'");
    }
}

/* A series or a patch that a chain of links, each inside, leads to from outside is not read. */
static void
test_series_links (void)
{
  g_auto (Fixture) fixture = {0};
  g_autoptr (GError) error = NULL, second = NULL;
  fixture_init (&fixture);
  fixture_write (&fixture, "x/patches/series", "p\n", -1);
  fixture_write (&fixture, "x/patches/p", "stolen\n", -1);
  g_free (fixture_sh (&fixture, "mkdir -p t/a/b t/debian; ln -s ../.. t/a/b/top\n"
                                "ln -s ../a/b/top/../x/patches t/debian/patches"));
  g_autofree char *tree = fixture_path (&fixture, "t");
  g_assert_null (zante_series_load (tree, &error));
  fixture_assert_error (error, ZANTE_ERROR_SOURCE, "'debian/patches/*series' leads out *");
  g_free (fixture_sh (&fixture, "rm t/debian/patches; mkdir t/debian/patches\n"
                                "echo p > t/debian/patches/series\n"
                                "ln -s ../../a/b/top/../x/patches/p t/debian/patches/p"));
  g_assert_null (zante_series_load (tree, &second));
  fixture_assert_error (second, ZANTE_ERROR_SOURCE, "patch 'p': *leads out *");
}

static void
test_status (void)
{
  static const struct {
    const char *text, *signer, *pattern;
  } cases[] = {
      {"[GNUPG:] NEWSIG\n[GNUPG:] GOODSIG AB Me <m@x>\n[GNUPG:] VALIDSIG FPR 2020 1\n",
       "FPR Me <m@x>", NULL},
      {"[GNUPG:] NEWSIG\n[GNUPG:] BADSIG AB Me\n", NULL, "*does not fit*AB"},
      {"[GNUPG:] NEWSIG\n[GNUPG:] ERRSIG AB 1 8\n[GNUPG:] NO_PUBKEY AB\n", NULL, "*no key*AB"},
      {"[GNUPG:] NEWSIG\n[GNUPG:] EXPKEYSIG AB Me\n[GNUPG:] VALIDSIG FPR 1\n", NULL, "*expired*"},
      {"[GNUPG:] NEWSIG\n[GNUPG:] REVKEYSIG AB Me\n[GNUPG:] VALIDSIG FPR 1\n", NULL, "*revoked*"},
      {"[GNUPG:] GOODSIG AB Me\n", NULL, "there is no OpenPGP signature"},
      {"[GNUPG:] VALIDSIG FPR 1\n", NULL, "there is no OpenPGP signature"},
      {"gpgv: [GNUPG:] GOODSIG AB Me\n [GNUPG:] VALIDSIG FPR 1\n", NULL, "there is no*"},
      {"[GNUPG:] NEWSIG\n[GNUPG:] ERRSIG CD 1\n[GNUPG:] NEWSIG\n[GNUPG:] GOODSIG AB Me\n"
       "[GNUPG:] VALIDSIG FPR 1\n",
       "FPR Me", NULL},
      {"[GNUPG:] NEWSIG\n[GNUPG:] GOODSIG AB Me\n[GNUPG:] VALIDSIG FPR 1\n[GNUPG:] NEWSIG\n"
       "[GNUPG:] BADSIG CD You\n",
       NULL, "*does not fit*CD"},
      {"[GNUPG:] GOODSIG AB Me\n[GNUPG:] NEWSIG\n[GNUPG:] VALIDSIG FPR 1\n", NULL, "there is no*"},
      {"", NULL, "there is no OpenPGP signature"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *signer
          = zante_openpgp_parse_status (cases[i].text, strlen (cases[i].text), &error);
      g_assert_cmpstr (signer, ==, cases[i].signer);
      if (cases[i].signer == NULL)
        fixture_assert_error (error, ZANTE_ERROR_SOURCE, cases[i].pattern);
    }
}

static void
test_dearmor (void)
{
  g_autoptr (GError) error = NULL;
  static const char text[] = "hello\n-----BEGIN PGP PUBLIC KEY BLOCK-----\nComment: x\n\nYWJj\n"
                             "ZGVm\n=abcd\n-----END PGP PUBLIC KEY BLOCK-----\n"
                             "-----BEGIN PGP PUBLIC KEY BLOCK-----\r\n\r\nZ2g=\r\n"
                             "-----END PGP PUBLIC KEY BLOCK-----\n";
  g_autoptr (GByteArray) bytes
      = zante_openpgp_dearmor (text, strlen (text), "PUBLIC KEY BLOCK", &error);
  g_assert_no_error (error);
  g_assert_cmpmem (bytes->data, bytes->len, "abcdefgh", 8);
  g_assert_null (zante_openpgp_dearmor (text, 40, "PUBLIC KEY BLOCK", &error));
  fixture_assert_error (error, ZANTE_ERROR_INPUT, "there is no usable *");
}

static void
test_scan (void)
{
  g_autoptr (GError) error = NULL;
  static const char text[] = "Subject: x\n--- a/one\t2020\n+++ b/one\n@@ -1,2 +1,2 @@\n a\n--- x\n"
                             "+++ y\ndiff --git a/old b/new\nrename from old\nrename to new\n"
                             "--- /dev/null\n+++ \"b/t\\303\\244x\"\n@@ -0,0 +1 @@\n+x\n"
                             "--- a/one\n+++ b/one\n";
  g_autoptr (ZantePatchScan) scan = zante_patch_scan (text, strlen (text), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (scan->paths->len, ==, 4);
  g_assert_cmpstr (scan->paths->pdata[0], ==, "one");
  g_assert_cmpstr (scan->paths->pdata[2], ==, "new");
  g_assert_cmpstr (scan->paths->pdata[3], ==, "t\303\244x");
  g_assert_true (scan->repeated);
  static const char *const bad[] = {"--- a/../../x\n",
                                    "+++ /etc/passwd\n",
                                    "--- \"a/\\056./x\"\n",
                                    "Index: ../x\n",
                                    "diff --git a/x b/x\nrename to ../x\n",
                                    "diff --git a/x b/x\nGIT binary patch\n",
                                    "diff --git a/x b/x\ncopy from a/../../b\n"};
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) local = NULL;
      g_assert_null (zante_patch_scan (bad[i], strlen (bad[i]), &local));
      fixture_assert_error (local, ZANTE_ERROR_SOURCE,
                            strchr (bad[i], '\n')[1] == '\0' ? "line 1: *" : "line 2: *");
    }
  /* Above a diff these are words: patch(1) takes them for nothing else. */
  static const char words[] = "rename to ../x\nGIT binary patch\n--- a/one\n+++ b/one\n";
  g_autoptr (ZantePatchScan) told = zante_patch_scan (words, strlen (words), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (told->paths->len, ==, 1);
}

static void
test_git_names (void)
{
  static const char *const good_refs[] = {"v1", "RELEASE-4.17.5", "a/b", "staging-4.20"};
  static const char *const bad_refs[] = {"",     "-x",   "--upload-pack=x", "a..b", "a b",  "a:b",
                                         "a^{}", "a~1",  "x.lock",          "/a",   "a//b", "a/",
                                         ".a",   "a/.b", "a@{1}",           "a\\b", "a*",   "a.",
                                         "a\n"};
  static const char *const good_urls[] = {"https://x/y.git", "/srv/a b/c", "git@h:x", "file:///x"};
  static const char *const bad_urls[]
      = {"", "-x", "--upload-pack=touch x", "ext::sh -c x", "fd::7", "a\nb", "h\x7f"};
  for (gsize i = 0; i < G_N_ELEMENTS (good_refs); i++)
    g_assert_true (zante_git_ref_is_safe (good_refs[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (bad_refs); i++)
    g_assert_false (zante_git_ref_is_safe (bad_refs[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (good_urls); i++)
    g_assert_true (zante_git_url_is_safe (good_urls[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (bad_urls); i++)
    g_assert_false (zante_git_url_is_safe (bad_urls[i]));
  g_assert_true (zante_git_url_is_local ("/x") && zante_git_url_is_local ("FILE:///x")
                 && zante_git_url_is_local ("./a:b"));
  g_assert_false (zante_git_url_is_local ("h:x") || zante_git_url_is_local ("https://x"));
}

#define COMMIT_A "41514a7a974f61bc077c6da720d09e999f3d7a15"
#define COMMIT_B "d239552ce7220e448ae81f41515138f7b9e3c4db"

static void
test_git_output (void)
{
  static const char listing[] = COMMIT_A "\trefs/tags/v1\n" COMMIT_B "\trefs/tags/v1^{}\n"
                                         "xyz\trefs/tags/v2\n" COMMIT_A "\trefs/tags/v3\n";
  g_autofree char *peeled = zante_git_find_ref (listing, strlen (listing), "refs/tags/v1");
  g_autofree char *plain = zante_git_find_ref (listing, strlen (listing), "refs/tags/v3");
  g_assert_cmpstr (peeled, ==, COMMIT_B);
  g_assert_cmpstr (plain, ==, COMMIT_A);
  g_assert_null (zante_git_find_ref (listing, strlen (listing), "refs/tags/v2"));
  g_assert_null (zante_git_find_ref (listing, strlen (listing), "tags/v3"));
}

static void
test_git_tag (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (ZanteGitTag) tag = {0}, unsigned_tag = {0}, bad = {0};
  static const char text[] = "object " COMMIT_A "\ntype commit\ntag v1\ntagger x\n\nsay\n"
                             "-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n";
  g_assert_true (zante_git_tag_parse (text, strlen (text), &tag, &error));
  g_assert_cmpstr (tag.object, ==, COMMIT_A);
  g_assert_cmpstr (tag.name, ==, "v1");
  g_assert_cmpmem (text + tag.signed_size - 4, 4, "say\n", 4);
  g_assert_true (g_str_has_prefix (tag.signature, "-----BEGIN PGP SIGNATURE-----\n"));
  g_assert_true (zante_git_tag_parse (text, 90, &unsigned_tag, &error));
  g_assert_null (unsigned_tag.signature);
  g_assert_false (zante_git_tag_parse ("tree x\n", 7, &bad, &error));
  fixture_assert_error (error, ZANTE_ERROR_SOURCE, "is no tag object");
}

static void
test_git_modules (void)
{
  static const char config[] = "submodule.a.b.path\ndir/x\0submodule.a.b.url\n../y.git\0";
  g_autofree char *url = zante_git_module_url (config, sizeof config - 1, "dir/x");
  g_assert_cmpstr (url, ==, "../y.git");
  g_assert_null (zante_git_module_url (config, sizeof config - 1, "dir"));
  static const char *const joined[][3] = {{"https://h/a/b.git", "../y.git", "https://h/a/y.git"},
                                          {"https://h/a/b/", "../../y", "https://h/y"},
                                          {"/srv/a", "./y", "/srv/a/y"},
                                          {"/srv/a", "https://h/y", "https://h/y"}};
  for (gsize i = 0; i < G_N_ELEMENTS (joined); i++)
    {
      g_autofree char *result = zante_git_join_url (joined[i][0], joined[i][1]);
      g_assert_cmpstr (result, ==, joined[i][2]);
    }
}

#define ID "01234567890123456789"

/* Tree objects: names and modes (git-ls-tree(1) writes none of the bad ones). */
static void
test_git_tree (void)
{
  g_autoptr (GError) error = NULL;
  static const char good[] = "100664 a\0" ID "100755 b\0" ID "120000 c\0" ID "40000 d\0" ID
                             "160000 e\0" ID "040000 .gitx\0" ID;
  static const struct {
    const char *data;
    gsize size;
  } bad[] = {
#define TREE(text) {text, sizeof text - 1}
      TREE ("100644 a"),        TREE ("100644 a\0" ID "100644 b\0" ID "100644 a\0" ID),
      TREE ("100644 \0" ID),    TREE ("40000 .\0" ID),
      TREE ("40000 ..\0" ID),   TREE ("40000 .Git\0" ID),
      TREE ("100644 a/b\0" ID), TREE ("100644 a\0" ID "x"),
      TREE ("10644 a\0" ID),    TREE ("1777777 a\0" ID),
      TREE ("x a\0" ID),        TREE (" a\0" ID),
  };
  g_autoptr (GPtrArray) entries = zante_git_tree_parse (good, sizeof good - 1, 20, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpint (((const ZanteGitEntry *)entries->pdata[i])->kind, ==, (int)i);
  g_assert_cmpstr (((const ZanteGitEntry *)entries->pdata[0])->id, ==,
                   "3031323334353637383930313233343536373839");
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) local = NULL;
      g_test_message ("%s", bad[i].data);
      g_assert_null (zante_git_tree_parse (bad[i].data, bad[i].size, 20, &local));
      fixture_assert_error (local, ZANTE_ERROR_SOURCE, "the entry '*' of a git tree *");
    }
}

static void
test_git_reason (void)
{
  static const struct {
    const char *text, *reason;
  } cases[] = {
      {"fatal: '/no' does not appear to be a git repository\n"
       "fatal: Could not read from remote repository.\n\n"
       "Please make sure you have the correct access rights\nand the repository exists.",
       "'/no' does not appear to be a git repository (is the source's address right?)"},
      {"remote: Not here.\nfatal: repository 'https://h/x.git/' not found",
       "Not here.; repository 'https://h/x.git/' not found (is the source's address right?)"},
      {"ssh: Could not resolve hostname h: Name or service not known\r\n"
       "fatal: Could not read from remote repository.",
       "ssh: Could not resolve hostname h: Name or service not known (check the host's name *)"},
      {"fatal: unable to access 'http://h:9/': Failed to connect to h port 9 after 0 ms: Couldn't "
       "connect to server",
       "unable to access 'http://h:9/': Failed to connect to * (check the host's name *)"},
      {"me@h: Permission denied (publickey).\r\nfatal: Could not read from remote repository.",
       "me@h: Permission denied (publickey). (nobody is asked for a password: *)"},
      {"fatal: unable to access 'https://h/': server certificate verification failed.",
       "unable to access 'https://h/': server certificate verification failed. (SSL_CERT_FILE *)"},
      {"fatal: transport 'http' not allowed",
       "transport 'http' not allowed (what begins with https is not followed elsewhere: *)"},
      {"fatal: detected dubious ownership in repository at '/r'\n"
       "To add an exception for this directory, call:\n\n"
       "\tgit config --global --add safe.directory /r\n"
       "fatal: Could not read from remote repository.",
       "detected dubious ownership in repository at '/r' (it belongs to somebody else: *)"},
      {"fatal: Could not read from remote repository.", "Could not read from remote repository."},
      {"", "no reason given"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) lines = g_strsplit (cases[i].text, "\n", -1);
      g_autofree char *reason = zante_git_reason ((const char *const *)lines);
      g_assert_true (g_pattern_match_simple (cases[i].reason, reason));
    }
}

static void
test_quote (void)
{
  static const char *const words[][2]
      = {{"a-b/c", "a-b/c"},     {"", "''"},     {"a b", "'a b'"},
         {"it's", "'it'\\''s'"}, {"~x", "'~x'"}, {"$(x)", "'$(x)'"}};
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *quoted = zante_shell_quote (words[i][0]);
      g_assert_cmpstr (quoted, ==, words[i][1]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fetch/deb822", test_deb822);
  g_test_add_func ("/fetch/deb822/signed", test_deb822_signed);
  g_test_add_func ("/fetch/deb822/bad", test_deb822_bad);
  g_test_add_func ("/fetch/deb822/files", test_deb822_files);
  g_test_add_func ("/fetch/debian/roles", test_roles);
  g_test_add_func ("/fetch/debian/series", test_series);
  g_test_add_func ("/fetch/debian/series-links", test_series_links);
  g_test_add_func ("/fetch/git/tree", test_git_tree);
  g_test_add_func ("/fetch/git/reason", test_git_reason);
  g_test_add_func ("/fetch/openpgp/status", test_status);
  g_test_add_func ("/fetch/openpgp/dearmor", test_dearmor);
  g_test_add_func ("/fetch/patch/scan", test_scan);
  g_test_add_func ("/fetch/git/names", test_git_names);
  g_test_add_func ("/fetch/git/listing", test_git_output);
  g_test_add_func ("/fetch/git/tag", test_git_tag);
  g_test_add_func ("/fetch/git/modules", test_git_modules);
  g_test_add_func ("/fetch/quote", test_quote);
  return g_test_run ();
}
