/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/xtf/tests.h"

#include <stddef.h>
#include <string.h>

#include "base/error.h"
#include "base/outside.h"
#include "boot/image/layout.h"
#include "boot/image/rootdir.h"

enum { MEMORY = 128, TIMEOUT = 30, MAX_CONFIG = 64 * 1024 };

/* info.json, as XTF's build/mkinfo.py writes it. JSON is YAML too. */
typedef struct {
  char *name;
  int category;
  char **environments;
  char **variations;
} Info;

static const char *const categories[]
    = {"special", "functional", "xsa", "utility", "in-development", NULL};
/* A device model with neither a screen nor what would need firmware of its own. */
#define MODEL "\nvga=\"none\"\nvnc=0\nusb=0\n"

/* What each needs of the hypervisor (xtf-runner, env_to_virt_caps), and what is said of it besides
 * XTF's own configuration. With nested paging QEMU's emulated processor does not start a guest with
 * PAE page tables (7.2): without a variation that says otherwise, such a guest has shadow ones. */
typedef struct {
  const char *name, *capability, *config, *unvaried;
} Environment;
static const Environment environments[]
    = {{"pv64", "pv", "", ""},         {"pv32pae", "pv32", "", ""},
       {"hvm64", "hvm", MODEL, ""},    {"hvm32pae", "hvm", MODEL, "hap=0\n"},
       {"hvm32pse", "hvm", MODEL, ""}, {"hvm32", "hvm", MODEL, ""}};

static const ZanteField info_fields[] = {
    {"name", ZANTE_FIELD_NAME, offsetof (Info, name), ZANTE_FIELD_REQUIRED},
    {"category", ZANTE_FIELD_CHOICE, offsetof (Info, category), ZANTE_FIELD_REQUIRED,
     .choices = categories},
    {"environments", ZANTE_FIELD_STRINGS, offsetof (Info, environments), ZANTE_FIELD_REQUIRED},
    {"variations", ZANTE_FIELD_STRINGS, offsetof (Info, variations)},
    {0},
};
static const ZanteFieldTable info_table = {"XTF test", sizeof (Info), info_fields};

static void
info_free (Info *info)
{
  if (info != NULL)
    zante_yaml_free (&info_table, info);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Info, info_free)

/* One test ----------------------------------------------------------------------------------- */

/* A folder of the tree: where it is here, and how a process inside names it. */
typedef struct {
  const char *host, *inside;
} Place;

static gboolean
refuse (const char *file, GError **error, const char *what, const char *word)
{
  return zante_error_set (error, ZANTE_ERROR_INPUT, "%s: %s '%s' (build the component xtf again)",
                          file, what, word);
}

static Info *
read_info (const char *file, const char *folder, GError **error)
{
  g_autoptr (Info) info = zante_yaml_load (file, &info_table, error);
  g_autofree char *name = g_path_get_basename (folder);
  if (info != NULL && strcmp (info->name, name) != 0
      && !refuse (file, error, "lies in a folder of another name than", info->name))
    return NULL;
  return g_steal_pointer (&info);
}

static const Environment *
find_environment (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (environments); i++)
    if (strcmp (environments[i].name, name) == 0)
      return &environments[i];
  return NULL;
}

/* XTF's own configuration, its files being in the guest's folder. */
static char *
read_config (const Place *place, const char *name, const Environment *environment, GError **error)
{
  g_autofree char *file = g_strdup_printf ("%s/%s.cfg", place->host, name);
  g_autoptr (GMappedFile) map = zante_outside_map (file, error);
  if (map == NULL)
    return NULL;
  gsize size = g_mapped_file_get_length (map);
  const char *data = size == 0 ? "" : g_mapped_file_get_contents (map);
  if (size > MAX_CONFIG || memchr (data, '\0', size) != NULL
      || !g_utf8_validate_len (data, size, NULL))
    {
      refuse (file, error, "is no configuration of the test", name);
      return NULL;
    }
  g_autoptr (GString) config = g_string_new_len (data, (gssize)size);
  g_autofree char *prefix = g_strconcat (place->inside, "/", NULL);
  g_string_replace (config, prefix, "@DIR@/", 0);
  g_string_append (config, environment->config);
  /* Nested virtualization is for nested paging only. */
  if (strchr (name, '~') == NULL && strstr (config->str, "nestedhvm") == NULL)
    g_string_append (config, environment->unvaried);
  return g_string_free (g_steal_pointer (&config), FALSE);
}

static char **
list_of (const char *first, const char *second)
{
  const char *const words[] = {first, second, NULL};
  return g_strdupv ((char **)words);
}

static ZanteGuest *
make_guest (const Place *place, const Info *info, const Environment *environment,
            const char *variation, GError **error)
{
  g_autoptr (ZanteGuest) guest = zante_yaml_new (&zante_boot_guest_table);
  g_autofree char *kernel = g_strdup_printf ("test-%s-%s", environment->name, info->name);
  gboolean hvm = strcmp (environment->capability, "hvm") == 0;
  gboolean has_mode = g_strcmp0 (variation, "hap") == 0 || g_strcmp0 (variation, "shadow") == 0;
  guest->name = variation == NULL ? g_strdup (kernel) : g_strconcat (kernel, "~", variation, NULL);
  guest->summary = g_strdup_printf ("XTF, category %s", categories[info->category]);
  guest->folder = g_strdup (place->host);
  guest->files = list_of (kernel, NULL);
  guest->uses = hvm ? list_of ("device-model", NULL) : NULL;
  guest->capabilities = list_of (environment->capability, has_mode ? variation : NULL);
  guest->memory = MEMORY;
  guest->timeout = TIMEOUT;
  guest->tells_outcome = TRUE;
  guest->expect = g_hash_table_new (g_str_hash, g_str_equal);
  guest->config = read_config (place, guest->name, environment, error);
  return guest->config == NULL ? NULL : g_steal_pointer (&guest);
}

