/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "package/rpm/rpm.h"

/* The layout's directories as a .spec names them, in the order in which a path is tried: the longer
 * ones first. A directory that was moved from where Fedora's macro has it is written out. */
static const struct {
  const char *variable, *fedora, *macro;
} macros[] = {
    {"private_libdir", NULL, "%{private_libdir}"},
    {"private_dir", NULL, "%{private_dir}"},
    {"localstatedir", "/var", "%{_localstatedir}"},
    {"libexecdir", "/usr/libexec", "%{_libexecdir}"},
    {"includedir", "/usr/include", "%{_includedir}"},
    {"mandir", "/usr/share/man", "%{_mandir}"},
    {"datadir", "/usr/share", "%{_datadir}"},
    {"sysconfdir", "/etc", "%{_sysconfdir}"},
    {"rundir", "/run", "%{_rundir}"},
    {"libdir", "/usr/lib64", "%{_libdir}"},
    {"sbindir", "/usr/sbin", "%{_sbindir}"},
    {"bindir", "/usr/bin", "%{_bindir}"},
};

#define UPDATE_HELPER "/usr/lib/systemd/systemd-update-helper"

/* Macros that only Fedora's rpm knows, whatever the layout. */
static const struct {
  const char *path, *macro, *definition;
} fedora_macros[] = {
    {"/usr/lib/systemd/system", "%{_unitdir}", "%{_prefix}/lib/systemd/system"},
    {"/usr/lib/tmpfiles.d", "%{_tmpfilesdir}", "%{_prefix}/lib/tmpfiles.d"},
    {"/usr/lib/modules-load.d", "%{_modulesloaddir}", "%{_prefix}/lib/modules-load.d"},
};

/* The scriptlets of systemd-rpm-macros, as version 252 has them: a preset decides what is enabled.
 */
static const struct {
  const char *name, *body;
} unit_macros[] = {
    {"systemd_post", "if [ $1 -eq 1 ] && [ -x " UPDATE_HELPER " ]; then \\\n"
                     "  " UPDATE_HELPER " install-system-units %{?*} || : \\\n"
                     "fi \\\n"},
    {"systemd_preun", "if [ $1 -eq 0 ] && [ -x " UPDATE_HELPER " ]; then \\\n"
                      "  " UPDATE_HELPER " remove-system-units %{?*} || : \\\n"
                      "fi \\\n"},
    {"systemd_postun", ""},
};

char *
zante_rpm_escape (const char *text)
{
  g_autoptr (GString) escaped = g_string_new (text);
  g_string_replace (escaped, "%", "%%", 0);
  return g_string_free (g_steal_pointer (&escaped), FALSE);
}

/* What follows the directory DIR in PATH, "" for DIR itself; NULL when PATH is not in it. */
static const char *
below (const char *path, const char *dir)
{
  gsize length = strlen (dir);
  if (strncmp (path, dir, length) != 0 || (path[length] != '/' && path[length] != '\0'))
    return NULL;
  return path + length;
}

static char *
join (const char *macro, const char *rest)
{
  g_autofree char *escaped = zante_rpm_escape (rest);
  return g_strconcat (macro, escaped, NULL);
}

char *
zante_rpm_path (const ZanteLayout *layout, const char *path)
{
  for (gsize i = 0; i < G_N_ELEMENTS (macros); i++)
    {
      const char *dir = g_hash_table_lookup (layout->dirs, macros[i].variable);
      const char *rest = dir == NULL ? NULL : below (path, dir);
      if (rest != NULL && (macros[i].fedora == NULL || strcmp (macros[i].fedora, dir) == 0))
        return join (macros[i].macro, rest);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (fedora_macros); i++)
    {
      const char *rest = below (path, fedora_macros[i].path);
      if (rest != NULL)
        return join (fedora_macros[i].macro, rest);
    }
  const char *rest = below (path, "/usr");
  return rest != NULL ? join ("%{_prefix}", rest) : zante_rpm_escape (path);
}

