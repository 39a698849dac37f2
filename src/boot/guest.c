/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/guest.h"

#include <stddef.h>
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/strings.h"

const char *const zante_use_names[ZANTE_N_USES + 1]
    = {"kernel", "initrd",       "pvgrub-pv",  "pvgrub-pvh", "shim",    "seabios",
       "ovmf",   "device-model", "stubdom-dm", "disk",       "network", NULL};

enum { LEVEL_GUEST, LEVEL_SUITE, LEVEL_NAMED, LEVEL_MIGRATION };
static const char *const level_names[] = {"guest", "suite", "named", "migration", NULL};
static const char *const expect_names[] = {"console", "dmesg", "domain-log", NULL};

static const ZanteField guest_fields[] = {
    {"guest", ZANTE_FIELD_NAME, offsetof (ZanteGuest, name), ZANTE_FIELD_REQUIRED,
     .help = "The guest's name; that of its folder."},
    {"summary", ZANTE_FIELD_LINE, offsetof (ZanteGuest, summary), ZANTE_FIELD_REQUIRED,
     .help = "What it proves, in one line."},
    {"config", ZANTE_FIELD_STRING, offsetof (ZanteGuest, config), ZANTE_FIELD_REQUIRED,
     .help
     = "Its configuration for xl, see xl.cfg(5). Words between two @ are replaced: @NAME@, "
       "@DIR@ (its folder in dom0), @MEMORY@, @PRIVATE_DIR@, and, for what it uses, @KERNEL@ (an "
       "ELF file), @BZIMAGE@ (the same kernel, compressed), @INITRD@, @PVGRUB_PV@, @PVGRUB_PVH@, "
       "@SHIM@, @SEABIOS@, @OVMF@, @DEVICE_MODEL@."},
    {"files", ZANTE_FIELD_STRINGS, offsetof (ZanteGuest, files),
     .help = "Files of its folder that go along."},
    {"uses", ZANTE_FIELD_STRINGS, offsetof (ZanteGuest, uses),
     .help = "What it needs: kernel, initrd, pvgrub-pv, pvgrub-pvh, shim, seabios, ovmf, "
             "device-model, stubdom-dm, disk, network. Where that is missing the guest is skipped, "
             "with the reason."},
    {"capabilities", ZANTE_FIELD_STRINGS, offsetof (ZanteGuest, capabilities),
     .help = "What the running hypervisor must be able to do, as xl info tells it: hvm, pv32 …. "
             "Otherwise the guest is skipped."},
    {"memory", ZANTE_FIELD_UINT, offsetof (ZanteGuest, memory), .initial = 64,
     .help = "MiB of memory; 64 unless given."},
    {"beside", ZANTE_FIELD_UINT, offsetof (ZanteGuest, beside), .initial = 24,
     .help = "MiB that it costs besides: page tables, video memory, a stub domain; 24 unless "
             "given."},
    {"alone", ZANTE_FIELD_BOOL, offsetof (ZanteGuest, alone),
     .help
     = "yes: no other guest runs in its machine meanwhile. For what has to keep time limits of "
       "the toolstack's own, which emulation holds for one guest at a time."},
    {"expect", ZANTE_FIELD_STRINGS_MAP, offsetof (ZanteGuest, expect), ZANTE_FIELD_REQUIRED,
     .help = "The texts that must be seen, each by where: console (what the guest prints), dmesg "
             "(the hypervisor's log), domain-log (the device model's)."},
    {"timeout", ZANTE_FIELD_UINT, offsetof (ZanteGuest, timeout), .initial = 60,
     .help
     = "Seconds until all of that must have been seen; 60 unless given. Three times as many where "
       "there is no KVM."},
    {"level", ZANTE_FIELD_CHOICE, offsetof (ZanteGuest, level), .choices = level_names,
     .help = "The lowest level of zante boot that starts it; suite unless given. A guest of level "
             "named is started only when --guest names it. One of level migration counts aloud: it "
             "says lines 'zante guest: tick N', N being one more each time, and is what "
             "--restore-from starts."},
    {"steps", ZANTE_FIELD_STRINGS, offsetof (ZanteGuest, steps),
     .help = "What is done to it when it runs, in order: save-restore, or the "
             "name of a script among its files."},
    {"build", ZANTE_FIELD_STRING, offsetof (ZanteGuest, build),
     .help
     = "POSIX shell that makes more files, run with set -eu on the machine that tests: it "
       "reads $guest_dir, the guest's folder, $tree, what is tested, with $private_dir in it, "
       "and dom0's $kernel and $kernel_modules, and writes to $out, an empty folder, whose "
       "files go along; one called skip has the reason why the guest cannot be started."},
    {"programs", ZANTE_FIELD_STRINGS, offsetof (ZanteGuest, programs),
     .help = "Programs that build calls; where one is missing the guest is skipped."},
    {0},
};
const ZanteFieldTable zante_boot_guest_table = {"guest", sizeof (ZanteGuest), guest_fields};

void
zante_guest_free (ZanteGuest *guest)
{
  if (guest == NULL)
    return;
  g_free (guest->folder);
  g_free (guest->program);
  zante_yaml_free (&zante_boot_guest_table, guest);
}

