/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks of the tags: who stands for a change, who looked at it, who has to. */
#include <string.h>

#include "base/error.h"
#include "base/strings.h"
#include "series/check/checks.h"

#define TAGS(run) ((run)->words->tags)
#define TAG(run, i) (&g_array_index ((run)->words->tags, ZanteTag, i))

static gboolean
is_review (const ZanteTag *tag)
{
  return zante_tag_is (tag, "Acked-by") || zante_tag_is (tag, "Reviewed-by");
}

static const ZanteTag *
first_of (const ZanteCheckRun *run, const char *name)
{
  for (guint i = 0; i < TAGS (run)->len; i++)
    if (zante_tag_is (TAG (run, i), name))
      return TAG (run, i);
  return NULL;
}

/* Sign-offs ---------------------------------------------------------------------------------- */

static void
signoff (ZanteCheckRun *run)
{
  if (first_of (run, "Signed-off-by") == NULL)
    zante_check_patch (run, "nobody signed it off (git commit --signoff)");
}

static void
signoff_name (ZanteCheckRun *run)
{
  for (guint i = 0; i < TAGS (run)->len; i++)
    {
      g_autofree char *name = zante_person_name (TAG (run, i)->value);
      if (zante_tag_is (TAG (run, i), "Signed-off-by") && strpbrk (name, " .") == NULL)
        zante_check_word (run, &TAG (run, i)->word, "the sign-off lacks a full name");
    }
}

static void
signoff_author (ZanteCheckRun *run)
{
  for (guint i = 0; i < TAGS (run)->len; i++)
    if (zante_tag_is (TAG (run, i), "Signed-off-by")
        && zante_person_equal (TAG (run, i)->value, run->words->author))
      return;
  const ZanteTag *tag = first_of (run, "Signed-off-by");
  if (tag != NULL)
    zante_check_word (run, &tag->word, "the author, %s, did not sign it off", run->words->author);
}

/* Names of tags ------------------------------------------------------------------------------ */

static const char *const known_tags[] = {
    "Signed-off-by",          "Reviewed-by",  "Acked-by",
    "Release-Acked-by",       "Tested-by",    "Reported-by",
    "Suggested-by",           "Requested-by", "Co-developed-by",
    "Co-authored-by",         "Assisted-by",  "Reported-and-tested-by",
    "Diagnosed-by",           "Debugged-by",  "Discovered-by",
    "Originally-by",          "Inspired-by",  "Based-on-patch-by",
    "Reviewed-and-tested-by", NULL,
};

static void
tag_known (ZanteCheckRun *run)
{
  for (guint i = 0; i < TAGS (run)->len; i++)
    {
      const ZanteTag *tag = TAG (run, i);
      gboolean known = !zante_tag_names_person (tag);
      for (gsize j = 0; !known && known_tags[j] != NULL; j++)
        known = zante_tag_is (tag, known_tags[j]);
      const char *near = known ? NULL : zante_error_suggest (tag->name, known_tags);
      if (!known)
        zante_check_word (run, &tag->word, "'%s' is no tag that is used%s%s%s", tag->name,
                          near != NULL ? " (did you mean '" : "", near != NULL ? near : "",
                          near != NULL ? "'?)" : "");
    }
}

static void
tag_twice (ZanteCheckRun *run)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < TAGS (run)->len; i++)
    if (!g_hash_table_add (seen, (gpointer)TAG (run, i)->word.text))
      zante_check_word (run, &TAG (run, i)->word, "this tag is there twice");
}

static void
tag_order (ZanteCheckRun *run)
{
  const ZanteTag *signoff = first_of (run, "Signed-off-by");
  for (guint i = 0; i < TAGS (run)->len && signoff != NULL; i++)
    if (is_review (TAG (run, i)) && TAG (run, i)->word.line < signoff->word.line)
      {
        zante_check_word (run, &TAG (run, i)->word,
                          "tags are in the order of time: the sign-off first");
        return;
      }
}

