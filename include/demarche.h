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

#define DM_API   __attribute__((visibility("default")))
#define DM_CHECK __attribute__((warn_unused_result))

#define DM_VERSION_MAJOR 0
#define DM_VERSION_MINOR 1
#define DM_VERSION_PATCH 0
/* Goes up when a struct or function below changes incompatibly. */
#define DM_ABI 1

/* Codes are append-only. */
#define DM_STATUS_LIST(X)                                    \
    X(OK, "done")                                            \
    X(E_MEMORY, "out of memory")                             \
    X(E_LIMIT, "a fixed limit was reached")                  \
    X(E_IO, "reading or writing failed")                     \
    X(E_NOT_FOUND, "not found")                              \
    X(E_PERMISSION, "no permission")                         \
    X(E_FULL, "the disk is full")                            \
    X(E_FORMAT, "the input does not have the expected form") \
    X(E_VERSION, "made by another version")                  \
    X(E_CHECKSUM, "the file is damaged or was altered")      \
    X(E_USAGE, "the call or the command line is wrong")      \
    X(E_MODEL, "the model cannot be used")                   \
    X(E_LEXICON, "the lexicon cannot be used")               \
    X(E_DATABASE, "the database cannot be used")             \
    X(E_BUSY, "another process holds it")                    \
    X(E_INTERRUPTED, "stopped on request")                   \
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

/* ---- engine ---------------------------------------------------------------------------------------------- */

typedef struct dm_engine dm_engine;

/* Zero-initialise; every field may stay zero. */
typedef struct dm_engine_options {
    const char *model;   /* path of a .dmm; NULL: $DEMARCHE_MODEL, beside the program, the XDG data folder */
    const char *lexicon; /* path of a .dml; NULL: $DEMARCHE_LEXICON, beside the program, the XDG data folder */
    bool syntax_only;    /* open no lexicon: only dm_parse can be called */
} dm_engine_options;

/* DM_E_MODEL or DM_E_LEXICON where a file is missing, damaged or of another version; msg says how to get it. */
DM_API dm_status dm_engine_open(const dm_engine_options *options, dm_engine **out, dm_err *err) DM_CHECK;
DM_API void dm_engine_close(dm_engine *engine);

/* ---- one story in memory --------------------------------------------------------------------------------- */

typedef struct dm_story {
    const char *text; /* raw bytes of text_size */
    size_t text_size;
    const char *id, *title, *url, *outlet, *date, *language; /* NULL where unknown */
} dm_story;

typedef struct dm_worker dm_worker;
DM_API dm_status dm_worker_new(const dm_engine *engine, dm_worker **out, dm_err *err) DM_CHECK;
DM_API void dm_worker_free(dm_worker *worker);
/* The line that `demarche code` prints for this story, without its end; lives until the next call on the worker. */
DM_API dm_status dm_worker_code(dm_worker *worker, const dm_story *story, const char **json, size_t *size, dm_err *err) DM_CHECK;

/* The line that `parse --format jsonl` prints: tokens, tags, lemmas, heads, labels and named entities of the text as one unit. */
DM_API dm_status dm_worker_parse(dm_worker *worker, const dm_story *story, const char **json, size_t *size, dm_err *err) DM_CHECK;
/* Why a row of this story exists, as text; id NULL lists the rows. The worker codes the story again to trace it. */
DM_API dm_status dm_worker_explain(dm_worker *worker, const dm_story *story, const char *id, const char **text, size_t *size, dm_err *err) DM_CHECK;

/* ---- tables in Arrow's memory ---------------------------------------------------------------------------- */

/* The Arrow C data and stream interfaces, as their specification gives them. */
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE
#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE           2
#define ARROW_FLAG_MAP_KEYS_SORTED    4
struct ArrowSchema {
    const char *format, *name, *metadata;
    int64_t flags, n_children;
    struct ArrowSchema **children, *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};
struct ArrowArray {
    int64_t length, null_count, offset, n_buffers, n_children;
    const void **buffers;
    struct ArrowArray **children, *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};
