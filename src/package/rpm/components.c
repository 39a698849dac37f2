/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "package/carried.h"
#include "package/rpm/rpm.h"

static const char makefile[]
    = "\n"
      "# One job server serves all of them, so that they are built side by side.\n"
      "all: $(components:%=build/%/installed)\n"
      "\n"
      "build/%/installed:\n"
      "\t+./component $* source\n"
      "\ttouch $@\n"
      "\n"
      "install: all\n"
      "\tmkdir -p $(DESTDIR)\n"
      "\tfor name in $(components); do cp -a build/$$name/stage/. $(DESTDIR)/; done\n"
      "\n"
      "check: all\n"
      "\t+for name in $(components); do ./component --check $$name || exit; done\n"
      "\n"
      ".PHONY: all check install\n";

static void
add_makefile (const ZanteCarried *carried)
{
  g_autoptr (GString) text
      = g_string_new ("# Every component in a copy of the source tree of its own.\n"
                      "components =");
  g_autoptr (GString) order = g_string_new (NULL);
  for (guint i = 0; i < carried->source->components->len; i++)
    {
      const ZanteComponent *component = carried->source->components->pdata[i];
      g_autoptr (GPtrArray) needs = zante_carried_needs (carried, component);
      g_string_append_printf (text, " %s", component->name);
      for (guint j = 0; j < needs->len; j++)
        g_string_append_printf (order, "build/%s/installed: build/%s/installed\n", component->name,
                                (char *)needs->pdata[j]);
    }
  g_string_append_printf (text, "\n%s%s", makefile, order->str);
  zante_emission_add (carried->emission, "recipe/Makefile",
                      g_string_free (g_steal_pointer (&text), FALSE), FALSE);
}

gboolean
zante_rpm_components (ZanteRpm *rpm, GError **error)
{
  ZanteCarried carried = {.recipe = rpm->recipe,
                          .distribution = rpm->model->distribution,
                          .source = rpm->source,
                          .emission = rpm->emission,
                          .folder = "recipe",
                          .tools = rpm->input->tools};
  add_makefile (&carried);
  return zante_carried_emit (&carried, error);
}
