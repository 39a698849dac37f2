/* SPDX-License-Identifier: GPL-2.0-or-later */
void f (void) { g_print ("allowed here"); }
