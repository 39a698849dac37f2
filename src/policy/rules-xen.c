/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rule about what a machine boots and what a guest is given to run in. */
#include "policy/rules.h"

guint
zante_rule_xen (ZanteCheck *check, const ZantePolicyFile *file)
{
  ZanteXen promise = zante_xen_promise (file->name);
  if (promise == ZANTE_XEN_NONE || !zante_policy_file_is_regular (file))
    return 0;
  if (promise == ZANTE_XEN_HYPERVISOR && file->xen == ZANTE_XEN_SHIM)
    zante_check_report (check, ZANTE_RULE_XEN, file,
                        "is a PV shim, on which no toolstack makes a domain (build the hypervisor "
                        "in a tree of its own, from its own configuration)");
  if (promise == ZANTE_XEN_SHIM && file->xen == ZANTE_XEN_HYPERVISOR)
    zante_check_report (check, ZANTE_RULE_XEN, file,
                        "is a hypervisor and no PV shim (build it from pvshim_defconfig, in a tree "
                        "of its own)");
  return 1;
}
