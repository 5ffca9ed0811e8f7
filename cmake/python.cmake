# The extension module of python/demarche: built with -DDM_PYTHON=ON, which scikit-build-core gives (pyproject.toml). It links
# the static library, so it takes along what it calls and nothing else: neither store nor export nor serve.
find_package(Python 3.10 REQUIRED COMPONENTS Interpreter Development.Module)
add_library(_demarche MODULE python/_demarche.c)
target_include_directories(_demarche PRIVATE ${Python_INCLUDE_DIRS})
target_link_libraries(_demarche PRIVATE dm_api)
target_link_options(_demarche PRIVATE -Wl,--exclude-libs,ALL -Wl,--gc-sections)
set_target_properties(_demarche PROPERTIES PREFIX "" SUFFIX ".abi3.so" LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/python)

# The package carries its lexicon.
file(GLOB_RECURSE lexicon_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/lexicon/*)
add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/python/en.dml
  COMMAND demarche check ${CMAKE_SOURCE_DIR}/lexicon -o ${CMAKE_BINARY_DIR}/python/en.dml
  DEPENDS demarche ${lexicon_sources})
add_custom_target(python_package ALL DEPENDS _demarche ${CMAKE_BINARY_DIR}/python/en.dml)
install(TARGETS _demarche LIBRARY DESTINATION demarche COMPONENT python)
install(FILES ${CMAKE_BINARY_DIR}/python/en.dml DESTINATION demarche COMPONENT python)
