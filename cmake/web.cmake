# The page: web/ is built by node into web/ of the build folder, and src/serve/page.c carries what comes out.
file(GLOB_RECURSE web_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/web/src/*)
set(web_files index.html report.html page.js network.js page.css)
list(TRANSFORM web_files PREPEND ${CMAKE_BINARY_DIR}/web/)
add_custom_command(OUTPUT ${web_files}
  COMMAND ${CMAKE_SOURCE_DIR}/tools/web ${CMAKE_BINARY_DIR}/web
  DEPENDS ${web_sources} ${CMAKE_SOURCE_DIR}/web/index.html ${CMAKE_SOURCE_DIR}/web/build.js ${CMAKE_SOURCE_DIR}/web/package-lock.json ${CMAKE_SOURCE_DIR}/tools/web
  COMMENT "Building the page" VERBATIM)
add_custom_target(web DEPENDS ${web_files})
dm_embed(src/serve/page.c ${web_files})
