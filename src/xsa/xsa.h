/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Xen's security advisories (XSAs, https://xenbits.xen.org/xsa/) and the commits that fix them.
 * What a history says of them comes from its messages; titles, CVE ids and embargoes from files
 * that the user gives. The repository is only read. */
#pragma once

#include "xsa/changelog.h"
#include "xsa/facts.h"
#include "xsa/mentions.h"
#include "xsa/numbers.h"
#include "xsa/prereqs.h"
#include "xsa/status.h"
