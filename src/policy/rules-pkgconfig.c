/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rule that a .pc file tells the truth: its directories are there, what it requires is there,
 * and a program linked by it finds a private library again. A private library has no DT_SONAME, so
 * the linker records the name it was given: -l:FILE, and the directory must follow as -rpath. */
#include <string.h>

#include "policy/pkgconfig.h"
#include "policy/rules.h"

typedef struct {
  ZanteCheck *check;
  const ZantePolicyFile *file;
  const ZantePkgConfig *config;
  GPtrArray *library_dirs; /* char*: keys of -L */
  GPtrArray *run_dirs;     /* char*: keys of -rpath */
} PkgConfigCheck;

static void report (const PkgConfigCheck *pc, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
report (const PkgConfigCheck *pc, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  zante_check_report (pc->check, ZANTE_RULE_PKG_CONFIG, pc->file, "%s", message);
}

/* Directories -------------------------------------------------------------------------------- */

/* The argument of the option OPTION ("-L") at WORD, glued or the next word; NULL when it is not
 * that option. */
static const char *
option_argument (char **word, const char *option)
{
  if (!g_str_has_prefix (*word, option))
    return NULL;
  const char *glued = *word + strlen (option);
  return *glued != '\0' ? glued : word[1];
}

static void
check_directory (const PkgConfigCheck *pc, const char *option, const char *dir)
{
  if (*dir != '/')
    report (pc, "%s%s is not an absolute path", option, dir);
  else if (!zante_check_has_directory (pc->check, dir))
    report (pc, "%s%s is neither in the tree nor on this system", option, dir);
}

static void
check_directories (const PkgConfigCheck *pc, char **words)
{
  static const char *const options[] = {"-L", "-I", "-isystem"};
  for (char **word = words; *word != NULL; word++)
    for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
      {
        const char *dir = option_argument (word, options[i]);
        if (dir != NULL)
          check_directory (pc, options[i], dir);
      }
}

/* Private libraries -------------------------------------------------------------------------- */

static void
add_key (const PkgConfigCheck *pc, GPtrArray *dirs, const char *path)
{
  g_ptr_array_add (dirs, zante_policy_tree_key (pc->check->tree, path));
}

/* The directory of -Wl,-rpath,DIR, -Wl,-rpath=DIR or -Wl,-rpath -Wl,DIR. */
static const char *
run_dir (char **word)
{
  static const char *const options[] = {"-Wl,-rpath", "-Wl,--rpath", "-Wl,-R"};
  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    {
      const char *rest = g_str_has_prefix (*word, options[i]) ? *word + strlen (options[i]) : NULL;
      if (rest != NULL && (*rest == ',' || *rest == '=' || *rest == '/'))
        return *rest == '/' ? rest : rest + 1;
      if (rest != NULL && *rest == '\0' && word[1] != NULL && g_str_has_prefix (word[1], "-Wl,"))
        return word[1] + strlen ("-Wl,");
    }
  return NULL;
}

static void
collect_dirs (PkgConfigCheck *pc, char **words)
{
  for (char **word = words; *word != NULL; word++)
    {
      const char *library = option_argument (word, "-L");
      const char *run = run_dir (word);
      if (library != NULL)
        add_key (pc, pc->library_dirs, library);
      if (run != NULL)
        add_key (pc, pc->run_dirs, run);
    }
}

static gboolean
is_here (const PkgConfigCheck *pc, const char *dir, const char *name)
{
  g_auto (ZanteFound) found = zante_check_find_in (pc->check, dir, name);
  return zante_found_exists (&found);
}

/* -l:NAME must be the file that is there when the program runs: not the link for developers. */
static void
check_exact_library (const PkgConfigCheck *pc, const char *name)
{
  for (guint i = 0; i < pc->library_dirs->len; i++)
    {
      const char *dir = pc->library_dirs->pdata[i];
      if (!is_here (pc, dir, name))
        continue;
      if (zante_check_is_in (pc->check->private_dirs, dir) && g_str_has_suffix (name, ".so"))
        report (pc, "-l:%s names the link for developers (name the versioned file)", name);
      return;
    }
  report (pc, "-l:%s is in none of its -L directories", name);
}

static void
check_plain_library (const PkgConfigCheck *pc, const char *name)
{
  g_autofree char *file_name = g_strdup_printf ("lib%s.so", name);
  for (guint i = 0; i < pc->library_dirs->len; i++)
    if (zante_check_is_in (pc->check->private_dirs, pc->library_dirs->pdata[i])
        && is_here (pc, pc->library_dirs->pdata[i], file_name))
      report (pc, "-l%s is a private library, which has no DT_SONAME (write -l:%s.VERSION)", name,
              file_name);
}

static void
check_run_dirs (const PkgConfigCheck *pc)
{
  for (guint i = 0; i < pc->library_dirs->len; i++)
    {
      const char *dir = pc->library_dirs->pdata[i];
      if (zante_check_is_in (pc->check->private_dirs, dir)
          && !zante_check_is_in (pc->run_dirs, dir))
        report (pc, "links from the private '%s' without -Wl,-rpath,%s", dir, dir);
    }
}

static void
check_libraries (const PkgConfigCheck *pc, char **words)
{
  for (char **word = words; *word != NULL; word++)
    if (g_str_has_prefix (*word, "-l:"))
      check_exact_library (pc, *word + strlen ("-l:"));
    else if (g_str_has_prefix (*word, "-l"))
      check_plain_library (pc, *word + strlen ("-l"));
}

/* Requires ----------------------------------------------------------------------------------- */

/* pkg-config's own path (pkg-config(1), PKG_CONFIG_LIBDIR) and the file's own directory. */
static gboolean
has_module (const PkgConfigCheck *pc, const char *module)
{
  static const char *const built_in[]
      = {"/usr/share/pkgconfig", "/usr/lib/pkgconfig", "/usr/lib64/pkgconfig"};
  g_autofree char *name = g_strconcat (module, ".pc", NULL);
  if (is_here (pc, pc->file->dir, name))
    return TRUE;
  for (guint i = 0; i < pc->check->search_dirs->len; i++)
    {
      g_autofree char *dir = g_build_filename (pc->check->search_dirs->pdata[i], "pkgconfig", NULL);
      if (is_here (pc, dir, name))
        return TRUE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (built_in); i++)
    if (is_here (pc, built_in[i], name))
      return TRUE;
  return FALSE;
}

static void
check_requires (const PkgConfigCheck *pc, const char *field)
{
  g_auto (GStrv) modules = zante_pkg_config_modules (pc->config, field);
  for (char **module = modules; *module != NULL; module++)
    if (!has_module (pc, *module))
      report (pc, "%s '%s', which is neither in the tree nor on this system", field, *module);
}

/* The rule ----------------------------------------------------------------------------------- */

/* The words of FIELD, their directories checked; NULL after a report. */
static char **
check_flags (const PkgConfigCheck *pc, const char *field)
{
  g_autoptr (GError) error = NULL;
  char **words = zante_pkg_config_words (pc->config, field, &error);
  if (words == NULL)
    report (pc, "%s", error->message);
  else
    check_directories (pc, words);
  return words;
}

/* With --static the words of Libs.private follow those of Libs on one command line. */
static void
check_link (PkgConfigCheck *pc)
{
  static const char *const fields[] = {"Libs", "Libs.private"};
  char **words[G_N_ELEMENTS (fields)];
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      words[i] = check_flags (pc, fields[i]);
      if (words[i] != NULL)
        collect_dirs (pc, words[i]);
    }
  check_run_dirs (pc);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (words[i] != NULL)
        check_libraries (pc, words[i]);
      g_strfreev (words[i]);
    }
}

static void
check_parsed (ZanteCheck *check, const ZantePolicyFile *file, const ZantePkgConfig *config)
{
  g_autoptr (GPtrArray) library_dirs = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) run_dirs = g_ptr_array_new_with_free_func (g_free);
  PkgConfigCheck pc = {check, file, config, library_dirs, run_dirs};
  g_strfreev (check_flags (&pc, "Cflags"));
  check_link (&pc);
  check_requires (&pc, "Requires");
  check_requires (&pc, "Requires.private");
}

guint
zante_rule_pkg_config (ZanteCheck *check, const ZantePolicyFile *file)
{
  g_autoptr (GError) error = NULL;
  if (file->text == NULL || !g_str_has_suffix (file->name, ".pc"))
    return 0;
  g_autoptr (ZantePkgConfig) config
      = zante_pkg_config_parse (file->text, file->text_size, file->dir, &error);
  if (config == NULL)
    zante_check_report (check, ZANTE_RULE_PKG_CONFIG, file, "%s", error->message);
  else
    check_parsed (check, file, config);
  return 1;
}
