/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libarchive and libcurl, loaded when they are first used. They bring 35 libraries along, which
 * took two thirds of the time that a zante with nothing to do ran: see doc/architecture.md.
 *
 * Whoever calls them includes <archive.h> or <curl/curl.h> as ever. What is found under these names
 * when zante is linked is a function of this folder that calls the library's. A function that is
 * called and not listed here is an error of the linker. Safe to use from several threads. */
#pragma once

#include <glib.h>

/* Load the library now, if it is not. ZANTE_ERROR_HOST when it is not there, or lacks a function.
 * Without this a first call loads it, and ends the program where that fails. */
gboolean zante_late_archive (GError **error);
gboolean zante_late_curl (GError **error);
