/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "package/carried.h"
#include "package/deb/deb.h"

gboolean
zante_deb_components (ZanteDeb *deb, GError **error)
{
  ZanteCarried carried = {.recipe = deb->recipe,
                          .distribution = deb->model->distribution,
                          .source = deb->source,
                          .emission = deb->emission,
                          .tuple = "$DEB_HOST_MULTIARCH",
                          .folder = "debian",
                          .tools = deb->input->tools};
  return zante_carried_emit (&carried, error);
}
