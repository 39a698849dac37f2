/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of an initramfs before it is written: a tree in memory, whose files lie on this machine
 * or are bytes. Its root is merged as today's distributions are: /bin, /sbin, /lib and /lib64 are
 * links into /usr. */
#pragma once

#include <gio/gio.h>

typedef enum {
  ZANTE_IMAGE_FOLDER,
  ZANTE_IMAGE_FILE,
  ZANTE_IMAGE_LINK,
  ZANTE_IMAGE_DEVICE, /* a character device */
} ZanteImageKind;

typedef struct {
  char *path; /* absolute, merged */
  ZanteImageKind kind;
  guint mode;         /* permission bits */
  char *target;       /* of a link */
  char *host;         /* FILE: where its bytes are, or NULL */
  GBytes *data;       /* FILE: its bytes, when HOST is NULL */
  guint major, minor; /* of a device */
  gboolean tested;    /* belongs to what is tested, not to the machine that tests it */
} ZanteImageEntry;

typedef struct _ZanteImage ZanteImage;

ZanteImage *zante_image_new (void);
void zante_image_free (ZanteImage *image);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteImage, zante_image_free)

/* PATH as the image names it: "/lib/x" becomes "/usr/lib/x". Owned by the caller. */
char *zante_image_path (const char *path);

/* Each adds PATH with the folders above it; what was there is replaced, except that a folder stays
 * a folder. MODE 0 means 0755 for a folder, and for a file of HOST its own. */
void zante_image_add_folder (ZanteImage *image, const char *path, guint mode);
void zante_image_add_host (ZanteImage *image, const char *path, const char *host, guint mode);
void zante_image_add_bytes (ZanteImage *image, const char *path, GBytes *data, guint mode);
void zante_image_add_text (ZanteImage *image, const char *path, const char *text, guint mode);
void zante_image_add_link (ZanteImage *image, const char *path, const char *target);
void zante_image_add_device (ZanteImage *image, const char *path, guint major, guint minor);

/* Whether the file or folder at the relative PATH stays out. */
typedef gboolean (*ZanteImageSkip) (const char *path, gpointer user_data);
/* Everything below the folder ROOT, at the same places, as what is tested. SKIP may be NULL. */
gboolean zante_image_add_tree (ZanteImage *image, const char *root, ZanteImageSkip skip,
                               gpointer user_data, GError **error);

/* What PATH leads to inside the image, links followed; NULL when there is nothing. Borrowed. */
const ZanteImageEntry *zante_image_find (const ZanteImage *image, const char *path);
/* Every entry, parents first, sorted by bytes of the path. The array borrows its entries. */
GPtrArray *zante_image_list (const ZanteImage *image);
/* The bytes of a FILE. */
GBytes *zante_image_read (const ZanteImageEntry *entry, GError **error);
