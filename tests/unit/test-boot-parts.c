/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pieces of a boot that are functions of their input: QEMU's command line, the initramfs,
 * modules, guests. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/hash.h"
#include "boot/guest.h"
#include "boot/image/cpio.h"
#include "boot/image/hypervisor.h"
#include "boot/image/modules.h"
#include "boot/image/rootdir.h"
#include "boot/machine/qemu.h"
#include "text-file.h"

static char *
scratch_folder (void)
{
  return g_dir_make_tmp ("zante-boot-XXXXXX", NULL);
}

/* QEMU --------------------------------------------------------------------------------------- */

/* One word a line. */
static void
assert_argv (const ZanteQemu *qemu, const char *name)
{
  g_auto (GStrv) argv = zante_qemu_argv (qemu);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "boot", "argv", name, NULL);
  g_autofree char *expected = NULL;
  g_autofree char *joined = g_strjoinv ("\n", argv);
  g_autofree char *got = g_strconcat (joined, "\n", NULL);
  g_assert_true (g_file_get_contents (path, &expected, NULL, NULL));
  g_assert_cmpstr (got, ==, expected);
}

static void
test_argv (void)
{
  g_autofree char *arguments = zante_qemu_xen_arguments (512);
  static const char *const data[] = {"/x/qemu", "/x/seabios", NULL};
  static const char *const disks[] = {"stream-01", "stream-02", NULL};
  ZanteQemu qemu = {.program = "/usr/bin/qemu-system-x86_64",
                    .memory = 1024,
                    .dom0_memory = 512,
                    .xen = "xen",
                    .kernel = "vmlinuz",
                    .initrd = "initrd",
                    .xen_arguments = arguments,
                    .kernel_arguments = "console=hvc0 quiet",
                    .com1 = "com1.log",
                    .com2 = "com2.log"};
  assert_argv (&qemu, "multiboot");
  qemu.icount = TRUE;
  assert_argv (&qemu, "icount");
  qemu.icount = FALSE;
  qemu.kvm = TRUE;
  qemu.interactive = TRUE;
  qemu.data = data;
  assert_argv (&qemu, "kvm-interactive");
  qemu = (ZanteQemu){.program = "qemu",
                     .memory = 2048,
                     .com1 = "a",
                     .com2 = "b",
                     .efi_code = "CODE.fd",
                     .efi_variables = "VARS.fd",
                     .efi_folder = "esp"};
  assert_argv (&qemu, "efi");
  qemu.disks = disks;
  assert_argv (&qemu, "disks");
  qemu.disks_read_only = TRUE;
  assert_argv (&qemu, "disks-read-only");
}

static void
test_line (void)
{
  const char *const argv[] = {"qemu", "-append", "a b", "it's", "", "x=1,y", NULL};
  g_autofree char *line = zante_qemu_line (argv);
  g_assert_cmpstr (line, ==, "qemu -append 'a b' 'it'\\''s' '' x=1,y");
}

/* The initramfs ------------------------------------------------------------------------------ */

static ZanteImage *
small_image (const char *root)
{
  ZanteImage *image = zante_image_new ();
  g_assert_true (zante_image_add_tree (image, root, NULL, NULL, NULL));
  zante_image_add_text (image, "/lib/a/b", "text", 0600);
  zante_image_add_link (image, "/usr/x", "lib/a");
  zante_image_add_device (image, "/dev/console", 5, 1);
  return image;
}

