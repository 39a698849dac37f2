/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The build as one shell script: clean for shellcheck, runs without zante, gives the same files. */
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "base/proc.h"
#include "work-fixture.h"

/* Two components, one with all that is awkward: quotes, a line END, a binary file, a dependency. */
static void
add_components (BuildFixture *f)
{
  ZanteComponent *lib = build_fixture_add (f, "lib", NULL);
  build_fixture_phase (f, lib, ZANTE_PHASE_INSTALL,
                       "mkdir -p $DESTDIR/usr/include $DESTDIR/usr/bin\n"
                       "echo '#define LIB \"it'\\''s\"' >$DESTDIR/usr/include/lib.h\n");
  ZanteComponent *user = build_fixture_add (f, "user", "lib");
  g_autofree char *binary = g_build_filename (user->folder, "a binary", NULL);
  g_autofree char *text = g_build_filename (user->folder, "text", NULL);
  g_assert_true (g_file_set_contents (binary, "\0\1\377", 3, NULL));
  g_assert_true (g_file_set_contents (text, "some\nEND\ntext\n", -1, NULL));
  build_fixture_phase (f, user, ZANTE_PHASE_PREPARE, "cp \"$component_dir/a binary\" binary");
  build_fixture_phase (f, user, ZANTE_PHASE_BUILD,
                       "cat >main.c <<'END'\n"
                       "#include <stdio.h>\n#include <lib.h>\n"
                       "int main (void) { puts (LIB \" \" __FILE__); }\n"
                       "END\n"
                       "printf 'main: main.c\\n\\tgcc -g -o $@ $(CURDIR)/main.c\\n' >Makefile\n"
                       "make\n");
  build_fixture_phase (f, user, ZANTE_PHASE_INSTALL,
                       "cp main binary $component_dir/text $DESTDIR/\n./main >$DESTDIR/said\n");
}

static char *
write_script (BuildFixture *f)
{
  g_autoptr (GError) error = NULL;
  ZantePlanInput plan = {.recipe = &f->recipe};
  f->plan = zante_plan_new (&plan, &error);
  g_assert_no_error (error);
  f->input.plan = f->plan;
  g_autofree char *script = zante_build_script (&f->input, &error);
  g_assert_no_error (error);
  char *path = g_build_filename (f->dir, "build.sh", NULL);
  g_assert_true (g_file_set_contents (path, script, -1, NULL));
  return path;
}

static void
run (const char *const *argv, const char *dir)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *output = zante_proc_output (argv, NULL, dir, NULL, 1, NULL, &error);
  if (error != NULL)
    g_test_message ("%s", output);
  g_assert_no_error (error);
}

static void
test_shellcheck (BuildFixture *f, gconstpointer data)
{
  g_autofree char *shellcheck = g_find_program_in_path ("shellcheck");
  if (shellcheck == NULL)
    {
      g_test_skip ("needs shellcheck");
      return;
    }
  add_components (f);
  g_autofree char *path = write_script (f);
  const char *argv[] = {shellcheck, "-s", "sh", path, NULL};
  run (argv, f->dir);
}

static void
test_same_files (BuildFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  if (!build_fixture_needs_sandbox ())
    return;
  add_components (f);
  g_autofree char *path = write_script (f);
  const char *script[] = {"sh", path, NULL};
  run (script, f->dir);
  build_fixture_run (f, &error);
  g_assert_no_error (error);
  g_autofree char *user = g_build_filename (f->workspace->store, "user", NULL);
  g_autofree char *lib = g_build_filename (f->workspace->store, "lib", NULL);
  g_autofree char *user_stage = g_build_filename (f->dir, "zante-work", "user", "stage", NULL);
  g_autofree char *lib_stage = g_build_filename (f->dir, "zante-work", "lib", "stage", NULL);
  const char *same_user[] = {"diff", "-r", user, user_stage, NULL};
  const char *same_lib[] = {"diff", "-r", lib, lib_stage, NULL};
  run (same_user, f->dir);
  run (same_lib, f->dir);
  g_autofree char *dist = g_build_filename (f->dir, "zante-dist", "said", NULL);
  g_autofree char *said = NULL;
  g_assert_true (g_file_get_contents (dist, &said, NULL, NULL));
  g_assert_cmpstr (said, ==, "it's /build/src/main.c\n");
}

/* Where namespaces are forbidden: a bwrap that fails comes first in PATH. */
static void
test_plain (BuildFixture *f, gconstpointer data)
{
  add_components (f);
  g_autofree char *path = write_script (f);
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  char *probe = strstr (text, "if ! bwrap ");
  g_assert_nonnull (probe);
  memcpy (probe, "if ! false ", strlen ("if ! false "));
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  const char *script[] = {"sh", path, NULL};
  run (script, f->dir);
  g_autofree char *dist = g_build_filename (f->dir, "zante-dist", "said", NULL);
  g_autofree char *said = NULL;
  g_assert_true (g_file_get_contents (dist, &said, NULL, NULL));
  g_assert_true (g_str_has_prefix (said, "it's /"));
  g_assert_true (g_str_has_suffix (said, "/zante-work/user/src/main.c\n"));
}

#define ADD(name, function)                                                                        \
  g_test_add ("/build/script/" name, BuildFixture, NULL, build_fixture_setup, function,            \
              build_fixture_teardown)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("shellcheck", test_shellcheck);
  ADD ("same-files", test_same_files);
  ADD ("plain", test_plain);
  return g_test_run ();
}
