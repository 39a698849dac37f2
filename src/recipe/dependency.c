/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "recipe/dependency.h"

#include <string.h>

#include "base/yaml/yaml.h"

static void
dependency_free (gpointer data)
{
  ZanteDependency *dependency = data;
  g_free (dependency->name);
  g_free (dependency->qualifier);
  g_free (dependency->comparison);
  g_free (dependency->version);
  g_free (dependency);
}

/* Names and versions ------------------------------------------------------------------------- */

/* Names, and what rpm calls capabilities: "pkgconfig(glib-2.0)", "libc.so.6()(64bit)",
 * "/usr/bin/python3". No '%': rpmbuild would expand it as a macro, and run what that says. */
static const char *
check_rpm_name (const char *value)
{
  static const char allowed[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._+-~:/()";
  int depth = 0;
  if (!g_ascii_isalnum (*value) && *value != '_' && *value != '/')
    return "does not begin with a letter or digit";
  if (strspn (value, allowed) != strlen (value))
    return "has characters that are in no name of an rpm package";
  for (const char *c = value; *c != '\0' && depth >= 0; c++)
    depth += *c == '(' ? 1 : *c == ')' ? -1 : 0;
  return depth == 0 ? NULL : "has a bracket without its other half";
}

const char *
zante_check_package_name (const char *distribution, const char *value)
{
  if (strcmp (distribution, "fedora") == 0)
    return check_rpm_name (value);
  if (strlen (value) < 2)
    return "is shorter than two characters";
  return zante_yaml_is_name (value) ? NULL
                                    : "is no name of a Debian package (a-z, 0-9, '+', '-', '.')";
}

static const char *
check_rpm_version (const char *value)
{
  return *value != '\0'
                 && strspn (value, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._+~^:-")
                        == strlen (value)
             ? NULL
             : "has no version behind the operator, or one that rpm does not take";
}

const char *
zante_check_package_version (const char *distribution, const char *value)
{
  static const char allowed[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS ".+-:~";
  if (strcmp (distribution, "fedora") == 0)
    return check_rpm_version (value);
  return g_ascii_isdigit (*value) && strlen (value) <= 255
                 && strspn (value, allowed) == strlen (value)
             ? NULL
             : "has no version behind the operator";
}

/* Take the operator at TEXT, one of OPERATORS; the rest is the version. */
static const char *
take_version (ZanteDependency *dependency, const char *text, const char *const *operators)
{
  gsize length = strspn (text, "<>=");
  g_autofree char *comparison = g_strndup (text, length);
  if (!g_strv_contains (operators, comparison))
    return "has none of the operators that compare versions";
  dependency->comparison = g_steal_pointer (&comparison);
  dependency->version = g_strstrip (g_strdup (text + length));
  return NULL;
}

/* Debian ------------------------------------------------------------------------------------- */

/* What TEXT begins with from OPEN to CLOSE, without them; TEXT moves behind, and behind blanks.
 * NULL when it begins otherwise. Owned by the caller. */
static char *
take_enclosed (const char **text, char open, char close)
{
  const char *end = **text == open ? strchr (*text, close) : NULL;
  if (end == NULL)
    return NULL;
  char *inside = g_strndup (*text + 1, (gsize)(end - *text - 1));
  *text = end + 1 + strspn (end + 1, " ");
  return g_strstrip (inside);
}

/* "amd64 i386", "!armhf", "linux-any": only what builds for this one is asked for. Profiles are
 * for builds of another kind (nocheck, cross), which ours is not. */
static const char *
check_words (const char *inside)
{
  static const char allowed[] = G_CSET_a_2_z G_CSET_DIGITS "-.!+ ";
  return *inside != '\0' && strspn (inside, allowed) == strlen (inside)
             ? NULL
             : "has a list of architectures or profiles that is none";
}

#if defined __x86_64__
#define HOST "amd64"
#elif defined __aarch64__
#define HOST "arm64"
#elif defined __i386__
#define HOST "i386"
#elif defined __riscv && __riscv_xlen == 64
#define HOST "riscv64"
#else
#define HOST "-"
#endif

/* Whether a list of architectures leaves out this one, dpkg's way: "any", "linux-any", "any-CPU".
 */
static gboolean
leaves_out (const char *list)
{
  g_auto (GStrv) words = g_strsplit (list, " ", -1);
  gboolean negated = *list == '!', named = FALSE;
  for (char **word = words; *word != NULL; word++)
    {
      const char *name = **word == '!' ? *word + 1 : *word;
      named |= strcmp (name, HOST) == 0 || strcmp (name, "any") == 0
               || strcmp (name, "linux-any") == 0 || strcmp (name, "any-" HOST) == 0
               || strcmp (name, "linux-" HOST) == 0;
    }
  return named == negated;
}

/* "<!nocheck>" counts in an ordinary build, "<cross>" does not. */
static gboolean
is_for_a_profile (const char *list)
{
  g_auto (GStrv) words = g_strsplit (list, " ", -1);
  for (char **word = words; *word != NULL; word++)
    if (**word != '\0' && **word != '!')
      return TRUE;
  return FALSE;
}

static const char *
take_restrictions (ZanteDependency *dependency, const char *text)
{
  g_autofree char *architectures = take_enclosed (&text, '[', ']');
  gboolean formulas = FALSE, some = FALSE;
  if (architectures != NULL)
    {
      if (check_words (architectures) != NULL)
        return check_words (architectures);
      dependency->idle = leaves_out (architectures);
    }
  while (*text == '<')
    {
      g_autofree char *profiles = take_enclosed (&text, '<', '>');
      if (profiles == NULL || check_words (profiles) != NULL)
        return "has a list of profiles that is none";
      formulas = TRUE;
      some |= !is_for_a_profile (profiles);
    }
  dependency->idle |= formulas && !some;
  return *text == '\0' ? NULL
                       : "is no dependency: write NAME, or \"NAME (OPERATOR VERSION)\" with one "
                         "of << <= = >= >>, alternatives behind '|'";
}

static const char *
parse_debian (ZanteDependency *dependency, const char *text)
{
  static const char *const operators[] = {"<<", "<=", "=", ">=", ">>", NULL};
  gsize length = strcspn (text, ": ([<");
  const char *wrong = NULL;
  dependency->name = g_strndup (text, length);
  text += length;
  if (*text == ':')
    {
      length = strcspn (++text, " ([<");
      dependency->qualifier = g_strndup (text, length);
      text += length;
      if (!zante_yaml_is_name (dependency->qualifier))
        return "has no architecture behind the colon";
    }
  text += strspn (text, " ");
  g_autofree char *version = take_enclosed (&text, '(', ')');
  if (version != NULL && (wrong = take_version (dependency, version, operators)) != NULL)
    return wrong;
  wrong = dependency->version == NULL ? NULL
                                      : zante_check_package_version ("debian", dependency->version);
  if (wrong != NULL)
    return wrong;
  wrong = zante_check_package_name ("debian", dependency->name);
  return wrong != NULL ? wrong : take_restrictions (dependency, text);
}

/* rpm ---------------------------------------------------------------------------------------- */

static const char *
parse_rpm (ZanteDependency *dependency, const char *text)
{
  static const char *const operators[] = {"<", "<=", "=", ">=", ">", NULL};
  gsize length = strcspn (text, " ");
  const char *rest = text + length + strspn (text + length, " ");
  dependency->name = g_strndup (text, length);
  const char *wrong = check_rpm_name (dependency->name);
  if (wrong != NULL || *rest == '\0')
    return wrong;
  wrong = take_version (dependency, rest, operators);
  return wrong != NULL ? wrong : check_rpm_version (dependency->version);
}

/* Items -------------------------------------------------------------------------------------- */

/* "(a or b)" without its brackets; other texts as they are. NULL when a bracket is missing, or what
 * is in them is another of rpm's operators. Owned by the caller. */
static char *
open_rpm (const char *text)
{
  gsize length = strlen (text);
  if (*text != '(')
    return g_strdup (text);
  return text[length - 1] == ')' && strstr (text, " or ") != NULL
             ? g_strstrip (g_strndup (text + 1, length - 2))
             : NULL;
}

static char **
split_item (const char *distribution, const char *text)
{
  if (strcmp (distribution, "fedora") != 0)
    return g_strsplit (text, "|", -1);
  g_autofree char *inside = open_rpm (text);
  if (inside == NULL)
    return NULL;
  return *text == '(' ? g_strsplit (inside, " or ", -1) : g_strsplit (inside, "\n", -1);
}

GPtrArray *
zante_dependency_parse (const char *distribution, const char *text, const char **wrong)
{
  gboolean rpm = strcmp (distribution, "fedora") == 0;
  g_autoptr (GPtrArray) item = g_ptr_array_new_with_free_func (dependency_free);
  g_auto (GStrv) alternatives = split_item (distribution, text);
  *wrong = alternatives == NULL
               ? "is no dependency: write NAME, \"NAME OPERATOR VERSION\" or \"(NAME or NAME)\""
               : NULL;
  for (char **alternative = alternatives; *wrong == NULL && *alternative != NULL; alternative++)
    {
      ZanteDependency *dependency = g_new0 (ZanteDependency, 1);
      g_ptr_array_add (item, dependency);
      g_strstrip (*alternative);
      *wrong = rpm ? parse_rpm (dependency, *alternative) : parse_debian (dependency, *alternative);
    }
  if (*wrong == NULL && item->len == 0)
    *wrong = "is empty";
  return *wrong == NULL ? g_steal_pointer (&item) : NULL;
}