#endif
#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE
struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};
#endif

/* Rows of one kind from many stories: the fields that `code` prints under the same key, and the story's id first. */
typedef struct dm_arrow dm_arrow;
/* stories, blocks, sentences, mentions, entities, dates, statements, events, offers, positions or notes; DM_E_NOT_FOUND. */
DM_API dm_status dm_arrow_new(const char *table, dm_arrow **out, dm_err *err) DM_CHECK;
DM_API void dm_arrow_free(dm_arrow *table);
/* Adds the rows of the story that the worker coded last; DM_E_USAGE when it has coded none. */
DM_API dm_status dm_arrow_add(dm_arrow *table, const dm_worker *worker, dm_err *err) DM_CHECK;
/* Moves all rows of `more`, which is empty then, behind those of `table`. */
DM_API dm_status dm_arrow_append(dm_arrow *table, dm_arrow *more, dm_err *err) DM_CHECK;
DM_API uint64_t dm_arrow_n_rows(const dm_arrow *table);
/* The table as record batches, without a copy; any number of times; may outlive the table. The caller releases it. */
DM_API dm_status dm_arrow_stream(dm_arrow *table, struct ArrowArrayStream *out, dm_err *err) DM_CHECK;

/* ---- streams of stories ---------------------------------------------------------------------------------- */

/* Takes output; anything but DM_OK stops the run, which then returns it. Called by one thread at a time. */
typedef dm_status dm_sink(void *user, const char *data, size_t size);
/* Names a story that could not be read, or was skipped, and why; called by one thread at a time. */
typedef void dm_complaint(void *user, const char *where, const char *what);

typedef struct dm_totals {
    uint64_t stories;   /* seen, whatever became of them */
    uint64_t failed;    /* could not be read */
    uint64_t skipped;   /* read, and not coded: another language, nothing to read */
    uint64_t unchanged; /* dm_ledger_read: were there already */
    uint64_t copies;    /* dm_ledger_read: the same text under another name */
    uint64_t versions;  /* dm_ledger_read: a new text under a known URL or id */
    uint64_t tokens, statements, events, offers;
} dm_totals;
typedef void dm_progress(void *user, const dm_totals *so_far);

/* Zero-initialise. */
typedef struct dm_run {
    const char *const *paths; /* files, folders, patterns, "-" for standard input; packed or not (src/ingest/reader.h has the formats) */
    uint32_t n_paths;
    const char *map;          /* other names of keys and columns: "text=body,date=published"; NULL for ours */
    const char *url_filter;   /* only stories whose URL matches, with * and ?; NULL for all */
    const char *separator;    /* a line that parts the stories of a text file; NULL: a file is one story */
    uint32_t threads;         /* 0 = as many as there are processors; changes nothing but time */
    uint64_t max_failed;      /* stop after more failures than this; 0 = never */
    const volatile int *stop; /* when it becomes non-zero the run ends in good order with DM_E_INTERRUPTED; may be NULL */
    dm_complaint *complain;
    dm_progress *progress; /* about ten times a second */
    void *user;            /* for complain and progress */
} dm_run;

typedef enum dm_parse_format { DM_PARSE_CONLLU, DM_PARSE_JSONL } dm_parse_format;

/* One JSON line a story, in the order of input, whatever happens to it. totals may be NULL. */
DM_API dm_status dm_code(const dm_engine *engine, const dm_run *run, dm_sink *sink, void *user, dm_totals *totals, dm_err *err) DM_CHECK;
/* Each story's text as one unit as it stands. `gaps` adds to JSONL the score gap of each decision (for parity). */
DM_API dm_status dm_parse(const dm_engine *engine, const dm_run *run, dm_parse_format format, bool gaps, dm_sink *sink, void *user, dm_totals *totals,
                          dm_err *err) DM_CHECK;
/* JSON lines {id,text,source:[b,e]|null,target:[b,e]|null,date?} of path ("-" standard input) to {id,type,quad,...}. `how` is a
 * sum of DM_RELATE_*, or 0. */
