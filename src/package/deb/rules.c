/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "package/deb/deb.h"

static const char head[]
    = "#!/usr/bin/make -f\n"
      "# Each component is built in a copy of the tree of its own, debian/build/NAME/src, and\n"
      "# installed into debian/build/NAME/stage: see debian/component. One job server serves all "
      "of\n"
      "# them, so that they are built side by side.\n"
      "\n"
      "# Absolute paths are the business of each component, which knows its folder.\n"
      "export DEB_BUILD_MAINT_OPTIONS = hardening=+all reproducible=-fixfilepath,-fixdebugpath\n"
      "include /usr/share/dpkg/default.mk\n"
      "export package_cflags = $(CFLAGS) $(CPPFLAGS)\n"
      "export package_ldflags = $(LDFLAGS)\n\n";

static const char body[]
    = "jobs = $(or $(patsubst parallel=%,%,$(filter parallel=%,$(DEB_BUILD_OPTIONS))),1)\n"
      "\n"
      "%:\n"
      "\tdh $@ --without autoreconf\n"
      "\n"
      "# Every component configures itself, with the scripts that upstream ships.\n"
      "override_dh_auto_configure:\n"
      "\n"
      "override_dh_auto_build:\n"
      "\t$(MAKE) -f debian/rules -j$(jobs) $(components:%=debian/build/%/installed)\n"
      "\n"
      "debian/build/%/installed:\n"
      "\t+jobs=$(jobs) debian/component $*\n"
      "\ttouch $@\n"
      "\n"
      "# Those that need no running Xen. DEB_BUILD_OPTIONS=nocheck leaves them out.\n"
      "override_dh_auto_test:\n"
      "\t+for name in $(components); do jobs=$(jobs) debian/component --check $$name || exit; "
      "done\n"
      "\n"
      "override_dh_auto_install:\n"
      "\tmkdir -p debian/tmp\n"
      "\tfor name in $(components); do cp -a debian/build/$$name/stage/. debian/tmp/; done\n"
      "\n"
      "override_dh_auto_clean:\n"
      "\trm -rf debian/build\n";

static const char strip[] = "\n"
                            "# Kernels are loaded as they are: their loader finds notes and "
                            "symbols in them. Images that\n"
                            "# are there for debugging keep what they are for.\n"
                            "override_dh_strip:\n"
                            "\tdh_strip%s\n"
                            "\n"
                            "# Nor can dwz read every one of them.\n"
                            "override_dh_dwz:\n"
                            "\tdh_dwz%s\n";

static const struct {
  const char *directory, *below;
} unstripped[] = {{"private_dir", "/boot/xen-shim"},
                  {"private_dir", "/boot/grub-"},
                  {"private_dir", "/xtf/tests/"},
                  {"prefix", "/lib/debug/"}};

static const char services[] = "\n"
                               "# Starting, stopping and restarting is up to the maintainer "
                               "scripts: guests depend on these\n"
                               "# services, and only those of the Xen that runs can be touched.\n"
                               "override_dh_installsystemd:\n"
                               "override_dh_installinit:\n";

/* The components that must be installed before another, when both are of this source. */
static void
append_needs (const ZanteDeb *deb, GString *text)
{
  for (guint i = 0; i < deb->source->components->len; i++)
    {
      const ZanteComponent *component = deb->source->components->pdata[i];
      for (char **need = component->needs; need != NULL && *need != NULL; need++)
        if (g_ptr_array_find (deb->source->components, zante_recipe_find (deb->recipe, *need, NULL),
                              NULL))
          g_string_append_printf (text, "debian/build/%s/installed: debian/build/%s/installed\n",
                                  component->name, *need);
    }
}

static void
append_components (const ZanteDeb *deb, GString *text)
{
  g_string_append (text, "components =");
  for (guint i = 0; i < deb->source->components->len; i++)
    g_string_append_printf (text, " %s",
                            ((const ZanteComponent *)deb->source->components->pdata[i])->name);
  g_string_append_c (text, '\n');
}

