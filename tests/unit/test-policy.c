/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Trees of real ELF files, each broken on purpose in one way. tests/policy/good.sh makes the sound
 * tree; every *.case beside it is a script that breaks it, a line "-- findings", and exactly what
 * must then be found. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/proc.h"
#include "policy/policy.h"

#define MARK "-- findings\n"

static const char *const private_dirs[] = {"/usr/lib/xen-4.17/lib", NULL};
static const char *const public_dirs[] = {"/usr/lib/test-linux-gnu", "/usr/lib", NULL};
static const char *const forbidden[] = {"/build/src", "/users/dev/", "buildhost7", "vm", NULL};

typedef struct {
  char *good;  /* folder with tree/ and system/, NULL when there is no compiler */
  char *cases; /* tests/policy */
  char *compiler;
} Setup;

/* A scratch copy of the good folder. */
typedef struct {
  char *folder, *tree, *system;
} Scratch;

static void
run_script (const char *compiler, const char *folder, const char *const *scripts)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *cc = g_strconcat ("CC=", compiler, NULL);
  g_autofree char *path = g_strconcat ("PATH=", g_getenv ("PATH"), NULL);
  const char *const environment[] = {cc, path, "LC_ALL=C", NULL};
  g_autoptr (GString) text = g_string_new ("set -eu\numask 022\n");
  for (; *scripts != NULL; scripts++)
    g_string_append (text, *scripts);
  const char *const argv[] = {"sh", "-c", text->str, NULL};
  g_autofree char *output
      = zante_proc_output (argv, environment, folder, NULL, ZANTE_ERROR_FAILED, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (output);
}

static char *
read_text (const char *dir, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (dir, name, NULL);
  char *text = NULL;
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static Scratch
scratch_new (const Setup *setup)
{
  g_autoptr (GError) error = NULL;
  Scratch scratch = {.folder = g_dir_make_tmp ("zante-policy [a]*-XXXXXX", &error)};
  g_assert_no_error (error);
  g_autofree char *from = g_build_filename (setup->good, ".", NULL);
  const char *const argv[] = {"cp", "-a", from, scratch.folder, NULL};
  g_autofree char *output
      = zante_proc_output (argv, NULL, NULL, NULL, ZANTE_ERROR_FAILED, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (output);
  scratch.tree = g_build_filename (scratch.folder, "tree", NULL);
  scratch.system = g_build_filename (scratch.folder, "system", NULL);
  return scratch;
}

static void
scratch_clear (Scratch *scratch)
{
  zante_fs_remove_tree (scratch->folder, NULL);
  g_free (scratch->folder);
  g_free (scratch->tree);
  g_free (scratch->system);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scratch, scratch_clear)

static ZantePolicyResult *
check_tree (const Scratch *scratch)
{
  g_autoptr (GError) error = NULL;
  const char *const roots[] = {scratch->system, NULL};
  g_autoptr (GPtrArray) differences = g_ptr_array_new (); /* none */
  ZantePolicyInput input = {.tree = scratch->tree,
                            .private_dirs = private_dirs,
                            .public_dirs = public_dirs,
                            .forbidden = forbidden,
                            .system_roots = roots,
                            .differences = differences};
  ZantePolicyResult *result = zante_policy_run (&input, &error);
  g_assert_no_error (error);
  return result;
}

/* One line per finding; the scratch folder is told as TREE. */
static char *
findings_text (const ZantePolicyResult *result, const Scratch *scratch)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < result->findings->len; i++)
    {
      const ZanteFinding *finding = result->findings->pdata[i];
      g_string_append_printf (text, "%s %s %s\n", zante_rule_name (finding->rule), finding->path,
                              finding->message);
    }
  g_string_replace (text, scratch->tree, "TREE", 0);
  return g_strdup (text->str);
}

typedef struct {
  const Setup *setup;
  char *name;
} Case;

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  if (test->setup->good == NULL)
    {
      g_test_skip ("no C compiler here");
      return;
    }
  g_autofree char *text = read_text (test->setup->cases, test->name);
  char *mark = strstr (text, MARK);
  g_assert_nonnull (mark);
  const char *expected = mark + strlen (MARK);
  *mark = '\0';
  g_auto (Scratch) scratch = scratch_new (test->setup);
  g_autofree char *library = read_text (test->setup->cases, "functions.sh");
  const char *const scripts[] = {library, "cd tree\n", text, NULL};
  run_script (test->setup->compiler, scratch.folder, scripts);
  g_autoptr (ZantePolicyResult) result = check_tree (&scratch);
  g_autofree char *found = findings_text (result, &scratch);
  g_assert_cmpstr (found, ==, expected);
}

static void
test_reports (gconstpointer data)
{
  const Setup *setup = data;
  if (setup->good == NULL)
    {
      g_test_skip ("no C compiler here");
      return;
    }
  g_auto (Scratch) scratch = scratch_new (setup);
  const char *const scripts[]
      = {"cd tree; chmod 4755 usr/lib/xen-4.17/bin/xl; "
         "printf '#!perl\\n' > \"$(printf 'usr/bin/a\\033\\377b')\"; ln -s nowhere usr/bin/gone",
         NULL};
  run_script (setup->compiler, scratch.folder, scripts);
  g_autoptr (ZantePolicyResult) result = check_tree (&scratch);
  g_autofree char *table = zante_policy_table (result);
  g_autofree char *expected_table = read_text (setup->cases, "report.table");
  g_assert_cmpstr (table, ==, expected_table);
  g_autofree char *json = zante_policy_json (result);
  g_autofree char *expected_json = read_text (setup->cases, "report.json");
  g_assert_cmpstr (json, ==, expected_json);
}