#define DM_RELATE_FORCE    1u /* never answers null for the type */
#define DM_RELATE_FEATURES 2u /* adds the hashes that the ranker saw (for its training) */
DM_API dm_status dm_relate(const dm_engine *engine, const dm_run *run, uint32_t how, dm_sink *sink, void *user, dm_totals *totals,
                           dm_err *err) DM_CHECK;
/* Why a row of the story in the file exists, as text; id NULL lists the ids. */
DM_API dm_status dm_explain_file(const dm_engine *engine, const char *path, const char *id, dm_sink *sink, void *user, dm_err *err) DM_CHECK;

/* ---- the ledger ------------------------------------------------------------------------------------------ */

typedef struct dm_ledger dm_ledger;
typedef struct dm_rows dm_rows;

typedef enum dm_open {
    DM_OPEN_READ,   /* nothing can be changed through this handle */
    DM_OPEN_CREATE, /* made when it is not there */
    DM_OPEN_WRITE   /* must be there */
} dm_open;
DM_API dm_status dm_ledger_open(const char *path, dm_open how, dm_ledger **out, dm_err *err) DM_CHECK;
DM_API void dm_ledger_close(dm_ledger *ledger);
/* Codes the stories that are new and keeps them; what is there and unchanged costs nothing. */
DM_API dm_status dm_ledger_read(dm_ledger *ledger, const dm_engine *engine, const dm_run *run, dm_totals *totals, dm_err *err) DM_CHECK;

/* Codes again the stories that another program version, model or lexicon coded, and puts their new rows in the place of the old ones;
 * corrections follow the words that they were made on. Of `run` the threads, stop, progress and complaints count. */
DM_API dm_status dm_ledger_recode(dm_ledger *ledger, const dm_engine *engine, const dm_run *run, dm_totals *totals, dm_err *err) DM_CHECK;
/* What recoding would change, row by row; changes nothing. JSON: story, change ("+", "-" or "~"), kind, id, fields that change
 * {key: [was, is]}, text. */
DM_API dm_status dm_ledger_diff(dm_ledger *ledger, const dm_engine *engine, const dm_run *run, dm_rows **out, dm_totals *totals,
                                dm_err *err) DM_CHECK;
/* Adds the stories of another ledger with their rows as they are, and its corrections; all or nothing. The same text under another name
 * is a copy; of two texts under one name the one that was crawled later counts, else that of the other ledger. */
DM_API dm_status dm_ledger_combine(dm_ledger *ledger, const char *other, dm_totals *totals, dm_err *err) DM_CHECK;

typedef enum dm_table {
    DM_TABLE_STORIES,
    DM_TABLE_ENTITIES,
    DM_TABLE_STATEMENTS,
    DM_TABLE_EVENTS,
    DM_TABLE_OFFERS,
    DM_TABLE_TIMELINE,
    DM_TABLE_POSITIONS,
    DM_TABLE_CONTRADICTIONS,
    DM_TABLE_DYAD,    /* the dealings of `actor` and `recipient`, both ways, in the order of time */
    DM_TABLE_COUNT,   /* numbers of events by what `by` lists */
    DM_TABLE_UNCODED, /* sentences with two actors that gave no row */
    DM_TABLE_UNLINKED /* answers whose offer or demand was not found */
} dm_table;

/* Zero-initialise; NULL or zero = any. */
typedef struct dm_query {
    dm_table table;
    bool reports;          /* every report on its own (--unit report) instead of merged rows */
    const char *actor;     /* ISO3, code prefix, entity key or part of a name; who acts, speaks or offers */
    const char *recipient; /* the same for whom it is done to */
    const char *from, *to; /* YYYY[-MM[-DD]], inclusive */
    const char *issue, *type, *outlet;
    const char *text;   /* part of the evidence or content, ASCII case ignored */
    bool all;           /* also negated, hypothetical and historical rows */
    const char *id;     /* the row with this id, whatever the filters say; superseded ids find the row that took them in */
    const char *search; /* words that must each begin a word of the row (of a story: also of its text); case and accents ignored */
    const char *by;     /* DM_TABLE_COUNT: comma-separated of year, month, day, dyad, actor, recipient, quad, type, force, issue, outlet */
    uint64_t offset;    /* rows to pass over first */
    uint64_t limit;
} dm_query;

