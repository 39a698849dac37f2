/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The memo must never say "nothing to do" when any kind of input changed. */
#include "plan/plan.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"

/* A project with one input of each kind, all older than the run is taken to be. */
typedef struct {
  char *root;
  char *state;
  char *file, *folder, *link, *target, *absent, *output;
  char *identity;
} Fixture;

static char *
below (const Fixture *f, const char *name)
{
  return g_build_filename (f->root, name, NULL);
}

static void
put (const char *path, const char *text)
{
  g_assert_true (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0644, NULL));
}

/* Overwrite in place: the same inode. */
static void
overwrite (const char *path, const char *text)
{
  int fd = open (path, O_WRONLY | O_TRUNC | O_CLOEXEC);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, text, strlen (text)), ==, (gssize)strlen (text));
  close (fd);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  const char *const parts[] = {"build", "", NULL};
  f->root = g_dir_make_tmp ("zante-memo-XXXXXX", NULL);
  f->state = below (f, ".zante/state");
  f->folder = below (f, "components/tools");
  f->file = below (f, "components/tools/component.yaml");
  f->link = below (f, "components/tools/link");
  f->target = below (f, "elsewhere");
  f->absent = below (f, "zante.yaml");
  f->output = below (f, ".zante/record");
  f->identity = zante_plan_memo_identity (parts);
  g_assert_cmpint (g_mkdir_with_parents (f->state, 0755), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (f->folder, 0755), ==, 0);
  put (f->file, "component: tools\n");
  put (f->target, "one\n");
  put (f->output, "record\n");
  g_assert_cmpint (symlink ("../../elsewhere", f->link), ==, 0);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  zante_fs_remove_tree (f->root, NULL);
  g_free (f->root);
  g_free (f->state);
  g_free (f->file);
  g_free (f->folder);
  g_free (f->link);
  g_free (f->target);
  g_free (f->absent);
  g_free (f->output);
  g_free (f->identity);
}

/* Begin as if the run started AHEAD seconds from now, so that what was just made counts as old. */
static ZantePlanMemo *
begin (const Fixture *f, int ahead)
{
  const char *const inputs[] = {f->absent, f->folder, f->file, f->link, NULL};
  return zante_plan_memo_begin (f->state, f->identity, g_get_real_time () + ahead * G_USEC_PER_SEC,
                                inputs);
}

static gboolean
finish (const Fixture *f, ZantePlanMemo *memo)
{
  g_autoptr (GError) error = NULL;
  const char *const outputs[] = {f->output, NULL};
  gboolean written = FALSE;
  g_assert_true (zante_plan_memo_finish (memo, outputs, "10 up to date", &written, &error));
  g_assert_no_error (error);
  return written;
}

/* The wait is for kernels whose file times are coarse; real runs have the 2 s margin instead. */
static void
save (const Fixture *f)
{
  g_autoptr (ZantePlanMemo) memo = begin (f, 60);
  g_assert_true (finish (f, memo));
  g_assert_true (zante_plan_memo_holds (f->state, f->identity, NULL));
  g_usleep (20 * 1000);
}

static gboolean
holds (const Fixture *f)
{
  return zante_plan_memo_holds (f->state, f->identity, NULL);
}

static void
test_holds (Fixture *f, gconstpointer data)
{
  g_autofree char *note = NULL;
  g_assert_false (holds (f));
  save (f);
  g_assert_true (zante_plan_memo_holds (f->state, f->identity, &note));
  g_assert_cmpstr (note, ==, "10 up to date");
}

static void
test_identity (Fixture *f, gconstpointer data)
{
  const char *const other[] = {"build", "tools.xsm=yes", NULL};
  const char *const shifted[] = {"buil", "d", NULL};
  g_autofree char *identity = zante_plan_memo_identity (other);
  g_autofree char *moved = zante_plan_memo_identity (shifted);
  save (f);
  g_assert_cmpstr (moved, !=, f->identity);
  g_assert_false (zante_plan_memo_holds (f->state, identity, NULL));
}

