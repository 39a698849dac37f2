/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The version that packages and tarballs have of what a source is pinned to. */
#include <string.h>

#include "base/version.h"
#include "recipe/recipe.h"

/* Releases and what comes before them, as tags and archives are called. */
static void
test_candidates (void)
{
  static const struct {
    const char *tag, *version;
  } tags[] = {{"RELEASE-4.20.0", "4.20.0"},
              {"4.20.0-rc1", "4.20.0~rc1"},
              {"RELEASE-4.20.0-RC-2", "4.20.0~rc2"},
              {"v1.0rc10", "1.0~rc10"},
              {"v1.0.beta.2", "1.0~beta2"},
              {"v1.0_alpha", "1.0~alpha"},
              {"2.0-pre3", "2.0~pre3"},
              {"2.0-dev", "2.0~dev"},
              {"2.0-dev-12", "2.0~dev12"},
              {"2.0~rc4", "2.0~rc4"},
              {"2.0-rc1-fix2", "2.0~rc1-fix2"},
              /* and what only looks like it */
              {"rel-1.16.3", "1.16.3"},
              {"1.0.2a", "1.0.2a"},
              {"4.20-patched", "4.20-patched"},
              {"4.20-precise", "4.20-precise"},
              {"1.0-arch1", "1.0-arch1"},
              {"1.0-devel", "1.0-devel"},
              {"stable202402", "202402"},
              {"nothing", NULL}};
  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      g_autofree char *version = zante_version_of_tag (tags[i].tag);
      g_assert_cmpstr (version, ==, tags[i].version);
      const char *tilde = version == NULL ? NULL : strchr (version, '~');
      g_autofree char *release
          = tilde == NULL ? NULL : g_strndup (version, (gsize)(tilde - version));
      if (release == NULL)
        continue;
      g_assert_cmpint (zante_version_compare_deb (version, release), <, 0);
      g_assert_cmpint (zante_version_compare_rpm (version, release), <, 0);
    }
}

static void
test_archive_versions (void)
{
  static const struct {
    const char *url, *version;
  } urls[] = {{"https://example.org/grub-2.06.tar.xz", "2.06"},
              {"https://example.org/xen-4.20.0-rc1.tar.gz", "4.20.0~rc1"},
              {"https://example.org/foo.target-1.0.tgz", "1.0"},
              {"https://example.org/a.tar.d/v1.2.zip", "1.2"},
              {"https://example.org/x-1.0.tar.old-2.tar.bz2", "1.0.tar.old-2"}};
  for (gsize i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autofree char *version = zante_version_of_url (urls[i].url);
      g_assert_cmpstr (version, ==, urls[i].version);
    }
}

#define COMMIT "0123456789abcdef0123456789abcdef01234567"

static void
test_pins (void)
{
  static const struct {
    const char *source;
    ZanteLockEntry pin;
    const char *version;
  } cases[]
      = {{"xen", {.version = (char *)"4.20.2+7-g1badcf5035-0+deb13u1"}, "4.20.2+7-g1badcf5035"},
         {"grub", {.version = (char *)"1:2.06-13+deb12u1"}, "2.06"},
         {"native", {.version = (char *)"1.0"}, "1.0"},
         {"xen", {.commit = (char *)COMMIT, .ref = (char *)"refs/tags/RELEASE-4.22.1"}, "4.22.1"},
         {"xen",
          {.commit = (char *)COMMIT, .ref = (char *)"refs/heads/staging", .date = 1700000000},
          "4.22~git20231114.221320.0123456789"},
         {"seabios", {.commit = (char *)COMMIT}, "0~git0.0123456789"},
         {"xen", {.url = (char *)"https://example.org/xen-4.22.0.tar.gz"}, "4.22.0"},
         {"xen", {.url = (char *)"https://example.org/xen.tar.gz"}, "4.22~archive"}};
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GHashTable) pins = g_hash_table_new (g_str_hash, g_str_equal);
      ZanteLock lock = {.sources = pins};
      ZanteRecipe recipe = {.xen_version = (char *)"4.22", .lock = &lock};
      ZanteSource source = {.name = (char *)cases[i].source};
      g_hash_table_insert (pins, source.name, (gpointer)&cases[i].pin);
      g_autofree char *version = zante_recipe_upstream (&recipe, &source);
      g_assert_cmpstr (version, ==, cases[i].version);
    }
}

/* A component without a source has Xen's version; a developer's tree is older than any release. */
static void
test_no_pin (void)
{
  ZanteRecipe recipe = {.xen_version = (char *)"4.22"};
  ZanteLocalSource local = {.path = (char *)"/nonexistent"};
  ZanteSource source = {.name = (char *)"xen", .local = &local};
  g_autofree char *none = zante_recipe_upstream (&recipe, NULL);
  g_autofree char *own = zante_recipe_upstream (&recipe, &source);
  g_assert_cmpstr (none, ==, "4.22");
  g_assert_cmpstr (own, ==, "4.22~local");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recipe-upstream/candidates", test_candidates);
  g_test_add_func ("/recipe-upstream/archives", test_archive_versions);
  g_test_add_func ("/recipe-upstream/pins", test_pins);
  g_test_add_func ("/recipe-upstream/no-pin", test_no_pin);
  return g_test_run ();
}
