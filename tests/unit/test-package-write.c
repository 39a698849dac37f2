/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante_emission_write and zante_emission_diff: what becomes of hand edits. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/fs.h"
#include "package/emission.h"

typedef struct {
  char *folder, *state;
  const char *const *forced; /* paths */
  GPtrArray *emission;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *made = g_dir_make_tmp ("zante-test-XXXXXX", NULL);
  fixture->folder = g_build_filename (made, "xen-4.20", NULL);
  fixture->state = g_build_filename (made, "xen-4.20.emitted", NULL);
  fixture->emission = zante_emission_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *made = g_path_get_dirname (fixture->folder);
  g_assert_true (zante_fs_remove_tree (made, NULL));
  g_ptr_array_unref (fixture->emission);
  g_free (fixture->folder);
  g_free (fixture->state);
}

/* Emit the file PATH, or another text for it. */
static void
emit (Fixture *fixture, const char *path, const char *text)
{
  ZanteEmitted *old = zante_emission_find (fixture->emission, path);
  if (old != NULL)
    g_ptr_array_remove (fixture->emission, old);
  zante_emission_add (fixture->emission, path, g_strdup (text), strcmp (path, "debian/rules") == 0);
}

static char *
read_file (const Fixture *fixture, const char *path)
{
  g_autofree char *place = g_build_filename (fixture->folder, path, NULL);
  char *text = NULL;
  g_file_get_contents (place, &text, NULL, NULL);
  return text;
}

static void
edit (const Fixture *fixture, const char *path, const char *text)
{
  g_autofree char *place = g_build_filename (fixture->folder, path, NULL);
  g_autofree char *folder = g_path_get_dirname (place);
  g_assert_true (zante_fs_make_dirs (folder, NULL));
  g_assert_true (g_file_set_contents (place, text, -1, NULL));
}

static void
assert_text (const Fixture *fixture, const char *path, const char *expected)
{
  g_autofree char *text = read_file (fixture, path);
  g_assert_cmpstr (text, ==, expected);
}

/* The paths of the edits that stayed, joined; or the message. */
static char *
write_out (Fixture *fixture, gboolean all)
{
  const ZanteEmissionForce force = {.all = all, .files = fixture->forced};
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) kept = NULL;
  if (!zante_emission_write (fixture->emission, fixture->folder, fixture->state, &force, "a note",
                             &kept, &error))
    {
      g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT);
      g_autoptr (GString) text = g_string_new (error->message);
      g_string_replace (text, fixture->folder, "DIR", 0);
      return g_string_free (g_steal_pointer (&text), FALSE);
    }
  g_ptr_array_add (kept, NULL);
  return g_strjoinv (" ", (char **)kept->pdata);
}

static void
assert_write (Fixture *fixture, gboolean force, const char *expected)
{
  g_autofree char *got = write_out (fixture, force);
  g_assert_cmpstr (got, ==, expected);
}

