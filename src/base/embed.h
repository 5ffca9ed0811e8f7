/* Files that travel inside the program: weights that were trained, the page. Paths are relative to the source tree or to
 * the build folder, which CMake gives to the assembler; add the file to the source's OBJECT_DEPENDS, so that a change of it
 * builds again. */
#ifndef DM_BASE_EMBED_H
#define DM_BASE_EMBED_H

#include "base/str.h"

/* clang-format off */
/* Defines `static dm_str name(void)`: the bytes of the file, at a multiple of 64, for as long as the program runs. */
#define DM_EMBED(name, path)                                                                  \
    __asm__(".pushsection .rodata\n.balign 64\n.local dm_embed_" #name "\ndm_embed_" #name    \
            ":\n.incbin \"" path "\"\n.local dm_embed_end_" #name "\ndm_embed_end_" #name     \
            ":\n.byte 0\n.popsection\n");                                                     \
    extern const char dm_embed_##name[] __attribute__((visibility("hidden")));                \
    extern const char dm_embed_end_##name[] __attribute__((visibility("hidden")));            \
    static dm_str name(void) { return (dm_str){dm_embed_##name, (uint32_t)(dm_embed_end_##name - dm_embed_##name)}; } \
    struct dm_embed_needs_semicolon_##name
/* clang-format on */

#endif
