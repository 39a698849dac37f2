/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files say, where the history does not: which known version of a fix is in them, or
 * applies to them. */
#include <string.h>

#include "base/strings.h"
#include "xsa/desk.h"
#include "xsa/facts.h"

enum { SETTLED = 14 * 24 * 60 * 60 }; /* as in judge.c */

/* What the ways to mend an advisory are to a release. */
typedef struct {
  const ZanteXsaWay *applies, *in, *other; /* the likeliest of each, or NULL */
  gboolean both;                           /* one fits both ways */
  guint absent, n; /* how many have none of their files, of those that were read */
} Scales;

static void
say (ZanteXsaPending *pending, ZanteXsaState state, char *why)
{
  pending->verdict->state = state;
  pending->verdict->why = why;
}

/* The patch of the release's own history that has the subject of number I of WAY, if it changes the
 * same lines; NULL. */
static const ZanteXsaNode *
same_change (const ZanteXsaDesk *desk, guint release, const ZanteXsaWay *way, guint i)
{
  guint place = zante_xsa_desk_find (desk, release, way->subjects->pdata[i]);
  gboolean there = place != G_MAXUINT
                   && !zante_xsa_is_reverted (desk->history, desk->before->pdata[release], place);
  const ZanteXsaNode *node = there ? desk->history->nodes->pdata[place] : NULL;
  const ZanteContentPatch *own
      = node == NULL ? NULL : g_hash_table_lookup (desk->commits, node->id);
  return own != NULL && zante_content_patch_same (own, way->patches->pdata[i]) ? node : NULL;
}

/* Whether all of WAY is in the history under the same subjects and with the same changes. */
static gboolean
is_in_history (const ZanteXsaDesk *desk, ZanteXsaPending *pending, const ZanteXsaWay *way)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  for (guint i = 0; i < way->patches->len; i++)
    {
      const ZanteXsaNode *node = same_change (desk, pending->release, way, i);
      if (node == NULL)
        return FALSE;
      g_ptr_array_add (found, (gpointer)node);
    }
  for (guint i = 0; i < found->len; i++)
    {
      const ZanteXsaNode *node = found->pdata[i];
      ZanteXsaCommit *commit = g_new0 (ZanteXsaCommit, 1);
      *commit = (ZanteXsaCommit){g_strdup (node->id), g_strdup (node->subject), FALSE, NULL};
      g_ptr_array_add (pending->verdict->commits, commit);
    }
  return found->len > 0;
}

gboolean
zante_xsa_way_is_read (const ZanteXsaWay *way)
{
  gboolean plain = way->patches->len > 0 && way->patches->len == way->subjects->len;
  for (guint i = 0; plain && i < way->patches->len; i++)
    plain = zante_content_patch_is_plain (way->patches->pdata[i]);
  return plain;
}

guint
zante_xsa_distance (const ZanteXsaDesk *desk, guint release, const ZanteXsaWay *way)
{
  const GArray *nearest = desk->nearest->pdata[release];
  for (guint i = 0; way->line != G_MAXUINT && i < nearest->len; i++)
    if (g_array_index (nearest, guint, i) == way->line)
      return i + 1;
  return 0;
}

static void
keep_nearer (const ZanteXsaDesk *desk, guint release, const ZanteXsaWay **kept,
             const ZanteXsaWay *way)
{
  if (*kept == NULL
      || zante_xsa_distance (desk, release, way) < zante_xsa_distance (desk, release, *kept))
    *kept = way;
}

/* Whether it says something that the files have what the commits IDS made: see
 * zante_content_tells. */
static gboolean
tells (const ZanteXsaDesk *desk, const GPtrArray *ids)
{
  for (guint i = 0; i < ids->len; i++)
    {
      const ZanteContentSource *before = g_hash_table_lookup (desk->parents, ids->pdata[i]);
      const ZanteContentPatch *patch = g_hash_table_lookup (desk->commits, ids->pdata[i]);
      if (before != NULL && patch != NULL && !zante_content_tells (before->files, patch))
        return FALSE;
    }
  return TRUE;
}

static void
weigh_ways (const ZanteXsaDesk *desk, const ZanteXsaPending *pending, GPtrArray *ways,
            Scales *scales)
{
  const ZanteContentSource *source = desk->sources->pdata[pending->release];
  for (guint i = 0; i < ways->len; i++)
    {
      const ZanteXsaWay *way = ways->pdata[i];
      if (!zante_xsa_way_is_read (way))
        continue;
      ZanteContentFit fit = zante_content_fit (source->files, way->patches);
      scales->n++;
      scales->absent += fit == ZANTE_CONTENT_ABSENT;
      if (fit == ZANTE_CONTENT_IN && !tells (desk, way->ids))
        fit = ZANTE_CONTENT_BOTH;
      scales->both |= fit == ZANTE_CONTENT_BOTH;
      if (fit == ZANTE_CONTENT_APPLIES)
        keep_nearer (desk, pending->release, &scales->applies, way);
      else if (fit == ZANTE_CONTENT_IN)
        keep_nearer (desk, pending->release, &scales->in, way);
      else
        keep_nearer (desk, pending->release, &scales->other, way);
    }
}

