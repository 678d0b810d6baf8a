-- Random frames with every state, drawn as SVG: lua5.4 tests/charts/frames.lua SEED COUNT FOLDER
--
-- Hidden cells have counts that stand nowhere else (from 700000 on), so that one that shows is found by its digits.

local seed, count, folder = tonumber(arg[1]), tonumber(arg[2]), arg[3]
package.path = "lua/?.lua;" .. package.path

local function width(text)
  local n = 0
  for _, code in utf8.codes(text) do
    n = n + (code < 32 and 0 or code >= 0x1100 and code < 0xa000 and 2 or code >= 0x300 and code < 0x370 and 0 or 1)
  end
  return n
end
local function wilson(n, N)
  if N == 0 then return nil end
  local z, p = 1.959963985, n / N
  local middle, half = p + z * z / (2 * N), z * math.sqrt(p * (1 - p) / N + z * z / (4 * N * N))
  return (middle - half) / (1 + z * z / N), (middle + half) / (1 + z * z / N)
end
package.loaded["heddle.core"] = { width = width, fold = string.lower, nearest = function() end,
  raise = function(message) error(message, 0) end, stats = function() return { wilson = wilson } end }
package.loaded["heddle.host"] = {}

local svg, chart = require "heddle.chart.svg", require "heddle.chart"

math.randomseed(seed)
local random = math.random
local words = { "risk", "Information", "sharing", "<b>&\"'", "a\u{202e}b", "אבג", "日本語の長い",
  "WWWWWWWWWWWWWWWWWWWWWWWWWW", "x\u{85}y\1z", "and", "Stockton-on-Tees", "]]>", "\u{301}", "voice", "\255", "<!--" }

