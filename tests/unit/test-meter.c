/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the progress line says, with a clock of its own. */
#include "base/meter.h"

static const gint64 begin = 1000 * G_USEC_PER_SEC;

static void
at (ZanteMeter *meter, gint64 seconds, const ZanteEvent *event)
{
  zante_meter_take (meter, event, begin + seconds * G_USEC_PER_SEC);
}

static void
says (const ZanteMeter *meter, gint64 seconds, const ZanteEvent *event, const char *expected)
{
  g_autofree char *line = zante_meter_line (meter, event, begin + seconds * G_USEC_PER_SEC);
  g_assert_cmpstr (line, ==, expected);
}

static void
start (ZanteMeter *meter, gint64 seconds, const char *component, double expected)
{
  at (meter, seconds,
      &ZANTE_EVENT (.event = "component-start", .component = component, .expected = expected));
  at (meter, seconds,
      &ZANTE_EVENT (.event = "phase-start", .component = component, .phase = "build"));
}

static void
test_build (void)
{
  ZanteMeter meter;
  zante_meter_init (&meter);
  says (&meter, 0, NULL, "");
  at (&meter, 0, &ZANTE_EVENT (.event = "plan", .done = 0, .total = 3, .expected = 100));
  says (&meter, 0, NULL, "[----------------] 0/3 0:00  ");
  start (&meter, 0, "docs", 20);
  start (&meter, 0, "tools", 60);
  says (&meter, 1, NULL, "[----------------] 0/3 0:01  docs build | tools build");
  says (&meter, 10, NULL, "[###-------------] 0/3 0:10, 0:40 left  docs build | tools build");
  at (&meter, 15, &ZANTE_EVENT (.event = "component-end", .component = "docs", .seconds = 15));
  says (&meter, 15, NULL, "[#####-----------] 1/3 0:15, 0:28 left  tools build");
  /* Longer than it was expected to take: not done for that. */
  says (&meter, 7200, NULL, "[############----] 1/3 2:00:00, 35:51 left  tools build");
  at (&meter, 7300, &ZANTE_EVENT (.event = "component-end", .component = "tools"));
  at (&meter, 7300, &ZANTE_EVENT (.event = "component-end", .component = "cached"));
  says (&meter, 7300, NULL, "[################] 3/3 2:01:40  ");
  zante_meter_clear (&meter);
}

/* Nothing is known of the parts, but how long all took the last time; or nothing at all. */
static void
test_boot (void)
{
  ZanteMeter meter;
  zante_meter_init (&meter);
  at (&meter, 0, &ZANTE_EVENT (.event = "plan", .done = 0, .total = 2, .expected = 40));
  says (&meter, 10, NULL, "[####------------] 0/2 0:10, 0:30 left  ");
  at (&meter, 20, &ZANTE_EVENT (.event = "boot-guest", .component = "hello-pv"));
  says (&meter, 50, NULL, "[################] 1/2 0:50  ");
  at (&meter, 50, &ZANTE_EVENT (.event = "plan", .done = 0, .total = 2));
  at (&meter, 60, &ZANTE_EVENT (.event = "boot-guest", .component = "hello-pv"));
  says (&meter, 60, NULL, "[########--------] 1/2 0:10, 0:10 left  ");
  zante_meter_clear (&meter);
}

static void
test_download (void)
{
  ZanteMeter meter;
  const ZanteEvent half = ZANTE_EVENT (.event = "fetch-progress", .component = "xen",
                                       .done = 2000000, .total = 4000000);
  const ZanteEvent endless
      = ZANTE_EVENT (.event = "fetch-progress", .component = "xen", .done = 2000000);
  zante_meter_init (&meter);
  at (&meter, 0, &ZANTE_EVENT (.event = "fetch-start", .component = "xen"));
  at (&meter, 4, &half);
  says (&meter, 4, &half, "[########--------] 0:04, 0:04 left  xen 2.0\u00a0MB/4.0\u00a0MB");
  says (&meter, 4, &endless, "0:04  xen 2.0\u00a0MB");
  zante_meter_clear (&meter);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/meter/build", test_build);
  g_test_add_func ("/meter/boot", test_boot);
  g_test_add_func ("/meter/download", test_download);
  return g_test_run ();
}
