/* SPDX-License-Identifier: GPL-2.0-or-later */
/* state.json: what is written is what is read; what is damaged is no state. */
#include "work/resume.h"

#include <string.h>

static void
test_round_trip (void)
{
  g_autoptr (ZanteWorkState) state = zante_work_state_new ("local:/a \"b\"");
  state->unpacked = state->finished = TRUE;
  state->done[ZANTE_PHASE_PREPARE] = state->done[ZANTE_PHASE_INSTALL] = TRUE;
  state->stamp[ZANTE_PHASE_CONFIGURE] = g_strdup ("stamp");
  state->deps = g_strdup ("deps");
  g_autofree char *text = zante_work_state_format (state);
  g_autoptr (ZanteWorkState) again = zante_work_state_parse (text, strlen (text));
  g_assert_nonnull (again);
  g_autofree char *text_again = zante_work_state_format (again);
  g_assert_cmpstr (text, ==, text_again);
  g_assert_cmpstr (again->key, ==, state->key);
  g_assert_true (again->done[ZANTE_PHASE_INSTALL]);
  g_assert_false (again->done[ZANTE_PHASE_BUILD]);
  g_assert_null (again->output);
}

static void
test_damaged (void)
{
  static const char *const texts[] = {
      "",
      "{",
      "[]",
      "null",
      "\"x\"",
      "{}",
      "{\"format\": 2, \"key\": \"k\"}",
      "{\"format\": \"1\", \"key\": \"k\"}",
      "{\"format\": 1, \"key\": 7}",
      "{\"format\": 1, \"key\": null}",
      "{\"format\": 1, \"key\": {}}",
      "{\"format\": [1], \"key\": \"k\"}",
      "{\"format\": 1, \"key\": \"\xff\"}",
      "{\"format\": 1, \"key\": \"k\", \"deep\": [[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]}",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (ZanteWorkState) state = zante_work_state_parse (texts[i], strlen (texts[i]));
      if (state != NULL)
        g_test_message ("%s", texts[i]);
      g_assert_null (state);
    }
}

/* Wrong types below the key count as nothing done, so the work is done again. */
static void
test_wrong_types (void)
{
  const char *text = "{\"format\": 1, \"key\": \"k\", \"unpacked\": \"yes\", \"done\": [true], "
                     "\"stamps\": {\"build\": 1}, \"deps\": {}}";
  g_autoptr (ZanteWorkState) state = zante_work_state_parse (text, strlen (text));
  g_assert_nonnull (state);
  g_assert_false (state->unpacked);
  g_assert_false (state->done[ZANTE_PHASE_PREPARE]);
  g_assert_null (state->stamp[ZANTE_PHASE_BUILD]);
  g_assert_null (state->deps);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/resume/round-trip", test_round_trip);
  g_test_add_func ("/resume/damaged", test_damaged);
  g_test_add_func ("/resume/wrong-types", test_wrong_types);
  return g_test_run ();
}
