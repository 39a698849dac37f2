/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One entry of the tree under test and, for a regular file, all that the rules need of its bytes,
 * so that each file is read once. */
#pragma once

#include "base/elf-symbols.h"
#include "base/elf.h"
#include "base/fs.h"
#include "policy/xen.h"

typedef struct {
  ZanteFsEntry *entry;
  char *path;       /* in the tree, with a leading '/': for messages */
  char *key;        /* the same where the system has merged it: /lib/x is /usr/lib/x on a system
                       whose /lib is a link to usr/lib (file-hierarchy(7)) */
  char *dir;        /* of the key */
  const char *name; /* of the key */
  /* read from regular files by zante_policy_file_load */
  char *unreadable;         /* why it could not be read, or NULL */
  ZanteElf *elf;            /* NULL when it is no ELF file, or no good one */
  char *elf_error;          /* what is wrong with it, or NULL */
  ZanteElfSymbols *symbols; /* of an ELF file with a dynamic section */
  char *shebang;            /* the first line behind "#!", or NULL */
  char *text;               /* the whole of a small text file that a rule reads (.pc, ld.so.conf) */
  gsize text_size;
  ZanteXen xen;     /* what kind of Xen it is, where a name promises one */
  GPtrArray *leaks; /* char*: what was found of the forbidden words; NULL when none */
} ZantePolicyFile;

/* Takes ENTRY. KEY may be NULL when it is the path. */
ZantePolicyFile *zante_policy_file_new (ZanteFsEntry *entry, const char *key);
void zante_policy_file_free (ZantePolicyFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZantePolicyFile, zante_policy_file_free)

/* A library of the system: PATH is where it will be, HOST where it is now. Only `path`, `key`,
 * `dir`, `name`, and what concerns ELF are filled in. */
ZantePolicyFile *zante_policy_file_of_system (const char *path, const char *host);

/* Read the regular file below ROOT_FD, looking for WORDS (see scan.h). Any failure is kept in
 * `unreadable`: it is a finding. */
void zante_policy_file_load (ZantePolicyFile *file, int root_fd, const GPtrArray *words);

/* Whether it is a regular file, a directory, a symbolic link. */
gboolean zante_policy_file_is_regular (const ZantePolicyFile *file);
gboolean zante_policy_file_is_directory (const ZantePolicyFile *file);
gboolean zante_policy_file_is_link (const ZantePolicyFile *file);