static void
test_fresh (Fixture *fixture, gconstpointer data)
{
  struct stat st;
  emit (fixture, "debian/control", "control\n");
  emit (fixture, "debian/rules", "rules\n");
  assert_write (fixture, FALSE, "");
  assert_text (fixture, "debian/control", "control\n");
  g_autofree char *rules = g_build_filename (fixture->folder, "debian/rules", NULL);
  g_assert_cmpint (g_stat (rules, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 0777, ==, 0755);
}

static void
test_edit_stays (Fixture *fixture, gconstpointer data)
{
  emit (fixture, "debian/control", "control\n");
  emit (fixture, "debian/rules", "rules\n");
  assert_write (fixture, FALSE, "");
  edit (fixture, "debian/control", "mine\n");
  emit (fixture, "debian/rules", "new rules\n");
  assert_write (fixture, FALSE, "debian/control");
  assert_text (fixture, "debian/control", "mine\n");
  assert_text (fixture, "debian/rules", "new rules\n");
}

static void
test_conflict (Fixture *fixture, gconstpointer data)
{
  emit (fixture, "debian/control", "control\n");
  emit (fixture, "debian/rules", "rules\n");
  assert_write (fixture, FALSE, "");
  edit (fixture, "debian/control", "mine\n");
  emit (fixture, "debian/control", "new control\n");
  emit (fixture, "debian/rules", "new rules\n");
  assert_write (fixture, FALSE,
                "'DIR/debian/control' was edited by hand, and zante has something new to say "
                "there: compare with --diff 'DIR', and take zante's with "
                "--force='debian/control'");
  assert_text (fixture, "debian/control", "mine\n");
  assert_text (fixture, "debian/rules", "rules\n");
  assert_write (fixture, TRUE, "");
  assert_text (fixture, "debian/control", "new control\n");
}

static void
test_force_one (Fixture *fixture, gconstpointer data)
{
  static const char *const one[] = {"debian/control", NULL};
  emit (fixture, "debian/control", "control\n");
  emit (fixture, "debian/rules", "rules\n");
  assert_write (fixture, FALSE, "");
  edit (fixture, "debian/control", "mine\n");
  edit (fixture, "debian/rules", "my rules\n");
  emit (fixture, "debian/control", "new control\n");
  fixture->forced = one;
  assert_write (fixture, FALSE, "debian/rules");
  assert_text (fixture, "debian/control", "new control\n");
  assert_text (fixture, "debian/rules", "my rules\n");
  g_autofree char *note = zante_emission_note (fixture->state);
  g_assert_cmpstr (note, ==, "a note");
}

/* Another version, in a folder of its own, emits the same control and other rules. */
static void
test_carry (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (ZanteEmissionCarried) carried = {0};
  g_autofree char *previous = fixture->folder, *before = fixture->state;
  static const char *const names[] = {"debian/changelog", "debian/control", "debian/rules",
                                      "debian/same",      "debian/watch",   "debian/linked"};
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    emit (fixture, names[i], "zante's\n");
  assert_write (fixture, FALSE, "");
  for (gsize i = 0; i < 3; i++)
    edit (fixture, names[i], "mine\n");
  edit (fixture, "debian/clean", "my own\n");
  edit (fixture, "debian/xen.substvars", "debhelper's\n");
  g_autofree char *watch = g_build_filename (previous, "debian/watch", NULL);
  g_assert_cmpint (g_unlink (watch), ==, 0);
  g_autofree char *linked = g_build_filename (previous, "debian/linked", NULL);
  g_assert_cmpint (g_unlink (linked), ==, 0);
  g_assert_cmpint (symlink ("/etc/passwd", linked), ==, 0);
  g_autofree char *own = g_build_filename (previous, "debian/links", NULL);
  g_assert_cmpint (symlink ("/etc/passwd", own), ==, 0);
  emit (fixture, "debian/changelog", "newer\n");
  emit (fixture, "debian/rules", "newer\n");
  fixture->folder = g_strconcat (previous, ".1", NULL);
  fixture->state = g_strconcat (previous, ".1.emitted", NULL);
  g_assert_true (g_file_test (before, G_FILE_TEST_EXISTS));
  assert_write (fixture, FALSE, "");
  zante_emission_carry (fixture->emission, previous, fixture->folder, "debian/changelog", &carried,
                        &error);
  g_assert_no_error (error);
  assert_text (fixture, "debian/changelog", "newer\n");
  assert_text (fixture, "debian/clean", "my own\n");
  assert_text (fixture, "debian/control", "mine\n");
  assert_text (fixture, "debian/linked", "zante's\n");
  assert_text (fixture, "debian/links", NULL);
  assert_text (fixture, "debian/rules", "newer\n");
  assert_text (fixture, "debian/same", "zante's\n");
  assert_text (fixture, "debian/watch", NULL);
  assert_text (fixture, "debian/xen.substvars", NULL);
  g_assert_cmpuint (carried.carried->len, ==, 2);
  g_assert_cmpuint (carried.left->len, ==, 1);
  g_assert_cmpstr (carried.left->pdata[0], ==, "debian/rules");
  g_assert_cmpuint (carried.links->len, ==, 2);
  g_assert_cmpstr (carried.links->pdata[0], ==, "debian/linked");
  g_assert_cmpstr (carried.links->pdata[1], ==, "debian/links");
  assert_write (fixture, FALSE, "debian/control debian/watch");
}

static void
test_foreign_file (Fixture *fixture, gconstpointer data)
{
  edit (fixture, "debian/control", "somebody's\n");
  emit (fixture, "debian/control", "control\n");
  g_autofree char *got = write_out (fixture, FALSE);
  g_assert_true (g_str_has_prefix (got, "'DIR/debian/control' was edited by hand"));
  assert_text (fixture, "debian/control", "somebody's\n");
}

static void
test_removed_by_hand (Fixture *fixture, gconstpointer data)
{
  emit (fixture, "debian/watch", "watch\n");
  assert_write (fixture, FALSE, "");
  g_autofree char *place = g_build_filename (fixture->folder, "debian/watch", NULL);
  g_assert_cmpint (g_unlink (place), ==, 0);
  assert_write (fixture, FALSE, "debian/watch");
  assert_text (fixture, "debian/watch", NULL);
}

static void
test_no_longer_emitted (Fixture *fixture, gconstpointer data)
{
  emit (fixture, "debian/one.install", "one\n");
  emit (fixture, "debian/two.install", "two\n");
  emit (fixture, "debian/control", "control\n");
  assert_write (fixture, FALSE, "");
  edit (fixture, "debian/two.install", "mine\n");
  g_ptr_array_set_size (fixture->emission, 0);
  emit (fixture, "debian/control", "control\n");
  assert_write (fixture, FALSE, "debian/two.install");
  assert_text (fixture, "debian/one.install", NULL);
  assert_text (fixture, "debian/two.install", "mine\n");
}

static void
test_diff (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  edit (fixture, "debian/control", "mine\n");
  edit (fixture, "debian/README.source", "the maintainer's own\n");
  emit (fixture, "debian/control", "control\n");
  emit (fixture, "debian/watch", "watch\n");
  g_autofree char *text = zante_emission_diff (fixture->emission, fixture->folder, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==,
                   "--- a/debian/control\n+++ b/debian/control\n@@ -1 +1 @@\n-mine\n+control\n"
                   "--- a/debian/watch\n+++ b/debian/watch\n@@ -0,0 +1 @@\n+watch\n");
  assert_text (fixture, "debian/control", "mine\n");
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/package/write/fresh", test_fresh);
  add ("/package/write/edit-stays", test_edit_stays);
  add ("/package/write/conflict", test_conflict);
  add ("/package/write/force-one", test_force_one);
  add ("/package/write/carry", test_carry);
  add ("/package/write/foreign-file", test_foreign_file);
  add ("/package/write/removed-by-hand", test_removed_by_hand);
  add ("/package/write/no-longer-emitted", test_no_longer_emitted);
  add ("/package/write/diff", test_diff);
  return g_test_run ();
}
