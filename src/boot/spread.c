/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/spread.h"

#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "boot/verdict/report.h"

enum { XEN_MEMORY = 128, SPARE_MEMORY = 192, LEAST_MEMORY = 1024, GUESTS_EACH = 3 };

void
zante_boot_machine_free (ZanteBootMachine *machine)
{
  /* Its guests are those of the setup's. */
  if (machine->report != NULL)
    g_ptr_array_set_size (machine->report->guests, 0);
  zante_boot_report_free (machine->report);
  g_ptr_array_unref (machine->guests);
  g_free (machine->folder);
  g_free (machine->nonce);
  g_free (machine);
}

/* Records ------------------------------------------------------------------------------------ */

static char *
record_path (const ZanteBootSetup *setup)
{
  return g_build_filename (setup->input->workspace->state, "boot-seconds", NULL);
}

/* Lines "NAME SECONDS". */
static GHashTable *
read_record (const ZanteBootSetup *setup)
{
  GHashTable *seconds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *path = record_path (setup);
  g_autofree char *text = NULL;
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return seconds;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      g_auto (GStrv) words = g_strsplit (*line, " ", 2);
      double value = words[0] != NULL && words[1] != NULL ? g_ascii_strtod (words[1], NULL) : 0;
      if (value > 0 && value < G_MAXUINT16)
        g_hash_table_replace (seconds, g_strdup (words[0]), g_memdup2 (&value, sizeof value));
    }
  return seconds;
}

/* What stands for a whole run of this kind, which no guest is called. */
static char *
name_of_all (const ZanteBootSetup *setup)
{
  return g_strdup_printf ("=%d/%u/%u%s", setup->input->level, setup->guests->len,
                          setup->machines->len, setup->task == ZANTE_TASK_SAVE ? "/save" : "");
}

void
zante_boot_spread_remember (const ZanteBootSetup *setup)
{
  g_autoptr (GHashTable) seconds = read_record (setup);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *path = record_path (setup);
  GHashTableIter iter;
  gpointer name, value;
  const double *whole = &setup->report->seconds;
  if (setup->report->class == ZANTE_BOOT_PASS)
    g_hash_table_replace (seconds, name_of_all (setup), g_memdup2 (whole, sizeof *whole));
  for (guint i = 0; i < setup->report->guests->len; i++)
    {
      const ZanteBootGuest *guest = setup->report->guests->pdata[i];
      if (guest->class == ZANTE_BOOT_PASS && guest->seconds > 0)
        g_hash_table_replace (seconds, g_strdup (guest->name),
                              g_memdup2 (&guest->seconds, sizeof guest->seconds));
    }
  g_hash_table_iter_init (&iter, seconds);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      char number[G_ASCII_DTOSTR_BUF_SIZE];
      g_ascii_formatd (number, sizeof number, "%.1f", *(double *)value);
      g_string_append_printf (text, "%s %s\n", (char *)name, number);
    }
  zante_fs_write (path, text->str, -1, NULL);
}

/* Numbers ------------------------------------------------------------------------------------ */

/* MiB that are free without swapping (proc(5), /proc/meminfo), or plenty where nothing says so. */
static guint64
available_memory (void)
{
  g_autofree char *text = NULL;
  const char *line = NULL;
  if (g_file_get_contents ("/proc/meminfo", &text, NULL, NULL))
    line = strstr (text, "MemAvailable:");
  return line == NULL ? G_MAXUINT
                      : g_ascii_strtoull (line + strlen ("MemAvailable:"), NULL, 10) / 1024;
}

static guint
enough_memory (const ZanteBootSetup *setup, const GPtrArray *guests)
{
  guint64 most = 0, second = 0;
  for (guint i = 0; i < guests->len; i++)
    {
      const ZanteGuest *guest = guests->pdata[i];
      guint64 memory = guest->memory + guest->beside;
      second = MAX (second, MIN (most, memory));
      most = MAX (most, memory);
    }
  /* Two guests run at a time, and each costs its tables and its device model's. */
  return MAX (LEAST_MEMORY, setup->dom0_memory + SPARE_MEMORY + (guint)(most + second) * 5 / 4);
}

/* With less Xen ends in a BUG, which says nothing of what is tested. What guests need is dom0's to
 * tell. */
static gboolean
check_memory (const ZanteBootSetup *setup, GError **error)
{
  guint least = setup->dom0_memory + XEN_MEMORY;
  if (setup->input->memory == 0 || setup->input->memory >= least)
    return TRUE;
  return zante_error_set (
      error, ZANTE_ERROR_USAGE,
      "boot: %u MiB of memory are too little: give at least --memory %u, and more for guests",
      setup->input->memory, least);
}

