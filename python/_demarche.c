/* The extension module: engine, workers and Arrow tables of include/demarche.h as Python objects, in the limited API of
 * CPython 3.10. It knows nothing of rows: a coded story is the JSON line that the command prints, and demarche/ makes objects of
 * it. The interpreter's lock is released while a story is coded; a worker serves one thread at a time and says so. */
#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030A0000
#include <Python.h>

#include "demarche.h"

#include <stdlib.h>
#include <string.h>

static PyObject *error_class; /* demarche.Error */

static PyObject *fail(dm_status status, const dm_err *err) {
    const char *msg = err->msg[0] ? err->msg : dm_status_text(status);
    if (status == DM_E_MEMORY) {
        PyErr_SetString(PyExc_MemoryError, msg);
        return NULL;
    }
    static const char *const names[] = {
#define NAME(name, text) #name,
        DM_STATUS_LIST(NAME)
#undef NAME
    };
    PyObject *e = PyObject_CallFunction(error_class, "ss", msg, names[status]);
    if (e) PyErr_SetObject(error_class, e);
    Py_XDECREF(e);
    return NULL;
}

/* ---- Engine ---- */

typedef struct {
    PyObject_HEAD
    dm_engine *engine;
} Engine;

static PyObject *engine_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    static char *names[] = {"model", "lexicon", NULL};
    dm_engine_options options = {0};
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "zz", names, &options.model, &options.lexicon)) return NULL;
    allocfunc alloc = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    Engine *self = (Engine *)alloc(type, 0);
    if (!self) return NULL;
    dm_err err = {0};
    dm_status s;
    Py_BEGIN_ALLOW_THREADS
    s = dm_engine_open(&options, &self->engine, &err);
    Py_END_ALLOW_THREADS
    if (s == DM_OK) return (PyObject *)self;
    Py_DECREF(self);
    return fail(s, &err);
}

static void engine_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    dm_engine_close(((Engine *)o)->engine);
    freefunc f = (freefunc)PyType_GetSlot(type, Py_tp_free);
    f(o);
    Py_DECREF(type);
}

static PyType_Slot engine_slots[] = {{Py_tp_new, engine_new},
                                     {Py_tp_dealloc, engine_dealloc},
                                     {Py_tp_doc, "Engine(model, lexicon): both mapped and frozen; shared by any number of threads."},
                                     {0, NULL}};
static PyType_Spec engine_spec = {"demarche._demarche.Engine", sizeof(Engine), 0, Py_TPFLAGS_DEFAULT, engine_slots};
static PyObject *engine_type;

/* ---- Worker ---- */

typedef struct {
    PyObject_HEAD
    PyObject *engine;
    dm_worker *worker;
    bool busy;
} Worker;

static PyObject *worker_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    static char *names[] = {"engine", NULL};
    PyObject *engine;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O!", names, (PyTypeObject *)engine_type, &engine)) return NULL;
    allocfunc alloc = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    Worker *self = (Worker *)alloc(type, 0);
    if (!self) return NULL;
    dm_err err = {0};
    dm_status s = dm_worker_new(((Engine *)engine)->engine, &self->worker, &err);
    if (s != DM_OK) {
        Py_DECREF(self);
        return fail(s, &err);
    }
    Py_INCREF(engine);
    self->engine = engine;
    return (PyObject *)self;
}

static void worker_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    Worker *self = (Worker *)o;
    dm_worker_free(self->worker);
    Py_XDECREF(self->engine);
    freefunc f = (freefunc)PyType_GetSlot(type, Py_tp_free);
    f(o);
    Py_DECREF(type);
}

enum { FIELDS = 7 }; /* text, id, title, url, outlet, date, language */

typedef struct taken {
    dm_story story;
    PyObject *bytes[FIELDS]; /* what strings that are no UTF-8 were turned into; the caller drops them */
} taken;

/* A str as UTF-8; lone surrogates go through as bytes that the decoder notes as bad. */
static bool take_text(PyObject *o, const char **p, Py_ssize_t *n, PyObject **kept) {
    if (PyBytes_Check(o)) {
        *n = PyBytes_Size(o);
        return (*p = PyBytes_AsString(o)) != NULL;
    }
    if (!PyUnicode_Check(o)) {
        PyErr_Format(PyExc_TypeError, "a story's text and fields are str or bytes, not %R", (PyObject *)Py_TYPE(o));
        return false;
    }
    if ((*p = PyUnicode_AsUTF8AndSize(o, n))) return true;
    PyErr_Clear();
    if (!(*kept = PyUnicode_AsEncodedString(o, "utf-8", "surrogatepass"))) return false;
    *n = PyBytes_Size(*kept);
    return (*p = PyBytes_AsString(*kept)) != NULL;
}