static void
tag_below (ZanteCheckRun *run)
{
  for (guint i = 0; i < run->words->below->len; i++)
    {
      const ZanteTag *tag = &g_array_index (run->words->below, ZanteTag, i);
      if (zante_tag_is (tag, "Signed-off-by") || zante_tag_is (tag, "Fixes"))
        zante_check_word (run, &tag->word, "git am drops it: it is below the \"---\"");
    }
}

/* Fixes -------------------------------------------------------------------------------------- */

static void
fixes_form (ZanteCheckRun *run)
{
  for (guint i = 0; i < TAGS (run)->len; i++)
    if (zante_tag_is (TAG (run, i), "Fixes")
        && !g_regex_match_simple ("^[0-9a-f]{12,40} \\(\".*\"?\\)?$", TAG (run, i)->value,
                                  G_REGEX_RAW, 0))
      zante_check_word (run, &TAG (run, i)->word,
                        "it is written: Fixes: 123456789abc (\"subject\"), with 12 digits");
}

static void
fixes_known (ZanteCheckRun *run)
{
  for (guint i = 0; i < TAGS (run)->len && run->known != NULL; i++)
    {
      const char *value = TAG (run, i)->value;
      g_autofree char *id = g_strndup (value, strspn (value, "0123456789abcdef"));
      if (zante_tag_is (TAG (run, i), "Fixes") && strlen (id) >= 7
          && !g_hash_table_contains (run->known, id))
        zante_check_word (run, &TAG (run, i)->word, "there is no commit '%s' here", id);
    }
}

/* Approval: MAINTAINERS, "Check-in policy" and "The meaning of nesting" ---------------------- */

static gboolean
is_one_of (GPtrArray *people, const char *person)
{
  for (guint i = 0; i < people->len; i++)
    if (zante_person_equal (people->pdata[i], person))
      return TRUE;
  return FALSE;
}

/* The maintainers that are the closest to a file, each once. */
static GPtrArray *
maintainers_of (const ZanteCheckRun *run, const char *path, GString *titles)
{
  g_autoptr (GPtrArray) areas = zante_maintainers_of (run->maintainers, path);
  GPtrArray *people = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < areas->len; i++)
    {
      const ZanteMaintained *area = areas->pdata[i];
      g_string_append_printf (titles, "%s%s", i > 0 ? ", " : "", area->title);
      for (guint j = 0; j < area->maintainers->len; j++)
        zante_strings_add (people, area->maintainers->pdata[j]);
    }
  return people;
}

/* A maintainer's sign-off is their approval, as a tag is. */
static gboolean
has_approved (const ZanteCheckRun *run, GPtrArray *people)
{
  for (guint i = 0; i < TAGS (run)->len; i++)
    if ((is_review (TAG (run, i)) || zante_tag_is (TAG (run, i), "Signed-off-by"))
        && is_one_of (people, TAG (run, i)->value))
      return TRUE;
  return is_one_of (people, run->words->author);
}

static char *
names_of (GPtrArray *people)
{
  g_autoptr (GString) names = g_string_new (NULL);
  for (guint i = 0; i < people->len; i++)
    {
      g_autofree char *name = zante_person_name (people->pdata[i]);
      g_string_append_printf (names, "%s%s",
                              i == 0                ? ""
                              : i + 1 < people->len ? ", "
                                                    : " or ",
                              name);
    }
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static void
approval (ZanteCheckRun *run)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < run->patch->files->len && run->maintainers != NULL; i++)
    {
      const ZanteFileDiff *file = run->patch->files->pdata[i];
      const char *path = file->after != NULL ? file->after : file->before;
      g_autoptr (GString) titles = g_string_new (NULL);
      g_autoptr (GPtrArray) people = path == NULL ? NULL : maintainers_of (run, path, titles);
      if (people == NULL || people->len == 0 || has_approved (run, people)
          || !g_hash_table_add (seen, g_strdup (titles->str)))
        continue;
      g_autofree char *names = names_of (people);
      zante_check_patch (run, "%s (%s) needs the approval of %s", path, titles->str, names);
    }
}

