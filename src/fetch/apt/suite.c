/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fetch/apt/suite.h"

#include <string.h>

#include "fetch/apt/targets.h"

/* Names that move from release to release. */
static const char *const moving[]
    = {"oldoldstable", "oldstable", "stable", "testing", "unstable", "sid", NULL};
/* Releases that have no "-updates" and no "-security" beside them. */
static const char *const lonely[] = {"unstable", "sid", "experimental", "rc-buggy", NULL};

/* "-updates" of "bookworm-updates"; "" of "bookworm". */
static const char *
suffix_of (const char *name)
{
  return name + strcspn (name, "-/");
}

static gboolean
same_release (const char *a, const char *b)
{
  gsize length = strcspn (a, "-/");
  return length == strcspn (b, "-/") && strncmp (a, b, length) == 0;
}

static gboolean
is_debian (const char *name, const char *codename)
{
  g_autofree char *release = g_strndup (name, strcspn (name, "-/"));
  return g_strcmp0 (release, codename) == 0 || g_strv_contains (moving, release);
}

/* Whether a repository "X" + SUFFIX is of use for a release "Y" + WANTED. A release without suffix
 * is what its users see: with its updates. */
static gboolean
suits (const char *suffix, const char *wanted)
{
  if (*wanted != '\0' || *suffix == '\0')
    return strcmp (suffix, wanted) == 0;
  return strcmp (suffix, "-updates") == 0 || strcmp (suffix, "-security") == 0;
}

static gboolean
is_known (GPtrArray *chosen, const ZanteAptTarget *target)
{
  for (guint i = 0; i < chosen->len; i++)
    {
      const ZanteAptTarget *other = g_ptr_array_index (chosen, i);
      if (strcmp (other->uri, target->uri) == 0 && strcmp (other->suite, target->suite) == 0
          && g_strcmp0 (other->component, target->component) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
take (GPtrArray *chosen, const ZanteAptTarget *from, char *suite)
{
  ZanteAptTarget *target = zante_apt_target_copy (from);
  g_free (target->suite);
  target->suite = suite;
  if (is_known (chosen, target))
    zante_apt_target_free (target);
  else
    g_ptr_array_add (chosen, target);
}

/* As they are. */
static void
take_own (GPtrArray *chosen, GPtrArray *targets, const char *suite)
{
  for (guint i = 0; i < targets->len; i++)
    {
      const ZanteAptTarget *target = g_ptr_array_index (targets, i);
      if (same_release (target->suite, suite)
          && suits (suffix_of (target->suite), suffix_of (suite)))
        take (chosen, target, g_strdup (target->suite));
    }
}

/* Those of Debian's own releases, renamed. */
static void
take_beside (GPtrArray *chosen, GPtrArray *targets, const char *suite, const char *codename)
{
  g_autofree char *release = g_strndup (suite, strcspn (suite, "-/"));
  gboolean alone = g_strv_contains (lonely, suite);
  for (guint i = 0; i < targets->len; i++)
    {
      const ZanteAptTarget *target = g_ptr_array_index (targets, i);
      const char *suffix = suffix_of (target->suite);
      if (is_debian (target->suite, codename) && suits (suffix, suffix_of (suite))
          && !(alone && *suffix != '\0'))
        take (chosen, target, g_strconcat (release, suffix, NULL));
    }
}

/* Backports and the like lie beside the release itself. */
static void
take_at_release (GPtrArray *chosen, GPtrArray *targets, const char *suite, const char *codename)
{
  for (guint i = 0; i < targets->len; i++)
    {
      const ZanteAptTarget *target = g_ptr_array_index (targets, i);
      if (is_debian (target->suite, codename) && *suffix_of (target->suite) == '\0')
        take (chosen, target, g_strdup (suite));
    }
}

GPtrArray *
zante_apt_suite_targets (GPtrArray *targets, const char *suite, const char *codename)
{
  GPtrArray *chosen = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_apt_target_free);
  take_own (chosen, targets, suite);
  if (chosen->len == 0)
    take_beside (chosen, targets, suite, codename);
  if (chosen->len == 0)
    take_at_release (chosen, targets, suite, codename);
  return chosen;
}