static void drop(taken *t) {
    for (int i = 0; i < FIELDS; i++) Py_XDECREF(t->bytes[i]);
}

static bool take_story(PyObject *const *args, Py_ssize_t n, taken *t) {
    const char **where[FIELDS] = {&t->story.text, &t->story.id, &t->story.title, &t->story.url, &t->story.outlet, &t->story.date, &t->story.language};
    if (n < 1 || n > FIELDS) {
        PyErr_SetString(PyExc_TypeError, "a story has text, id, title, url, outlet, date and language");
        return false;
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        Py_ssize_t size;
        if (i && args[i] == Py_None) continue;
        if (!take_text(args[i], where[i], &size, &t->bytes[i])) return false;
        if (!i) t->story.text_size = (size_t)size;
    }
    return true;
}

static bool worker_take(Worker *w) {
    if (w->busy) PyErr_SetString(PyExc_RuntimeError, "a worker serves one thread at a time");
    else w->busy = true;
    return w->busy && !PyErr_Occurred();
}

typedef dm_status worker_call(dm_worker *, const dm_story *, const char **, size_t *, dm_err *);

static PyObject *call_worker(PyObject *o, PyObject *const *args, Py_ssize_t n, worker_call *call) {
    Worker *w = (Worker *)o;
    taken t = {0};
    PyObject *out = NULL;
    if (take_story(args, n, &t) && worker_take(w)) {
        dm_err err = {0};
        const char *p;
        size_t size;
        dm_status s;
        Py_BEGIN_ALLOW_THREADS
        s = call(w->worker, &t.story, &p, &size, &err);
        Py_END_ALLOW_THREADS
        out = s == DM_OK ? PyBytes_FromStringAndSize(p, (Py_ssize_t)size) : fail(s, &err);
        w->busy = false;
    }
    drop(&t);
    return out;
}

static PyObject *worker_code(PyObject *o, PyObject *const *args, Py_ssize_t n) { return call_worker(o, args, n, dm_worker_code); }
static PyObject *worker_parse(PyObject *o, PyObject *const *args, Py_ssize_t n) { return call_worker(o, args, n, dm_worker_parse); }

static PyObject *worker_explain(PyObject *o, PyObject *const *args, Py_ssize_t n) {
    Worker *w = (Worker *)o;
    taken t = {0};
    PyObject *out = NULL;
    const char *id = NULL;
    if (n < 2) {
        PyErr_SetString(PyExc_TypeError, "explain takes a row's id or None, then the story");
        return NULL;
    }
    if (args[0] != Py_None && !(id = PyUnicode_AsUTF8AndSize(args[0], NULL))) return NULL;
    if (take_story(args + 1, n - 1, &t) && worker_take(w)) {
        dm_err err = {0};
        const char *p;
        size_t size;
        dm_status s;
        Py_BEGIN_ALLOW_THREADS
        s = dm_worker_explain(w->worker, &t.story, id, &p, &size, &err);
        Py_END_ALLOW_THREADS
        out = s == DM_OK ? PyUnicode_FromStringAndSize(p, (Py_ssize_t)size) : fail(s, &err);
        w->busy = false;
    }
    drop(&t);
    return out;
}

static PyMethodDef worker_methods[] = {
    {"code", (PyCFunction)(void (*)(void))worker_code, METH_FASTCALL,
     "code(text, id, title, url, outlet, date, language) -> bytes: the line that `demarche code` prints."},
    {"parse", (PyCFunction)(void (*)(void))worker_parse, METH_FASTCALL, "parse(text) -> bytes: the line that `demarche parse --format jsonl` prints."},
    {"explain", (PyCFunction)(void (*)(void))worker_explain, METH_FASTCALL, "explain(row, text, id, ...) -> str: why the row exists."},
    {NULL, NULL, 0, NULL}};
static PyType_Slot worker_slots[] = {{Py_tp_new, worker_new},
                                     {Py_tp_dealloc, worker_dealloc},
                                     {Py_tp_methods, worker_methods},
                                     {Py_tp_doc, "Worker(engine): the memory of one thread."},
                                     {0, NULL}};
static PyType_Spec worker_spec = {"demarche._demarche.Worker", sizeof(Worker), 0, Py_TPFLAGS_DEFAULT, worker_slots};
static PyObject *worker_type;

