# libdemarche.so: everything, with nothing exported but dm_ and its version; installed with header, pkg-config and CMake
# files. The model and the lexicon are data and go to share/demarche, where the library's command finds them.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

add_library(demarche_shared SHARED $<TARGET_OBJECTS:dm_api> $<TARGET_OBJECTS:dm_export>)
set_target_properties(demarche_shared PROPERTIES OUTPUT_NAME demarche EXPORT_NAME demarche VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}
  LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR} LINK_DEPENDS ${CMAKE_SOURCE_DIR}/cmake/libdemarche.map)
target_link_libraries(demarche_shared PRIVATE $<TARGET_PROPERTY:dm_api,LINK_LIBRARIES>)
target_link_options(demarche_shared PRIVATE -Wl,--version-script=${CMAKE_SOURCE_DIR}/cmake/libdemarche.map -Wl,--no-undefined)
target_include_directories(demarche_shared INTERFACE $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}/include> $<INSTALL_INTERFACE:include>)

# The prefix as seen from the file itself, so that what was installed may be moved.
file(RELATIVE_PATH PC_TO_PREFIX /p/${CMAKE_INSTALL_LIBDIR}/pkgconfig /p)
configure_file(cmake/demarche.pc.in demarche.pc @ONLY)
configure_package_config_file(cmake/demarche-config.cmake.in demarche-config.cmake INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/demarche)
write_basic_package_version_file(demarche-config-version.cmake COMPATIBILITY SameMinorVersion)

install(TARGETS demarche RUNTIME)
install(TARGETS demarche_shared EXPORT demarche-targets LIBRARY)
install(FILES include/demarche.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT demarche-targets NAMESPACE demarche:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/demarche)
install(FILES ${CMAKE_BINARY_DIR}/demarche-config.cmake ${CMAKE_BINARY_DIR}/demarche-config-version.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/demarche)
install(FILES ${CMAKE_BINARY_DIR}/demarche.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
install(FILES ${CMAKE_BINARY_DIR}/en-sm.dmm ${CMAKE_BINARY_DIR}/en.dml DESTINATION ${CMAKE_INSTALL_DATADIR}/demarche OPTIONAL)
install(FILES ${CMAKE_BINARY_DIR}/demarche.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 OPTIONAL)
