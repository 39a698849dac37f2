/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The stories of tests/boot/verdict: what the two serial ports told, how QEMU ended, and what is
 * concluded. A line begins with what it is: "level", "fact NAME EXPECTED", "guest NAME", "program
 * NAME", "skip NAME WHY" (on this side), "expect NAME OUTCOME REASON", "1 LINE" and "2 LINE" from
 * the ports, "qemu LINE", and one of "exit STATUS", "silent SECONDS", "late SECONDS"; from "=" on
 * the expected report follows. The nonce is N. */
#include <gio/gio.h>
#include <string.h>

#include "boot/verdict/protocol.h"
#include "boot/verdict/report.h"
#include "boot/verdict/verdict.h"
#include "boot/xtf/outcome.h"

typedef struct {
  ZanteProgress progress;
  ZanteEnding ending;
  char *message;
  double clock; /* a line from a port takes a second */
} Story;

static ZanteBootReport *
new_report (void)
{
  ZanteBootReport *report = zante_boot_report_new (ZANTE_BOOT_GUEST, NULL);
  report->accelerator = g_strdup ("tcg");
  return report;
}

static void
add_guest (ZanteBootReport *report, const char *rest, gboolean skipped)
{
  ZanteBootGuest *guest = g_new0 (ZanteBootGuest, 1);
  g_auto (GStrv) words = g_strsplit (rest, " ", 2);
  guest->name = g_strdup (words[0]);
  guest->summary = g_strdup ("a guest");
  guest->class = skipped ? ZANTE_BOOT_SKIPPED : ZANTE_BOOT_HANG;
  guest->text = skipped ? g_strdup (words[1]) : NULL;
  guest->create_status = guest->exit_status = -1;
  guest->create_seconds = guest->marker_seconds = guest->began = guest->seconds = -1;
  guest->steps = g_ptr_array_new ();
  g_ptr_array_add (report->guests, guest);
}

static void
add_fact (ZanteBootReport *report, const char *rest)
{
  g_auto (GStrv) words = g_strsplit (rest, " ", 2);
  ZanteBootFact *fact = g_new0 (ZanteBootFact, 1);
  fact->name = g_strdup (words[0]);
  fact->expected = g_strdup (words[1]);
  g_ptr_array_add (report->facts, fact);
}

static void
set_expectation (ZanteBootReport *report, const char *rest)
{
  g_auto (GStrv) words = g_strsplit (rest, " ", 3);
  for (guint i = 0; i < report->guests->len; i++)
    {
      ZanteBootGuest *guest = report->guests->pdata[i];
      if (strcmp (guest->name, words[0]) != 0)
        continue;
      guest->expected = zante_outcome_parse (words[1]);
      guest->reason = g_strdup (words[2]);
    }
}

static void
set_ending (Story *story, const char *verb, const char *rest)
{
  guint number = (guint)g_ascii_strtoull (rest, NULL, 10);
  story->ending.end = strcmp (verb, "silent") == 0 ? ZANTE_END_SILENT
                      : strcmp (verb, "late") == 0 ? ZANTE_END_DEADLINE
                                                   : ZANTE_END_EXITED;
  story->ending.status = (int)number;
  story->ending.limit = number;
}

static void
set_level (ZanteBootReport *report, const char *name)
{
  guint level = 0;
  while (strcmp (zante_boot_level_names[level], name) != 0)
    level++;
  report->level = (ZanteBootLevel)level;
}

static void
tell (Story *story, const char *line)
{
  ZanteBootReport *report = story->progress.report;
  g_auto (GStrv) words = g_strsplit (line, " ", 2);
  const char *verb = words[0], *rest = words[1] != NULL ? words[1] : "";
  if (strcmp (verb, "level") == 0)
    set_level (report, rest);
  else if (strcmp (verb, "expect") == 0)
    set_expectation (report, rest);
  else if (strcmp (verb, "fact") == 0)
    add_fact (report, rest);
  else if (strcmp (verb, "guest") == 0 || strcmp (verb, "skip") == 0)
    add_guest (report, rest, *verb == 's');
  else if (strcmp (verb, "program") == 0)
    {
      add_guest (report, rest, FALSE);
      ((ZanteBootGuest *)report->guests->pdata[report->guests->len - 1])->is_program = TRUE;
    }
  else if (strcmp (verb, "1") == 0)
    zante_progress_com1 (&story->progress, rest, strlen (rest), story->clock++);
  else if (strcmp (verb, "2") == 0)
    zante_progress_com2 (&story->progress, rest, strlen (rest), story->clock++);
  else if (strcmp (verb, "qemu") == 0)
    story->message = g_strdup (rest);
  else
    set_ending (story, verb, rest);
}

