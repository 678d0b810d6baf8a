--- The forms of tests/figures/forms.lua, each by itself with right and wrong figures: precision and recall by kind.
--
--   lua5.4 tests/check_figures_forms.lua [SEED]      from the checkout's folder

package.path = "lua/?.lua;tests/?.lua;" .. package.path
local figures = require "heddle.figures"
local judge = require "heddle.figures.judge"
local forms = require "figures.forms"

local seed = tonumber(arg and arg[1]) or 1
local rounds = 6 -- of each form

local function pick(list)
  return list[math.random(#list)]
end

-- Half up by comparing remainders, not by the program's way.
local function percent_of(n, of, decimals)
  local scaled = n * 100 * 10 ^ decimals // 1
  local value, rest = scaled // of, scaled % of
  return math.tointeger(rest * 2 >= of and value + 1 or value)
end

local function write(value, decimals)
  local text = ("%0" .. decimals + 1 .. "d"):format(value)
  return decimals == 0 and text or text:sub(1, -decimals - 1) .. "." .. text:sub(-decimals)
end

local small = { [0] = "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
  "twelve",
  "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen" }
local tens = { "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety" }
local function words(n)
  if n == 100 then return "one hundred" end
  if n < 20 then return small[n] end
  return tens[n // 10] .. (n % 10 > 0 and "-" .. small[n % 10] or "")
end

local function thousands(n)
  local text = tostring(n)
  if n >= 1000 and math.random(2) == 1 then text = text:gsub("(%d)(%d%d%d)$", "%1,%2") end
  return text
end

local signs = { "%", "%", "%", "%", " %", " per cent", " percent", "%" }

-- Numbers for the pairs of one text; every second pair is wrong.
local function numbers(template)
  local worded = template:find("{[nNp][wW]}")
  local pairs_made, of = {}, nil
  for i = 1, 3 do
    local tag = i == 1 and "" or tostring(i)
    if i == 1 or template:find("{N" .. tag .. "}") then
      of = worded and math.random(12, 60) or pick { math.random(5, 60), math.random(5, 60), math.random(61, 400),
        math.random(1000, 5000) }
    end
    local decimals = worded and 0 or pick { 0, 0, 0, 1, 2 }
    local n = math.random((worded or template:find "q2") and 1 or 0, of)
    if n >= 1900 and n <= 2100 then n = 1899 end -- 1950/1990 can be years
    if i == 2 and template:find("{q2}", 1, true) then n = math.random(0, pairs_made[1].n) end
    local base = i == 2 and template:find("{q2}", 1, true) and math.max(1, pairs_made[1].n) or of
    local right = percent_of(n, base, decimals)
    -- A row of totals is believed when a row fits it.
    local believed = i == 1 and template:lower():find "[|*] ?%**a?l?l?[grand ]*total" or i == 1
      and template:find "| All"
    local value, wrong = right, not believed and math.random(2) == 1
    if wrong then
      local unit = 10 ^ decimals // 1
      local top = 100 * unit
      repeat
        value = pick { right + 1, right - 1, right + 4 * unit, right - 4 * unit, percent_of(n, base + pick { 1, 2,
          5 }, decimals), right + 10 * unit }
      until value ~= right and value >= 0 and value <= top
      value = math.tointeger(value)
    end
    pairs_made[i] = { n = n, of = base, text = write(value, decimals), value = value, wrong = wrong }
  end
  return pairs_made
end

local function fill(template, made)
  local used = {}
  local sign = pick(signs)
  local bases, separated = {}, template:find "^[Tt]heme,"
  local text = template:gsub("{([nNpPq])([wW]?)(%d?)}", function(what, worded, tag)
    local i = tag == "" and 1 or tonumber(tag)
    local pair = made[i]
    local number = what == "n" and pair.n or what == "N" and pair.of or pair.value
    if what == "p" or what == "P" or what == "q" then used[i] = true end
    if worded ~= "" then
      local w = words(number)
      return worded == "W" and w:sub(1, 1):upper() .. w:sub(2) or w
    end
    if what == "n" then return separated and ("%d"):format(number) or thousands(number) end
    if what == "N" then bases[i] = bases[i] or separated and ("%d"):format(number) or thousands(number)
      return bases[i] end
    return what == "P" and pair.text or pair.text .. sign
  end)
  local expected = {}
  for i = 1, 3 do if used[i] then expected[#expected + 1] = made[i] end end
  return text, expected
end

-- A table's repeated row stands for up to three pairs of one base.
local function expand(template)
  return (template:gsub("{{(.-}?)}}", function(row)
    local rows = {}
    for i = 1, 3 do
      rows[i] = row:gsub("{([np])}", "{%1" .. (i > 1 and i or "") .. "}"):gsub("{P}", "{P" .. (i > 1 and i or "")
        .. "}")
    end
    return table.concat(rows, "\n")
  end))
end

local function surround(text, bare)
  if bare then return text end
  return pick { "", "# Report\n\nSome words first.\n\n", "## Part 2\n\n" } .. text .. pick { "", "\n",
    "\n\nSome words last.\n", "\n\n## Part 3\n\nMore.\n" }
end

local totals, shown, tested = {}, {}, 0

local function count(kind, template, text, expected)
  local t = totals[kind] or { made = 0, read = 0, wrong = 0, found = 0, flagged = 0, alarms = 0 }
  if not totals[kind] then totals[kind] = t totals[#totals + 1] = kind end
  local found = figures.pairs(text)
  judge.document(found, "half-up")
  local bad
  for _, f in ipairs(found) do
    local match
    for i, e in ipairs(expected) do
      if not e.seen and e.n == f.n and e.of == f.of and e.text == f.percent then match = i break end
    end
    if match then expected[match].seen = true t.read = t.read + 1 end
    if f.right == false then
      t.flagged = t.flagged + 1
      if match and expected[match].wrong then t.found = t.found + 1 else t.alarms = t.alarms + 1 bad = "FALSE "
        .. (f.printed or "") end
    end
  end
  for _, e in ipairs(expected) do
    t.made = t.made + 1
    if e.wrong then t.wrong = t.wrong + 1 end
    if not e.seen then bad = bad or ("MISSED %d/%d %s"):format(e.n, e.of, e.text) end
  end
  if bad then
    local key = kind .. template
    if not shown[key] or (shown[key].bad:find "^MISSED" and bad:find "^FALSE") then
      if not shown[key] then shown[#shown + 1] = key end
      shown[key] = { kind = kind, template = template, text = text, bad = bad }
    end
  end
end

math.randomseed(seed)
local function every(kind, list, bare)
  for _, template in ipairs(list) do
    template, tested = expand(template), tested + 1
    for _ = 1, rounds do
      local made = numbers(template)
      local text, expected = fill(template, made)
      for _, e in ipairs(expected) do e.seen = nil end
      count(kind, template, surround(text, bare), expected)
    end
  end
end
for _, kind in ipairs(forms.kinds) do every(kind[1], kind[2]) end
every("headed", forms.headed)
every("tables", forms.tables, true)
for _, lure in ipairs(forms.lures) do
  tested = tested + 1
  count("lures", lure, lure, {})
end
local roundings = { "half-up", "half-even", "down" }
local halves_wrong = 0
for _, half in ipairs(forms.halves) do
  local as_said = true
  for i, rounding in ipairs(roundings) do
    local found = figures.pairs(half[1] .. "\n")
    judge.document(found, rounding)
    if #found ~= 1 or found[1].right ~= half[i + 1] then
      as_said = false
      print(("rounding %s: %s: %s"):format(rounding, half[1], found[1] and tostring(found[1].right) or "not read"))
    end
  end
  tested, halves_wrong = tested + 1, halves_wrong + (as_said and 0 or 1)
end

local all, names, bad_forms = { made = 0, read = 0, wrong = 0, found = 0, flagged = 0, alarms = 0 }, {},
  #shown + halves_wrong
for field in pairs(all) do names[#names + 1] = field end
for _, kind in ipairs(totals) do
  local t = totals[kind]
  print(("%-20s %5d pairs, %5d read; precision %.4f, recall %.4f"):format(kind, t.made, t.read,
    t.flagged == 0 and 1 or t.found / t.flagged, t.wrong == 0 and 1 or t.found / t.wrong))
  for _, field in ipairs(names) do all[field] = all[field] + t[field] end
end
for _, key in ipairs(shown) do
  local s = shown[key]
  print(("FAILED: seed %d: %s: %s\n  %q\n  %s"):format(seed, s.kind, s.template, s.text, s.bad))
end
print(("%d forms, %d pairs, %d read; %d wrong; precision %.4f, recall %.4f"):format(tested, all.made, all.read,
  all.wrong,
  all.found / math.max(1, all.flagged), all.found / math.max(1, all.wrong)))
print(("forms of figures: %d passed, %d failed"):format(tested - bad_forms, bad_forms))
os.exit(bad_forms == 0)
