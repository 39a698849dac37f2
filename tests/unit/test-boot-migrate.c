/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Guests that are saved in one machine and restored in another: their streams, and one report of
 * two machines. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/fs.h"
#include "boot/image/uses.h"
#include "boot/spread.h"
#include "boot/streams.h"
#include "boot/verdict/report.h"

/* Streams ------------------------------------------------------------------------------------ */

typedef struct {
  ZanteWorkspace workspace;
  ZanteBootInput input;
  ZanteBootSetup setup;
} World;

static void
world_init (World *world, ZanteBootTask task, char *root)
{
  *world = (World){.workspace = {.root = root, .state = root}};
  world->input = (ZanteBootInput){.workspace = &world->workspace, .level = ZANTE_BOOT_MIGRATION};
  world->setup.input = &world->input;
  world->setup.task = task;
  world->setup.folder
      = g_build_filename (root, "boot", task == ZANTE_TASK_SAVE ? "save" : "run", NULL);
  world->setup.guests = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_guest_free);
  world->setup.report = zante_boot_report_new (ZANTE_BOOT_MIGRATION, world->setup.folder);
}

static ZanteBootGuest *
new_result (const char *name, ZanteBootClass class, const char *text)
{
  ZanteBootGuest *result = g_new0 (ZanteBootGuest, 1);
  result->name = g_strdup (name);
  result->summary = g_strdup ("a guest");
  result->steps = g_ptr_array_new ();
  zante_boot_guest_restart (result);
  result->class = class;
  result->text = g_strdup (text);
  return result;
}

static void
add_guest (World *world, const char *name, guint64 memory)
{
  ZanteGuest *guest = g_new0 (ZanteGuest, 1);
  guest->name = g_strdup (name);
  guest->memory = memory;
  guest->timeout = 60;
  g_ptr_array_add (world->setup.guests, guest);
  g_ptr_array_add (world->setup.report->guests, new_result (name, ZANTE_BOOT_HANG, NULL));
}

static void
spread (World *world, guint machines)
{
  g_autoptr (GError) error = NULL;
  world->input.machines = machines;
  zante_boot_spread (&world->setup, &error);
  g_assert_no_error (error);
  zante_streams_prepare (&world->setup, &error);
  g_assert_no_error (error);
}

static void
world_clear (World *world)
{
  g_clear_pointer (&world->setup.machines, g_ptr_array_unref);
  zante_boot_report_free (world->setup.report);
  g_ptr_array_unref (world->setup.guests);
  g_free (world->setup.folder);
}

/* The file of the stream NAME in the folder of the machine that has it. */
static char *
find_stream (const World *world, const char *name)
{
  for (guint i = 0; i < world->setup.machines->len; i++)
    {
      const ZanteBootMachine *machine = world->setup.machines->pdata[i];
      g_auto (GStrv) names = zante_streams_of (&world->setup, machine);
      if (g_strv_contains ((const char *const *)names, name))
        return g_build_filename (machine->folder, name, NULL);
    }
  return NULL;
}

static goffset
size_of (const char *path)
{
  GStatBuf st;
  return g_stat (path, &st) == 0 ? st.st_size : -1;
}

