--- The counts that a deck prints: "64% 18/30 were ...", the rows of its tables, its funnel.

local text = require "heddle.deck.text"

local capital, clean, fold, plain = text.capital, text.clean, text.fold, text.plain

local M = {}

local numbers = { two = 2, three = 3, four = 4, five = 5, six = 6, seven = 7, eight = 8, nine = 9, ten = 10,
  eleven = 11, twelve = 12, thirteen = 13, fourteen = 14, fifteen = 15, sixteen = 16, seventeen = 17, eighteen = 18,
  nineteen = 19, twenty = 20, thirty = 30, forty = 40, fifty = 50, sixty = 60 }

local pair_forms = { "()%f[%d](%d+)%s*/%s*(%d+)%f[^%d]()", "()%f[%d](%d+)%s+out%s+of%s+t?h?e?%s*(%d+)()",
  "()%f[%d](%d+)%s+of%s+t?h?e?%s*(%d+)()" }
local percent_forms = { "()%f[%d](%d+%.?%d*)%s*%%()", "()%f[%d](%d+%.?%d*)%s*[Pp]er%s?[Cc]ent()" }

local function cut(s, forms)
  for _, form in ipairs(forms) do
    local a, x, y, b = s:match(form)
    if a then
      if not b then y, b = nil, y end
      return s:sub(1, a - 1) .. "\1" .. s:sub(b), tonumber(x), tonumber(y)
    end
  end
  return s
end

local function figure_label(s)
  s = s:gsub("[()%[%]]", " "):gsub("\1%s*[,:;]*%s*([Rr]eviews)%f[%A]", "\1"):gsub("\1%s*[Cc]ases%f[%A]", "\1")
  s = s:gsub("\1", " "):gsub("%s+", " "):gsub("%s+([,.;:])", "%1")
  local before
  repeat
    before = s
    s = s:gsub("^[%s%p]+", ""):gsub("[%s,;:.=|-]+$", "")
    s = s:gsub("^\226\128[\144-\149]", ""):gsub("\226\128[\144-\149]$", "")
    for _, word in ipairs { "in", "of", "were", "was", "had", "have", "or" } do
      s = s:gsub("^" .. word .. "[%s,]+", ""):gsub("^" .. capital(word) .. "[%s,]+", "")
    end
    s = s:gsub("%s+and$", ""):gsub("%s+in cases$", ""):gsub("%s+in reviews$", ""):gsub("%s+in$", "")
    s = s:gsub("%s+of reviews$", ""):gsub("%s+of cases$", "")
  until s == before
  return capital(s)
end

local longest = 10000 -- bytes of a text that figures are looked for in

-- The figure in a text, "64% 18/30 were children under 3": label, n, of and percent, or nil.
function M.figure_of(s)
  if #s > longest or s:find("%d/%d+/%d") then return nil end
  local rest, percent = cut((s:gsub("%f[%d][12]%d%d%d%s*/%s*%d%d%f[^%d]", "")), percent_forms)
  rest = rest:gsub("%(\1%)", "") -- 12 (40%) of 30
  local n, of
  rest, n, of = cut(rest, pair_forms)
  if not n or n > of or of < 2 then return nil end
  local word = rest:lower():match("(%a+)%s*\1")
  if not percent and (rest:find("[Bb]etween") or plain(rest):find("%d%s*%-%s*%d")) then return nil end
  if word == "step" or word == "slide" or word == "page" or word == "part" then return nil end
  local label = figure_label(rest)
  if label == "" or #label > 300 then return nil end
  return { label = label, n = math.tointeger(n), of = math.tointeger(of), percent = percent }
end

-- Where a text with several pairs is cut between two of them: the strongest mark there, the last of its kind.
local dividers = { "%.%s+()", ";%s*()", ",%s+and%s+()", "%s+and%s+()", ",%s+()", "%)%s*()", "%s()" }

local function divide(s, from, to)
  local between = s:sub(from, to)
  for _, form in ipairs(dividers) do
    local at, last = between:match(form), nil
    while at do
      last, at = at, between:match(form, at)
    end
    if last then return from + last - 1 end
  end
  return to + 1
end