static void
test_story (gconstpointer path)
{
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  char *expected = strstr (text, "\n=\n");
  g_assert_nonnull (expected);
  expected[1] = '\0';
  expected += strlen ("\n=\n");
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (ZanteBootReport) report = new_report ();
  Story story = {.progress = {.report = report, .nonce = "N"}};
  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0' && **line != '#')
      tell (&story, *line);
  story.ending.message = story.message;
  report->seconds = 42;
  zante_verdict_decide (&story.progress, &story.ending);
  g_autofree char *got = zante_boot_report_text (report);
  g_assert_cmpstr (got, ==, expected);
  zante_progress_clear (&story.progress);
  g_free (story.message);
}

static void
add_stories (GPtrArray *paths)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "boot", "verdict", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_assert_nonnull (dir);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      if (!g_str_has_suffix (name, ".story"))
        continue;
      char *path = g_build_filename (folder, name, NULL);
      g_autofree char *test = g_strconcat ("/boot/verdict/", name, NULL);
      g_ptr_array_add (paths, path);
      g_test_add_data_func (test, path, test_story);
    }
}

static void
test_line_kinds (void)
{
  static const struct {
    const char *line;
    ZanteLineKind kind;
  } cases[] = {
      {"zante N stage init", ZANTE_LINE_STAGE},
      {"zante N stage init\r", ZANTE_LINE_STAGE},
      {"zante N stage", ZANTE_LINE_OTHER},
      {"zante N stage ../x", ZANTE_LINE_OTHER},
      {"zante n stage init", ZANTE_LINE_OTHER},
      {" zante N stage init", ZANTE_LINE_OTHER},
      {"zante  stage init", ZANTE_LINE_OTHER},
      {"zante N fact build-id 4147", ZANTE_LINE_FACT},
      {"zante N guest g create 0 1.25", ZANTE_LINE_CREATE},
      {"zante N guest g create 256 1", ZANTE_LINE_OTHER},
      {"zante N guest g create 0 -1", ZANTE_LINE_OTHER},
      {"zante N guest g create 0 nan", ZANTE_LINE_OTHER},
      {"zante N guest g create 0", ZANTE_LINE_OTHER},
      {"zante N guest g ran 77 1.25", ZANTE_LINE_RAN},
      {"zante N guest g ran 1", ZANTE_LINE_OTHER},
      {"zante N guest g marker 0.5", ZANTE_LINE_MARKER},
      {"zante N guest g marker 1 x", ZANTE_LINE_OTHER},
      {"zante N guest g step ping ok 3 ms", ZANTE_LINE_STEP},
      {"zante N guest g step ping good", ZANTE_LINE_OTHER},
      {"zante N guest g pass", ZANTE_LINE_PASS},
      {"zante N guest g fail why", ZANTE_LINE_FAIL},
      {"zante N guest g skip why", ZANTE_LINE_SKIP},
      {"zante N log g zante N verdict pass", ZANTE_LINE_LOG},
      {"zante N alive", ZANTE_LINE_ALIVE},
      {"zante N verdict pass", ZANTE_LINE_VERDICT},
      {"zante N verdict passed", ZANTE_LINE_OTHER},
      {"", ZANTE_LINE_OTHER},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (ZanteLine) line = zante_line_parse (cases[i].line, strlen (cases[i].line), "N");
      if (line.kind != cases[i].kind)
        g_error ("'%s' is of kind %d", cases[i].line, (int)line.kind);
    }
}

static void
test_line_text (void)
{
  static const char bytes[] = "zante N guest g fail \033[31mred\xff\a";
  g_auto (ZanteLine) line = zante_line_parse (bytes, sizeof bytes - 1, "N");
  g_assert_cmpstr (line.name, ==, "g");
  g_assert_cmpstr (line.text, ==, "?[31mred\357\277\275?");
  g_auto (ZanteLine) none = zante_line_parse ("zante  verdict pass", 19, "");
  g_assert_cmpint (none.kind, ==, ZANTE_LINE_OTHER);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_test_add_func ("/boot/line/kinds", test_line_kinds);
  g_test_add_func ("/boot/line/text", test_line_text);
  add_stories (paths);
  return g_test_run ();
}