/* However the guests are spread, the second machine reads what the first one wrote. */
static void
test_streams_are_handed_on (void)
{
  g_autofree char *root = g_dir_make_tmp ("zante-XXXXXX", NULL);
  g_autofree char *text = NULL;
  World from, to;
  world_init (&from, ZANTE_TASK_SAVE, root);
  world_init (&to, ZANTE_TASK_RESTORE, root);
  for (guint i = 0; i < 2; i++)
    {
      add_guest (i == 0 ? &from : &to, "a", 32);
      add_guest (i == 0 ? &from : &to, "b", 64);
    }
  spread (&from, 2);
  g_autofree char *written = find_stream (&from, "stream-02");
  g_assert_cmpint (size_of (written), ==, (64 + 64) << 20);
  FILE *file = g_fopen (written, "r+");
  g_assert_cmpint (fputs ("stream", file), >=, 0);
  g_assert_cmpint (fclose (file), ==, 0);
  spread (&to, 1);
  g_autofree char *read = find_stream (&to, "stream-02");
  g_assert_cmpstr (read, !=, written);
  g_assert_true (g_file_get_contents (read, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "stream");
  zante_streams_empty (&to.input);
  g_assert_cmpint (size_of (written), ==, 0);
  world_clear (&from);
  world_clear (&to);
  g_assert_true (zante_fs_remove_tree (root, NULL));
}

static void
test_no_streams (void)
{
  g_autofree char *root = g_dir_make_tmp ("zante-XXXXXX", NULL);
  World world;
  world_init (&world, ZANTE_TASK_CREATE, root);
  add_guest (&world, "a", 32);
  spread (&world, 1);
  g_assert_null (zante_streams_of (&world.setup, world.setup.machines->pdata[0]));
  world_clear (&world);
  g_assert_true (zante_fs_remove_tree (root, NULL));
}

/* A machine without firmware takes a guest that has its own in its memory. */
static void
test_waived (void)
{
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const ZanteUses uses = {.values = values};
  g_assert_true (zante_uses_waive (&uses, ZANTE_USE_SEABIOS));
  g_assert_true (zante_uses_waive (&uses, ZANTE_USE_DISK));
  g_assert_false (zante_uses_waive (&uses, ZANTE_USE_DEVICE_MODEL));
  g_assert_cmpstr (g_hash_table_lookup (values, "SEABIOS"), ==, "");
  g_assert_cmpuint (g_hash_table_size (values), ==, 1);
}

/* Reports ------------------------------------------------------------------------------------ */

static void
add_step (ZanteBootGuest *guest, const char *name, const char *text)
{
  ZanteBootStep *step = g_new0 (ZanteBootStep, 1);
  step->name = g_strdup (name);
  step->text = g_strdup (text);
  step->ok = TRUE;
  g_ptr_array_add (guest->steps, step);
}

static ZanteBootReport *
new_report (const char *tree, ZanteBootClass class, const char *text)
{
  ZanteBootReport *report = zante_boot_report_new (ZANTE_BOOT_MIGRATION, "folder");
  report->class = class;
  report->text = g_strdup (text);
  report->tree = g_strdup (tree);
  report->accelerator = g_strdup ("tcg");
  return report;
}

/* One guest was saved, one was not, and one is not for this machine. */
static ZanteBootReport *
saved_report (ZanteBootClass class)
{
  ZanteBootReport *saved = new_report ("/old", class, "of the first machine");
  ZanteBootGuest *good = new_result ("good", ZANTE_BOOT_PASS, "console x");
  add_step (good, "own", "nothing");
  add_step (good, "save", "tick 7");
  g_ptr_array_add (saved->guests, good);
  g_ptr_array_add (saved->guests, new_result ("bad", ZANTE_BOOT_FAIL, "xl save failed"));
  g_ptr_array_add (saved->guests, new_result ("none", ZANTE_BOOT_SKIPPED, "no hvm"));
  return saved;
}

static void
test_told (void)
{
  g_autoptr (ZanteBootReport) saved = saved_report (ZANTE_BOOT_FAIL);
  g_autofree char *told = zante_streams_told (saved);
  g_autofree char *why = zante_streams_hindrance (saved, "bad");
  g_autofree char *skipped = zante_streams_hindrance (saved, "none");
  g_assert_cmpstr (told, ==, "good tick 7\n");
  g_assert_cmpstr (why, ==, "it was not saved: xl save failed");
  g_assert_cmpstr (skipped, ==, "it was not saved: no hvm");
  g_assert_null (zante_streams_hindrance (saved, "good"));
  g_assert_null (zante_streams_hindrance (NULL, "bad"));
}

/* A second machine that passes does not make up for the first. */
static void
test_both_have_to_pass (void)
{
  g_autoptr (ZanteBootReport) report = new_report ("/new", ZANTE_BOOT_PASS, "1 guest passed");
  zante_boot_report_follow (report, saved_report (ZANTE_BOOT_FAIL));
  g_assert_cmpint (report->class, ==, ZANTE_BOOT_FAIL);
  g_assert_cmpstr (report->text, ==, "where it was saved: of the first machine");
  g_autoptr (ZanteBootReport) failed = new_report ("/new", ZANTE_BOOT_DIED, "a panic");
  zante_boot_report_follow (failed, saved_report (ZANTE_BOOT_FAIL));
  g_assert_cmpstr (failed->text, ==, "a panic");
}

static void
test_reports_have_both (void)
{
  g_autoptr (ZanteBootReport) report = new_report ("/new", ZANTE_BOOT_PASS, "passed");
  ZanteBootGuest *good = new_result ("good", ZANTE_BOOT_PASS, "console x");
  good->create_seconds = 3;
  g_ptr_array_add (report->guests, good);
  zante_boot_report_follow (report, saved_report (ZANTE_BOOT_PASS));
  g_autofree char *text = zante_boot_report_text (report);
  g_assert_cmpstr (text, ==,
                   "saved by '/old':\n"
                   "pass      good: a guest: console x\n"
                   "  ok      good: own nothing\n"
                   "  ok      good: save tick 7\n"
                   "fail      bad: a guest: xl save failed\n"
                   "skipped   none: a guest: no hvm\n"
                   "pass: of the first machine (0.0 s, tcg)\n"
                   "restored by '/new':\n"
                   "pass      good: a guest, restore 3.0 s: console x\n"
                   "pass: passed (0.0 s, tcg)\n");
  g_autofree char *json = zante_boot_report_json (report);
  g_assert_nonnull (strstr (json, "\"tree\" : \"/new\""));
  g_assert_nonnull (strstr (strstr (json, "\"saved\" : {"), "\"tree\" : \"/old\""));
  g_autofree char *junit = zante_boot_report_junit (report);
  g_assert_nonnull (strstr (junit, "tests=\"8\" failures=\"1\" skipped=\"1\""));
  g_assert_nonnull (strstr (junit, "<testcase classname=\"boot.saved.guest\" name=\"bad\""));
  g_assert_nonnull (strstr (junit, "<testcase classname=\"boot.guest\" name=\"good\""));
}

/* Another build's dist/ is no system: what it lacks comes from this machine, as for the project's.
 */
static void
test_tree (void)
{
  g_autoptr (ZanteWorkspace) workspace = zante_workspace_new ("/project");
  ZanteBootInput input = {.workspace = workspace};
  g_assert_cmpstr (zante_boot_tree (&input), ==, "/project/dist");
  input.dist = "/other/dist";
  g_assert_cmpstr (zante_boot_tree (&input), ==, "/other/dist");
  input.root = "/system";
  g_assert_cmpstr (zante_boot_tree (&input), ==, "/system");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/boot/streams/handed-on", test_streams_are_handed_on);
  g_test_add_func ("/boot/streams/none", test_no_streams);
  g_test_add_func ("/boot/streams/told", test_told);
  g_test_add_func ("/boot/streams/waived", test_waived);
  g_test_add_func ("/boot/restored/both-have-to-pass", test_both_have_to_pass);
  g_test_add_func ("/boot/restored/reports", test_reports_have_both);
  g_test_add_func ("/boot/migrate/tree", test_tree);
  return g_test_run ();
}