-- Add the figures of a sentence to the list, one for each pair in it.
local function add_figures(s, list)
  local ends, at = {}, 1
  local masked = s:gsub("%d+/%d+/%d+", function(date) return ("x"):rep(#date) end)
  while at do
    local first, last, behind
    for _, form in ipairs(pair_forms) do
      local a, _, _, b = masked:match(form, at)
      if a and (not first or a < first) then first, last = a, b end
    end
    behind = last and (masked:match("^%s*%([^()]*%)()", last) or masked:match("^%s*%)()", last)) or last
    if first then ends[#ends + 1] = { first = first, last = behind } end
    at = behind
  end
  if #ends == 0 then list[#list + 1] = M.figure_of(s) end -- "12 (40%) of 30"
  local start = 1
  for i, pair in ipairs(ends) do
    local stop = ends[i + 1] and divide(s, pair.last, ends[i + 1].first - 1) - 1 or #s
    list[#list + 1] = M.figure_of(s:sub(start, stop))
    start = stop + 1
  end
end

-- The figures of a text, one for each pair in it; a percentage belongs to a pair of its own sentence.
function M.figures_of(s)
  local list = {}
  if #s > longest then return list end
  s = s:gsub("(%l%l%)?%.)%s+(%u)", "%1\n%2"):gsub("(%l %d+%.)%s+(%u)", "%1\n%2")
  for sentence in s:gmatch("[^\n]+") do add_figures(sentence, list) end
  return list
end

-- Counts beside a theme's label: behind it, then before it.
local beside = { "%s*[%(%[][nN]?%s*=?%s*%d+%.?%d*%s*%%?%s*%a*%s*%a*[%)%]]$", "%s*[%(%[]%d+%s*/%s*%d+[^%(%)]*[%)%]]$",
  "%s*[%(%[]%d+ o[^%(%)]*%d[^%(%)]*[%)%]]$", "%s+x%s?%d%d?$", "%s+×%s?%d%d?$",
  "%s*[:=-]%s+%d%d?%d?%s*%%?%s*o?f?%s*%a*$", "%s*[:=-]%s+%d+%s*/%s*%d+$", "^[%(%[]%d+%.?%d*%%?[%)%]]%s*[:-]?%s*",
  "^%d+%.?%d*%s*%%%s*[:-]?%s*", "^%d%d?%d?%s*x?%s+%f[%u]", "^%d%d?%d?%s*[:-]%s+" }

-- A theme's label without the count beside it: "Neglect (3 reviews)", "(30) Neglect", "Neglect - 75%".
function M.without_count(s)
  local given = s:gsub(" \226\128[\144-\149] ", " - ")
  local bare, taken = given, 1
  while taken > 0 do
    taken = 0
    for _, form in ipairs(beside) do
      local rest, n = bare:gsub(form, "")
      bare, taken = rest, taken + n
    end
  end
  return bare == given and s or bare
end

-- The figure of a table's row: the first cell says what; the others hold "18/30", "18", "60%", "18 (60%)".
function M.row_figure(cells, header, base)
  local label, n, of, percent = clean(cells[1] or ""), nil, nil, nil
  for i = 2, #cells do
    local cell, head = clean(cells[i]), fold(header and header[i] or "")
    local rest, p = cut(cell, percent_forms)
    local _, x, y = cut(rest, pair_forms)
    local alone = rest:match("^%D*(%d+)%D*$")
    if x then n, of = x, y
    elseif alone and not p and (head:find("^per ?cent") or (header and header[i] or ""):find("%%")) then
      percent = tonumber(alone)
    elseif alone and (head == "total" or head == "base" or head == "out of" or head == "of") then of = tonumber(alone)
    elseif alone and not n then n = tonumber(alone) end
    percent = p or percent
  end
  local printed = label:match("%([nN]%s*=%s*(%d+)%)%s*$")
  if printed then label = label:gsub("%s*%b()%s*$", "") end
  of = of or tonumber(printed) or base
  if label == "" or not n or not percent or of and n > of then return nil end
  return { label = capital(label), n = math.tointeger(n), of = of and math.tointeger(of), percent = percent }
end

-- The funnel: what was notified, reviewed rapidly and reviewed locally.
M.funnel = {
  { "Serious incident notifications", { "notification" } },
  { "Rapid reviews", { "rapid review" } },
  { "Local Child Safeguarding Practice Reviews", { "local child safeguarding practice review", "lcspr" } },
}

-- What stands after a number that counts no reviews: "6 months", "1st".
local no_counts = { "%%", "/", "month", "week", "day", "working", "year", "hour", "st%f[%A]", "nd%f[%A]", "rd%f[%A]",
  "th%f[%A]", "per cent" }

local function is_count(number, after)
  local n = tonumber(number)
  if n > 1989 and n < 2100 then return false end
  for _, unit in ipairs(no_counts) do
    if after:find("^[%s-]*" .. unit) then return false end
  end
  return true
end

-- The number that stands before the word at `at`, or right after `behind`.
local function number_near(s, at, behind)
  local after = s:match("^'?s?%)?%s*[:=|-]%s*(%d+)%f[^%d%%/]", behind)
  local clause = s:sub(math.max(1, at - 70), at - 1):match("[^.;:|]*$")
  local number, rest = clause:match("^.*%f[%d](%d+)(%D*)$")
  if number and is_count(number, rest) then
    for _, entry in ipairs(M.funnel) do
      for _, word in ipairs(entry[2]) do
        if rest:find(word, 1, true) then number = nil end
      end
      if not number then break end
    end
    if number then return math.tointeger(tonumber(number)) end
  end
  return after and math.tointeger(tonumber(after)) or nil
end

-- The counts of the funnel in a text that begins on LINE, each where it was first FOUND: { n=, line= }.
function M.read_funnel(s, found, line)
  s = plain(s):lower():gsub("%f[%a](%a+ty)[- ](%a+)", function(tens, units)
    local whole = numbers[tens] and (numbers[units] or 10) < 10 and numbers[tens] + numbers[units]
    return whole and tostring(whole) or nil
  end)
  s = s:gsub("%a+", numbers)
  for i, entry in ipairs(M.funnel) do
    for _, word in ipairs(entry[2]) do
      local at, behind = s:find(word, 1, true)
      while at and not found[i] do
        local n = number_near(s, at, behind + 1)
        found[i] = n and { n = n, line = line }
        at, behind = s:find(word, behind, true)
      end
    end
  end
end

return M
