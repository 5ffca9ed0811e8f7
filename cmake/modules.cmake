# Each folder of src/ is one static library dm_<folder>; src/LAYERS (checked by a test) says who may include whom.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson)
pkg_check_modules(YAML REQUIRED IMPORTED_TARGET yaml-0.1)
pkg_check_modules(PCRE2 REQUIRED IMPORTED_TARGET libpcre2-8)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(UCHARDET REQUIRED IMPORTED_TARGET uchardet)
pkg_check_modules(ZLIB REQUIRED IMPORTED_TARGET zlib)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(ARCHIVE REQUIRED IMPORTED_TARGET libarchive)
pkg_check_modules(ZLIB REQUIRED IMPORTED_TARGET zlib)
pkg_check_modules(MICROHTTPD REQUIRED IMPORTED_TARGET libmicrohttpd)

# dm_module(name [LIBS ...]): src/<name>/*.c; a module without files yet is skipped.
function(dm_module name)
  cmake_parse_arguments(M "" "" "LIBS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.c ${CMAKE_SOURCE_DIR}/src/${name}/*.cc)
  if(NOT sources)
    return()
  endif()
  add_library(dm_${name} STATIC ${sources})
  target_include_directories(dm_${name} PUBLIC ${CMAKE_SOURCE_DIR}/include ${CMAKE_SOURCE_DIR}/src)
  foreach(lib ${M_LIBS})
    if(lib MATCHES "^dm_" AND NOT TARGET ${lib})
      continue()
    endif()
    target_link_libraries(dm_${name} PUBLIC ${lib})
  endforeach()
endfunction()

# dm_embed(source file...): the files that a source carries by DM_EMBED (base/embed.h), found from the source or build folder.
function(dm_embed source)
  set_source_files_properties(${CMAKE_SOURCE_DIR}/${source} PROPERTIES OBJECT_DEPENDS "${ARGN}"
    COMPILE_OPTIONS "-Wa,-I,${CMAKE_SOURCE_DIR};-Wa,-I,${CMAKE_BINARY_DIR}")
endfunction()

dm_module(base LIBS PkgConfig::XXHASH Threads::Threads)
dm_module(document LIBS dm_base PkgConfig::JANSSON m)
dm_module(nn LIBS dm_base m)
dm_module(lexicon LIBS dm_base dm_document PkgConfig::YAML)
dm_embed(src/ingest/html_main.c ${CMAKE_SOURCE_DIR}/src/ingest/html_main.trees)
dm_module(ingest LIBS dm_document PkgConfig::JANSSON PkgConfig::UCHARDET PkgConfig::ZLIB PkgConfig::ZSTD PkgConfig::ARCHIVE)
dm_module(text LIBS dm_document dm_nn PkgConfig::PCRE2)
dm_module(syntax LIBS dm_document dm_nn)
foreach(stage mentions dates actors statements events)
  dm_module(${stage} LIBS dm_document dm_lexicon)
endforeach()
dm_module(merge LIBS dm_document)
dm_module(ledger LIBS dm_document dm_merge)
dm_module(arrow LIBS dm_document)
dm_module(store LIBS dm_document PkgConfig::SQLITE PkgConfig::JANSSON PkgConfig::ZSTD)
dm_module(pipeline LIBS dm_ingest dm_text dm_syntax dm_mentions dm_dates dm_actors dm_statements dm_events dm_ledger dm_lexicon Threads::Threads)
dm_module(api LIBS dm_pipeline dm_arrow dm_merge dm_ledger dm_store)
dm_module(export LIBS dm_base PkgConfig::JANSSON)
dm_module(serve LIBS dm_base PkgConfig::JANSSON PkgConfig::ZLIB PkgConfig::MICROHTTPD Threads::Threads)
include(cmake/web.cmake)

# Kernels are built for their own instruction set and chosen at run time.
foreach(isa avx2 avx512)
  file(GLOB isa_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/nn/*_${isa}.c)
  if(isa STREQUAL "avx2")
    set_source_files_properties(${isa_sources} PROPERTIES COMPILE_OPTIONS "-mavx2;-mfma")
  else()
    set_source_files_properties(${isa_sources} PROPERTIES COMPILE_OPTIONS "-mavx512f;-mavx512vl;-mavx512bw;-mavx512dq;-mavx2;-mfma")
  endif()
endforeach()

if(TARGET dm_api)
  file(GLOB cli_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/cli/*.c)
  add_executable(demarche ${cli_sources})
  target_include_directories(demarche PRIVATE ${CMAKE_SOURCE_DIR}/src/cli)
  target_link_libraries(demarche PRIVATE dm_serve dm_export dm_api)
  set_target_properties(demarche PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
endif()

include(cmake/library.cmake)

# Features and results of pages, for the trainer and the bench.
add_executable(page-features EXCLUDE_FROM_ALL ${CMAKE_SOURCE_DIR}/tools/train/extract/page-features.c)
target_link_libraries(page-features PRIVATE dm_ingest)

enable_testing()
include(cmake/tests.cmake)

# docs/output.md is checked against the rows that are printed.
add_executable(output-keys ${CMAKE_SOURCE_DIR}/tools/output-keys.c)
target_link_libraries(output-keys PRIVATE dm_document)

# python/demarche/rows.py is checked against the same rows.
add_executable(python-rows ${CMAKE_SOURCE_DIR}/tools/python-rows.c)
target_link_libraries(python-rows PRIVATE dm_document)

dm_embed(src/events/ranker.c ${CMAKE_SOURCE_DIR}/src/events/ranker_words.bin ${CMAKE_SOURCE_DIR}/src/events/ranker_weights.bin)

# Weights of the statements' tagger are trained with the stages that will read them (tools/train/statements/README.md).
if(TARGET dm_pipeline)
  file(GLOB train_statements CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tools/train/statements/*.c)
  add_executable(train-statements EXCLUDE_FROM_ALL ${train_statements})
  target_link_libraries(train-statements PRIVATE dm_pipeline m)
  set_source_files_properties(${train_statements} PROPERTIES COMPILE_OPTIONS "-O3;-mavx2;-ffast-math")
endif()
dm_embed(src/statements/tagged.c ${CMAKE_SOURCE_DIR}/src/statements/flat.chain ${CMAKE_SOURCE_DIR}/src/statements/cued.chain)
