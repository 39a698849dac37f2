/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante tarball: reproducible tarballs, their manifest and checksums. */
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "cli/command.h"
#include "raise/raise.h"

static gboolean
parse_format (const char *name, ZanteTarFormat *format, GError **error)
{
  static const char *const names[] = {"zst", "xz", "gz"};
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (name, names[i]) == 0)
      {
        *format = (ZanteTarFormat)i;
        return TRUE;
      }
  return zante_error_set (error, ZANTE_ERROR_USAGE, "tarball: no format '%s' (zst, xz or gz)",
                          name);
}

static gboolean
write_once (ZanteSession *session, const char *output, ZanteTarFormat format, char **damaged,
            GError **error)
{
  ZantePipelineOptions options = {0};
  g_autoptr (ZantePipeline) pipeline = zante_pipeline_new (session->raise, &options, error);
  if (pipeline == NULL || !zante_pipeline_run (pipeline, error))
    return FALSE;
  g_autoptr (GArray) staged = zante_pipeline_staged (pipeline);
  ZanteTarballInput input = {.workspace = session->raise->workspace,
                             .recipe = pipeline->recipe,
                             .staged = (const ZanteStaged *)staged->data,
                             .n_staged = staged->len,
                             .directory = output,
                             .format = format,
                             .epoch = zante_recipe_epoch (),
                             .log = session->raise->log,
                             .cancellable = session->raise->cancellable};
  return zante_stage_tarballs (&input, damaged, error);
}

static gboolean
write_tarballs (ZanteSession *session, const char *output, ZanteTarFormat format, GError **error)
{
  for (int repairs = 0;; repairs++)
    {
      g_autofree char *damaged = NULL;
      g_autoptr (GError) local = NULL;
      if (write_once (session, output, format, &damaged, &local))
        return TRUE;
      if (zante_pipeline_can_repair (session->raise, damaged, local, repairs))
        continue;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
}

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  g_autofree char *format_name = NULL, *output = NULL;
  const GOptionEntry entries[] = {
      {"format", 0, 0, G_OPTION_ARG_STRING, &format_name, "zst (default), xz or gz", "FORMAT"},
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Write to DIR (default: tarballs)", "DIR"},
      {0},
  };
  ZanteTarFormat format = ZANTE_TAR_ZSTD;
  g_auto (GStrv) none
      = zante_command_parse (&zante_command_tarball, entries, argc, argv, 0, 0, error);
  if (none == NULL || (format_name != NULL && !parse_format (format_name, &format, error)))
    return FALSE;
  g_autofree char *folder
      = zante_workspace_output (session->raise->workspace, output, "tarballs", error);
  if (folder == NULL)
    return FALSE;
  g_auto (ZanteFd) held = zante_raise_hold (session->raise, error);
  if (held < 0 || !write_tarballs (session, folder, format, error))
    return FALSE;
  zante_log_message (session->raise->log, ZANTE_LOG_NOTICE, "tarballs: %s", folder);
  return TRUE;
}

const ZanteCommand zante_command_tarball
    = {"tarball", NULL, "Write reproducible tarballs, a manifest and SHA256SUMS", run};