static void
test_cpio_is_deterministic (void)
{
  g_autofree char *one = scratch_folder (), *two = scratch_folder ();
  const char *const folders[] = {one, two};
  char *digests[2];
  for (gsize i = 0; i < 2; i++)
    {
      g_autofree char *root = g_build_filename (folders[i], "root", NULL);
      g_autofree char *path = g_build_filename (folders[i], "initrd", NULL);
      text_file_write (root, i == 0 ? "etc/a" : "etc/b", "same");
      text_file_write (root, i == 0 ? "etc/b" : "etc/a", "same");
      g_autoptr (ZanteImage) image = small_image (root);
      g_autoptr (GHashTable) files
          = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_autoptr (GError) error = NULL;
      g_assert_true (zante_cpio_write (image, path, files, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (g_hash_table_size (files), ==, 3);
      g_autofree char *text = zante_hash_bytes ("text", 4);
      g_assert_cmpstr (g_hash_table_lookup (files, "/usr/lib/a/b"), ==, text);
      digests[i] = zante_hash_file (path, NULL);
      g_assert_true (zante_fs_remove_tree (folders[i], NULL));
    }
  g_assert_cmpstr (digests[0], ==, digests[1]);
  g_free (digests[0]);
  g_free (digests[1]);
}

static void
test_image_finds (void)
{
  g_autoptr (ZanteImage) image = zante_image_new ();
  zante_image_add_text (image, "/lib64/ld.so", "x", 0755);
  zante_image_add_link (image, "/usr/lib/loop", "loop");
  zante_image_add_link (image, "/usr/lib/up", "../lib64");
  g_assert_cmpstr (zante_image_find (image, "/lib64/ld.so")->path, ==, "/usr/lib64/ld.so");
  g_assert_cmpstr (zante_image_find (image, "/lib/up/ld.so")->path, ==, "/usr/lib64/ld.so");
  g_assert_null (zante_image_find (image, "/usr/lib/loop"));
  g_assert_null (zante_image_find (image, "/nothing"));
}

/* A system below a folder is never left, whatever its links say. */
static void
test_rootdir (void)
{
  g_autofree char *root = scratch_folder ();
  g_autofree char *link1 = g_build_filename (root, "abs", NULL);
  g_autofree char *link2 = g_build_filename (root, "up", NULL);
  text_file_write (root, "usr/lib/libx.so.1", "x");
  g_assert_cmpint (symlink ("/usr/lib", link1), ==, 0);
  g_assert_cmpint (symlink ("../../../../../../usr", link2), ==, 0);
  static const char *const there[]
      = {"/usr/lib/libx.so.1", "/lib/libx.so.1", "/abs/libx.so.1", "/up/lib/libx.so.1"};
  for (gsize i = 0; i < G_N_ELEMENTS (there); i++)
    {
      g_autofree char *found = zante_rootdir_find (root, there[i]);
      g_assert_nonnull (found);
      g_assert_true (g_str_has_prefix (found, root));
    }
  g_assert_null (zante_rootdir_find (root, "/bin/sh"));
  g_assert_true (zante_fs_remove_tree (root, NULL));
}

/* Modules ------------------------------------------------------------------------------------ */

static void
write_module (const char *folder, const char *name, const char *depends)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GString) data = g_string_new ("ELF");
  g_string_append_len (data, "\0license=GPL\0depends=", 21);
  g_string_append (data, depends);
  g_string_append_len (data, "\0name=x\0", 8);
  g_assert_true (zante_fs_make_dirs (parent, NULL));
  g_assert_true (g_file_set_contents (path, data->str, (gssize)data->len, NULL));
}

static void
test_modules (void)
{
  g_autofree char *folder = scratch_folder ();
  write_module (folder, "kernel/drivers/xen/xen-gntdev.ko", "");
  write_module (folder, "kernel/drivers/block/xen-blkback/xen-blkback.ko", "xen-gntdev,stp");
  write_module (folder, "kernel/net/stp.ko", "llc");
  write_module (folder, "kernel/net/llc.ko", "stp");
  text_file_write (folder, "modules.builtin", "kernel/drivers/block/loop.ko\n");
  const char *const names[] = {"xen-blkback", "loop", "xen_gntdev", "absent", NULL};
  g_autoptr (GPtrArray) absent = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) modules = zante_modules_collect (folder, names, absent, &error);
  g_assert_no_error (error);
  g_autoptr (GString) order = g_string_new (NULL);
  for (guint i = 0; i < modules->len; i++)
    g_string_append_printf (order, "%s ", ((ZanteModule *)modules->pdata[i])->name);
  g_assert_cmpstr (order->str, ==, "xen_gntdev llc stp xen_blkback ");
  g_assert_cmpuint (absent->len, ==, 1);
  g_assert_cmpstr (absent->pdata[0], ==, "absent");
  g_assert_true (zante_fs_remove_tree (folder, NULL));
}

/* The hypervisor ----------------------------------------------------------------------------- */

static void
test_pe_refuses_nonsense (void)
{
  guint8 data[512] = {'M', 'Z'};
  g_assert_null (zante_pe_build_id (data, 0));
  g_assert_null (zante_pe_build_id (data, sizeof data));
  memset (data + 2, 0xff, sizeof data - 2);
  g_assert_null (zante_pe_build_id (data, sizeof data));
}

static void
put (guint8 *data, gsize offset, guint32 value)
{
  for (guint i = 0; i < 4; i++)
    data[offset + i] = (guint8)(value >> (8 * i));
}

/* As GNU ld lays out xen.efi: the section with the debug directory begins within the rounding of
 * the one before. */
static void
test_pe_build_id (void)
{
  enum { PE = 0x40, COFF = PE + 4, OPTIONAL = COFF + 20, TABLE = OPTIONAL + 240, RAW = 0x300 };
  guint8 data[0x400] = {'M', 'Z'};
  put (data, 0x3c, PE);
  memcpy (data + PE, "PE", 2);
  data[COFF + 2] = 2;    /* sections */
  data[COFF + 16] = 240; /* size of the optional header */
  data[OPTIONAL] = 0x0b; /* PE32+ */
  data[OPTIONAL + 1] = 0x02;
  put (data, OPTIONAL + 112 + 6 * 8, 0x1008); /* debug directory */
  put (data, OPTIONAL + 112 + 6 * 8 + 4, 28);
  put (data, TABLE + 8, 8); /* .rodata: 8 bytes, 16 in the file */
  put (data, TABLE + 12, 0x1000);
  put (data, TABLE + 16, 16);
  put (data, TABLE + 20, 0x200);
  put (data, TABLE + 40 + 8, 53); /* .buildid */
  put (data, TABLE + 40 + 12, 0x1008);
  put (data, TABLE + 40 + 16, 64);
  put (data, TABLE + 40 + 20, RAW);
  put (data, RAW + 12, 2); /* CodeView */
  put (data, RAW + 24, RAW + 28);
  memcpy (data + RAW + 28, "RSDS0123456789abcdef", 20);
  g_autofree char *id = zante_pe_build_id (data, sizeof data);
  g_assert_cmpstr (id, ==, "30313233343536373839616263646566");
  g_assert_null (zante_pe_build_id (data, RAW + 28 + 19));
}

