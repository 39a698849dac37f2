/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reaper/confine.h"

/* A folder or file by a name that shall lead to it. */
typedef struct {
  char *path;
  int fd; /* O_PATH: what it led to at first */
} Place;

char *
zante_confine_barrier (const char *path)
{
  struct stat st;
  char *folder = strdup (path);
  if (folder == NULL)
    zante_confine_die (ENOMEM, "cannot look at '%s'", path);
  for (char *slash = folder + 1; (slash = strchr (slash, '/')) != NULL; slash++)
    {
      *slash = '\0';
      if (stat (folder, &st) == 0 && S_ISDIR (st.st_mode) && (st.st_mode & S_IXOTH) == 0)
        return folder;
      *slash = '/';
    }
  free (folder);
  return NULL;
}

/* What was there before is under it. */
static void
cover (const char *folder)
{
  if (mount ("tmpfs", folder, "tmpfs", MS_NOSUID | MS_NODEV, "mode=0755,size=1m") != 0)
    zante_confine_die (errno, "cannot cover '%s'", folder);
}

static void
make_name (const char *path, int is_folder)
{
  char *folder = strdup (path);
  if (folder == NULL)
    zante_confine_die (ENOMEM, "cannot make '%s'", path);
  for (char *slash = folder + 1; (slash = strchr (slash, '/')) != NULL; slash++)
    {
      *slash = '\0';
      if (mkdir (folder, 0755) != 0 && errno != EEXIST)
        zante_confine_die (errno, "cannot make '%s'", folder);
      *slash = '/';
    }
  int fd = is_folder ? -1 : open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  if (is_folder ? mkdir (path, 0755) != 0 && errno != EEXIST : fd < 0)
    zante_confine_die (errno, "cannot make '%s'", path);
  if (fd >= 0)
    close (fd);
  free (folder);
}

static void
bind_again (const Place *place)
{
  struct stat now, then;
  char from[64];
  if (fstat (place->fd, &then) != 0)
    zante_confine_die (errno, "cannot look at '%s'", place->path);
  if (stat (place->path, &now) == 0 && now.st_dev == then.st_dev && now.st_ino == then.st_ino)
    return;
  make_name (place->path, S_ISDIR (then.st_mode));
  snprintf (from, sizeof from, "/proc/self/fd/%d", place->fd);
  if (mount (from, place->path, NULL, MS_BIND | MS_REC, NULL) != 0)
    zante_confine_die (errno, "cannot make '%s' reachable", place->path);
}

static int
by_length (const void *a, const void *b)
{
  size_t one = strlen (((const Place *)a)->path), other = strlen (((const Place *)b)->path);
  return one < other ? -1 : one > other;
}

/* By its name, and by the one that its links lead to. */
static size_t
add_places (Place *places, size_t n, const char *path)
{
  char *name = strdup (path), *real = realpath (path, NULL);
  if (name == NULL || real == NULL)
    zante_confine_die (errno, "cannot find '%s'", path);
  int fd = open (path, O_PATH | O_CLOEXEC);
  if (fd < 0)
    zante_confine_die (errno, "cannot open '%s'", path);
  places[n++] = (Place){name, fd};
  if (strcmp (name, real) == 0)
    free (real);
  else
    places[n++] = (Place){real, fd};
  return n;
}

void
zante_confine_reach (const char **paths, size_t n)
{
  Place *places = calloc (2 * n + 1, sizeof *places);
  size_t n_places = 0;
  if (places == NULL)
    zante_confine_die (ENOMEM, "cannot make folders reachable");
  for (size_t i = 0; i < n; i++)
    n_places = add_places (places, n_places, paths[i]);
  /* from the outer to the inner: a folder may lie in another one of them */
  qsort (places, n_places, sizeof *places, by_length);
  for (size_t i = 0; i < n_places; i++)
    {
      for (char *barrier; (barrier = zante_confine_barrier (places[i].path)) != NULL;)
        {
          cover (barrier);
          free (barrier);
        }
      bind_again (&places[i]);
    }
  for (size_t i = 0; i < n_places; i++)
    free (places[i].path); /* their descriptors end with exec */
  free (places);
}