gboolean
zante_guest_uses (const ZanteGuest *guest, ZanteUse use)
{
  return guest->uses != NULL
         && g_strv_contains ((const char *const *)guest->uses, zante_use_names[use]);
}

gboolean
zante_guest_counts (const ZanteGuest *guest)
{
  return guest->level == LEVEL_MIGRATION;
}

/* Checks ------------------------------------------------------------------------------------- */

static gboolean
complain (const char *file, const char *node, GError **error, const char *what, const char *word,
          const char *const *known)
{
  g_autofree char *place = zante_yaml_locate (file, node);
  g_autofree char *all = g_strjoinv (", ", (char **)known);
  g_autofree char *those = g_strdup_printf (" (there is %s)", all);
  g_autofree char *hint = zante_error_hint (word, known, those);
  return zante_error_set (error, ZANTE_ERROR_INPUT, "%s: %s '%s'%s", place, what, word, hint);
}

static gboolean
check_words (const ZanteGuest *guest, const char *file, GError **error)
{
  for (guint i = 0; guest->uses != NULL && guest->uses[i] != NULL; i++)
    if (!g_strv_contains (zante_use_names, guest->uses[i]))
      {
        g_autofree char *node = g_strdup_printf ("/uses/%u", i);
        return complain (file, node, error, "nothing is called", guest->uses[i], zante_use_names);
      }
  GHashTableIter iter;
  gpointer where;
  g_hash_table_iter_init (&iter, guest->expect);
  while (g_hash_table_iter_next (&iter, &where, NULL))
    if (!g_strv_contains (expect_names, where))
      return complain (file, "/expect", error, "nothing is seen in", where, expect_names);
  return TRUE;
}

static gboolean
check_files (const ZanteGuest *guest, const char *file, GError **error)
{
  for (guint i = 0; guest->files != NULL && guest->files[i] != NULL; i++)
    {
      const char *name = guest->files[i];
      g_autofree char *path = g_build_filename (guest->folder, name, NULL);
      if (strchr (name, '/') == NULL && *name != '.' && g_file_test (path, G_FILE_TEST_IS_REGULAR))
        continue;
      g_autofree char *node = g_strdup_printf ("/files/%u", i);
      g_autofree char *place = zante_yaml_locate (file, node);
      return zante_error_set (error, ZANTE_ERROR_INPUT, "%s: its folder has no file '%s'", place,
                              name);
    }
  return TRUE;
}

static ZanteGuest *
load (const char *folder, const char *name, GError **error)
{
  g_autofree char *file = g_build_filename (folder, name, "guest.yaml", NULL);
  g_autoptr (ZanteGuest) guest = zante_yaml_load (file, &zante_boot_guest_table, error);
  if (guest == NULL)
    return NULL;
  guest->folder = g_build_filename (folder, name, NULL);
  if (guest->level < 0)
    guest->level = LEVEL_SUITE;
  if (strcmp (guest->name, name) != 0)
    {
      g_autofree char *place = zante_yaml_locate (file, "/guest");
      return zante_error_null (error, ZANTE_ERROR_INPUT,
                               "%s: the guest '%s' lies in a folder of another name", place,
                               guest->name);
    }
  return check_words (guest, file, error) && check_files (guest, file, error)
             ? g_steal_pointer (&guest)
             : NULL;
}

/* Lists -------------------------------------------------------------------------------------- */

gint
zante_guest_compare (gconstpointer a, gconstpointer b)
{
  const ZanteGuest *left = *(const ZanteGuest *const *)a, *right = *(const ZanteGuest *const *)b;
  return left->level != right->level ? left->level - right->level
                                     : strcmp (left->name, right->name);
}

static gboolean
load_folder (const char *folder, GHashTable *seen, GPtrArray *guests, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  for (const char *name = dir == NULL ? NULL : g_dir_read_name (dir); name != NULL;
       name = g_dir_read_name (dir))
    {
      g_autofree char *file = g_build_filename (folder, name, "guest.yaml", NULL);
      if (!g_file_test (file, G_FILE_TEST_EXISTS) || !g_hash_table_add (seen, g_strdup (name)))
        continue;
      ZanteGuest *guest = load (folder, name, error);
      if (guest == NULL)
        return FALSE;
      g_ptr_array_add (guests, guest);
    }
  return TRUE;
}

static gboolean
check_only (GHashTable *seen, const char *const *only, GError **error)
{
  g_autofree char **names = zante_strings_keys (seen);
  for (; only != NULL && *only != NULL; only++)
    if (!g_hash_table_contains (seen, *only))
      {
        g_autofree char *hint = zante_error_hint (*only, (const char *const *)names, "");
        return zante_error_set (error, ZANTE_ERROR_INPUT, "no guest '%s'%s", *only, hint);
      }
  return TRUE;
}