/* What the JSON says is what the result says. */
static void
test_json (gconstpointer data)
{
  const Setup *setup = data;
  if (setup->good == NULL)
    {
      g_test_skip ("no C compiler here");
      return;
    }
  g_autoptr (GError) error = NULL;
  g_auto (Scratch) scratch = scratch_new (setup);
  g_autoptr (ZantePolicyResult) result = check_tree (&scratch);
  g_autofree char *json = zante_policy_json (result);
  g_autoptr (JsonNode) root = json_from_string (json, &error);
  g_assert_no_error (error);
  JsonObject *object = json_node_get_object (root);
  g_assert_cmpstr (json_object_get_string_member (object, "verdict"), ==, "pass");
  g_assert_cmpint (json_object_get_int_member (object, "files"), ==, result->files);
  g_assert_cmpint (json_object_get_int_member (object, "elf-files"), ==, result->elf_files);
  g_assert_cmpint (json_array_get_length (json_object_get_array_member (object, "findings")), ==,
                   0);
  JsonArray *rules = json_object_get_array_member (object, "rules");
  g_assert_cmpint (json_array_get_length (rules), ==, ZANTE_N_RULES);
  for (int rule = 0; rule < ZANTE_N_RULES; rule++)
    {
      JsonObject *entry = json_array_get_object_element (rules, (guint)rule);
      g_assert_cmpstr (json_object_get_string_member (entry, "rule"), ==, zante_rule_name (rule));
      g_assert_cmpint (json_object_get_int_member (entry, "checked"), ==, result->checked[rule]);
      g_assert_cmpint (json_object_get_int_member (entry, "checked"), >, 0);
    }
  JsonArray *libraries = json_object_get_array_member (object, "system-libraries");
  g_assert_cmpint (json_array_get_length (libraries), ==, 1);
  g_assert_cmpstr (json_array_get_string_element (libraries, 0), ==, "libsystem.so.2");
}

static void
test_missing_tree (void)
{
  g_autoptr (GError) error = NULL;
  ZantePolicyInput input = {.tree = "/nonexistent/tree"};
  g_autoptr (ZantePolicyResult) result = zante_policy_run (&input, &error);
  g_assert_null (result);
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "/nonexistent/tree"));
}

static void
test_cancelled (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_cancellable_cancel (cancellable);
  ZantePolicyInput input = {.tree = SRCDIR "/tests/policy", .cancellable = cancellable};
  g_autoptr (ZantePolicyResult) result = zante_policy_run (&input, &error);
  g_assert_null (result);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
setup_good (Setup *setup)
{
  g_autoptr (GError) error = NULL;
  setup->cases = g_test_build_filename (G_TEST_DIST, "policy", NULL);
  setup->compiler = g_find_program_in_path (g_getenv ("CC") == NULL ? "cc" : g_getenv ("CC"));
  if (setup->compiler == NULL)
    return;
  setup->good = g_dir_make_tmp ("zante-policy-good-XXXXXX", &error);
  g_assert_no_error (error);
  g_autofree char *library = read_text (setup->cases, "functions.sh");
  g_autofree char *script = read_text (setup->cases, "good.sh");
  const char *const scripts[] = {library, script, NULL};
  run_script (setup->compiler, setup->good, scripts);
}

static void
case_free (gpointer data)
{
  Case *test = data;
  g_free (test->name);
  g_free (test);
}

static void
add_cases (const Setup *setup)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = zante_fs_list (setup->cases, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < entries->len; i++)
    {
      const ZanteFsEntry *entry = entries->pdata[i];
      if (!g_str_has_suffix (entry->path, ".case"))
        continue;
      Case *test = g_new0 (Case, 1);
      test->setup = setup;
      test->name = g_strdup (entry->path);
      g_autofree char *label = g_strndup (entry->path, strlen (entry->path) - strlen (".case"));
      g_autofree char *path = g_strconcat ("/policy/case/", label, NULL);
      g_test_add_data_func_full (path, test, test_case, case_free);
    }
}

int
main (int argc, char **argv)
{
  Setup setup = {0};
  g_test_init (&argc, &argv, NULL);
  setup_good (&setup);
  add_cases (&setup);
  g_test_add_data_func ("/policy/reports", &setup, test_reports);
  g_test_add_data_func ("/policy/json", &setup, test_json);
  g_test_add_func ("/policy/missing-tree", test_missing_tree);
  g_test_add_func ("/policy/cancelled", test_cancelled);
  int status = g_test_run ();
  if (setup.good != NULL)
    zante_fs_remove_tree (setup.good, NULL);
  g_free (setup.good);
  g_free (setup.cases);
  g_free (setup.compiler);
  return status;
}
