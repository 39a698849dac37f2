/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan/toolchain.h"

#include <string.h>

/* What dpkg 1.21 writes, cut to the fields that matter. */
static const char status_text[]
    = "Package: dpkg\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.21.22\n\n"
      "Package: gcc\nStatus: install ok installed\nSection: devel\nArchitecture: amd64\n"
      "Version: 4:12.2.0-3\nDepends: cpp (= 4:12.2.0-3), gcc-12 (>= 12.2.0-1~)\n"
      "Description: compiler\n a long text\n Version: not this one\n\n"
      "Package: gcc-12\nStatus: install ok installed\nSection: devel\nArchitecture: amd64\n"
      "Version: 12.2.0-14\nDepends: libgcc-12-dev (= 12.2.0-14), zlib1g (>= 1:1.1.4), binutils\n\n"
      "Package: cpp\nStatus: install ok installed\nSection: interpreters\nArchitecture: amd64\n"
      "Version: 4:12.2.0-3\n\n"
      "Package: libgcc-12-dev\nStatus: install ok installed\nSection: contrib/libdevel\n"
      "Architecture: amd64\nVersion: 12.2.0-14\n\n"
      "Package: binutils\nStatus: install ok installed\nSection: devel\nArchitecture: amd64\n"
      "Version: 2.40-2\n\n"
      "Package: zlib1g\nStatus: install ok installed\nSection: libs\nArchitecture: i386\n"
      "Version: 1:1.2.12\n\n"
      "Package: zlib1g\nStatus: install ok installed\nSection: libs\nArchitecture: amd64\n"
      "Version: 1:1.2.13\n\n"
      "Package: python3\nStatus: install ok installed\nSection: python\nArchitecture: amd64\n"
      "Version: 3.11.2-1\nPre-Depends: python3-minimal\nDepends: python3.11 (>= 3.11.2-1~)\n\n"
      "Package: python3-minimal\nStatus: install ok installed\nSection: python\n"
      "Architecture: amd64\nVersion: 3.11.2-1\n\n"
      "Package: python3.11\nStatus: install ok installed\nSection: python\nArchitecture: amd64\n"
      "Version: 3.11.2-6\nProvides: python3-venv-api (= 1), python3-any\n\n"
      "Package: removed\nStatus: deinstall ok config-files\nArchitecture: amd64\nVersion: 1\n\n"
      "Package: make\nStatus: install ok installed\nSection: devel\nArchitecture: amd64\n"
      "Version: 4.3-4.1\n";

static ZanteToolchain *
dpkg_toolchain (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (status_text, strlen (status_text));
  return zante_toolchain_new (&zante_dpkg_database, zante_dpkg_parse (bytes));
}