static gboolean
add_environment (const Place *place, const Info *info, const Environment *environment,
                 GPtrArray *guests, GError **error)
{
  static const char *const plain[] = {NULL, NULL};
  char **variations = info->variations;
  gboolean varied = variations != NULL && variations[0] != NULL;
  const char *const *list = varied ? (const char *const *)variations : plain;
  for (gsize i = 0; i == 0 || list[i] != NULL; i++)
    {
      ZanteGuest *guest = make_guest (place, info, environment, list[i], error);
      if (guest == NULL)
        return FALSE;
      g_ptr_array_add (guests, guest);
    }
  return TRUE;
}

/* Names of a tree that somebody built go into paths and lines. */
static gboolean
check_words (const Info *info, const char *file, GError **error)
{
  for (char **word = info->environments; *word != NULL; word++)
    if (find_environment (*word) == NULL)
      return refuse (file, error, "no environment is called", *word);
  for (char **word = info->variations; word != NULL && *word != NULL; word++)
    if (!zante_yaml_is_name (*word))
      return refuse (file, error, "no variation can be called", *word);
  return TRUE;
}

static gboolean
add_test (const char *root, const char *info_path, GPtrArray *guests, GError **error)
{
  g_autofree char *inside = g_path_get_dirname (info_path);
  g_autofree char *host = zante_rootdir_find (root, inside);
  g_autofree char *file = zante_rootdir_find (root, info_path);
  if (host == NULL || file == NULL)
    return TRUE;
  const Place place = {host, inside};
  g_autoptr (Info) info = read_info (file, host, error);
  if (info == NULL || !check_words (info, file, error))
    return FALSE;
  for (char **environment = info->environments; *environment != NULL; environment++)
    if (!add_environment (&place, info, find_environment (*environment), guests, error))
      return FALSE;
  return TRUE;
}

/* Choices ------------------------------------------------------------------------------------ */

/* "xsa-472-1" is of advisory 472, "xsa-47" is not. */
static gboolean
is_of_advisory (const char *name, const char *number)
{
  g_autofree char *part = g_strdup_printf ("-xsa-%s", number);
  const char *found = strstr (name, part);
  const char *end = found == NULL ? NULL : found + strlen (part);
  return end != NULL && (*end == '\0' || *end == '-' || *end == '~');
}

static gboolean
any_is_of (const GPtrArray *guests, const char *number)
{
  for (guint i = 0; i < guests->len; i++)
    if (is_of_advisory (((const ZanteGuest *)guests->pdata[i])->name, number))
      return TRUE;
  return FALSE;
}

static gboolean
any_is_called (const GPtrArray *guests, const char *name)
{
  for (guint i = 0; i < guests->len; i++)
    if (strcmp (((const ZanteGuest *)guests->pdata[i])->name, name) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
check_choice (const GPtrArray *guests, const char *const *xsa, const char *const *only,
              GError **error)
{
  for (; xsa != NULL && *xsa != NULL; xsa++)
    if (!any_is_of (guests, *xsa))
      return zante_error_set (error, ZANTE_ERROR_INPUT, "XTF has no test of the advisory XSA-%s",
                              *xsa);
  for (; only != NULL && *only != NULL; only++)
    if (!any_is_called (guests, *only))
      return zante_error_set (error, ZANTE_ERROR_INPUT,
                              "no test '%s' (they are called like test-pv64-example)", *only);
  return TRUE;
}

static gboolean
is_chosen (const ZanteGuest *guest, const char *const *xsa, const char *const *only)
{
  if (only != NULL && g_strv_contains (only, guest->name))
    return TRUE;
  for (; xsa != NULL && *xsa != NULL; xsa++)
    if (is_of_advisory (guest->name, *xsa))
      return TRUE;
  return FALSE;
}

GPtrArray *
zante_xtf_load (const char *root, const ZanteRecipe *recipe, const char *const *xsa,
                const char *const *only, GError **error)
{
  g_autofree char *pattern
      = g_strdup_printf ("%s/xen-%s/xtf/tests/*/info.json",
                         zante_boot_directory (recipe->layout, "libexecdir"), recipe->xen_version);
  g_autoptr (GPtrArray) files = zante_rootdir_glob (root, pattern);
  g_autoptr (GPtrArray) guests = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_guest_free);
  for (guint i = 0; i < files->len; i++)
    if (!add_test (root, files->pdata[i], guests, error))
      return NULL;
  if (guests->len == 0)
    return zante_error_null (
        error, ZANTE_ERROR_INPUT,
        "no test of XTF is in '%s' (say 'xtf: build' among the components, and build)", root);
  if (!check_choice (guests, xsa, only, error))
    return NULL;
  for (guint i = guests->len; (xsa != NULL || only != NULL) && i-- > 0;)
    if (!is_chosen (guests->pdata[i], xsa, only))
      g_ptr_array_remove_index (guests, i);
  g_ptr_array_sort (guests, zante_guest_compare);
  return g_steal_pointer (&guests);
}