DM_API dm_status dm_ledger_query(dm_ledger *ledger, const dm_query *query, dm_rows **out, dm_err *err) DM_CHECK;
/* Steps to the next row; false at the end. */
DM_API bool dm_rows_next(dm_rows *rows);
DM_API uint32_t dm_rows_n_columns(const dm_rows *rows);
DM_API const char *dm_rows_column(const dm_rows *rows, uint32_t column);
DM_API const char *dm_rows_value(const dm_rows *rows, uint32_t column, size_t *size); /* plain text, "" for null */
DM_API const char *dm_rows_json(const dm_rows *rows, size_t *size);                   /* the whole row */
DM_API void dm_rows_close(dm_rows *rows);

/* The line that `code` printed for a story of the ledger: text, blocks and all its rows. */
DM_API dm_status dm_ledger_story(dm_ledger *ledger, const char *id, dm_sink *sink, void *user, dm_err *err) DM_CHECK;

/* A person's correction: kept beside the program's own rows and replayed after every fold. */
typedef enum dm_correction_kind { DM_SET, DM_ACCEPT, DM_REJECT, DM_EDIT, DM_MERGE, DM_SPLIT } dm_correction_kind;
typedef struct dm_correction {
    dm_correction_kind kind;
    const char *const *ids; /* a story for DM_SET, rows for the rest */
    uint32_t n_ids;
    const char *const *fields; /* DM_SET, DM_EDIT: "key=value" each, as date=2021-09-24, type=REJECT, actors=PRK,KOR */
    uint32_t n_fields;
    const char *note, *by; /* why, and who; NULL where not said */
} dm_correction;
/* DM_E_NOT_FOUND: no such row; DM_E_USAGE: a key or value that cannot be. */
DM_API dm_status dm_ledger_correct(dm_ledger *ledger, const dm_correction *correction, dm_err *err) DM_CHECK;

/* Why a row of the ledger exists, as text; an id of a story, statement, event or offer. The engine codes the stored story
 * again to show what fired; NULL leaves that part out. */
DM_API dm_status dm_ledger_explain(dm_ledger *ledger, const dm_engine *engine, const char *id, dm_sink *sink, void *user, dm_err *err) DM_CHECK;

/* ---- a ledger of coded lines, without a database ----------------------------------------------------------- */

/* The lines that `code` printed, held in memory and folded when a query asks. A story is known by its URL, else its id: a later line
 * of the same name takes the place of the earlier one, and of stories with one text that with the least id counts. One thread. */
typedef struct dm_fold dm_fold;
DM_API dm_status dm_fold_new(dm_fold **out, dm_err *err) DM_CHECK;
DM_API void dm_fold_free(dm_fold *fold);
/* DM_E_FORMAT when it is no such line; nothing is added then. The line of a failed story adds nothing. */
DM_API dm_status dm_fold_add(dm_fold *fold, const char *line, size_t size, dm_err *err) DM_CHECK;
/* As dm_ledger_query; all tables but DM_TABLE_UNCODED. */
DM_API dm_status dm_fold_query(dm_fold *fold, const dm_query *query, dm_rows **out, dm_err *err) DM_CHECK;

/* Folding a set in parts that give the rows of the whole. What a part must know of the whole is a tally: JSON lines
 * {"sentences":N}, {"word":N,"n":N} and {"person":key,"name","country","stories":N,"capacity":[N…]}; tallies are added up by the numbers,
 * the least name and the least country. Stories that share no key, not even by way of others, may be folded apart; keys are JSON lines
 * {"story":id,"keys":[N…]} (signed 64 bits), and the tally of the whole must be known before they are asked for. */
