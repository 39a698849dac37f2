/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policy/scan.h"

#include <ar.h>
#include <gio/gio.h>
#include <string.h>

#include "base/strings.h"

enum {
  MAX_RUN = 64,                    /* how far to look back for the beginning of a path */
  MAX_CONTEXT = 40,                /* bytes of text shown on either side */
  MAX_UNPACKED = 64 * 1024 * 1024, /* of one gzip file; Xen unpacks to a tenth of it */
  BLOCK_SIZE = 256 * 1024,
  BINARY_PROBE = 8192, /* bytes in which a NUL shows that data is not text */
  ORDINARY_LENGTH = 8,
};

/* Words -------------------------------------------------------------------------------------- */

static void
add_word (GPtrArray *words, const char *word)
{
  g_autofree char *clean = g_strdup (word);
  gsize length = strlen (clean);
  while (length > 0 && clean[length - 1] == '/')
    clean[--length] = '\0';
  if (length > 0)
    zante_strings_add (words, clean);
}

GPtrArray *
zante_scan_words (const char *const *forbidden, const char *extra)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  for (; forbidden != NULL && *forbidden != NULL; forbidden++)
    add_word (words, *forbidden);
  if (extra != NULL)
    add_word (words, extra);
  g_ptr_array_sort (words, zante_strings_compare);
  return words;
}

/* Paths as words ----------------------------------------------------------------------------- */

static gboolean
is_name_char (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '-';
}

static gboolean
is_path_char (char c)
{
  return is_name_char (c) || (c != '\0' && strchr ("./+~@%", c) != NULL);
}

/* Whether the path at AT begins there: nothing before it, or an option glued to it (-I/build), but
 * not the end of another path ("/usr/build", "tools/build", "./build"). Binary data may have no
 * separator: .pyc and OCaml files say a string's length in a byte or two before it, which may look
 * like letters that continue the string before. */
static gboolean
path_begins (const char *data, gsize at, gboolean binary)
{
  gsize run = 0, slashes = 0, dots = 0;
  while (run < at && run < MAX_RUN && is_path_char (data[at - run - 1]))
    {
      run++;
      slashes += data[at - run] == '/';
      dots += data[at - run] == '.';
    }
  if (run == 0 || slashes == run)
    return TRUE;
  if (slashes > 0 || dots == run)
    return FALSE;
  return binary || run <= 2 || data[at - run] == '-';
}

static gboolean
path_ends (const char *data, gsize size, gsize end)
{
  if (end >= size || data[end] == '/' || !is_path_char (data[end]))
    return TRUE;
  return data[end] == '.' && (end + 1 >= size || !is_path_char (data[end + 1]));
}

/* Whether WORD could be one of a language or a program's own, as "debian", "hypervisor" or "n1". */
static gboolean
is_ordinary (const char *word)
{
  gboolean digits = FALSE;
  for (gsize i = 0; word[i] != '\0'; i++)
    if (!g_ascii_isalnum (word[i]))
      return FALSE;
    else
      digits = digits || g_ascii_isdigit (word[i]);
  return !digits || strlen (word) < ORDINARY_LENGTH;
}

static gboolean
is_between (char c)
{
  return c != '\0' && strchr (" \t\"'=:(", c) != NULL;
}

/* Whether what stands before AT gives a value to a name that ends in "host" or the like:
 * XEN_COMPILE_HOST "n1", hostname='n1', nodename: n1. */
