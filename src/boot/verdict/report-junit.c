/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/boot.h"

typedef struct {
  GString *cases;
  const char *before; /* the groups' names */
  guint tests, failures, skipped;
} Suite;

/* TEXT for XML: what XML 1.0 does not allow is left out. Owned by the caller. */
static char *
escaped (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_autoptr (GString) clean = g_string_new (NULL);
  for (const char *c = valid; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);
      if ((character >= 0x20 && character != 0xfffe && character != 0xffff) || character == '\t')
        g_string_append_unichar (clean, character);
    }
  return g_markup_escape_text (clean->str, -1);
}

/* A test case; its verdict is that of CLASS, why is TEXT. */
static void
add_case (Suite *suite, const char *group, const char *name, double seconds, ZanteBootClass class,
          const char *text)
{
  g_autofree char *safe_name = escaped (name);
  g_autofree char *safe_text = escaped (text);
  char time[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd (time, sizeof time, "%.3f", MAX (seconds, 0));
  g_string_append_printf (suite->cases,
                          "  <testcase classname=\"boot.%s%s\" name=\"%s\" time=\"%s\">",
                          suite->before, group, safe_name, time);
  suite->tests++;
  if (class == ZANTE_BOOT_SKIPPED || class == ZANTE_BOOT_KNOWN)
    {
      g_string_append_printf (suite->cases, "<skipped message=\"%s\"/>", safe_text);
      suite->skipped++;
    }
  else if (class != ZANTE_BOOT_PASS)
    {
      g_string_append_printf (suite->cases, "<failure type=\"%s\" message=\"%s\"/>",
                              zante_boot_class_name (class), safe_text);
      suite->failures++;
    }
  g_string_append (suite->cases, "</testcase>\n");
}

static void
add_facts (Suite *suite, const ZanteBootReport *report)
{
  for (guint i = 0; i < report->facts->len; i++)
    {
      const ZanteBootFact *fact = report->facts->pdata[i];
      gboolean same = g_strcmp0 (fact->expected, fact->seen) == 0;
      g_autofree char *text = g_strdup_printf (
          "'%s' and should be '%s'", fact->seen != NULL ? fact->seen : "not told", fact->expected);
      add_case (suite, "fact", fact->name, 0, same ? ZANTE_BOOT_PASS : ZANTE_BOOT_FAIL, text);
    }
}

static void
add_guests (Suite *suite, const ZanteBootReport *report)
{
  for (guint i = 0; i < report->guests->len; i++)
    {
      const ZanteBootGuest *guest = report->guests->pdata[i];
      add_case (suite, guest->is_program ? "tools-test" : "guest", guest->name,
                guest->is_program ? guest->seconds
                                  : MAX (guest->create_seconds, 0) + MAX (guest->marker_seconds, 0),
                guest->class, guest->text);
      for (guint j = 0; j < guest->steps->len; j++)
        {
          const ZanteBootStep *step = guest->steps->pdata[j];
          g_autofree char *name = g_strconcat (guest->name, ": ", step->name, NULL);
          add_case (suite, "step", name, 0, step->ok ? ZANTE_BOOT_PASS : ZANTE_BOOT_FAIL,
                    step->text);
        }
    }
}

static void
add_report (Suite *suite, const char *before, const ZanteBootReport *report)
{
  suite->before = before;
  for (guint i = 0; i < report->stages->len; i++)
    {
      const ZanteBootStage *stage = report->stages->pdata[i];
      add_case (suite, "stage", stage->name, stage->seconds, ZANTE_BOOT_PASS, NULL);
    }
  add_facts (suite, report);
  add_guests (suite, report);
  add_case (suite, "verdict", "verdict", report->seconds, report->class, report->text);
}

char *
zante_boot_report_junit (const ZanteBootReport *report)
{
  g_autoptr (GString) cases = g_string_new (NULL);
  Suite suite = {.cases = cases};
  if (report->saved != NULL)
    add_report (&suite, "saved.", report->saved);
  add_report (&suite, "", report);
  char time[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd (time, sizeof time, "%.3f", report->seconds);
  return g_strdup_printf ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                          "<testsuite name=\"zante boot\" tests=\"%u\" failures=\"%u\" "
                          "skipped=\"%u\" errors=\"0\" time=\"%s\">\n%s</testsuite>\n",
                          suite.tests, suite.failures, suite.skipped, time, cases->str);
}
