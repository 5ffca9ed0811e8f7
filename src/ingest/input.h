/* The bytes of one file as they were before somebody packed them: plain, gzip (any number of members), zstd (any number of
 * frames), or the members of a zip or tar archive, one after the other. Knows by content, not by name; reads forward
 * only, so what is no archive may be a pipe.
 *
 * Bombs: more than INPUT_RATIO bytes out for each byte in, once INPUT_FREE bytes came out, ends the file with DM_E_LIMIT. A damaged
 * gzip member is named once (DM_E_FORMAT) and passed over: reading goes on with the next one. */
#ifndef DM_INGEST_INPUT_H
#define DM_INGEST_INPUT_H

#include "base/arena.h"

enum { INPUT_RATIO = 250 };
#define INPUT_FREE (64u << 20)

typedef struct input input;

/* path "-": standard input. DM_E_NOT_FOUND, DM_E_PERMISSION, DM_E_IO; msg names the path. */
dm_status input_open(const char *path, input **out, dm_err *err) DM_MUST_CHECK;
void input_close(input *in);

/* Whether the file is a zip or tar archive: then input_member steps through it, and input_read reads the member. */
bool input_is_archive(const input *in);
bool input_is_plain(const input *in); /* not packed: every byte can be gone to */
/* The next member that is a file; *name lives until the next call. DM_E_END after the last; DM_E_FORMAT: damaged here, no more can be
 * read. Names are as the archive gives them, control characters as '?', and never touch the disk. */
dm_status input_member(input *in, dm_str *name, dm_err *err) DM_MUST_CHECK;

/* Up to `cap` bytes; *got 0 at the end. One call never crosses from one gzip member or zstd frame into the next; *begins says that
 * these are the first bytes of one, which begins at byte *at of the file (of a plain file: where these bytes stand). */
dm_status input_read(input *in, char *bytes, size_t cap, size_t *got, uint64_t *at, bool *begins, dm_err *err) DM_MUST_CHECK;
/* Goes to byte `at` of the file, where a member, a frame or, of a plain file, anything begins. Right after input_open. */
dm_status input_seek(input *in, uint64_t at, dm_err *err) DM_MUST_CHECK;

#endif