static gboolean
is_host_value (const char *data, gsize at)
{
  static const char *const names[] = {"host", "hostname", "host_name", "nodename"};
  gboolean assigned = FALSE;
  gsize end = at;
  for (; end > 0 && at - end < MAX_RUN && is_between (data[end - 1]); end--)
    assigned = assigned || strchr ("\"'=:", data[end - 1]) != NULL;
  for (gsize i = 0; assigned && i < G_N_ELEMENTS (names); i++)
    {
      gsize length = strlen (names[i]);
      if (end >= length && g_ascii_strncasecmp (data + end - length, names[i], length) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Whether the ordinary word from AT to END stands where a build writes the machine's name:
 * "who@n1", but not the mail address who@debian.org, or the value of something that is called host.
 */
static gboolean
is_in_host_place (const char *data, gsize size, gsize at, gsize end)
{
  gboolean domain = end + 1 < size && data[end] == '.' && g_ascii_isalnum (data[end + 1]);
  return at > 0 && !domain && (data[at - 1] == '@' || is_host_value (data, at));
}

typedef struct {
  const char *text;
  gsize length;
  gboolean ordinary; /* could be an ordinary word */
  gboolean binary;   /* the data is not text */
} Search;

static gboolean
is_whole (const Search *search, const char *data, gsize size, gsize at)
{
  gsize end = at + search->length;
  if (*search->text == '/')
    return path_begins (data, at, search->binary) && path_ends (data, size, end);
  if (end < size && is_name_char (data[end]))
    return FALSE;
  if (search->ordinary)
    return is_in_host_place (data, size, at, end);
  return at == 0 || !is_name_char (data[at - 1]);
}

static const char *
find_word (const char *word, const char *data, gsize size)
{
  Search search = {word, strlen (word), is_ordinary (word), FALSE};
  search.binary = size > 0 && memchr (data, '\0', MIN (size, BINARY_PROBE)) != NULL;
  for (gsize from = 0; from < size;)
    {
      const char *hit = memmem (data + from, size - from, word, search.length);
      if (hit == NULL)
        return NULL;
      if (is_whole (&search, data, size, (gsize)(hit - data)))
        return hit;
      from = (gsize)(hit - data) + 1;
    }
  return NULL;
}

/* Messages ----------------------------------------------------------------------------------- */

/* The printable text around AT. */
static char *
context_of (const char *data, gsize size, gsize at, gsize length)
{
  gsize start = at, end = at + length;
  while (start > 0 && at - start < MAX_CONTEXT && g_ascii_isprint (data[start - 1]))
    start--;
  while (end < size && end - at - length < MAX_CONTEXT && g_ascii_isprint (data[end]))
    end++;
  g_autofree char *text = g_strndup (data + start, end - start);
  return g_strdup (g_strstrip (text));
}

/* The member of the ar(5) archive that holds the byte AT, or NULL. */
static char *
archive_member (const char *data, gsize size, gsize at)
{
  if (size < SARMAG || memcmp (data, ARMAG, SARMAG) != 0)
    return NULL;
  for (gsize header = SARMAG; header <= at && size - header >= sizeof (struct ar_hdr);)
    {
      const struct ar_hdr *member = (const struct ar_hdr *)(const void *)(data + header);
      g_autofree char *digits = g_strndup (member->ar_size, sizeof member->ar_size);
      guint64 length = g_ascii_strtoull (digits, NULL, 10);
      gsize body = header + sizeof *member;
      if (length > size - body)
        return NULL;
      if (at < body + length)
        {
          g_autofree char *name = g_strndup (member->ar_name, sizeof member->ar_name);
          return g_strndup (name, strcspn (name, "/ "));
        }
      header = body + length + (length & 1);
      if (header > size)
        return NULL;
    }
  return NULL;
}

static void
scan_plain (const GPtrArray *words, const char *data, gsize size, const char *where,
            GPtrArray *leaks)
{
  for (guint i = 0; i < words->len; i++)
    {
      const char *word = words->pdata[i];
      const char *hit = find_word (word, data, size);
      if (hit == NULL)
        continue;
      gsize at = (gsize)(hit - data);
      g_autofree char *context = context_of (data, size, at, strlen (word));
      g_autofree char *member = archive_member (data, size, at);
      g_autofree char *inside
          = member != NULL && *member != '\0' ? g_strdup_printf (" in member '%s'", member) : NULL;
      g_ptr_array_add (leaks,
                       g_strdup_printf ("contains '%s' at byte %" G_GSIZE_FORMAT "%s%s: \"%s\"",
                                        word, at, where, inside == NULL ? "" : inside, context));
    }
}

/* gzip --------------------------------------------------------------------------------------- */

GByteArray *
zante_scan_unpack (const char *data, gsize size)
{
  if (size < 18 || memcmp (data, "\x1f\x8b\x08", 3) != 0)
    return NULL;
  GByteArray *plain = g_byte_array_new ();
  g_autofree guint8 *block = g_malloc (BLOCK_SIZE);
  g_autoptr (GConverter) converter
      = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  GConverterResult result = G_CONVERTER_CONVERTED;
  while (result == G_CONVERTER_CONVERTED && plain->len < MAX_UNPACKED)
    {
      gsize used = 0, made = 0;
      result = g_converter_convert (converter, data, size, block, BLOCK_SIZE,
                                    G_CONVERTER_INPUT_AT_END, &used, &made, NULL);
      if (result == G_CONVERTER_ERROR)
        break;
      g_byte_array_append (plain, block, (guint)made);
      data += used;
      size -= used;
    }
  return plain;
}

void
zante_scan_bytes (const GPtrArray *words, const char *data, gsize size, GPtrArray *leaks)
{
  scan_plain (words, data, size, "", leaks);
  g_autoptr (GByteArray) plain = words->len == 0 ? NULL : zante_scan_unpack (data, size);
  if (plain != NULL)
    scan_plain (words, (const char *)plain->data, plain->len, " of the unpacked data", leaks);
}
