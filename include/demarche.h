/* Demarche: raw news in, the ledger of diplomacy out. The one public header.
 *
 * Objects. dm_engine: model and lexicon, mapped and frozen after dm_engine_open; shared by any number of
 * threads. dm_worker: the memory of one thread; one story at a time. dm_ledger: an open database; one thread.
 * dm_rows: rows of an answer, one after the other. Strings are UTF-8 with a length, need not end in NUL unless
 * the type is char *, and live until the next call on the object that gave them, unless said otherwise.
 *
 * Errors. Every call that can fail gives a dm_status; detail goes into the caller's dm_err, which may be NULL.
 * The library never prints, never exits, installs no signal handler and reads no locale. */
#ifndef DEMARCHE_H
#define DEMARCHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(DM_BUILD_SHARED)
#define DM_API __attribute__((visibility("default")))
#else
#define DM_API
#endif
#define DM_CHECK __attribute__((warn_unused_result))

#define DM_VERSION_MAJOR 0
#define DM_VERSION_MINOR 1
#define DM_VERSION_PATCH 0
/* Goes up when a struct or function below changes incompatibly. */
#define DM_ABI 1

/* Codes are append-only. */
#define DM_STATUS_LIST(X)                                                        \
    X(OK, "done")                                                                \
    X(E_MEMORY, "out of memory")                                                 \
    X(E_LIMIT, "a fixed limit was reached")                                      \
    X(E_IO, "reading or writing failed")                                         \
    X(E_NOT_FOUND, "not found")                                                  \
    X(E_PERMISSION, "no permission")                                             \
    X(E_FULL, "the disk is full")                                                \
    X(E_FORMAT, "the input does not have the expected form")                     \
    X(E_VERSION, "made by another version")                                      \
    X(E_CHECKSUM, "the file is damaged or was altered")                          \
    X(E_USAGE, "the call or the command line is wrong")                          \
    X(E_MODEL, "the model cannot be used")                                       \
    X(E_LEXICON, "the lexicon cannot be used")                                   \
    X(E_DATABASE, "the database cannot be used")                                 \
    X(E_BUSY, "another process holds it")                                        \
    X(E_INTERRUPTED, "stopped on request")                                       \
    X(E_END, "no more rows")

typedef enum dm_status {
#define DM_STATUS_ENUM(name, text) DM_##name,
    DM_STATUS_LIST(DM_STATUS_ENUM)
#undef DM_STATUS_ENUM
} dm_status;

typedef struct dm_err {
    dm_status code;
    uint64_t offset; /* byte offset or line where it makes sense, else 0 */
    char msg[240];   /* one line, names the file and what to do */
} dm_err;

DM_API const char *dm_status_text(dm_status status);
DM_API const char *dm_version(void); /* "0.1.0" */
/* False when the caller was built against another DM_ABI: dm_abi_check(DM_ABI). */
DM_API bool dm_abi_check(uint32_t abi);

#ifdef __cplusplus
}
#endif

#endif
