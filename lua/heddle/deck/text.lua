--- Texts of a deck: their words without markup, and when two of them are the same.

local M = {}

local months = { january = 1, february = 2, march = 3, april = 4, may = 5, june = 6, july = 7, august = 8,
  september = 9, october = 10, november = 11, december = 12 }

function M.set(list)
  local found = {}
  for word in list:gmatch("%S+") do found[word] = true end
  return found
end

-- Patterns here take a time that grows with the length of a text and not with its square: a line may have megabytes.
function M.trim(s) return s:match("^%s*(.*%S)") or "" end

function M.count_words(s) return select(2, s:gsub("%S+", "")) end

local entities = { amp = "&", lt = "<", gt = ">", quot = '"', apos = "'", nbsp = " ", ndash = "–", mdash = "—",
  rsquo = "’", lsquo = "‘", ldquo = "“", rdquo = "”", ["#39"] = "'" }

-- The words of a line without its markup.
function M.clean(s)
  s = s:gsub("(%[[^%[%]]*%]%([^()%[]*)%([^()%[]*%)([^()%[]*%))", "%1%2") -- an address with brackets in it
  s = s:gsub("!%[[^%[%]]*%]%([^)%[]*%)", ""):gsub("%[([^%[%]]*)%]%([^)%[]*%)", "%1")
  s = s:gsub("<[bB][rR]%s*/?>", " "):gsub("</?%a[^<>]*>", "")
  s = s:gsub("%[%^[^%[%]%s]+%]", ""):gsub("\\%*", ""):gsub("\\(%p)", "%1"):gsub("%*", ""):gsub("__", ""):gsub("`", "")
  s = s:gsub("%f[%w_]_([^_]+)_%f[^%w_]", "%1")
  s = s:gsub("&(#?%w+);", entities)
  return (M.trim(s):gsub("%s+", " "))
end

-- Dashes and quotes of every kind as the plain ones.
function M.plain(s)
  return (s:gsub("\226\128[\144-\149]", "-"):gsub("\226\128[\152\153]", "'")
    :gsub("\226\128[\156\157]", '"'))
end

-- Lower-case words, "&" as "and", without punctuation: two texts with the same fold are the same.
function M.fold(s)
  s = M.plain(s):lower():gsub("&", " and "):gsub("'", ""):gsub("[^%w\128-\255]+", " ")
  return M.trim(s)
end

function M.slug(s)
  s = M.plain(s):gsub("&", " and "):gsub("['\"]", ""):gsub("[^%w_\128-\255]+", "-"):gsub("^%-+", ""):gsub("%-+$", "")
  return #s > 150 and s:sub(1, 150):gsub("[\192-\255]?[\128-\191]*$", "") or s
end

function M.capital(s) return (s:gsub("^%l", string.upper)) end

-- What stands at the beginning of a text in bold or before a colon, the rest, whether it is bold, whether a
-- colon or dash divides them; or nil.
function M.run_in(s)
  local head, rest = s:match("^%*%*(.-)%*%*(.*)$")
  if not head then head, rest = s:match("^__(.-)__(.*)$") end
  if head then
    local behind = rest:match("^%s*[:-]+%s*(.*)$") or rest:match("^%s*\226\128[\144-\149]%s*(.*)$")
    return (head:gsub("%s*:%s*$", "")), behind or rest, true, head:find(":%s*$") ~= nil or behind ~= nil
  end
  head, rest = s:match("^([^:.]+):%s*(.*)$")
  if head and M.count_words(head) <= 6 then return head, rest, false, true end
end

-- The date that a line is made of ("March 2026", "Published: 4 March 2026", "2026-03"), as YYYY-MM or
-- YYYY-MM-DD, or nil.
function M.date_of(s)
  if #s > 200 then return nil end
  s = M.clean(s):gsub("^%a+ ?%a*:%s*", ""):gsub("^[Pp]ublished ", "")
  local month, year = s:match("^(%a+),? ([12]%d%d%d)$")
  local day
  if not month then day, month, year = s:match("^(%d%d?)%a* (%a+),? ([12]%d%d%d)$") end
  local number = month and months[month:lower()]
  if number and day then return ("%s-%02d-%02d"):format(year, number, tonumber(day)) end
  return number and ("%s-%02d"):format(year, number) or s:match("^[12]%d%d%d%-%d%d$")
    or s:match("^[12]%d%d%d%-%d%d%-%d%d$")
end

-- Whether s is written in capitals alone, with a word of some length among them.
function M.is_capitals(s) return s:find("%u%u%u%u") ~= nil and not s:find("%l") end

M.months = months

return M
