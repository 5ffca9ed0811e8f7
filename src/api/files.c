/* Model and lexicon files: making them, telling what is in them. */
#include "api/engine.h"

#include "nn/model_make.h"
#include "syntax/lemma.h"
#include "syntax/ruler.h"
#include "syntax/syntax.h"
#include "text/text_pack.h"

dm_status dm_model_make(const char *dir, const char *out_path, dm_err *err) {
    static model_packer *const packers[] = {syntax_pack, text_pack, ruler_pack, lemma_pack};
    return model_make(dir, out_path, packers, sizeof packers / sizeof *packers, err);
}

dm_status dm_model_info(const char *path, dm_sink *sink, void *user, dm_err *err) {
    dm_buf where = {0}, text = {0};
    model *m = NULL;
    dm_status s = engine_find(path, "DEMARCHE_MODEL", "en-sm.dmm", DM_E_MODEL, "make build (or demarche model make DIR -o en-sm.dmm)", &where, err);
    if (s == DM_OK) s = model_open(buf_cstr(&where), &m, err);
    if (s == DM_OK) {
        buf_printf(&text, "%s\nmodel        %s\nformat       %d\nfingerprint  %s\nsize         %llu bytes\n", model_path(m), model_name(m),
                   MODEL_FORMAT, model_fingerprint(m), (unsigned long long)model_file_size(m));
        for (uint32_t i = 0; i < model_n_sections(m); i++) {
            const char *name;
            model_section section = model_section_at(m, i, &name);
            buf_printf(&text, "  %-28s %10zu bytes\n", name, section.size);
        }
        s = buf_ok(&text) ? sink(user, text.p, text.n) : err_memory(err, "model info");
        if (s != DM_OK) (void)err_set(err, s, 0, "cannot write the output");
    }
    model_close(m);
    buf_free(&where);
    buf_free(&text);
    return s;
}

dm_status dm_lexicon_compile(const char *const *dirs, uint32_t n_dirs, const char *out_path, dm_lint *lint, void *user, dm_err *err) {
    return lexicon_compile(dirs, n_dirs, out_path, lint, user, err);
}
