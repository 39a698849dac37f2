/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policy/xen.h"

#include <string.h>

#include "policy/scan.h"

#define DOMCTL "memory_map:add"
#define SHIM "shim_mem"

ZanteXen
zante_xen_promise (const char *name)
{
  if (strcmp (name, "xen-shim") == 0)
    return ZANTE_XEN_SHIM;
  gboolean image = g_str_has_suffix (name, ".gz") || g_str_has_suffix (name, ".efi");
  return image && g_str_has_prefix (name, "xen-") && g_ascii_isdigit (name[strlen ("xen-")])
             ? ZANTE_XEN_HYPERVISOR
             : ZANTE_XEN_NONE;
}

static gboolean
has (const char *data, gsize size, const char *text)
{
  return size > 0 && memmem (data, size, text, strlen (text)) != NULL;
}

static ZanteXen
kind_of (const char *data, gsize size)
{
  if (has (data, size, DOMCTL))
    return ZANTE_XEN_HYPERVISOR;
  return has (data, size, SHIM) ? ZANTE_XEN_SHIM : ZANTE_XEN_NONE;
}

ZanteXen
zante_xen_kind (const char *data, gsize size)
{
  g_autoptr (GByteArray) plain = zante_scan_unpack (data, size);
  return plain == NULL ? kind_of (data, size) : kind_of ((const char *)plain->data, plain->len);
}