DM_API dm_status dm_fold_tally(dm_fold *fold, dm_sink *sink, void *user, dm_err *err) DM_CHECK;
/* One line of a tally of the whole; adds up. */
DM_API dm_status dm_fold_know(dm_fold *fold, const char *line, size_t size, dm_err *err) DM_CHECK;
DM_API dm_status dm_fold_keys(dm_fold *fold, dm_sink *sink, void *user, dm_err *err) DM_CHECK;

/* ---- exports (not in the Python package) -------------------------------------------------------------------- */

/* Takes a file of a format that has many: a name without a folder, and its bytes. */
typedef dm_status dm_file_sink(void *user, const char *name, const char *data, size_t size);

/* Zero-initialise. */
typedef struct dm_export_options {
    const char *format; /* icews, polecat, phoenix, petrarch, gdelt, csv, plover, jsonl, gexf, dna, brat, webannotation or markdown */
    const char
        *date_policy; /* best: the likeliest day, else the first; from: the first; drop: rows without one likeliest day are left out. NULL: best */
    dm_query query;   /* which rows; its table does not count */
} dm_export_options;
/* Writes the ledger's events for tools that people already use (docs/exports.md); brat writes files into `file`, which may be NULL
 * else. *n_dropped, where not NULL: rows left out for want of a day. DM_E_USAGE: no such format or policy. */
DM_API dm_status dm_export(dm_ledger *ledger, const dm_export_options *options, dm_sink *sink, dm_file_sink *file, void *user, uint64_t *n_dropped,
                           dm_err *err) DM_CHECK;

/* ---- the page (not in the shared library) ------------------------------------------------------------------ */

/* One HTML file with the ledger inside, which shows it without server or network; `name` is told on it. */
DM_API dm_status dm_report(dm_ledger *ledger, const char *name, dm_sink *sink, void *user, dm_err *err) DM_CHECK;

/* Zero-initialise. */
typedef struct dm_serve_options {
    const char *db;                             /* the ledger's file */
    const dm_engine *engine;                    /* codes a story again when the page asks why; NULL: that part is left out */
    const char *host;                           /* address to listen on; NULL: 127.0.0.1. Any other than a loopback needs a token */
    uint16_t port;                              /* 0: any that is free */
    const char *token;                          /* asked of every visitor; NULL: of nobody, but a fresh one is asked of those who correct */
    const volatile int *stop;                   /* ends the server when it becomes non-zero; may be NULL */
    void (*ready)(void *user, const char *url); /* called once, when it listens */
    void *user;
} dm_serve_options;
/* Serves the page and docs/api.md over HTTP until stopped. DM_E_USAGE: an address that needs a token. DM_E_IO: the port is taken. */
DM_API dm_status dm_serve(const dm_serve_options *options, dm_err *err) DM_CHECK;

/* ---- model and lexicon files ----------------------------------------------------------------------------- */

/* Makes a model file from the unpacked package en_core_web_sm 3.8.0. */
DM_API dm_status dm_model_make(const char *dir, const char *out_path, dm_err *err) DM_CHECK;
DM_API dm_status dm_model_info(const char *path, dm_sink *sink, void *user, dm_err *err) DM_CHECK;

typedef void dm_lint(void *user, const char *file, uint32_t line, uint32_t column, const char *what, const char *instead);
/* Compiles dirs[0] with the later ones laid over it into out_path (NULL: only checks). */
DM_API dm_status dm_lexicon_compile(const char *const *dirs, uint32_t n_dirs, const char *out_path, dm_lint *lint, void *user, dm_err *err) DM_CHECK;

typedef struct dm_examples {
    uint32_t frames, predicates, exercised; /* predicates that stand in an example that holds */
    uint32_t sentences, failed;             /* examples, each alternative counted */
} dm_examples;
/* Runs the examples of the engine's frames; tells each that fails. */
DM_API dm_status dm_lexicon_examples(const dm_engine *engine, dm_lint *lint, void *user, dm_examples *out, dm_err *err) DM_CHECK;

#ifdef __cplusplus
}
#endif

#endif
