/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/cli.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "cli/command.h"
#include "cli/signals.h"

const ZanteCommand *const zante_commands[] = {
    &zante_command_init,    &zante_command_list,   &zante_command_doctor, &zante_command_builddep,
    &zante_command_lock,    &zante_command_update, &zante_command_fetch,  &zante_command_bundle,
    &zante_command_plan,    &zante_command_why,    &zante_command_build,  &zante_command_shell,
    &zante_command_log,     &zante_command_verify, &zante_command_boot,   &zante_command_install,
    &zante_command_tarball, &zante_command_deb,    &zante_command_rpm,    &zante_command_repo,
    &zante_command_clean,   &zante_command_gc,     &zante_command_store,  &zante_command_series,
    &zante_command_xsa,     &zante_command_queue,  &zante_command_abi,    NULL,
};

static char *
commands_text (void)
{
  g_autoptr (GString) text = g_string_new ("Commands:\n");
  for (gsize i = 0; zante_commands[i] != NULL; i++)
    g_string_append_printf (text, "  %-10s %s\n", zante_commands[i]->name,
                            zante_commands[i]->summary);
  g_string_append (text,
                   "\nzante COMMAND --help tells the options of a command; zante(1) tells all.");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
parse_globals (ZanteGlobals *globals, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
      {"directory", 'C', 0, G_OPTION_ARG_FILENAME, &globals->directory, "Work in the project DIR",
       "DIR"},
      {"stack", 0, 0, G_OPTION_ARG_FILENAME, &globals->stack, "Build the stack NAME (or the file)",
       "NAME"},
      {"layout", 0, 0, G_OPTION_ARG_STRING, &globals->layout,
       "Install as debian, fedora or upstream do", "NAME"},
      {"provider", 0, 0, G_OPTION_ARG_STRING_ARRAY, &globals->providers,
       "Who provides a component: build, system or off", "NAME=WHO"},
      {"set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &globals->settings, "Set an option of a component",
       "COMPONENT.OPTION=VALUE"},
      {"local", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &globals->locals,
       "Build a source from your own tree", "SOURCE=DIR"},
      {"store", 0, 0, G_OPTION_ARG_FILENAME, &globals->store,
       "Share outputs with the store at URL (or the folder), or with none", "URL"},
      {"json", 0, 0, G_OPTION_ARG_FILENAME, &globals->json,
       "Write events as JSON lines to FILE, or - for standard output", "FILE"},
      {"adopt", 0, 0, G_OPTION_ARG_NONE, &globals->adopt, "Take over a .zante that was copied here",
       NULL},
      {"verbose", 'v', 0, G_OPTION_ARG_NONE, &globals->verbose, "Tell every step", NULL},
      {"quiet", 'q', 0, G_OPTION_ARG_NONE, &globals->quiet, "Tell only warnings and errors", NULL},
      {"version", 0, 0, G_OPTION_ARG_NONE, &globals->version, "Print the version", NULL},
      {0},
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("COMMAND [ARGUMENT…]");
  g_autofree char *commands = commands_text ();
  g_option_context_set_summary (context, "Build the Xen stack from verified sources.");
  g_option_context_set_description (context, commands);
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_strict_posix (context, TRUE);
  if (g_option_context_parse (context, argc, argv, error))
    return TRUE;
  if (error != NULL && *error != NULL)
    {
      g_autoptr (GError) local = g_steal_pointer (error);
      zante_error_set (error, ZANTE_ERROR_USAGE, "%s (try 'zante --help')", local->message);
    }
  return FALSE;
}

static const ZanteCommand *
find_command (const char *name, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (gsize i = 0; zante_commands[i] != NULL; i++)
    {
      if (strcmp (zante_commands[i]->name, name) == 0)
        return zante_commands[i];
      g_ptr_array_add (names, (gpointer)zante_commands[i]->name);
    }
  g_ptr_array_add (names, NULL);
  g_autofree char *hint
      = zante_error_hint (name, (const char *const *)names->pdata, " (see 'zante --help')");
  return zante_error_null (error, ZANTE_ERROR_USAGE, "no command '%s'%s", name, hint);
}

/* Whether WORD is a short option of ENTRIES with its value behind it, "-j4", as getopt(3) takes it
 * and GOption does not. */
static gboolean
is_joined (const GOptionEntry *entries, const char *word)
{
  if (word[0] != '-' || word[1] == '-' || word[1] == '\0' || word[2] == '\0')
    return FALSE;
  for (; entries != NULL && entries->long_name != NULL; entries++)
    if (entries->short_name == word[1] && entries->arg != G_OPTION_ARG_NONE
        && entries->arg != G_OPTION_ARG_CALLBACK)
      return TRUE;
  return FALSE;
}

/* The command line with such options as two words; the first is the program's name. */
static char **
split_words (const char *name, const GOptionEntry *entries, int argc, char **argv)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_autofree char *program = g_strconcat ("zante ", name, NULL);
  gboolean rest = FALSE;
  g_strv_builder_add (words, program);
  for (int i = 1; i < argc; i++)
    {
      g_autofree char *option = g_strndup (argv[i], 2);
      rest = rest || strcmp (argv[i], "--") == 0;
      if (!rest && is_joined (entries, argv[i]))
        g_strv_builder_add_many (words, option, argv[i] + 2, NULL);
      else
        g_strv_builder_add (words, argv[i]);
    }
  return g_strv_builder_end (words);
}

