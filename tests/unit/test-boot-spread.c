/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Guests spread over machines, and their reports put together. */
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "boot/spread.h"
#include "boot/verdict/report.h"

typedef struct {
  char *folder;
  ZanteWorkspace workspace;
  ZanteBootInput input;
  ZanteBootSetup setup;
} World;

static void
add_guest (World *world, const char *name, guint64 memory)
{
  ZanteGuest *guest = g_new0 (ZanteGuest, 1);
  ZanteBootGuest *result = g_new0 (ZanteBootGuest, 1);
  guest->name = g_strdup (name);
  guest->memory = memory;
  guest->timeout = 80;
  result->name = g_strdup (name);
  result->steps = g_ptr_array_new ();
  zante_boot_guest_restart (result);
  g_ptr_array_add (world->setup.guests, guest);
  g_ptr_array_add (world->setup.report->guests, result);
}

static World *
world_new (guint machines)
{
  World *world = g_new0 (World, 1);
  world->folder = g_dir_make_tmp ("zante-XXXXXX", NULL);
  world->workspace.state = world->folder;
  world->input.workspace = &world->workspace;
  world->input.level = ZANTE_BOOT_SUITE;
  world->input.machines = machines;
  world->setup.input = &world->input;
  world->setup.folder = g_build_filename (world->folder, "run", NULL);
  world->setup.dom0_memory = 512;
  world->setup.guests = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_guest_free);
  world->setup.report = zante_boot_report_new (ZANTE_BOOT_SUITE, world->setup.folder);
  return world;
}

static void
world_free (World *world)
{
  g_clear_pointer (&world->setup.machines, g_ptr_array_unref);
  zante_boot_report_free (world->setup.report);
  g_ptr_array_unref (world->setup.guests);
  g_assert_true (zante_fs_remove_tree (world->folder, NULL));
  g_free (world->setup.folder);
  g_free (world->folder);
  g_free (world);
}

static void
write_record (const World *world, const char *text)
{
  g_autofree char *path = g_build_filename (world->folder, "boot-seconds", NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* "a b|c": the shares in order. */
static char *
shares (const World *world)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < world->setup.machines->len; i++)
    {
      const ZanteBootMachine *machine = world->setup.machines->pdata[i];
      g_assert_cmpuint (machine->guests->len, ==, machine->report->guests->len);
      for (guint j = 0; j < machine->guests->len; j++)
        g_string_append_printf (text, "%s%s",
                                j > 0   ? " "
                                : i > 0 ? "|"
                                        : "",
                                ((const ZanteGuest *)machine->guests->pdata[j])->name);
    }
  return g_string_free (text, FALSE);
}

/* The longest goes first, each to the machine with least to do. */
static void
test_by_time (void)
{
  World *world = world_new (2);
  g_autoptr (GError) error = NULL;
  add_guest (world, "a", 64);
  add_guest (world, "b", 64);
  add_guest (world, "c", 1024);
  add_guest (world, "d", 1024);
  write_record (world, "a 5.0\nb 100.0\nc 50.0\nd 40.0\n\nbroken\nb2 x\n");
  g_assert_true (zante_boot_spread (&world->setup, &error));
  g_assert_no_error (error);
  g_autofree char *got = shares (world);
  g_assert_cmpstr (got, ==, "b|c d a");
  const ZanteBootMachine *first = world->setup.machines->pdata[0];
  const ZanteBootMachine *second = world->setup.machines->pdata[1];
  g_assert_cmpstr (first->nonce, !=, second->nonce);
  g_assert_cmpuint (first->memory, <, second->memory);
  g_assert_true (g_file_test (second->folder, G_FILE_TEST_IS_DIR));
  world_free (world);
}

/* One machine works in the run's folder itself, and there are never more machines than guests. */
static void
test_few (void)
{
  World *world = world_new (8);
  add_guest (world, "a", 64);
  g_assert_true (zante_boot_spread (&world->setup, NULL));
  g_assert_cmpuint (world->setup.machines->len, ==, 1);
  const ZanteBootMachine *machine = world->setup.machines->pdata[0];
  g_assert_cmpstr (machine->folder, ==, world->setup.folder);
  world_free (world);

  world = world_new (0);
  world->input.keep = TRUE;
  for (char name[] = "a"; *name < 'm'; (*name)++)
    add_guest (world, name, 64);
  g_assert_true (zante_boot_spread (&world->setup, NULL));
  g_assert_cmpuint (world->setup.machines->len, ==, 1);
  world_free (world);
}

