/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "recipe/parts.h"

#define DEBIAN(member) offsetof (ZanteDebianSource, member)
#define GIT(member) offsetof (ZanteGitSource, member)
#define ARCHIVE(member) offsetof (ZanteArchiveSource, member)
#define SOURCE(member) offsetof (ZanteSource, member)

/* No KEY flags: what identifies a source in a key is what the lock pins (zante_fetch_identity), not
 * the addresses that it comes from. */

static const ZanteField debian_fields[] = {
    {"package", ZANTE_FIELD_LINE, DEBIAN (package), ZANTE_FIELD_REQUIRED,
     .help = "the source package, fetched and verified by the machine's own apt"},
    {"version", ZANTE_FIELD_LINE, DEBIAN (version), .help = "its version; without one the newest"},
    {"suite", ZANTE_FIELD_LINE, DEBIAN (suite),
     .help
     = "the Debian release to take it from, as trixie or bookworm-backports: looked up at the "
       "machine's own mirrors, without switching that release on; without one, what apt "
       "uses here"},
    {"series", ZANTE_FIELD_BOOL, DEBIAN (series),
     .help = "yes: apply the package's own debian/patches too"},
    {NULL},
};
static const ZanteFieldTable debian_table
    = {"debian source", sizeof (ZanteDebianSource), debian_fields};

static const ZanteField git_fields[] = {
    {"url", ZANTE_FIELD_LINE, GIT (url), ZANTE_FIELD_REQUIRED,
     .help = "the repository: https://, http://, git://, ssh://, file:// or an absolute path"},
    {"mirrors", ZANTE_FIELD_STRINGS, GIT (mirrors),
     .help = "further URLs or folders of this machine, tried in order: your own clone"},
    {"tag", ZANTE_FIELD_LINE, GIT (tag), .help = "build this tag"},
    {"branch", ZANTE_FIELD_LINE, GIT (branch), .help = "build what this branch was when locked"},
    {"commit", ZANTE_FIELD_LINE, GIT (commit), .help = "build this commit: its full id"},
    {"signed-by", ZANTE_FIELD_LINE, GIT (signed_by),
     .help = "a keyring file: the tag must carry a good signature of one of its keys"},
    {"submodules", ZANTE_FIELD_BOOL, GIT (submodules), .help = "yes: fetch submodules too"},
    {NULL},
};
static const ZanteFieldTable git_table = {"git source", sizeof (ZanteGitSource), git_fields};

static const ZanteField archive_fields[] = {
    {"urls", ZANTE_FIELD_STRINGS, ARCHIVE (urls), ZANTE_FIELD_REQUIRED,
     .help = "where the archive is: https://, http://, ftp:// or file://, tried in order"},
    {"sha256", ZANTE_FIELD_LINE, ARCHIVE (sha256),
     .help = "its SHA-256; without one, what zante lock found"},
    {"signature", ZANTE_FIELD_LINE, ARCHIVE (signature),
     .help = "the URL of a detached OpenPGP signature, or a suffix like .sig"},
    {"signed-by", ZANTE_FIELD_LINE, ARCHIVE (signed_by),
     .help = "a keyring file: the signature must be by one of its keys"},
    {"strip", ZANTE_FIELD_UINT, ARCHIVE (strip), .initial = 1,
     .help = "leading path elements to drop from the names in the archive (default 1)"},
    {NULL},
};
static const ZanteFieldTable archive_table
    = {"archive source", sizeof (ZanteArchiveSource), archive_fields};

static const ZanteField local_fields[] = {
    {"path", ZANTE_FIELD_LINE, offsetof (ZanteLocalSource, path), ZANTE_FIELD_REQUIRED,
     .help = "your own tree, copied and never written to: ~/… or relative to this file"},
    {NULL},
};
static const ZanteFieldTable local_table
    = {"local source", sizeof (ZanteLocalSource), local_fields};

static const ZanteField source_fields[] = {
    {"debian", ZANTE_FIELD_STRUCT, SOURCE (debian), .table = &debian_table,
     .help = "a Debian source package"},
    {"git", ZANTE_FIELD_STRUCT, SOURCE (git), .table = &git_table, .help = "a git repository"},
    {"archive", ZANTE_FIELD_STRUCT, SOURCE (archive), .table = &archive_table,
     .help = "a tar or zip archive to download"},
    {"local", ZANTE_FIELD_STRUCT, SOURCE (local), .table = &local_table,
     .help = "a tree of your own"},
    {"patches", ZANTE_FIELD_STRINGS, SOURCE (patches),
     .help
     = "files relative to this one, unified diffs that each change something, applied in order "
       "with -p1 and no fuzz; alone, without any of the above, they are added to those of the "
       "stack's source of this name"},
    {NULL},
};
const ZanteFieldTable zante_source_table = {"source", sizeof (ZanteSource), source_fields};

void
zante_source_free (ZanteSource *source)
{
  if (source == NULL)
    return;
  g_free (source->name);
  g_free (source->file);
  zante_yaml_free (&zante_source_table, source);
}

const char *
zante_source_kind (const ZanteSource *source)
{
  return source->debian != NULL  ? "debian"
         : source->git != NULL   ? "git"
         : source->local != NULL ? "local"
                                 : "archive";
}