/* "NAME=VERSION NAME=VERSION …" without the leading "package ". */
static char *
closure_text (ZanteToolchain *toolchain, const char *const *packages)
{
  g_autoptr (GPtrArray) inputs = zante_toolchain_closure (toolchain, packages);
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < inputs->len; i++)
    {
      const ZanteKeyInput *input = inputs->pdata[i];
      g_assert_true (g_str_has_prefix (input->name, "package "));
      g_string_append_printf (text, "%s%s=%s", i == 0 ? "" : " ", input->name + strlen ("package "),
                              input->value);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_versions (void)
{
  g_autoptr (ZanteToolchain) toolchain = dpkg_toolchain ();
  g_assert_cmpstr (zante_toolchain_version (toolchain, "gcc"), ==, "4:12.2.0-3");
  g_assert_cmpstr (zante_toolchain_version (toolchain, "gcc:native"), ==, "4:12.2.0-3");
  g_assert_cmpstr (zante_toolchain_version (toolchain, "gcc (>= 4:10) | clang"), ==, "4:12.2.0-3");
  g_assert_cmpstr (zante_toolchain_version (toolchain, "make"), ==, "4.3-4.1");
  g_assert_null (zante_toolchain_version (toolchain, "removed"));
  g_assert_null (zante_toolchain_version (toolchain, "absent"));
  g_assert_null (zante_toolchain_version (toolchain, ""));
}

static void
test_architectures (void)
{
  g_autoptr (ZanteToolchain) toolchain = dpkg_toolchain ();
  g_assert_cmpstr (zante_toolchain_version (toolchain, "zlib1g"), ==, "1:1.2.13");
  g_assert_cmpstr (zante_toolchain_version (toolchain, "zlib1g:i386"), ==, "1:1.2.12");
  g_assert_null (zante_toolchain_version (toolchain, "zlib1g:arm64"));
}

static void
test_virtual (void)
{
  g_autoptr (ZanteToolchain) toolchain = dpkg_toolchain ();
  g_assert_cmpstr (zante_toolchain_version (toolchain, "python3-venv-api"), ==, "3.11.2-6");
  g_assert_cmpstr (zante_toolchain_version (toolchain, "python3-any"), ==, "3.11.2-6");
}

static void
test_dependencies (void)
{
  static const char *const met[] = {"gcc",
                                    "gcc (>= 4:10)",
                                    "gcc:any (<< 5:1)",
                                    "make (= 4.3-4.1)",
                                    "make(>=4)",
                                    "clang | make",
                                    "clang (>= 1) | make (>> 4)",
                                    "python3-venv-api",
                                    "python3-venv-api (= 1)",
                                    "absent [armhf]",
                                    "absent [!linux-any]",
                                    "absent <cross>",
                                    "make <!nocheck>",
                                    "zlib1g:i386 (= 1:1.2.12)"};
  static const char *const unmet[]
      = {"absent",         "make (>= 99)",      "make (<< 4.3)",          "gcc (= 12)",
         "absent | clang", "removed",           "python3-venv-api (= 2)", "python3-any (>= 1)",
         "zlib1g:arm64",   "absent <!nocheck>", "absent [any]",           "not a dependency"};
  g_autoptr (ZanteToolchain) toolchain = dpkg_toolchain ();
  for (gsize i = 0; i < G_N_ELEMENTS (met); i++)
    if (!zante_toolchain_has (toolchain, met[i]))
      g_error ("'%s' is not met", met[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (unmet); i++)
    if (zante_toolchain_has (toolchain, unmet[i]))
      g_error ("'%s' is met", unmet[i]);
}

static void
test_rpm_dependencies (void)
{
  const char list[] = "gcc 12.2.1-4.fc37\nkernel 6.1-2\nkernel 6.0-1\n";
  g_autoptr (ZanteToolchain) toolchain
      = zante_toolchain_new (&zante_rpm_database, zante_rpm_parse (list, strlen (list)));
  g_assert_true (zante_toolchain_has (toolchain, "gcc >= 12"));
  g_assert_true (zante_toolchain_has (toolchain, "kernel = 6.1"));
  g_assert_true (zante_toolchain_has (toolchain, "(clang or gcc < 13)"));
  g_assert_false (zante_toolchain_has (toolchain, "gcc > 13"));
  g_assert_false (zante_toolchain_has (toolchain, "(clang or gcc > 13)"));
}

/* The alternative that is there enters the key. */
static void
test_closure_alternative (void)
{
  const char *const packages[] = {"clang | python3 (>= 3)", "make (>= 99)", NULL};
  g_autoptr (ZanteToolchain) toolchain = dpkg_toolchain ();
  g_autofree char *text = closure_text (toolchain, packages);
  g_assert_nonnull (strstr (text, "python3=3.11.2-1 python3.11=3.11.2-6"));
  g_assert_nonnull (strstr (text, "make (>= 99)=4.3-4.1"));
  g_assert_null (strstr (text, "clang"));
}

/* The compiler behind the metapackage counts, a library that is needed at run time does not. */
static void
test_base (void)
{
  g_autoptr (ZanteToolchain) toolchain = dpkg_toolchain ();
  g_autofree char *text = closure_text (toolchain, NULL);
  g_assert_cmpstr (text, ==,
                   "binutils=2.40-2 gcc=4:12.2.0-3 gcc-12=12.2.0-14 libgcc-12-dev=12.2.0-14 "
                   "make=4.3-4.1");
}

static void
test_closure (void)
{
  const char *const packages[] = {"python3", "flex", "removed", NULL};
  g_autoptr (ZanteToolchain) toolchain = dpkg_toolchain ();
  g_autofree char *text = closure_text (toolchain, packages);
  g_assert_cmpstr (text, ==,
                   "binutils=2.40-2 flex=missing gcc=4:12.2.0-3 gcc-12=12.2.0-14 "
                   "libgcc-12-dev=12.2.0-14 make=4.3-4.1 python3=3.11.2-1 python3.11=3.11.2-6 "
                   "removed=missing");
}

static void
test_rpm (void)
{
  const char list[] = "gcc 12.2.1-4.fc37\nkernel 6.1-2\nkernel 6.0-1\nbad\nglibc-devel 2.36-9\n";
  const char *const packages[] = {"kernel", "xz-devel", NULL};
  g_autoptr (ZanteToolchain) toolchain
      = zante_toolchain_new (&zante_rpm_database, zante_rpm_parse (list, strlen (list)));
  g_autofree char *text = closure_text (toolchain, packages);
  g_assert_cmpstr (text, ==,
                   "gcc=12.2.1-4.fc37 glibc-devel=2.36-9 kernel=6.0-1, 6.1-2 xz-devel=missing");
}

static void
test_this_machine (void)
{
  g_autoptr (GError) error = NULL;
  if (!g_file_test ("/var/lib/dpkg/status", G_FILE_TEST_EXISTS))
    {
      g_test_skip ("this machine has no dpkg");
      return;
    }
  g_autoptr (ZanteToolchain) toolchain = zante_plan_toolchain ("debian", NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (zante_toolchain_version (toolchain, "dpkg"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/toolchain/versions", test_versions);
  g_test_add_func ("/plan/toolchain/architectures", test_architectures);
  g_test_add_func ("/plan/toolchain/virtual", test_virtual);
  g_test_add_func ("/plan/toolchain/dependencies", test_dependencies);
  g_test_add_func ("/plan/toolchain/rpm-dependencies", test_rpm_dependencies);
  g_test_add_func ("/plan/toolchain/closure-alternative", test_closure_alternative);
  g_test_add_func ("/plan/toolchain/base", test_base);
  g_test_add_func ("/plan/toolchain/closure", test_closure);
  g_test_add_func ("/plan/toolchain/rpm", test_rpm);
  g_test_add_func ("/plan/toolchain/this-machine", test_this_machine);
  return g_test_run ();
}
