/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The job pool, alone and with real makes. */
#include <string.h>

#include "base/fs.h"
#include "base/proc.h"
#include "work/jobserver.h"

typedef struct {
  char *dir;
  ZanteJobserver *jobserver;
} Fixture;

/* DATA is the number of jobs. */
static void
setup (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  f->dir = g_dir_make_tmp ("zante-jobs-XXXXXX", &error);
  f->jobserver = zante_jobserver_new (f->dir, GPOINTER_TO_UINT (data), &error);
  g_assert_no_error (error);
}

static void
teardown (Fixture *f, gconstpointer data)
{
  (void)data;
  zante_jobserver_free (f->jobserver);
  g_assert_true (zante_fs_remove_tree (f->dir, NULL));
  g_free (f->dir);
}

static guint
drain (ZanteJobserver *jobserver)
{
  guint n = 0;
  while (zante_jobserver_take (jobserver))
    n++;
  return n;
}

static void
test_counts (Fixture *f, gconstpointer data)
{
  g_assert_cmpuint (drain (f->jobserver), ==, GPOINTER_TO_UINT (data));
  g_assert_false (zante_jobserver_take (f->jobserver));
  zante_jobserver_give (f->jobserver);
  g_assert_true (zante_jobserver_take (f->jobserver));
}

static void
test_refill (Fixture *f, gconstpointer data)
{
  guint jobs = GPOINTER_TO_UINT (data);
  g_assert_cmpint (zante_jobserver_refill (f->jobserver), ==, 0);
  g_assert_true (zante_jobserver_take (f->jobserver));
  g_assert_cmpint (zante_jobserver_refill (f->jobserver), ==, 1);
  zante_jobserver_give (f->jobserver);
  zante_jobserver_give (f->jobserver);
  g_assert_cmpint (zante_jobserver_refill (f->jobserver), ==, -2);
  g_assert_cmpuint (drain (f->jobserver), ==, jobs);
}

/* The FIFO has no name: nothing stays behind when zante is killed. */
static void
test_no_name (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = zante_fs_list (f->dir, NULL);
  g_assert_cmpuint (entries->len, ==, 0);
}

/* Makes -------------------------------------------------------------------------------------- */

typedef struct {
  Fixture *fixture;
  const char *makefile;
  guint time_limit;
  int status;
} Make;

static gpointer
run_make (gpointer data)
{
  Make *make = data;
  int fd = zante_jobserver_client_fd (make->fixture->jobserver);
  g_autofree char *flags = zante_jobserver_makeflags (make->fixture->jobserver);
  g_autofree char *variable = g_strconcat ("MAKEFLAGS=", flags, NULL);
  const char *env[] = {"PATH=/usr/bin:/bin", variable, NULL};
  const char *argv[] = {"make", "-f", make->makefile, NULL};
  ZanteProcResult result;
  ZanteProc proc = {.argv = argv,
                    .environ = env,
                    .cwd = make->fixture->dir,
                    .keep_fds = &fd,
                    .n_keep_fds = 1,
                    .time_limit = make->time_limit};
  g_assert_true (zante_proc_run (&proc, &result, NULL));
  make->status = result.status;
  return NULL;
}

static char *
write_makefile (Fixture *f, const char *name, const char *text)
{
  char *path = g_build_filename (f->dir, name, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

/* Each job adds a line when it begins and one when it ends; the most that ran at once is returned.
 */
static guint
most_at_once (const char *log)
{
  guint now = 0, most = 0;
  for (const char *p = log; *p != '\0'; p++)
    {
      now += *p == '+' ? 1 : *p == '-' ? -1U : 0;
      most = MAX (most, now);
    }
  return most;
}

/* Two makes of four jobs each, three tokens: never more than three at once, all tokens back. */
static void
test_two_makes (Fixture *f, gconstpointer data)
{
  g_autofree char *makefile
      = write_makefile (f, "Makefile",
                        "all: 1 2 3 4\n"
                        "1 2 3 4:\n\t@printf + >>log; sleep 0.4; printf - >>log\n");
  Make makes[2];
  GThread *threads[2];
  g_autofree char *path = g_build_filename (f->dir, "log", NULL);
  g_autofree char *log = NULL;
  gint64 started = g_get_monotonic_time ();
  for (int i = 0; i < 2; i++)
    {
      g_assert_true (zante_jobserver_take (f->jobserver)); /* its implicit job */
      makes[i] = (Make){.fixture = f, .makefile = makefile};
      threads[i] = g_thread_new ("make", run_make, &makes[i]);
    }
  for (int i = 0; i < 2; i++)
    {
      g_thread_join (threads[i]);
      g_assert_cmpint (makes[i].status, ==, 0);
      zante_jobserver_give (f->jobserver);
    }
  double seconds = (double)(g_get_monotonic_time () - started) / G_USEC_PER_SEC;
  g_assert_true (g_file_get_contents (path, &log, NULL, NULL));
  g_assert_cmpuint (strlen (log), ==, 16);
  g_assert_cmpuint (most_at_once (log), ==, GPOINTER_TO_UINT (data));
  g_assert_cmpfloat (seconds, <, 2.4); /* 8 jobs of 0.4 s in 3 lanes, not in one */
  g_assert_cmpint (zante_jobserver_refill (f->jobserver), ==, 0);
}

/* A recursive make in the middle shares the pool; nobody says that there is none. */
static void
test_recursive (Fixture *f, gconstpointer data)
{
  g_free (write_makefile (f, "inner", "all: 1 2\n1 2:\n\t@sleep 0.1\n"));
  g_autofree char *outer = write_makefile (
      f, "outer", "all:\n\t+@$(MAKE) -f inner >said 2>&1; ! grep jobserver said\n");
  Make make = {.fixture = f, .makefile = outer};
  g_assert_true (zante_jobserver_take (f->jobserver));
  run_make (&make);
  g_assert_cmpint (make.status, ==, 0);
  zante_jobserver_give (f->jobserver);
  g_assert_cmpint (zante_jobserver_refill (f->jobserver), ==, 0);
}

/* A make killed with SIGKILL in the middle of its jobs takes tokens along; they are made good. */
static void
test_killed (Fixture *f, gconstpointer data)
{
  g_autofree char *makefile = write_makefile (
      f, "Makefile", "all: 1 2 3\n1 2:\n\t@sleep 30\n3:\n\t@sleep 0.3; kill -9 $$PPID\n");
  Make make = {.fixture = f, .makefile = makefile, .time_limit = 2};
  g_assert_true (zante_jobserver_take (f->jobserver));
  run_make (&make);
  g_assert_cmpint (make.status, ==, 128 + 9);
  zante_jobserver_give (f->jobserver);
  g_assert_cmpint (zante_jobserver_refill (f->jobserver), ==, 2);
  g_assert_cmpuint (drain (f->jobserver), ==, GPOINTER_TO_UINT (data));
}

#define ADD(name, jobs, function)                                                                  \
  g_test_add ("/jobserver/" name, Fixture, GUINT_TO_POINTER (jobs), setup, function, teardown)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("counts/1", 1, test_counts);
  ADD ("counts/256", 256, test_counts);
  ADD ("refill", 3, test_refill);
  ADD ("no-name", 1, test_no_name);
  ADD ("two-makes", 3, test_two_makes);
  ADD ("recursive", 2, test_recursive);
  ADD ("killed", 3, test_killed);
  return g_test_run ();
}
