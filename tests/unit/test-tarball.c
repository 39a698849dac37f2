/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tarballs, their manifest and their list of digests, checked with tar(1) and sha256sum(1). */
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/hash.h"
#include "base/proc.h"
#include "stage-fixture.h"
#include "stage/manifest.h"

/* A recipe of the two components "hypervisor" and "tools", which share one locked source. */
typedef struct {
  ZanteRecipe recipe;
  ZanteComponent components[2];
  ZanteLock lock;
  ZanteLockEntry entry;
} TestRecipe;

static TestRecipe *
test_recipe_new (void)
{
  TestRecipe *test = g_new0 (TestRecipe, 1);
  test->components[0] = (ZanteComponent){
      .name = "hypervisor", .source = "xen", .licence = "GPL-2.0-only", .summary = "Xen"};
  test->components[1] = (ZanteComponent){.name = "tools", .source = "xen"};
  test->entry = (ZanteLockEntry){.kind = "git",
                                 .url = "https://me:secret@example.org/xen.git",
                                 .ref = "refs/tags/RELEASE-4.17.5",
                                 .commit = "0123456789012345678901234567890123456789"};
  test->lock.sources = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_insert (test->lock.sources, (gpointer) "xen", &test->entry);
  test->recipe = (ZanteRecipe){.stack = "test", .xen_version = "4.17", .lock = &test->lock};
  test->recipe.sources = g_hash_table_new (g_str_hash, g_str_equal);
  test->recipe.components = g_ptr_array_new ();
  g_ptr_array_add (test->recipe.components, &test->components[0]);
  g_ptr_array_add (test->recipe.components, &test->components[1]);
  return test;
}

static void
test_recipe_free (TestRecipe *test)
{
  g_hash_table_unref (test->lock.sources);
  g_ptr_array_unref (test->recipe.components);
  g_hash_table_unref (test->recipe.sources);
  g_free (test);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestRecipe, test_recipe_free)

static char *
pack_hypervisor (StageFixture *fixture)
{
  g_autofree char *stage = stage_path (fixture, "hypervisor");
  g_autofree char *link_name = stage_path (fixture, "hypervisor/boot/xen");
  stage_write (stage, "boot/xen.gz", "hypervisor", 0644);
  stage_write (stage, "boot/odd\\\n'\xff", "odd", 0755);
  if (!g_file_test (link_name, G_FILE_TEST_IS_SYMLINK))
    g_assert_cmpint (symlink ("xen.gz", link_name), ==, 0);
  g_autoptr (GError) error = NULL;
  char *digest = zante_store_pack (fixture->workspace, stage, NULL, &error);
  g_assert_no_error (error);
  return digest;
}

/* Write both components, the tools from an adopted folder, to FOLDER/NAME. */
static char *
write_tarballs (StageFixture *fixture, const char *name, ZanteTarFormat format)
{
  g_autoptr (TestRecipe) test = test_recipe_new ();
  g_autofree char *tools = stage_path (fixture, "tools");
  g_autofree char *hypervisor = pack_hypervisor (fixture);
  g_autoptr (GError) error = NULL;
  stage_write (tools, "usr/bin/xl", "program", 0775);
  g_autofree char *adopted = zante_store_adopt (fixture->workspace, "tools", tools, NULL, NULL);
  const ZanteStaged staged[] = {{"tools", adopted, tools}, {"hypervisor", hypervisor}};
  char *directory = stage_path (fixture, name);
  const ZanteTarballInput input = {.workspace = fixture->workspace,
                                   .recipe = &test->recipe,
                                   .staged = staged,
                                   .n_staged = 2,
                                   .directory = directory,
                                   .format = format,
                                   .epoch = 1700000000};
  zante_stage_tarballs (&input, NULL, &error);
  g_assert_no_error (error);
  return directory;
}

static char *
run (const char *directory, const char *first, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  va_list args;
  va_start (args, first);
  for (const char *arg = first; arg != NULL; arg = va_arg (args, const char *))
    g_ptr_array_add (argv, (gpointer)arg);
  va_end (args);
  g_ptr_array_add (argv, NULL);
  char *output = zante_proc_output ((const char *const *)argv->pdata, NULL, directory, NULL, 1,
                                    NULL, &error);
  g_assert_no_error (error);
  return output;
}

static void
test_contents (StageFixture *fixture, gconstpointer data)
{
  static const char *const suffixes[] = {"zst", "xz", "gz"};
  for (ZanteTarFormat format = ZANTE_TAR_ZSTD; format <= ZANTE_TAR_GZIP; format++)
    {
      g_autofree char *directory = write_tarballs (fixture, suffixes[format], format);
      g_autofree char *whole = g_strdup_printf ("zante-test-4.17.tar.%s", suffixes[format]);
      g_autofree char *one = g_strdup_printf ("tools-4.17.tar.%s", suffixes[format]);
      g_autofree char *listing
          = run (directory, "tar", "--utc", "--full-time", "--numeric-owner", "-tvf", whole, NULL);
      g_assert_cmpstr (listing, ==,
                       "drwxr-xr-x 0/0               0 2023-11-14 22:13:20 boot/\n"
                       "-rwxr-xr-x 0/0               3 2023-11-14 22:13:20 boot/odd\\\\\\n'\\377\n"
                       "lrwxrwxrwx 0/0               0 2023-11-14 22:13:20 boot/xen -> xen.gz\n"
                       "-rw-r--r-- 0/0              10 2023-11-14 22:13:20 boot/xen.gz\n"
                       "drwxr-xr-x 0/0               0 2023-11-14 22:13:20 usr/\n"
                       "drwxr-xr-x 0/0               0 2023-11-14 22:13:20 usr/bin/\n"
                       "-rwxr-xr-x 0/0               7 2023-11-14 22:13:20 usr/bin/xl\n");
      g_autofree char *tools = run (directory, "tar", "-tf", one, NULL);
      g_assert_cmpstr (tools, ==, "usr/\nusr/bin/\nusr/bin/xl\n");
      g_free (run (directory, "sha256sum", "--check", "--strict", "SHA256SUMS", NULL));
      g_free (run (directory, "sh", "-c",
                   "grep -rqF https://example.org/xen.git . && ! grep -r secret .", NULL));
    }
}