/* ---- Table ---- */

typedef struct {
    PyObject_HEAD
    dm_arrow *arrow;
} Table;

static PyObject *table_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    static char *names[] = {"name", NULL};
    const char *name;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "s", names, &name)) return NULL;
    allocfunc alloc = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    Table *self = (Table *)alloc(type, 0);
    if (!self) return NULL;
    dm_err err = {0};
    dm_status s = dm_arrow_new(name, &self->arrow, &err);
    if (s == DM_OK) return (PyObject *)self;
    Py_DECREF(self);
    return fail(s, &err);
}

static void table_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    dm_arrow_free(((Table *)o)->arrow);
    freefunc f = (freefunc)PyType_GetSlot(type, Py_tp_free);
    f(o);
    Py_DECREF(type);
}

static PyObject *table_add(PyObject *o, PyObject *worker) {
    dm_err err = {0};
    int is = PyObject_IsInstance(worker, worker_type);
    if (is < 0) return NULL;
    if (!is) {
        PyErr_SetString(PyExc_TypeError, "add takes a worker");
        return NULL;
    }
    if (((Worker *)worker)->busy) {
        PyErr_SetString(PyExc_RuntimeError, "the worker is coding");
        return NULL;
    }
    dm_status s = dm_arrow_add(((Table *)o)->arrow, ((Worker *)worker)->worker, &err);
    if (s != DM_OK) return fail(s, &err);
    Py_RETURN_NONE;
}

static PyObject *table_append(PyObject *o, PyObject *more) {
    dm_err err = {0};
    if (Py_TYPE(more) != Py_TYPE(o) || more == o) {
        PyErr_SetString(PyExc_TypeError, "append takes another table");
        return NULL;
    }
    dm_status s = dm_arrow_append(((Table *)o)->arrow, ((Table *)more)->arrow, &err);
    if (s != DM_OK) return fail(s, &err);
    Py_RETURN_NONE;
}

static void capsule_free(PyObject *capsule) {
    struct ArrowArrayStream *stream = PyCapsule_GetPointer(capsule, "arrow_array_stream");
    if (!stream) return;
    if (stream->release) stream->release(stream);
    PyMem_Free(stream);
}

static PyObject *table_stream(PyObject *o, PyObject *args, PyObject *kwargs) {
    static char *names[] = {"requested_schema", NULL};
    PyObject *schema = NULL; /* a wish that need not be granted */
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|O", names, &schema)) return NULL;
    struct ArrowArrayStream *stream = PyMem_Malloc(sizeof *stream);
    if (!stream) return PyErr_NoMemory();
    dm_err err = {0};
    dm_status s = dm_arrow_stream(((Table *)o)->arrow, stream, &err);
    if (s != DM_OK) {
        PyMem_Free(stream);
        return fail(s, &err);
    }
    PyObject *capsule = PyCapsule_New(stream, "arrow_array_stream", capsule_free);
    if (!capsule) {
        stream->release(stream);
        PyMem_Free(stream);
    }
    return capsule;
}

static Py_ssize_t table_length(PyObject *o) { return (Py_ssize_t)dm_arrow_n_rows(((Table *)o)->arrow); }

static PyMethodDef table_methods[] = {
    {"add", table_add, METH_O, "add(worker): the rows of the story that the worker coded last."},
    {"append", table_append, METH_O, "append(table): moves its rows behind these; it is empty then."},
    {"__arrow_c_stream__", (PyCFunction)(void (*)(void))table_stream, METH_VARARGS | METH_KEYWORDS,
     "The rows as a stream of record batches (Arrow PyCapsule interface), without a copy."},
    {NULL, NULL, 0, NULL}};
static PyType_Slot table_slots[] = {{Py_tp_new, table_new},
                                    {Py_tp_dealloc, table_dealloc},
                                    {Py_tp_methods, table_methods},
                                    {Py_sq_length, table_length},
                                    {Py_tp_doc, "Table(name): rows of one kind from many stories, in Arrow's memory."},
                                    {0, NULL}};
static PyType_Spec table_spec = {"demarche._demarche.Table", sizeof(Table), 0, Py_TPFLAGS_DEFAULT, table_slots};

/* ---- Fold ---- */

typedef struct {
    PyObject_HEAD
    dm_fold *fold;
    bool busy;
} Fold;