char **
zante_command_parse (const ZanteCommand *command, const GOptionEntry *entries, int argc,
                     char **argv, int min, int max, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (command->arguments);
  g_autoptr (GError) local = NULL;
  g_auto (GStrv) words = split_words (argv[0], entries, argc, argv);
  g_option_context_set_summary (context, command->summary);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, NULL);
  g_set_prgname (words[0]);
  gboolean parsed = g_option_context_parse_strv (context, &words, &local);
  int given = parsed ? (int)g_strv_length (words) - 1 : 0;
  if (parsed && given > 0 && strcmp (words[1], "--") == 0)
    given--;
  if (parsed && given >= min && (max < 0 || given <= max))
    return g_strdupv (words + g_strv_length (words) - (gsize)given);
  return zante_error_null (error, ZANTE_ERROR_USAGE, "%s: %s (try 'zante %s --help')",
                           command->name,
                           !parsed       ? local->message
                           : given < min ? "something is missing"
                                         : "too many arguments",
                           command->name);
}

/* What is wrong for every command: told before anything is done, with one message. An empty or
 * malformed date would be 1980 here and another error there. */
static gboolean
check_surroundings (const ZanteGlobals *globals, GError **error)
{
  gint64 epoch;
  const char *text = g_getenv ("SOURCE_DATE_EPOCH");
  g_autofree char *place = getcwd (NULL, 0); /* g_free is free: GLib 2.46 */
  if (text != NULL && !g_ascii_string_to_signed (text, 10, 0, G_MAXUINT32, &epoch, NULL))
    return zante_error_set (
        error, ZANTE_ERROR_INPUT,
        "SOURCE_DATE_EPOCH is '%s', which is no number of seconds since 1970: mend it, or "
        "unset it",
        text);
  if (place != NULL || (globals->directory != NULL && g_path_is_absolute (globals->directory)))
    return TRUE;
  return zante_error_set (
      error, ZANTE_ERROR_INPUT,
      "the current directory cannot be found (%s): go to another one, or name the project "
      "with -C and its whole path",
      g_strerror (errno));
}

/* Events that a full disk swallowed are told, as is what was printed: see after_output. */
static gboolean
check_events (const ZanteSession *session, GError **error)
{
  if (session->json == NULL || session->json == stdout
      || (fflush (session->json) == 0 && ferror (session->json) == 0))
    return TRUE;
  return zante_error_set (error, ZANTE_ERROR_FAILED, "cannot write all events to '%s'",
                          session->globals.json);
}

static int
run_command (const ZanteCommand *command, ZanteGlobals *globals, GCancellable *cancellable,
             int argc, char **argv, GError **error)
{
  int status = 0;
  g_autoptr (ZanteSession) session = zante_session_new (globals, cancellable, error);
  if (session == NULL || !command->run (session, argc, argv, &status, error)
      || !check_events (session, error))
    return zante_error_exit_status (*error);
  return status;
}

/* A cancelled run ends as the signal says, whatever error it was in the middle of. */
static int
after_signal (int status, GError **error)
{
  int number = zante_signals_caught ();
  if (number == 0)
    return status;
  g_clear_error (error);
  zante_error_set (error, 128 + number, "interrupted; run it again to go on");
  return 128 + number;
}

/* A reader who has seen enough ("zante log tools | head") is no failure. */
static gboolean
is_reader_gone (void)
{
  struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
  return poll (&out, 1, 0) > 0 && (out.revents & POLLERR) != 0;
}

/* What was printed is whole, or the run failed. */
static int
after_output (int status, GError **error)
{
  gboolean broken = ferror (stdout) != 0;
  if ((fflush (stdout) == 0 && !broken) || *error != NULL || is_reader_gone ())
    return status;
  if (broken)
    zante_error_set (error, ZANTE_ERROR_FAILED, "cannot write all of it to standard output");
  else
    zante_error_errno (error, errno, "cannot write to standard output");
  __fpurge (stdout);
  clearerr (stdout);
  return ZANTE_ERROR_FAILED;
}

/* GOption prints its help and exits by itself. */
static void
at_exit (void)
{
  if ((ferror (stdout) == 0 && fflush (stdout) == 0) || is_reader_gone ())
    return;
  g_printerr ("zante: cannot write to standard output\n");
  _exit (ZANTE_ERROR_FAILED);
}

int
zante_cli_run (int argc, char **argv, GError **error)
{
  g_autoptr (GCancellable) cancellable = zante_signals_watch ();
  ZanteGlobals globals = {0};
  const ZanteCommand *command = NULL;
  atexit (at_exit);
  if (!parse_globals (&globals, &argc, &argv, error))
    {
      zante_globals_clear (&globals);
      return ZANTE_ERROR_USAGE;
    }
  if (globals.version)
    {
      zante_globals_clear (&globals);
      printf ("zante %s\n", PACKAGE_VERSION);
      return after_output (0, error);
    }
  if (argc < 2)
    zante_error_set (error, ZANTE_ERROR_USAGE, "no command (try 'zante --help')");
  else
    command = find_command (argv[1], error);
  if (command == NULL)
    {
      zante_globals_clear (&globals);
      return ZANTE_ERROR_USAGE;
    }
  if (!check_surroundings (&globals, error))
    {
      zante_globals_clear (&globals);
      return ZANTE_ERROR_INPUT;
    }
  int status = run_command (command, &globals, cancellable, argc - 1, argv + 1, error);
  return after_signal (after_output (status, error), error);
}