static void
test_memory (void)
{
  World *world = world_new (1);
  g_autoptr (GError) error = NULL;
  world->input.memory = 400;
  add_guest (world, "a", 64);
  g_assert_false (zante_boot_spread (&world->setup, &error));
  g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_USAGE);
  world_free (world);
}

static ZanteBootGuest *
result (const World *world, guint i, ZanteBootClass class, double seconds)
{
  ZanteBootGuest *guest = world->setup.report->guests->pdata[i];
  guest->class = class;
  guest->seconds = seconds;
  return guest;
}

static void
test_remembered (void)
{
  World *world = world_new (1);
  g_autofree char *path = g_build_filename (world->folder, "boot-seconds", NULL);
  g_autofree char *text = NULL;
  add_guest (world, "a", 64);
  add_guest (world, "b", 64);
  write_record (world, "b 9.0\n");
  g_assert_true (zante_boot_spread (&world->setup, NULL));
  g_assert_cmpfloat (world->setup.expected, <, 0);
  world->setup.report->seconds = 44;
  result (world, 0, ZANTE_BOOT_PASS, 12.34);
  result (world, 1, ZANTE_BOOT_FAIL, 600);
  zante_boot_spread_remember (&world->setup);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "a 12.3\n"));
  g_assert_nonnull (strstr (text, "b 9.0\n"));
  /* And how long all of it took. */
  g_clear_pointer (&world->setup.machines, g_ptr_array_unref);
  g_assert_true (zante_boot_spread (&world->setup, NULL));
  g_assert_cmpfloat (world->setup.expected, ==, 44);
  world_free (world);
}

static void
combine (World *world, ZanteBootClass first, ZanteBootClass second)
{
  const ZanteBootClass classes[] = {first, second};
  ZanteBootReport *reports[2];
  for (guint i = 0; i < 2; i++)
    {
      ZanteBootMachine *machine = world->setup.machines->pdata[i];
      reports[i] = machine->report;
      reports[i]->class = classes[i];
      reports[i]->text = g_strdup_printf ("machine %u", i + 1);
      reports[i]->command = g_strdup_printf ("qemu %u", i + 1);
      reports[i]->seconds = i + 1;
      g_ptr_array_add (reports[i]->warnings, g_strdup ("careful"));
    }
  zante_boot_report_combine (world->setup.report, reports, 2);
}

static World *
two_machines (ZanteBootClass guest)
{
  World *world = world_new (2);
  add_guest (world, "a", 64);
  add_guest (world, "b", 64);
  g_assert_true (zante_boot_spread (&world->setup, NULL));
  result (world, 0, guest, 1);
  result (world, 1, ZANTE_BOOT_SKIPPED, -1);
  return world;
}

static void
test_all_pass (void)
{
  World *world = two_machines (ZANTE_BOOT_PASS);
  const ZanteBootReport *report = world->setup.report;
  combine (world, ZANTE_BOOT_PASS, ZANTE_BOOT_PASS);
  g_assert_cmpint (report->class, ==, ZANTE_BOOT_PASS);
  g_assert_cmpstr (report->text, ==, "1 guest passed, 1 skipped, in 2 machines");
  g_assert_cmpstr (report->command, ==, "qemu 1\nqemu 2");
  g_assert_cmpfloat (report->seconds, ==, 2);
  g_assert_cmpuint (report->warnings->len, ==, 2);
  world_free (world);
}

/* Each machine may have got guests that it skips, but not all of them. */
static void
test_all_skipped (void)
{
  World *world = two_machines (ZANTE_BOOT_SKIPPED);
  combine (world, ZANTE_BOOT_PASS, ZANTE_BOOT_PASS);
  g_assert_cmpint (world->setup.report->class, ==, ZANTE_BOOT_FAIL);
  g_assert_nonnull (strstr (world->setup.report->text, "no guest was started"));
  world_free (world);
}

static void
test_one_fails (void)
{
  World *world = two_machines (ZANTE_BOOT_PASS);
  combine (world, ZANTE_BOOT_PASS, ZANTE_BOOT_DIED);
  g_assert_cmpint (world->setup.report->class, ==, ZANTE_BOOT_DIED);
  g_assert_cmpstr (world->setup.report->text, ==, "machine 2");
  world_free (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/boot/spread/by-time", test_by_time);
  g_test_add_func ("/boot/spread/few", test_few);
  g_test_add_func ("/boot/spread/memory", test_memory);
  g_test_add_func ("/boot/spread/remembered", test_remembered);
  g_test_add_func ("/boot/combine/pass", test_all_pass);
  g_test_add_func ("/boot/combine/skipped", test_all_skipped);
  g_test_add_func ("/boot/combine/fail", test_one_fails);
  return g_test_run ();
}