/* One for each processor, but none for so few guests that bringing dom0 up takes longer, and none
 * for which there is no memory. */
static guint
count_machines (const ZanteBootSetup *setup)
{
  const ZanteBootInput *input = setup->input;
  guint n = MAX (1, setup->guests->len);
  if (input->shell || input->keep)
    return 1;
  if (input->machines != 0)
    return MIN (input->machines, n);
  guint memory = input->memory != 0 ? input->memory : enough_memory (setup, setup->guests);
  n = MIN (g_get_num_processors (), n / GUESTS_EACH);
  return MAX (1, (guint)MIN (n, available_memory () / memory));
}

/* Shares ------------------------------------------------------------------------------------- */

typedef struct {
  ZanteGuest *guest;
  ZanteBootGuest *result;
  double weight;
} Load;

static gint
compare_loads (gconstpointer a, gconstpointer b)
{
  const Load *left = a, *right = b;
  if (left->weight != right->weight)
    return left->weight < right->weight ? 1 : -1;
  return strcmp (left->guest->name, right->guest->name);
}

/* The longest first. Of a guest that never ran, its limit says what its author expects. */
static GArray *
list_loads (const ZanteBootSetup *setup, GHashTable *record)
{
  GArray *loads = g_array_new (FALSE, FALSE, sizeof (Load));
  for (guint i = 0; i < setup->guests->len; i++)
    {
      Load load = {.guest = setup->guests->pdata[i], .result = setup->report->guests->pdata[i]};
      const double *seconds = g_hash_table_lookup (record, load.guest->name);
      load.weight = seconds != NULL ? *seconds : (double)load.guest->timeout / 8;
      g_array_append_val (loads, load);
    }
  g_array_sort (loads, compare_loads);
  return loads;
}

static guint
least_loaded (const double *loads, guint n)
{
  guint least = 0;
  for (guint i = 1; i < n; i++)
    if (loads[i] < loads[least])
      least = i;
  return least;
}

static void
foretell (ZanteBootSetup *setup, GHashTable *record)
{
  g_autofree char *name = name_of_all (setup);
  const double *seconds = g_hash_table_lookup (record, name);
  setup->expected = seconds != NULL ? *seconds : -1;
}

static void
share_out (ZanteBootSetup *setup, GHashTable *record)
{
  g_autoptr (GArray) loads = list_loads (setup, record);
  g_autofree double *sums = g_new0 (double, setup->machines->len);
  for (guint i = 0; i < loads->len; i++)
    {
      const Load *load = &g_array_index (loads, Load, i);
      guint to = least_loaded (sums, setup->machines->len);
      ZanteBootMachine *machine = setup->machines->pdata[to];
      sums[to] += load->weight;
      g_ptr_array_add (machine->guests, load->guest);
      g_ptr_array_add (machine->report->guests, load->result);
    }
}

/* Machines ----------------------------------------------------------------------------------- */

static gboolean
add_machine (ZanteBootSetup *setup, guint number, guint n, GError **error)
{
  ZanteBootMachine *machine = g_new0 (ZanteBootMachine, 1);
  g_autofree char *name = g_strdup_printf ("%u", number);
  machine->folder
      = n == 1 ? g_strdup (setup->folder) : g_build_filename (setup->folder, name, NULL);
  machine->number = number;
  machine->nonce = g_uuid_string_random ();
  machine->guests = g_ptr_array_new ();
  machine->report = zante_boot_report_new (setup->input->level, machine->folder);
  g_ptr_array_add (setup->machines, machine);
  return zante_fs_make_dirs (machine->folder, error);
}

gboolean
zante_boot_spread (ZanteBootSetup *setup, GError **error)
{
  g_autoptr (GHashTable) record = read_record (setup);
  guint n = count_machines (setup);
  setup->machines = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_boot_machine_free);
  for (guint i = 0; i < n; i++)
    if (!add_machine (setup, i + 1, n, error))
      return FALSE;
  share_out (setup, record);
  foretell (setup, record);
  setup->report->machines = n;
  for (guint i = 0; i < n; i++)
    {
      ZanteBootMachine *machine = setup->machines->pdata[i];
      machine->memory = setup->input->memory != 0 ? setup->input->memory
                                                  : enough_memory (setup, machine->guests);
    }
  return check_memory (setup, error);
}