/* A phase variable comes from our own environment. */
static void
test_epoch (Fixture *f, gconstpointer data)
{
  const char *const parts[] = {"build", "", NULL};
  g_setenv ("SOURCE_DATE_EPOCH", "1000000000", TRUE);
  g_autofree char *identity = zante_plan_memo_identity (parts);
  g_unsetenv ("SOURCE_DATE_EPOCH");
  save (f);
  g_assert_false (zante_plan_memo_holds (f->state, identity, NULL));
}

/* The same content size, the times put back: only ctime tells. */
static void
test_edit_with_old_times (Fixture *f, gconstpointer data)
{
  struct stat st;
  save (f);
  g_assert_cmpint (stat (f->file, &st), ==, 0);
  const struct timespec times[2] = {st.st_atim, st.st_mtim};
  overwrite (f->file, "component: toolz\n");
  g_assert_cmpint (utimensat (AT_FDCWD, f->file, times, 0), ==, 0);
  g_assert_false (holds (f));
}

static void
test_edit (Fixture *f, gconstpointer data)
{
  save (f);
  overwrite (f->file, "component: tools\nsummary: x\n");
  g_assert_false (holds (f));
}

static void
test_replaced_by_rename (Fixture *f, gconstpointer data)
{
  g_autofree char *fresh = below (f, "fresh");
  put (fresh, "component: toolz\n");
  save (f);
  g_assert_cmpint (rename (fresh, f->file), ==, 0);
  g_assert_false (holds (f));
}

static void
test_removed (Fixture *f, gconstpointer data)
{
  save (f);
  g_assert_cmpint (unlink (f->file), ==, 0);
  g_assert_false (holds (f));
}

static void
test_mode (Fixture *f, gconstpointer data)
{
  save (f);
  g_assert_cmpint (chmod (f->file, 0755), ==, 0);
  g_assert_false (holds (f));
}

static void
test_appeared (Fixture *f, gconstpointer data)
{
  save (f);
  put (f->absent, "stack: x\n");
  g_assert_false (holds (f));
}

static void
test_new_in_folder (Fixture *f, gconstpointer data)
{
  g_autofree char *patch = below (f, "components/tools/fix.patch");
  save (f);
  put (patch, "");
  g_assert_false (holds (f));
}

static void
test_behind_link (Fixture *f, gconstpointer data)
{
  save (f);
  overwrite (f->target, "two\n");
  g_assert_false (holds (f));
}

/* Another link to the same file: what it leads to looks the same. */
static void
test_link_itself (Fixture *f, gconstpointer data)
{
  g_autofree char *fresh = below (f, "fresh");
  g_assert_cmpint (symlink (f->target, fresh), ==, 0);
  save (f);
  g_assert_cmpint (rename (fresh, f->link), ==, 0);
  g_assert_false (holds (f));
}

static void
test_folder_exchanged (Fixture *f, gconstpointer data)
{
  g_autofree char *aside = below (f, "aside");
  save (f);
  g_assert_cmpint (rename (f->folder, aside), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (f->folder, 0755), ==, 0);
  g_assert_cmpint (symlink ("../../elsewhere", f->link), ==, 0);
  put (f->file, "component: tools\n");
  g_assert_false (holds (f));
}

static void
test_output_lost (Fixture *f, gconstpointer data)
{
  save (f);
  g_assert_cmpint (unlink (f->output), ==, 0);
  g_assert_false (holds (f));
}

static void
test_output_changed (Fixture *f, gconstpointer data)
{
  save (f);
  put (f->output, "recorD\n");
  g_assert_false (holds (f));
}

static void
test_output_was_missing (Fixture *f, gconstpointer data)
{
  g_autoptr (ZantePlanMemo) memo = begin (f, 60);
  g_assert_cmpint (unlink (f->output), ==, 0);
  g_assert_false (finish (f, memo));
  g_assert_false (holds (f));
}

/* What changed within 2 s before the run began is not trusted, and takes an old memo away. */
static void
test_young (Fixture *f, gconstpointer data)
{
  save (f);
  g_autoptr (ZantePlanMemo) memo = begin (f, 1);
  g_assert_false (finish (f, memo));
  g_assert_false (holds (f));
}

