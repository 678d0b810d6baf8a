/* Working days and months between dates as rows have them. */
#include "bind/bind.h"

#include "base/date.h"
#include "base/utf8.h"
#include "base/workday.h"
#include "bind/bind_internal.h"

#define MAX_MONTHS 1200

/* The day of the date at idx; false, with nil and the reason pushed, when it names no single day. */
static bool day_at(lua_State *L, int idx, int32_t *day)
{
    size_t len;
    const char *text = luaL_checklstring(L, idx, &len);
    hd_date date;

    if (!hd_date_parse(text, len, &date))
        hd_bind_raisef(L, "'%.*s' is no date (YYYY, YYYY-MM or YYYY-MM-DD)",
                       hd_utf8_shown(text, 40), text);
    *day = date.from_day;
    if (date.from_day == date.to_day)
        return true;
    lua_pushnil(L);
    lua_pushliteral(L, "partial");
    return false;
}

static int not_covered(lua_State *L)
{
    lua_pushnil(L);
    lua_pushliteral(L, "not covered");
    return 2;
}

static int push_day(lua_State *L, int32_t day)
{
    char text[11];

    hd_date_format((hd_date){day, day}, text);
    lua_pushstring(L, text);
    return 1;
}

int hd_bind_working_days(lua_State *L)
{
    int32_t from, to, days;

    if (!day_at(L, 1, &from) || !day_at(L, 2, &to))
        return 2;
    if (!hd_workday_between(from, to, &days))
        return not_covered(L);
    lua_pushinteger(L, days);
    return 1;
}

int hd_bind_months_after(lua_State *L)
{
    int32_t day;
    int year, month, mday;
    lua_Integer n = luaL_checkinteger(L, 2);

    if (n < -MAX_MONTHS || n > MAX_MONTHS)
        hd_bind_raisef(L, "months are a whole number from %d to %d, got %lld", -MAX_MONTHS,
                       MAX_MONTHS, (long long)n);
    if (!day_at(L, 1, &day))
        return 2;
    hd_date_civil(day, &year, &month, &mday);
    long months = year * 12L + month - 1 + (long)n;
    if (months < 1000 * 12L || months > 9999 * 12L + 11) /* what a date may be */
        return not_covered(L);
    return push_day(L, hd_date_months_after(day, (int)n));
}

int hd_bind_working_days_known(lua_State *L)
{
    push_day(L, hd_date_day(HD_WORKDAY_FIRST_YEAR, 1, 1));
    push_day(L, hd_date_day(HD_WORKDAY_LAST_YEAR, 12, 31));
    return 2;
}