static void
append_private (const ZanteDeb *deb, GString *text)
{
  const ZanteBinary *owner = NULL;
  g_autofree char *directory = zante_deb_private_dir (deb, &owner);
  if (directory == NULL)
    return;
  g_string_append_printf (
      text,
      "\n"
      "# The libraries without a stable ABI have no SONAME and lie in a private directory:\n"
      "# packages that need them say so in debian/control, with the very version. They are looked\n"
      "# for in their package first, lest an installed libxenmisc of Debian's become a "
      "dependency.\n"
      "override_dh_shlibdeps:\n"
      "\tdh_shlibdeps -- -Sdebian/%s\n",
      owner->name);
}

static void
append_python (const ZanteDeb *deb, GString *text)
{
  g_autofree char *directory = zante_deb_python_dir (deb);
  if (directory != NULL)
    g_string_append_printf (text,
                            "\n"
                            "# Programs find their modules beside themselves.\n"
                            "override_dh_python3:\n"
                            "\tdh_python3 %s\n",
                            directory);
}

/* Files and folders that not everybody may read. */
static GPtrArray *
closed_paths (const ZanteDeb *deb)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  for (guint i = 0; i < deb->source->binaries->len; i++)
    {
      const ZanteBinary *binary = deb->source->binaries->pdata[i];
      for (guint j = 0; j < binary->files->len; j++)
        {
          const ZantePackageFile *file = binary->files->pdata[j];
          mode_t open = S_ISDIR (file->mode) ? 0555 : 0444;
          if (file->target == NULL && (file->mode & open) != open)
            g_ptr_array_add (paths, file->path + 1);
        }
    }
  return g_steal_pointer (&paths);
}

static void
append_closed (const ZanteDeb *deb, GString *text)
{
  g_autoptr (GPtrArray) paths = closed_paths (deb);
  if (paths->len == 0)
    return;
  g_string_append (text, "\n"
                         "# What upstream closes to all but root stays closed.\n"
                         "override_dh_fixperms:\n"
                         "\tdh_fixperms");
  for (guint i = 0; i < paths->len; i++)
    g_string_append_printf (text, " -X%s", (const char *)paths->pdata[i]);
  g_string_append_c (text, '\n');
}

static gboolean
has_services (const ZanteDeb *deb)
{
  for (guint i = 0; i < deb->source->binaries->len; i++)
    if (zante_deb_has_services (deb->source->binaries->pdata[i]))
      return TRUE;
  return FALSE;
}

/* Whether a file of the source begins with PREFIX. */
static gboolean
has_file (const ZanteDeb *deb, const char *prefix)
{
  for (guint i = 0; i < deb->source->binaries->len; i++)
    {
      const ZanteBinary *binary = deb->source->binaries->pdata[i];
      for (guint j = 0; j < binary->files->len; j++)
        if (g_str_has_prefix (((const ZantePackageFile *)binary->files->pdata[j])->path, prefix))
          return TRUE;
    }
  return FALSE;
}

static void
append_strip (const ZanteDeb *deb, GString *text)
{
  g_autoptr (GString) words = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (unstripped); i++)
    {
      const char *base = zante_deb_directory (deb, unstripped[i].directory);
      g_autofree char *prefix = g_strconcat (base, unstripped[i].below, NULL);
      if (has_file (deb, prefix))
        g_string_append_printf (words, " -X%s", prefix + 1);
    }
  if (words->len > 0)
    g_string_append_printf (text, strip, words->str, words->str);
}

gboolean
zante_deb_rules (ZanteDeb *deb, GError **error)
{
  g_autoptr (GString) text = g_string_new (head);
  append_components (deb, text);
  g_string_append (text, body);
  append_needs (deb, text);
  append_strip (deb, text);
  append_private (deb, text);
  append_python (deb, text);
  append_closed (deb, text);
  if (has_services (deb))
    g_string_append (text, services);
  zante_emission_add (deb->emission, "debian/rules", g_string_free (g_steal_pointer (&text), FALSE),
                      TRUE);
  zante_emission_add (deb->emission, "debian/source/format", g_strdup ("3.0 (quilt)\n"), FALSE);
  return TRUE;
}
