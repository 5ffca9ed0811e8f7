/* See page.h. */
#include "serve/page.h"

#include "base/embed.h"

DM_EMBED(web_index, "web/index.html");
DM_EMBED(web_report, "web/report.html");
DM_EMBED(web_script, "web/page.js");
DM_EMBED(web_network, "web/network.js");
DM_EMBED(web_sheet, "web/page.css");

dm_str page_index(void) { return web_index(); }
dm_str page_report(void) { return web_report(); }
dm_str page_script(void) { return web_script(); }
dm_str page_network(void) { return web_network(); }
dm_str page_sheet(void) { return web_sheet(); }

dm_str page_until(dm_str text, const char *name, dm_str *rest) {
    dm_buf mark = {0};
    buf_printf(&mark, "{{%s}}", name);
    int64_t at = buf_ok(&mark) ? str_find(text, buf_str(&mark), 0) : -1;
    uint32_t n = (uint32_t)mark.n;
    buf_free(&mark);
    *rest = at < 0 ? DM_STR("") : str_sub(text, (uint32_t)at + n, text.n);
    return at < 0 ? text : str_sub(text, 0, (uint32_t)at);
}