static PyObject *fold_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    static char *names[] = {NULL};
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "", names)) return NULL;
    allocfunc alloc = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    Fold *self = (Fold *)alloc(type, 0);
    if (!self) return NULL;
    dm_err err = {0};
    dm_status s = dm_fold_new(&self->fold, &err);
    if (s == DM_OK) return (PyObject *)self;
    Py_DECREF(self);
    return fail(s, &err);
}

static void fold_dealloc(PyObject *o) {
    PyTypeObject *type = Py_TYPE(o);
    dm_fold_free(((Fold *)o)->fold);
    freefunc f = (freefunc)PyType_GetSlot(type, Py_tp_free);
    f(o);
    Py_DECREF(type);
}

static bool fold_take(Fold *f) {
    if (f->busy) PyErr_SetString(PyExc_RuntimeError, "a fold serves one thread at a time");
    else f->busy = true;
    return f->busy && !PyErr_Occurred();
}

typedef dm_status fold_call(dm_fold *, const char *, size_t, dm_err *);

/* Hands a line (str or bytes) to the fold. */
static PyObject *give_line(PyObject *o, PyObject *line, fold_call *call) {
    Fold *f = (Fold *)o;
    const char *p;
    Py_ssize_t n;
    PyObject *kept = NULL, *out = NULL;
    if (take_text(line, &p, &n, &kept) && fold_take(f)) {
        dm_err err = {0};
        dm_status s;
        Py_BEGIN_ALLOW_THREADS
        s = call(f->fold, p, (size_t)n, &err);
        Py_END_ALLOW_THREADS
        f->busy = false;
        out = s == DM_OK ? Py_None : fail(s, &err);
        if (s == DM_OK) Py_INCREF(out);
    }
    Py_XDECREF(kept);
    return out;
}

static PyObject *fold_add(PyObject *o, PyObject *line) { return give_line(o, line, dm_fold_add); }
static PyObject *fold_know(PyObject *o, PyObject *line) { return give_line(o, line, dm_fold_know); }

/* Output in the memory of C, as the interpreter is not held while it is made. */
typedef struct {
    char *p;
    size_t n, room;
} Out;

static dm_status put(void *user, const char *data, size_t size) {
    Out *out = user;
    if (size > out->room - out->n) {
        size_t room = 2 * out->room + size;
        char *p = realloc(out->p, room);
        if (!p) return DM_E_MEMORY;
        out->p = p;
        out->room = room;
    }
    memcpy(out->p + out->n, data, size);
    out->n += size;
    return DM_OK;
}

static PyObject *taken_out(Out *out, dm_status s, const dm_err *err) {
    PyObject *bytes = s == DM_OK ? PyBytes_FromStringAndSize(out->n ? out->p : "", (Py_ssize_t)out->n) : fail(s, err);
    free(out->p);
    return bytes;
}

typedef dm_status fold_lines(dm_fold *, dm_sink *, void *, dm_err *);

static PyObject *ask_lines(PyObject *o, fold_lines *call) {
    Fold *f = (Fold *)o;
    if (!fold_take(f)) return NULL;
    dm_err err = {0};
    dm_status s;
    Out out = {0};
    Py_BEGIN_ALLOW_THREADS
    s = call(f->fold, put, &out, &err);
    Py_END_ALLOW_THREADS
    f->busy = false;
    return taken_out(&out, s, &err);
}

static PyObject *fold_tally(PyObject *o, PyObject *nothing) {
    (void)nothing;
    return ask_lines(o, dm_fold_tally);
}
static PyObject *fold_keys(PyObject *o, PyObject *nothing) {
    (void)nothing;
    return ask_lines(o, dm_fold_keys);
}

static const char *const fold_tables[] = {"stories",   "entities",       "statements", "events", "offers", "timeline",
                                          "positions", "contradictions", "dyad",       "count",  "uncoded", "unlinked"};

static dm_status query_lines(dm_fold *fold, const dm_query *query, Out *out, dm_err *err) {
    dm_rows *rows;
    dm_status s = dm_fold_query(fold, query, &rows, err);
    if (s != DM_OK) return s;
    while (s == DM_OK && dm_rows_next(rows)) {
        size_t n;
        const char *json = dm_rows_json(rows, &n);
        s = put(out, json, n);
        if (s == DM_OK) s = put(out, "\n", 1);
    }
    dm_rows_close(rows);
    return s;
}