/* Whether WAY has all the parts that any of WAYS has, and no branch had second thoughts: a branch
 * may have needed fewer than this release does. */
static gboolean
is_whole (const ZanteXsaWay *way, GPtrArray *ways)
{
  if (way->version != NULL && way->version->total > way->patches->len)
    return FALSE;
  for (guint i = 0; i < ways->len; i++)
    {
      const ZanteXsaWay *other = ways->pdata[i];
      if (other->doubtful)
        return FALSE;
      for (guint j = 0; j < other->subjects->len; j++)
        if (*(const char *)other->subjects->pdata[j] != '\0'
            && !zante_strings_has (way->subjects, other->subjects->pdata[j]))
          return FALSE;
      if (other->subjects->len > way->subjects->len)
        return FALSE;
    }
  return TRUE;
}

char *
zante_xsa_way_name (const ZanteXsaWay *way)
{
  if (way->ids->len == 0)
    return g_strdup (way->label);
  g_autofree char *commits = zante_xsa_count (way->ids->len, "commit");
  return g_strdup_printf ("%s of %s", commits, way->label);
}

/* The branch that the release is on, if it went on after all ways were taken elsewhere, and took
 * none: it may not need any. NULL: there is none, or it took one. */
static const char *
passed_by (const ZanteXsaDesk *desk, const ZanteXsaPending *pending, GPtrArray *ways)
{
  const ZanteXsaRelease *release = desk->input->releases->pdata[pending->release];
  const GArray *nearest = desk->nearest->pdata[pending->release];
  guint line = nearest->len == 0 ? 0 : g_array_index (nearest, guint, 0);
  gint64 last = 0;
  guint of_branches = 0;
  if (nearest->len == 0 || !zante_xsa_line_has (desk, line, release->commit))
    return NULL;
  for (guint i = 0; i < ways->len; i++)
    {
      const ZanteXsaWay *way = ways->pdata[i];
      for (guint j = 0; j < way->ids->len; j++, of_branches++)
        {
          if (zante_xsa_line_has (desk, line, way->ids->pdata[j]))
            return NULL;
          guint place
              = GPOINTER_TO_UINT (g_hash_table_lookup (desk->history->places, way->ids->pdata[j]));
          const ZanteXsaNode *node = desk->history->nodes->pdata[place - 1];
          last = node->date > last ? node->date : last;
        }
    }
  const ZanteXsaLine *of = desk->history->lines->pdata[line];
  const ZanteXsaNode *tip = desk->history->nodes->pdata[of->tip];
  const char *slash = strrchr (of->ref, '/');
  return of_branches > 0 && tip->date > last + SETTLED ? (slash == NULL ? of->ref : slash + 1)
                                                       : NULL;
}

/* Files by the last element of their paths. */
static GHashTable *
read_names (const ZanteXsaDesk *desk, guint release)
{
  const ZanteXsaRelease *of = desk->input->releases->pdata[release];
  const char *const arguments[] = {"ls-tree", "-r", "-z", "--name-only", of->commit, NULL};
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gsize size = 0;
  g_autofree char *list = zante_git_output (desk->input->git, arguments, &size, NULL);
  for (const char *at = list; list != NULL && at < list + size; at += strlen (at) + 1)
    g_hash_table_insert (names, g_path_get_basename (at), g_strdup (at));
  return names;
}

/* A file of the release that one of WAYS may mean by another path: folders are renamed. Makefiles
 * are everywhere. NULL: there is none. */
static const char *
moved_file (ZanteXsaDesk *desk, const ZanteXsaPending *pending, GPtrArray *ways)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  const char *moved = NULL;
  for (guint i = 0; i < ways->len; i++)
    {
      const ZanteXsaWay *way = ways->pdata[i];
      for (guint j = 0; j < way->patches->len; j++)
        zante_content_patch_paths (way->patches->pdata[j], paths);
    }
  if (desk->moved == NULL || desk->moved_of != pending->release)
    {
      g_clear_pointer (&desk->moved, g_hash_table_unref);
      desk->moved = read_names (desk, pending->release);
      desk->moved_of = pending->release;
    }
  for (guint i = 0; moved == NULL && i < paths->len; i++)
    {
      g_autofree char *name = g_path_get_basename (paths->pdata[i]);
      moved = strcmp (name, "Makefile") == 0 ? NULL : g_hash_table_lookup (desk->moved, name);
    }
  return moved;
}

/* It has none of the files. */
static void
conclude_absent (ZanteXsaDesk *desk, ZanteXsaPending *pending, GPtrArray *ways)
{
  const char *moved = moved_file (desk, pending, ways);
  if (moved == NULL)
    say (pending, ZANTE_XSA_NOT_HERE, g_strdup ("it has none of the files"));
  else
    say (pending, ZANTE_XSA_UNKNOWN,
         g_strdup_printf ("it has none of the files, but '%s' has the name of one", moved));
}

