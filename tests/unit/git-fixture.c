/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git-fixture.h"

char *
git_fixture_yaml (const Fixture *fixture, const char *what)
{
  g_autofree char *base = g_filename_to_uri (fixture->dir, NULL, NULL);
  return g_strdup_printf ("  src:\n    git: {url: \"%s/up%%20stream\", %s}\n", base, what);
}

void
git_fixture_init (Fixture *fixture)
{
  fixture_init (fixture);
  g_free (fixture_sh (fixture,
                      GIT_UPSTREAM "mkdir -p sub; echo '#!/bin/sh' > run; chmod 755 run\n"
                                   "ln -s run link; commit one; git tag -a -m t v1; git tag w1"));
}

void
git_fixture_assert (const Fixture *fixture, const char *expected)
{
  g_autoptr (GError) error = NULL;
  fixture_unpack (fixture, "src", &error);
  g_assert_no_error (error);
  g_autofree char *text = fixture_read (fixture, "out/src/a file");
  g_assert_cmpstr (g_strchomp (text), ==, expected);
  g_assert_false (fixture_has (fixture, "out/src/.git"));
}