static PyObject *fold_query(PyObject *o, PyObject *args, PyObject *kwargs) {
    static char *names[] = {"table", "actor", "recipient", "from_", "to", "issue", "type", "outlet", "text", "by", "all", "reports", NULL};
    Fold *f = (Fold *)o;
    const char *table;
    dm_query q = {0};
    int all = 0, reports = 0;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "s|zzzzzzzzzpp", names, &table, &q.actor, &q.recipient, &q.from, &q.to, &q.issue, &q.type,
                                     &q.outlet, &q.text, &q.by, &all, &reports))
        return NULL;
    size_t at = 0, n = sizeof fold_tables / sizeof *fold_tables;
    while (at < n && strcmp(fold_tables[at], table) != 0) at++;
    if (at == n) {
        PyErr_Format(PyExc_ValueError, "no table %s", table);
        return NULL;
    }
    q.table = (dm_table)at, q.all = all, q.reports = reports;
    if (!fold_take(f)) return NULL;
    dm_err err = {0};
    dm_status s;
    Out out = {0};
    Py_BEGIN_ALLOW_THREADS
    s = query_lines(f->fold, &q, &out, &err);
    Py_END_ALLOW_THREADS
    f->busy = false;
    return taken_out(&out, s, &err);
}

static PyMethodDef fold_methods[] = {
    {"add", fold_add, METH_O, "add(line): a line that `demarche code` printed."},
    {"query", (PyCFunction)(void (*)(void))fold_query, METH_VARARGS | METH_KEYWORDS,
     "query(table, actor, recipient, from_, to, issue, type, outlet, text, by, all, reports) -> bytes: rows as JSON lines."},
    {"tally", fold_tally, METH_NOARGS, "tally() -> bytes: what parts of a larger set must know of it, as JSON lines."},
    {"know", fold_know, METH_O, "know(line): one line of the tally of the whole."},
    {"keys", fold_keys, METH_NOARGS, "keys() -> bytes: by what each story may touch others, as JSON lines."},
    {NULL, NULL, 0, NULL}};
static PyType_Slot fold_slots[] = {{Py_tp_new, fold_new},
                                   {Py_tp_dealloc, fold_dealloc},
                                   {Py_tp_methods, fold_methods},
                                   {Py_tp_doc, "Fold(): a ledger of coded lines in memory."},
                                   {0, NULL}};
static PyType_Spec fold_spec = {"demarche._demarche.Fold", sizeof(Fold), 0, Py_TPFLAGS_DEFAULT, fold_slots};

/* ---- module ---- */

static PyObject *make_model(PyObject *module, PyObject *args) {
    (void)module;
    const char *dir, *out;
    if (!PyArg_ParseTuple(args, "ss", &dir, &out)) return NULL;
    dm_err err = {0};
    dm_status s;
    Py_BEGIN_ALLOW_THREADS
    s = dm_model_make(dir, out, &err);
    Py_END_ALLOW_THREADS
    if (s != DM_OK) return fail(s, &err);
    Py_RETURN_NONE;
}

static PyObject *version(PyObject *module, PyObject *nothing) {
    (void)module;
    (void)nothing;
    return PyUnicode_FromString(dm_version());
}

static PyMethodDef module_methods[] = {{"make_model", make_model, METH_VARARGS, "make_model(folder, file): a model file from the unpacked package."},
                                       {"version", version, METH_NOARGS, "version() -> str: of the library."},
                                       {NULL, NULL, 0, NULL}};
static struct PyModuleDef module_def = {PyModuleDef_HEAD_INIT, "_demarche", "The library behind the package demarche.", -1, module_methods, NULL, NULL, NULL, NULL};

static bool add_type(PyObject *module, const char *name, PyType_Spec *spec, PyObject **keep) {
    PyObject *type = PyType_FromSpec(spec);
    if (!type) return false;
    if (keep) *keep = type;
    return PyModule_AddObjectRef(module, name, type) == 0;
}

PyMODINIT_FUNC PyInit__demarche(void);
PyMODINIT_FUNC PyInit__demarche(void) {
    if (!dm_abi_check(DM_ABI)) {
        PyErr_SetString(PyExc_ImportError, "demarche: the module and its library were built apart");
        return NULL;
    }
    PyObject *errors = PyImport_ImportModule("demarche.errors");
    if (!errors) return NULL;
    error_class = PyObject_GetAttrString(errors, "Error");
    Py_DECREF(errors);
    PyObject *module = error_class ? PyModule_Create(&module_def) : NULL;
    if (!module) return NULL;
    if (!add_type(module, "Engine", &engine_spec, &engine_type) || !add_type(module, "Worker", &worker_spec, &worker_type) ||
        !add_type(module, "Table", &table_spec, NULL) || !add_type(module, "Fold", &fold_spec, NULL)) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