static void
append_unit_macros (const char *text, GString *lines)
{
  for (gsize i = 0; i < G_N_ELEMENTS (unit_macros); i++)
    {
      const char *name = unit_macros[i].name;
      g_autofree char *used = g_strdup_printf ("\n%%%s ", name);
      if (strstr (text, used) != NULL)
        g_string_append_printf (lines, "%%if 0%%{!?%s:1}\n%%define %s() \\\n%s%%{nil}\n%%endif\n",
                                name, name, unit_macros[i].body);
    }
}

char *
zante_rpm_fallbacks (const char *text)
{
  GString *lines = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (fedora_macros); i++)
    {
      const char *macro = fedora_macros[i].macro;
      if (strstr (text, macro) == NULL)
        continue;
      int length = (int)strlen (macro) - 3;
      g_string_append_printf (lines, "%%{!?%.*s:%%global %.*s %s}\n", length, macro + 2, length,
                              macro + 2, fedora_macros[i].definition);
    }
  append_unit_macros (text, lines);
  return g_string_free (lines, FALSE);
}

char *
zante_rpm_name (const ZanteRpm *rpm, const char *name)
{
  g_autofree char *version = g_strconcat ("-", rpm->recipe->xen_version, NULL);
  const char *at = strstr (name, version);
  const char *rest = at == NULL ? NULL : at + strlen (version);
  if (at == NULL || (*rest != '\0' && *rest != '-'))
    return zante_rpm_escape (name);
  return g_strdup_printf ("%.*s-%%{xen_version}%s", (int)(at - name), name, rest);
}

/* Directories that Fedora's own packages bring: filesystem, systemd, the boot loader. */
static const char *const system_directories[] = {
    "/boot",
    "/boot/efi",
    "/boot/efi/EFI",
    "/boot/efi/EFI/fedora",
    "/etc",
    "/etc/default",
    "/etc/init.d",
    "/etc/logrotate.d",
    "/etc/modprobe.d",
    "/etc/profile.d",
    "/etc/rc.d",
    "/etc/rc.d/init.d",
    "/etc/sysconfig",
    "/etc/udev",
    "/etc/udev/rules.d",
    "/run",
    "/usr",
    "/usr/bin",
    "/usr/include",
    "/usr/lib",
    "/usr/lib/debug",
    "/usr/lib/modprobe.d",
    "/usr/lib/modules-load.d",
    "/usr/lib/sysctl.d",
    "/usr/lib/systemd",
    "/usr/lib/systemd/system",
    "/usr/lib/systemd/system-preset",
    "/usr/lib/systemd/system-sleep",
    "/usr/lib/sysusers.d",
    "/usr/lib/tmpfiles.d",
    "/usr/lib/udev",
    "/usr/lib/udev/rules.d",
    "/usr/lib64",
    "/usr/lib64/pkgconfig",
    "/usr/libexec",
    "/usr/sbin",
    "/usr/share",
    "/usr/share/bash-completion",
    "/usr/share/bash-completion/completions",
    "/usr/share/doc",
    "/usr/share/licenses",
    "/usr/share/man",
    "/usr/share/pkgconfig",
    "/usr/share/zsh",
    "/usr/share/zsh/site-functions",
    "/var",
    "/var/cache",
    "/var/lib",
    "/var/log",
    "/var/spool",
    "/",
    NULL,
};

/* /usr/share/man/man8 */
static gboolean
is_manual_section (const char *path)
{
  const char *rest = below (path, "/usr/share/man");
  return rest != NULL && g_str_has_prefix (rest, "/man") && g_ascii_isdigit (rest[4])
         && rest[5] == '\0';
}

gboolean
zante_rpm_is_system (const ZanteLayout *layout, const char *path)
{
  GHashTableIter iter;
  gpointer name = NULL, dir = NULL;
  if (g_strv_contains (system_directories, path) || is_manual_section (path))
    return TRUE;
  g_hash_table_iter_init (&iter, layout->dirs);
  while (g_hash_table_iter_next (&iter, &name, &dir))
    if (!g_str_has_prefix (name, "private_") && strcmp (dir, path) == 0)
      return TRUE;
  return FALSE;
}