static gboolean
is_of (const ZanteGuest *guest, ZanteBootLevel level)
{
  switch (level)
    {
    case ZANTE_BOOT_DOM0:
    case ZANTE_BOOT_TOOLS_TESTS:
      return FALSE;
    case ZANTE_BOOT_GUEST:
      return guest->level == LEVEL_GUEST;
    case ZANTE_BOOT_SUITE:
      return guest->level <= LEVEL_SUITE;
    case ZANTE_BOOT_MIGRATION:
      return guest->level == LEVEL_MIGRATION;
    default:
      g_assert_not_reached ();
    }
}

GPtrArray *
zante_guests_load (const char *const *folders, ZanteBootLevel level, const char *const *only,
                   GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) guests = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_guest_free);
  for (; *folders != NULL; folders++)
    if (!load_folder (*folders, seen, guests, error))
      return NULL;
  if (!check_only (seen, only, error))
    return NULL;
  for (guint i = guests->len; i-- > 0;)
    {
      const ZanteGuest *guest = guests->pdata[i];
      gboolean wanted = only != NULL ? g_strv_contains (only, guest->name) : is_of (guest, level);
      if (!wanted)
        g_ptr_array_remove_index (guests, i);
    }
  g_ptr_array_sort (guests, zante_guest_compare);
  return g_steal_pointer (&guests);
}

/* Its folder in dom0 ------------------------------------------------------------------------- */

/* TEXT with every "@WORD@" replaced; what is no word in capitals between two '@' stays. */
static char *
replace_words (const char *text, GHashTable *values, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  for (const char *c = text; *c != '\0';)
    {
      gsize length = *c == '@' ? strspn (c + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") : 0;
      if (length == 0 || c[1 + length] != '@')
        {
          g_string_append_c (out, *c++);
          continue;
        }
      g_autofree char *word = g_strndup (c + 1, length);
      const char *value = g_hash_table_lookup (values, word);
      if (value == NULL)
        return zante_error_null (error, ZANTE_ERROR_INPUT,
                                 "its config says @%s@, which is not known (list it in 'uses'?)",
                                 word);
      g_string_append (out, value);
      c += length + 2;
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
place_text (ZanteImage *image, const char *folder, const char *name, char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  zante_image_add_text (image, path, text, 0644);
  g_free (text);
}

static char *
lines (char **list)
{
  g_autofree char *joined = list == NULL ? NULL : g_strjoinv ("\n", list);
  return joined == NULL || *joined == '\0' ? g_strdup ("") : g_strconcat (joined, "\n", NULL);
}

static char *
expectations (GHashTable *expect)
{
  GString *text = g_string_new (NULL);
  for (const char *const *where = expect_names; *where != NULL; where++)
    {
      char **markers = g_hash_table_lookup (expect, *where);
      for (; markers != NULL && *markers != NULL; markers++)
        g_string_append_printf (text, "%s %s\n", *where, *markers);
    }
  return g_string_free (text, FALSE);
}

static void
place_program (const ZanteGuest *guest, const char *folder, ZanteImage *image)
{
  place_text (image, folder, "program", g_strconcat (guest->program, "\n", NULL));
  place_text (image, folder, "timeout",
              g_strdup_printf ("%" G_GUINT64_FORMAT "\n", guest->timeout));
}

gboolean
zante_guest_place (const ZanteGuest *guest, guint number, GHashTable *values, ZanteImage *image,
                   GError **error)
{
  g_autofree char *folder = g_strdup_printf ("/zante/guests/%02u-%s", number, guest->name);
  if (guest->program != NULL)
    {
      place_program (guest, folder, image);
      return TRUE;
    }
  g_hash_table_replace (values, g_strdup ("DIR"), g_strdup (folder));
  g_hash_table_replace (values, g_strdup ("NAME"), g_strdup (guest->name));
  g_hash_table_replace (values, g_strdup ("MEMORY"),
                        g_strdup_printf ("%" G_GUINT64_FORMAT, guest->memory));
  char *config = replace_words (guest->config, values, error);
  if (config == NULL)
    {
      g_prefix_error (error, "guest '%s': ", guest->name);
      return FALSE;
    }
  place_text (image, folder, "config", config);
  place_text (image, folder, "expect", expectations (guest->expect));
  place_text (image, folder, "timeout",
              g_strdup_printf ("%" G_GUINT64_FORMAT "\n", guest->timeout));
  place_text (image, folder, "memory", g_strdup_printf ("%" G_GUINT64_FORMAT "\n", guest->memory));
  place_text (image, folder, "beside", g_strdup_printf ("%" G_GUINT64_FORMAT "\n", guest->beside));
  place_text (image, folder, "capabilities", lines (guest->capabilities));
  place_text (image, folder, "steps", lines (guest->steps));
  if (guest->alone)
    place_text (image, folder, "alone", g_strdup (""));
  if (guest->tells_outcome)
    place_text (image, folder, "tells-outcome", g_strdup (""));
  for (char **name = guest->files; name != NULL && *name != NULL; name++)
    {
      g_autofree char *path = g_build_filename (folder, *name, NULL);
      g_autofree char *host = g_build_filename (guest->folder, *name, NULL);
      zante_image_add_host (image, path, host, 0);
    }
  return TRUE;
}