local function label()
  local parts = {}
  for i = 1, random(1, random(4) == 1 and 30 or 5) do parts[i] = words[random(#words)] end
  return table.concat(parts, " ")
end

local states = { "hidden", "not applicable", "not available" }

-- A row of counts; some hidden, some 0, some low.
local function row(columns, kind, bases)
  local r = { label = label(), key = tostring(random(1 << 30)), kind = kind, depth = random(3), n = {}, N = {},
    states = {} }
  for c = 1, columns do
    r.N[c] = bases[c]
    r.n[c] = kind == "base" and bases[c] or random(0, math.min(bases[c], 5000))
    if kind == "base" and bases[c] >= 700000 then r.states[c] = "hidden" end
    if kind ~= "base" and random(6) == 1 then
      r.states[c] = states[random(3)]
      if r.states[c] == "hidden" then r.n[c] = 700000 + random(99999) end
    end
    if random(12) == 1 and kind ~= "base" and not r.states[c] then r.n[c] = math.min(1, bases[c]) end
  end
  return r
end

local function frame(shape)
  local two, f = shape ~= "one", { title = label(), base = "base: 27 coded reviews (3 not yet coded)", rows = {},
    columns = {}, notes = { label() }, digits = random(0, 1), measure = "% of column base", selection = random(2) == 1
    and label() or nil, ci = random(3) == 1 }
  local most = shape == "trend" and (random(3) == 1 and 80 or 14) or shape == "wide" and random(5, 45) or 4
  local columns, bases = two and random(shape == "wide" and 5 or 1, most) or 1, {}
  f.two_way = two
  if not two and random(2) == 1 then columns = 2 end -- the count, and its percentage
  for c = 1, columns do
    bases[c] = c == 2 and not two and bases[1] or random(8) == 1 and 0 or random(3) == 1 and random(5000) or random(30)
    if random(10) == 1 then bases[c] = 700000 + random(99999) end
    f.columns[c] = { label = shape == "trend" and ("20%02d-%02d"):format(10 + c, 11 + c) or label(), key = "c" .. c,
      measures = columns == 1 and { "n", "percent" } or two and { "n", "percent" } or { c == 1 and "n" or "percent" } }
    if shape == "trend" then
      f.columns[c].gap = bases[c] == 0
      f.columns[c].partial = c == columns and random(2) == 1
    end
  end
  if two then
    f.columns[columns + 1] = { label = "All", key = "All", measures = { "n", "percent" } }
    bases[columns + 1] = 6000
  end
  for r = 1, random(1, random(5) == 1 and 50 or 12) do
    f.rows[r] = random(12) == 1 and shape ~= "trend" and { label = label(), kind = "heading", depth = 1 }
      or row(#f.columns, random(6) == 1 and "special" or "value", bases)
    local r_states = f.rows[r].states
    if not two and columns == 2 and r_states then -- one count: hidden as number, said nothing of as percentage
      f.rows[r].n[2] = f.rows[r].n[1]
      r_states[2] = nil
    end
  end
  f.rows[#f.rows + 1] = row(#f.columns, "base", bases)
  return f
end

-- A number, hidden now and then; of a frame of values.
local function value(r, c, most)
  local is_hidden = random(8) == 1
  r.values[c] = is_hidden and 700000 + random(99999) or random(4) == 1 and 0 or random(most)
  r.states[c] = is_hidden and "hidden" or nil
end

local function plain(name, columns, rows)
  return { title = label(), base = "base: 27 coded reviews (3 not yet coded)", columns = columns, rows = rows,
    notes = { label() }, digits = 0, stub = "Theme", name = name }
end

-- Themes, each with one count, hidden or not.
local function themes_of(n)
  local list = {}
  for i = 1, n do
    list[i] = { key = "t" .. i, label = label(), of = { values = {}, states = {} } }
    value(list[i].of, 1, 30)
  end
  return list
end

local function pairs_of()
  local themes, rows = themes_of(random(2, random(3) == 1 and 40 or 8)), {}
  for _ = 1, random(1, 30) do
    local a = random(#themes - 1)
    local b = random(a + 1, #themes)
    local r = { label = "pair " .. #rows + 1, key = a .. "-" .. b, kind = "value", values = {}, states = {},
      ends = { themes[a], themes[b] } }
    value(r, 1, 12)
    for i, theme in ipairs(r.ends) do r.values[i + 1], r.states[i + 1] = theme.of.values[1], theme.of.states[1] end
    rows[#rows + 1] = r
  end
  local columns = {}
  for c, key in ipairs { "both", "a", "b" } do columns[c] = { label = key, key = key, value = "count" } end
  return plain("pair list", columns, rows)
end

local function matrix()
  local themes, columns, rows = themes_of(random(1, random(3) == 1 and 40 or 9)), {}, {}
  for i, theme in ipairs(themes) do
    columns[i] = { label = theme.label, key = theme.key, value = "count" }
    rows[i] = { label = i .. " " .. theme.label, key = theme.key, kind = "value", depth = 1, values = {}, states = {} }
    for c = 1, #themes do value(rows[i], c, 20) end
  end
  return plain("pair list", columns, rows)
end

local function steps()
  local columns, rows, n = { { label = "n", key = "n", value = "count" },
    { label = "% of the first", key = "first", value = "percent", digits = 0 } }, {}, random(40)
  for i = 1, random(2, 8) do
    local r = { label = label(), key = "s" .. i, kind = "value", values = {}, states = {}, reasons = {} }
    local now = random(0, n)
    r.values = { now, { now, 40 } }
    if random(6) == 1 then
      r.values, r.states[1] = { 700000 + i, { 700000 + i, 800000 } }, "hidden"
    elseif random(6) == 1 then
      r.values[2], r.states[2], r.reasons[2] = nil, "not applicable", "the base is 0"
    end
    rows[i] = r
  end
  return plain("funnel", columns, rows)
end

local made_by = { pairs = pairs_of, matrix = matrix, steps = steps }

local result = require "heddle.result"
for i = 1, count do
  local shape = ({ "one", "two", "trend", "wide", "pairs", "matrix", "steps" })[random(7)]
  local made = (made_by[shape] or frame)(shape)
  local t = result.kind { name = made.name or "table", frame = function() return made end } {}
  local ok, model = pcall(chart.model, "table:chart", t, {})
  if not ok then error(("seed %d, chart %d: %s"):format(seed, i, model), 0) end
  local file = assert(io.open(("%s/%d-%s.svg"):format(folder, i, model.kind), "w"))
  file:write(svg.draw(model, "f" .. i, { bare = random(2) == 1, low = random(2) == 1 }))
  file:close()
end