static void
conclude (ZanteXsaDesk *desk, ZanteXsaPending *pending, GPtrArray *ways, const Scales *scales)
{
  const ZanteXsaWay *way = scales->applies != NULL ? scales->applies
                           : scales->in != NULL    ? scales->in
                                                   : scales->other;
  g_autofree char *plain = way == NULL ? NULL : zante_xsa_way_name (way);
  const char *passed = passed_by (desk, pending, ways);
  g_autofree char *name = passed == NULL
                              ? g_strdup (plain)
                              : g_strdup_printf ("%s; %s went on without any", plain, passed);
  if (way == NULL)
    say (pending, ZANTE_XSA_UNKNOWN, g_strdup ("its patches cannot be read"));
  else if (scales->both || (scales->applies != NULL && scales->in != NULL))
    say (pending, ZANTE_XSA_UNKNOWN, g_strdup ("its files fit with and without the fix"));
  else if (scales->applies != NULL)
    say (pending, ZANTE_XSA_APPLIES, g_strdup (name));
  else if (scales->in != NULL && is_whole (scales->in, ways))
    say (pending, ZANTE_XSA_CONTAINED, g_strdup_printf ("by its files: %s", plain));
  else if (scales->in != NULL)
    say (pending, ZANTE_XSA_UNKNOWN,
         g_strdup_printf ("%s are in its files, but there is, or was, more", plain));
  else if (scales->absent == scales->n)
    conclude_absent (desk, pending, ways);
  else
    say (pending, ZANTE_XSA_OTHER, g_strdup_printf ("the nearest is %s", name));
}

/* No commit says it is a fix, and there is no patch of it. */
static void
conclude_without (const ZanteXsaDesk *desk, ZanteXsaPending *pending)
{
  gpointer number = GUINT_TO_POINTER (pending->number);
  const ZanteXsaFact *fact = g_hash_table_lookup (desk->input->facts, number);
  const GArray *named = g_hash_table_lookup (desk->history->numbers, number);
  if (g_hash_table_contains (desk->patches->elsewhere, number))
    say (pending, ZANTE_XSA_NOT_HERE, g_strdup ("its .meta file names other trees alone"));
  else if (named != NULL)
    say (pending, ZANTE_XSA_UNKNOWN,
         g_strdup ("commits speak of it, and none says that it is a fix"));
  else if (fact != NULL && fact->public_time > 0 && fact->public_time + SETTLED < desk->newest)
    say (pending, ZANTE_XSA_NOT_HERE,
         g_strdup ("no commit of the repository names it, and it goes on after it was public"));
  else
    say (pending, ZANTE_XSA_UNKNOWN, g_strdup ("no commit or patch of it is known"));
}

/* A part of it is in; the rest is MISSING, as one way. */
static void
conclude_part (const ZanteXsaDesk *desk, ZanteXsaPending *pending)
{
  const ZanteContentSource *source = desk->sources->pdata[pending->release];
  g_autoptr (GPtrArray) patches = g_ptr_array_new ();
  for (guint i = 0; i < pending->missing->len; i++)
    {
      ZanteContentPatch *patch = g_hash_table_lookup (desk->commits, pending->missing->pdata[i]);
      if (patch != NULL)
        g_ptr_array_add (patches, patch);
    }
  gboolean read = patches->len == pending->missing->len;
  ZanteContentFit fit = read ? zante_content_fit (source->files, patches) : ZANTE_CONTENT_OTHER;
  g_autofree char *of = g_strdup_printf ("%u of %u parts are in", pending->have,
                                         pending->have + pending->missing->len);
  if (fit == ZANTE_CONTENT_IN && tells (desk, pending->missing))
    say (pending, ZANTE_XSA_CONTAINED,
         g_strdup_printf ("commits name %s, and the files have the others", of));
  else if (fit == ZANTE_CONTENT_APPLIES)
    say (pending, ZANTE_XSA_APPLIES, g_strdup_printf ("%s, the others apply", of));
  else
    say (pending, ZANTE_XSA_UNKNOWN,
         g_strdup_printf ("%s, such as branches have them; the others may not be needed", of));
}

void
zante_xsa_weigh (ZanteXsaDesk *desk, ZanteXsaPending *pending)
{
  if (pending->have > 0)
    {
      conclude_part (desk, pending);
      return;
    }
  GPtrArray *ways = zante_xsa_desk_ways (desk, pending->number);
  if (ways->len == 0)
    {
      conclude_without (desk, pending);
      return;
    }
  for (guint i = 0; i < ways->len; i++)
    if (zante_xsa_way_is_read (ways->pdata[i]) && is_whole (ways->pdata[i], ways)
        && is_in_history (desk, pending, ways->pdata[i]))
      {
        say (pending, ZANTE_XSA_CONTAINED,
             g_strdup ("commits of the same subjects change the same lines"));
        return;
      }
  Scales scales = {0};
  weigh_ways (desk, pending, ways, &scales);
  conclude (desk, pending, ways, &scales);
}