static void
approval_other (ZanteCheckRun *run)
{
  for (guint i = 0; i < TAGS (run)->len; i++)
    if (is_review (TAG (run, i)) && !zante_person_equal (TAG (run, i)->value, run->words->author))
      return;
  zante_check_patch (run, "nobody but its author has approved it (Acked-by, Reviewed-by)");
}

/* Who maintains or reviews what PATCH touches. */
static void
add_concerned (const ZanteCheckRun *run, const char *path, GPtrArray *people)
{
  g_autoptr (GPtrArray) areas = zante_maintainers_of (run->maintainers, path);
  for (guint i = 0; i < areas->len; i++)
    for (guint j = 0; j < ((ZanteMaintained *)areas->pdata[i])->maintainers->len; j++)
      zante_strings_add (people, ((ZanteMaintained *)areas->pdata[i])->maintainers->pdata[j]);
  for (guint i = 0; i < run->maintainers->areas->len; i++)
    {
      const ZanteMaintained *area = run->maintainers->areas->pdata[i];
      guint reviewers = zante_maintained_depth (area, path) > 0 ? area->reviewers->len : 0;
      for (guint j = 0; j < reviewers; j++)
        zante_strings_add (people, area->reviewers->pdata[j]);
    }
}

static gboolean
is_told (const ZanteCheckRun *run, const char *person)
{
  g_auto (GStrv) recipients = g_strsplit (run->patch->mail->recipients, ",", -1);
  for (char **one = recipients; *one != NULL; one++)
    {
      g_autofree char *bracketed = strchr (*one, '<') != NULL
                                       ? g_strdup (*one)
                                       : g_strdup_printf ("<%s>", g_strstrip (*one));
      if (zante_person_equal (bracketed, person))
        return TRUE;
    }
  for (guint i = 0; i < TAGS (run)->len; i++)
    if (zante_person_equal (TAG (run, i)->value, person))
      return TRUE;
  return zante_person_equal (run->words->author, person);
}

static void
recipients (ZanteCheckRun *run)
{
  if (run->maintainers == NULL || run->patch->mail->recipients == NULL)
    return;
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < run->patch->files->len; i++)
    {
      const ZanteFileDiff *file = run->patch->files->pdata[i];
      if (file->after != NULL || file->before != NULL)
        add_concerned (run, file->after != NULL ? file->after : file->before, people);
    }
  for (guint i = 0; i < people->len; i++)
    if (!is_told (run, people->pdata[i]))
      zante_check_patch (run, "%s is neither in To nor in Cc", (char *)people->pdata[i]);
}

const ZanteCheckKind zante_checks_tags[] = {
    {"signoff", ZANTE_CHECK_ERROR, "somebody signed it off", .patch = signoff},
    {"signoff-author", ZANTE_CHECK_WARNING, "its author did, by name or by address",
     .patch = signoff_author},
    {"signoff-name", ZANTE_CHECK_WARNING, "a sign-off has a full name", .patch = signoff_name},
    {"tag-known", ZANTE_CHECK_WARNING, "tags of people are those in use", .patch = tag_known},
    {"tag-twice", ZANTE_CHECK_WARNING, "no tag is there twice", .patch = tag_twice},
    {"tag-order", ZANTE_CHECK_WARNING, "the sign-off stands before reviews", .patch = tag_order},
    {"tag-below", ZANTE_CHECK_WARNING, "no Signed-off-by or Fixes is below the \"---\"",
     .patch = tag_below},
    {"fixes-known", ZANTE_CHECK_WARNING, "the commit in Fixes is one of the repository",
     .patch = fixes_known},
    {"fixes-form", ZANTE_CHECK_HINT, "Fixes has 12 digits and the subject", .patch = fixes_form},
    {"approval", ZANTE_CHECK_HINT, "the closest maintainers of every file have approved it",
     .patch = approval},
    {"approval-other", ZANTE_CHECK_HINT, "somebody else than its author has approved it",
     .patch = approval_other},
    {"recipients", ZANTE_CHECK_HINT, "maintainers and reviewers are in To or Cc",
     .patch = recipients},
    {NULL},
};
