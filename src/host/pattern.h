/* pattern.h -- find, match, gmatch and gsub with Lua's patterns, as in Lua's manual, that can be stopped.
 *
 * The library's own functions look at nothing while they match, which can take for ever; a run is then ended by the watchdog
 * of base/stop. The prompt has these functions instead: they raise when the entry must end. */
#ifndef HD_HOST_PATTERN_H
#define HD_HOST_PATTERN_H

#include <lua.h>

int hd_pattern_find(lua_State *L);
int hd_pattern_match(lua_State *L);
int hd_pattern_gmatch(lua_State *L);
int hd_pattern_gsub(lua_State *L);

#endif