/* Guests ------------------------------------------------------------------------------------- */

static const char hello[] = "guest: hello\nsummary: says hello\nconfig: |\n  kernel = \"@DIR@/k\"\n"
                            "  memory = @MEMORY@\nexpect: {console: [one, two words], dmesg: x}\n"
                            "level: guest\n";

static void
assert_text (const ZanteImage *image, const char *path, const char *expected)
{
  const ZanteImageEntry *entry = zante_image_find (image, path);
  g_assert_nonnull (entry);
  gsize size = 0;
  const char *data = g_bytes_get_data (entry->data, &size);
  g_autofree char *text = g_strndup (data != NULL ? data : "", size);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_guest_is_placed (void)
{
  g_autofree char *folder = scratch_folder ();
  const char *const folders[] = {folder, NULL};
  g_autoptr (GError) error = NULL;
  text_file_write (folder, "hello/guest.yaml", hello);
  g_autoptr (GPtrArray) guests = zante_guests_load (folders, ZANTE_BOOT_GUEST, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (guests->len, ==, 1);
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (ZanteImage) image = zante_image_new ();
  g_assert_true (zante_guest_place (guests->pdata[0], 3, values, image, &error));
  g_assert_no_error (error);
  assert_text (image, "/zante/guests/03-hello/config",
               "kernel = \"/zante/guests/03-hello/k\"\nmemory = 64\n");
  assert_text (image, "/zante/guests/03-hello/expect", "console one\nconsole two words\ndmesg x\n");
  assert_text (image, "/zante/guests/03-hello/timeout", "60\n");
  assert_text (image, "/zante/guests/03-hello/steps", "");
  g_assert_true (zante_fs_remove_tree (folder, NULL));
}

static void
test_guest_mistakes (void)
{
  static const struct {
    const char *yaml;
    const char *message;
  } cases[] = {
      {"guest: other\nsummary: s\nconfig: c\nexpect: {console: x}\n",
       "in a folder of another name"},
      {"guest: g\nsummary: s\nconfig: c\nexpect: {consol: x}\n", "did you mean 'console'?"},
      {"guest: g\nsummary: s\nconfig: c\nexpect: {console: x}\nuses: [krenel]\n",
       "g/guest.yaml:5:8: nothing is called 'krenel' (did you mean 'kernel'?)"},
      {"guest: g\nsummary: s\nconfig: c\nexpect: {console: x}\nfiles: [../x]\n", "no file '../x'"},
      {"guest: g\nsummary: s\nconfig: c\nexpect: {console: x}\nfiles: [gone]\n", "no file 'gone'"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folder = scratch_folder ();
      const char *const folders[] = {folder, NULL};
      g_autoptr (GError) error = NULL;
      text_file_write (folder, "g/guest.yaml", cases[i].yaml);
      g_autoptr (GPtrArray) guests = zante_guests_load (folders, ZANTE_BOOT_SUITE, NULL, &error);
      g_assert_null (guests);
      g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT);
      if (strstr (error->message, cases[i].message) == NULL)
        g_error ("'%s' lacks '%s'", error->message, cases[i].message);
      g_assert_true (zante_fs_remove_tree (folder, NULL));
    }
}

static void
test_guest_unknown_word (void)
{
  ZanteGuest guest = {.name = (char *)"g", .config = (char *)"a@b @KERNEL@"};
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (ZanteImage) image = zante_image_new ();
  g_autoptr (GError) error = NULL;
  g_assert_false (zante_guest_place (&guest, 1, values, image, &error));
  g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT);
  g_assert_cmpstr (error->message, ==,
                   "guest 'g': its config says @KERNEL@, which is not known (list it in 'uses'?)");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/boot/qemu/argv", test_argv);
  g_test_add_func ("/boot/qemu/line", test_line);
  g_test_add_func ("/boot/cpio/deterministic", test_cpio_is_deterministic);
  g_test_add_func ("/boot/image/find", test_image_finds);
  g_test_add_func ("/boot/rootdir", test_rootdir);
  g_test_add_func ("/boot/modules", test_modules);
  g_test_add_func ("/boot/pe/build-id", test_pe_build_id);
  g_test_add_func ("/boot/pe/nonsense", test_pe_refuses_nonsense);
  g_test_add_func ("/boot/guest/placed", test_guest_is_placed);
  g_test_add_func ("/boot/guest/mistakes", test_guest_mistakes);
  g_test_add_func ("/boot/guest/unknown-word", test_guest_unknown_word);
  return g_test_run ();
}
