/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What apt-get indextargets prints, and the options of entries of sources files: the input is both.
 */
#include "fetch/apt/suite.h"
#include "fetch/apt/targets.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *text = (const char *)data;
  g_autoptr (GPtrArray) options = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) targets = zante_apt_parse_targets (text, size, NULL);
  for (guint i = 1; i < 4; i++)
    {
      g_free (zante_apt_entry_options (text, size, FALSE, i, NULL));
      g_free (zante_apt_entry_options (text, size, TRUE, i, NULL));
    }
  for (guint i = 0; targets != NULL && i < targets->len; i++)
    g_ptr_array_add (options, g_strdup (""));
  if (targets != NULL)
    {
      g_ptr_array_unref (zante_apt_suite_targets (targets, "trixie", "bookworm"));
      g_ptr_array_unref (zante_apt_suite_targets (targets, "sid-backports", NULL));
      g_free (zante_apt_format_sources (targets, options));
    }
  return 0;
}