static void
test_edit_during_the_run (Fixture *f, gconstpointer data)
{
  g_autoptr (ZantePlanMemo) memo = begin (f, 60);
  overwrite (f->file, "component: toolz\n");
  g_assert_false (finish (f, memo));
}

static void
test_appeared_during_the_run (Fixture *f, gconstpointer data)
{
  g_autoptr (ZantePlanMemo) memo = begin (f, 60);
  put (f->absent, "stack: x\n");
  g_assert_false (finish (f, memo));
}

/* zante.yaml was read and is gone when the memo begins: only its folder's time tells. */
static void
test_removed_after_reading (Fixture *f, gconstpointer data)
{
  const char *const inputs[] = {f->absent, NULL};
  const struct timespec past[2] = {{1000, 0}, {1000, 0}};
  g_assert_cmpint (utimensat (AT_FDCWD, f->root, past, 0), ==, 0);
  g_autoptr (ZantePlanMemo) memo
      = zante_plan_memo_begin (f->state, f->identity, g_get_real_time (), inputs);
  g_assert_false (finish (f, memo));
}

static void
test_relative_path (Fixture *f, gconstpointer data)
{
  const char *const inputs[] = {"zante.yaml", NULL};
  g_autoptr (ZantePlanMemo) memo = zante_plan_memo_begin (
      f->state, f->identity, g_get_real_time () + 60 * G_USEC_PER_SEC, inputs);
  g_assert_false (finish (f, memo));
}

static void
test_damaged (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->state, "memo", f->identity, NULL);
  g_autofree char *bytes = NULL;
  gsize size;
  save (f);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  for (gsize cut = 0; cut < size; cut += 7)
    {
      g_assert_true (g_file_set_contents (path, bytes, (gssize)cut, NULL));
      g_assert_false (holds (f));
    }
  for (gsize i = 0; i < size; i++)
    {
      bytes[i] ^= 1;
      g_assert_true (g_file_set_contents (path, bytes, (gssize)size, NULL));
      g_assert_false (holds (f));
      bytes[i] ^= 1;
    }
}

static void
test_prune (Fixture *f, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (f->state, "memo", NULL);
  for (int i = 0; i < 40; i++)
    {
      g_autofree char *number = g_strdup_printf ("%d", i);
      const char *const parts[] = {number, NULL};
      g_free (f->identity);
      f->identity = zante_plan_memo_identity (parts);
      save (f);
    }
  g_autoptr (GPtrArray) entries = zante_fs_list (folder, NULL);
  g_assert_cmpuint (entries->len, <=, 16);
  g_assert_true (holds (f));
}

#define ADD(name, function)                                                                        \
  g_test_add ("/plan/memo/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("SOURCE_DATE_EPOCH");
  ADD ("holds", test_holds);
  ADD ("identity", test_identity);
  ADD ("epoch", test_epoch);
  ADD ("edit", test_edit);
  ADD ("edit-with-old-times", test_edit_with_old_times);
  ADD ("replaced-by-rename", test_replaced_by_rename);
  ADD ("removed", test_removed);
  ADD ("mode", test_mode);
  ADD ("appeared", test_appeared);
  ADD ("new-in-folder", test_new_in_folder);
  ADD ("behind-link", test_behind_link);
  ADD ("link-itself", test_link_itself);
  ADD ("folder-exchanged", test_folder_exchanged);
  ADD ("output-lost", test_output_lost);
  ADD ("output-changed", test_output_changed);
  ADD ("output-was-missing", test_output_was_missing);
  ADD ("young", test_young);
  ADD ("edit-during-the-run", test_edit_during_the_run);
  ADD ("appeared-during-the-run", test_appeared_during_the_run);
  ADD ("removed-after-reading", test_removed_after_reading);
  ADD ("relative-path", test_relative_path);
  ADD ("damaged", test_damaged);
  ADD ("prune", test_prune);
  return g_test_run ();
}
