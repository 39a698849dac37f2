/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "work/jobserver.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"

struct _ZanteJobserver {
  ZanteFd ours;   /* never blocks */
  ZanteFd theirs; /* blocks, inherited by makes */
  guint jobs;
};

void
zante_jobserver_free (ZanteJobserver *jobserver)
{
  if (jobserver == NULL)
    return;
  zante_fd_close (jobserver->ours);
  zante_fd_close (jobserver->theirs);
  g_free (jobserver);
}

/* Two descriptions of one FIFO. Opened for reading and writing, so that neither end ever sees the
 * other gone. */
static gboolean
open_fifo (ZanteJobserver *jobserver, const char *path, GError **error)
{
  if (mkfifo (path, 0600) != 0)
    return zante_error_errno (error, errno, "cannot make the job pool '%s'", path);
  jobserver->ours = open (path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
  jobserver->theirs = open (path, O_RDWR | O_CLOEXEC);
  int saved = errno;
  unlink (path);
  /* who builds may be another user, and some open what they inherited again */
  if (jobserver->ours >= 0 && jobserver->theirs >= 0 && fchmod (jobserver->theirs, 0666) == 0)
    return TRUE;
  return zante_error_errno (error, saved, "cannot open the job pool '%s'", path);
}

ZanteJobserver *
zante_jobserver_new (const char *dir, guint jobs, GError **error)
{
  g_autoptr (ZanteJobserver) jobserver = g_new0 (ZanteJobserver, 1);
  g_autofree char *name = g_strdup_printf ("jobs-%d-%x", (int)getpid (), g_random_int ());
  g_autofree char *path = g_build_filename (dir, name, NULL);
  jobserver->ours = jobserver->theirs = -1;
  jobserver->jobs = CLAMP (jobs, 1, 4096); /* a FIFO holds 64 KiB, but never less than one page */
  if (!open_fifo (jobserver, path, error))
    return NULL;
  zante_jobserver_refill (jobserver);
  return g_steal_pointer (&jobserver);
}

int
zante_jobserver_client_fd (const ZanteJobserver *jobserver)
{
  return jobserver->theirs;
}

char *
zante_jobserver_makeflags (const ZanteJobserver *jobserver)
{
  return g_strdup_printf (" -j%u --jobserver-auth=%d,%d", jobserver->jobs, jobserver->theirs,
                          jobserver->theirs);
}

int
zante_jobserver_poll_fd (const ZanteJobserver *jobserver)
{
  return jobserver->ours;
}

gboolean
zante_jobserver_take (ZanteJobserver *jobserver)
{
  char token;
  return TEMP_FAILURE_RETRY (read (jobserver->ours, &token, 1)) == 1;
}

void
zante_jobserver_give (ZanteJobserver *jobserver)
{
  /* '+' is what make itself writes; a full FIFO means that somebody gave too many back */
  ssize_t put = TEMP_FAILURE_RETRY (write (jobserver->ours, "+", 1));
  (void)put;
}

int
zante_jobserver_refill (ZanteJobserver *jobserver)
{
  int missing = (int)jobserver->jobs;
  while (zante_jobserver_take (jobserver))
    missing--;
  for (guint i = 0; i < jobserver->jobs; i++)
    zante_jobserver_give (jobserver);
  return missing;
}