static void
test_reproducible (StageFixture *fixture, gconstpointer data)
{
  for (ZanteTarFormat format = ZANTE_TAR_ZSTD; format <= ZANTE_TAR_GZIP; format++)
    {
      g_autofree char *one = write_tarballs (fixture, "one", format);
      g_autofree char *other = write_tarballs (fixture, "other", format);
      g_free (run (fixture->folder, "diff", "-r", one, other, NULL));
    }
}

static void
test_odd_names_in_sums (StageFixture *fixture, gconstpointer data)
{
  static const char *const names[] = {"plain", "with space", "back\\slash", "new\nline", "'\"$("};
  g_autofree char *folder = stage_path (fixture, "sums");
  g_autofree char *expected = NULL;
  g_autoptr (GString) sums = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      stage_write (folder, names[i], names[i], 0644);
      g_autofree char *digest = zante_hash_bytes (names[i], strlen (names[i]));
      g_autofree char *line = zante_sums_line (digest, names[i]);
      g_string_append (sums, line);
    }
  expected = run (folder, "sha256sum", names[0], names[1], names[2], names[3], names[4], NULL);
  g_assert_cmpstr (sums->str, ==, expected);
}

static JsonObject *
load_manifest (JsonParser *parser, const char *directory)
{
  g_autofree char *path = g_build_filename (directory, "manifest.json", NULL);
  g_autoptr (GError) error = NULL;
  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  return json_node_get_object (json_parser_get_root (parser));
}

static void
test_manifest (StageFixture *fixture, gconstpointer data)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *directory = write_tarballs (fixture, "out", ZANTE_TAR_ZSTD);
  JsonObject *root = load_manifest (parser, directory);
  JsonArray *components = json_object_get_array_member (root, "components");
  g_assert_cmpuint (json_array_get_length (components), ==, 2);
  JsonObject *hypervisor = json_array_get_object_element (components, 0);
  g_assert_cmpstr (json_object_get_string_member (hypervisor, "licence"), ==, "GPL-2.0-only");
  JsonObject *source = json_object_get_object_member (hypervisor, "source");
  g_assert_cmpstr (json_object_get_string_member (source, "ref"), ==, "refs/tags/RELEASE-4.17.5");
  JsonObject *tarball = json_object_get_object_member (hypervisor, "tarball");
  g_autofree char *path
      = g_build_filename (directory, json_object_get_string_member (tarball, "name"), NULL);
  g_autofree char *digest = zante_hash_file (path, NULL);
  g_assert_cmpstr (json_object_get_string_member (tarball, "sha256"), ==, digest);
  JsonArray *files = json_object_get_array_member (hypervisor, "files");
  JsonObject *file = json_array_get_object_element (files, 3), *odd = NULL;
  g_autofree char *content = zante_hash_bytes ("hypervisor", 10);
  g_assert_cmpstr (json_object_get_string_member (file, "path"), ==, "boot/xen.gz");
  g_assert_cmpstr (json_object_get_string_member (file, "sha256"), ==, content);
  g_assert_cmpstr (json_object_get_string_member (file, "mode"), ==, "0644");
  g_assert_cmpint (json_object_get_int_member (file, "size"), ==, 10);
  odd = json_array_get_object_element (files, 1);
  gsize size = 0;
  g_autofree guchar *name
      = g_base64_decode (json_object_get_string_member (odd, "path-base64"), &size);
  g_assert_cmpmem (name, size, "boot/odd\\\n'\xff", 12);
  JsonObject *link = json_array_get_object_element (files, 2);
  g_assert_cmpstr (json_object_get_string_member (link, "target"), ==, "xen.gz");
}

static void
test_damaged (StageFixture *fixture, gconstpointer data)
{
  g_autoptr (TestRecipe) test = test_recipe_new ();
  g_autofree char *directory = stage_path (fixture, "out");
  g_autofree char *digest = pack_hypervisor (fixture);
  g_autofree char *damaged = NULL;
  g_autoptr (GError) error = NULL;
  const ZanteStaged staged[] = {{"hypervisor", digest}};
  const ZanteTarballInput input = {.workspace = fixture->workspace,
                                   .recipe = &test->recipe,
                                   .staged = staged,
                                   .n_staged = 1,
                                   .directory = directory};
  stage_damage (fixture, digest);
  g_assert_false (zante_stage_tarballs (&input, &damaged, &error));
  g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_SOURCE);
  g_assert_cmpstr (damaged, ==, "hypervisor");
  g_assert_false (g_file_test (directory, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  stage_add ("/tarball/contents", test_contents);
  stage_add ("/tarball/reproducible", test_reproducible);
  stage_add ("/tarball/odd-names-in-sums", test_odd_names_in_sums);
  stage_add ("/tarball/manifest", test_manifest);
  stage_add ("/tarball/damaged", test_damaged);
  return g_test_run ();
}
