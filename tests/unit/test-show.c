/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text of others on its way out. */
#include <string.h>

#include "base/log.h"
#include "base/show.h"

static const struct {
  const char *text, *shown;
} cases[] = {
    {"plain – text\tand a tab", "plain – text\tand a tab"},
    {"\033[2J", "\\x1b[2J"},
    {"a\rb\bc\177", "a\\x0db\\x08c\\x7f"},
    {"\302\233"
     "31m",
     "\\xc2\\x9b31m"}, /* U+009B, CSI in one character */
    {"\233"
     "31m",
     "\\x9b"
     "31m"},
    {"\342\200\256"
     "desrever",
     "\\xe2\\x80\\xae"
     "desrever"},
    {"a\nzante: all is well", "a\n  zante: all is well"},
    {"line\n", "line"},
    {"", ""},
    {"https://u:p@h/x@y", "https://h/x@y"},
    {"https://h/x@y", "https://h/x@y"},
    {"'https://u:p@h:8/x?token=a&b=c#f': no", "'https://h:8/x?...': no"},
    {"from ssh://me@h/x and http://t@[::1]/?k", "from ssh://h/x and http://[::1]/?..."},
    {"https://a@b:c@h/", "https://h/"},
    {"is it? yes ://x?y", "is it? yes ://x?y"},
    {"https://u:p@h", "https://h"},
    {"https://h/proxy/http://u:p@h/?k=v x", "https://h/proxy/http://h/?... x"},
    {"https://h?a=b http://u@i?c", "https://h?... http://i?..."},
};

static void
test_show (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = zante_show (cases[i].text);
      g_assert_cmpstr (shown, ==, cases[i].shown);
      g_autofree char *again = zante_show_redact (shown);
      g_assert_cmpstr (again, ==, shown);
    }
  g_assert_null (zante_show_redact (NULL));
}

static void
test_lines (void)
{
  g_autofree char *name = zante_show_name ("a\nb\033\n");
  g_autofree char *text = zante_show_text ("a\nb\033\n");
  g_assert_cmpstr (name, ==, "a\\x0ab\\x1b\\x0a");
  g_assert_cmpstr (text, ==, "a\nb\\x1b\n");
}

/* Both readers of the log. */
static void
test_log (void)
{
  char *text = NULL, *json = NULL;
  size_t text_size, json_size;
  FILE *out = open_memstream (&text, &text_size), *events = open_memstream (&json, &json_size);
  ZanteLog *log = zante_log_new (out, FALSE, ZANTE_LOG_INFO, events);
  zante_log_message (log, ZANTE_LOG_NOTICE, "'\033c' of https://u:secret@h/?token=secret");
  zante_log_emit (log, &ZANTE_EVENT (.event = "fetch-start", .component = "x\033c",
                                     .path = "https://u:secret@h/?token=secret"));
  zante_log_free (log);
  fclose (out);
  fclose (events);
  g_assert_null (strchr (text, '\033'));
  g_assert_nonnull (strstr (text, "\\x1bc"));
  g_assert_null (strstr (text, "secret"));
  g_assert_null (strstr (json, "secret"));
  g_assert_nonnull (strstr (json, "https://h/?..."));
  g_free (text);
  g_free (json);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/show/text", test_show);
  g_test_add_func ("/show/lines", test_lines);
  g_test_add_func ("/show/log", test_log);
  return g_test_run ();
}
