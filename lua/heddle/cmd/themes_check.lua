--- `heddle themes --check`: names of themes that are nearly the same, themes that no finding has, labels that no
-- theme matches, and what merging and retiring themes did to the counts.

local core = require "heddle.core"
local host = require "heddle.host"
local list = require "heddle.render.list"
local merges = require "heddle.merges"
local number = require "heddle.number"

local M = {}

local COMMON = 200    -- names that may share a word before it says nothing about them
local SHOWN = 200     -- pairs listed at most
local OVERLAP = 0.6   -- of the words of both names together

local function words_of(name)
  local words, n = {}, 0
  for word in core.fold(name):gmatch("%S+") do
    if not words[word] then words[word], n = true, n + 1 end
  end
  return words, n
end

-- Every label and alias of the themes that count, with what it is compared by.
local function names_of(themes)
  local names = {}
  for _, theme in ipairs(themes) do
    if theme.counted then
      local all = { theme.label, table.unpack(theme.aliases) }
      for _, name in ipairs(all) do
        local words, n = words_of(name)
        names[#names + 1] = { name = name, theme = theme, words = words, n = n }
      end
    end
  end
  return names
end

-- How much two names share: the part of their words they have in common; 1 for a typing error, and
-- where all words, at least two, of the one stand in the other.
local function likeness(a, b)
  local shared = 0
  for word in next, a.words do
    if b.words[word] then shared = shared + 1 end
  end
  if shared >= 2 and shared == math.min(a.n, b.n) then return 1 end
  local close = math.min(#a.name, #b.name) >= 4 and math.abs(#a.name - #b.name) <= 3
  if close and core.nearest(a.name, { b.name }) then return 1 end
  return shared / (a.n + b.n - shared)
end

-- A theme often repeats the words of the one above it.
local function related(a, b, by_code)
  local function below(theme, other)
    while theme and theme ~= other do theme = theme.parent and by_code[theme.parent] end
    return theme ~= nil
  end
  return below(a, b) or below(b, a)
end

-- Lists of names by word and by their first three letters; only names in one list are compared.
local function buckets_of(names)
  local buckets, order = {}, {}
  local function add(key, i)
    if not buckets[key] then
      buckets[key] = {}
      order[#order + 1] = key
    end
    table.insert(buckets[key], i)
  end
  for i, name in ipairs(names) do
    for word in core.fold(name.name):gmatch("%S+") do
      local bucket = buckets[word]
      if not bucket or bucket[#bucket] ~= i then add(word, i) end
    end
    add("^" .. core.fold(name.name):sub(1, 3), i)
  end
  return buckets, order
end

local function near_pairs(themes)
  local names, by_code = names_of(themes), {}
  for _, theme in ipairs(themes) do by_code[theme.code] = theme end
  local buckets, order = buckets_of(names)
  local pairs_, seen = {}, {}
  for _, key in ipairs(order) do
    local bucket = buckets[key]
    for x = 1, #bucket <= COMMON and #bucket or 0 do
      for y = x + 1, #bucket do
        local i, k = bucket[x], bucket[y]
        local id = i * #names + k
        if not seen[id] and not related(names[i].theme, names[k].theme, by_code) then
          seen[id] = true
          local score = likeness(names[i], names[k])
          if score >= OVERLAP then pairs_[#pairs_ + 1] = { a = names[i], b = names[k], score = score, i = i, k = k } end
        end
      end
    end
  end
  table.sort(pairs_, function(p, q)
    if p.score ~= q.score then return p.score > q.score end
    if p.i ~= q.i then return p.i < q.i end
    return p.k < q.k
  end)
  return pairs_
end

local function write_near(themes)
  local found = near_pairs(themes)
  local rows = { { "Nearly the same", "of theme", "and", "of theme" } }
  for i = 1, math.min(#found, SHOWN) do
    local p = found[i]
    rows[i + 1] = { p.a.name, p.a.theme.code, p.b.name, p.b.theme.code }
  end
  host.write(#found > 0 and list.render(rows) or "No two themes have nearly the same name.\n")
  if #found > SHOWN then host.write(("… %s more\n"):format(number.thousands(#found - SHOWN))) end
end

local function write_unused(c, themes)
  local cube = core.cube(core.all(c, "finding"), { dims = { { name = "theme" } }, base = "all" })
  local used = {}
  for index, group in ipairs(core.cube_groups(cube, 1)) do
    if group.code then used[group.code] = core.cube_count(cube, index) > 0 end
  end
  local rows = { { "No finding has", "Code", "Status" } }
  for _, theme in ipairs(themes) do
    if theme.counted and not used[theme.code] then rows[#rows + 1] = { theme.label, theme.code, theme.status } end
  end
  host.write("\n" .. (#rows > 1 and list.render(rows) or "Every theme has a finding, itself or below it.\n"))
end

local function write_unresolved(c)
  local rows = { { "No theme matches", "Findings", "Nearest" } }
  for _, label in ipairs(core.unresolved(c)) do
    rows[#rows + 1] = { label.label, number.thousands(label.uses), label.nearest or "" }
  end
  host.write("\n" .. (#rows > 1 and list.render(rows, { [2] = true }) or "Every label has a theme.\n"))
end

-- Of each crosswalk the themes that no theme of the other frame takes.
local function write_unmapped(c)
  local rows = { { "Mapped to no theme", "of frame" } }
  for _, crosswalk in ipairs(core.crosswalks(c)) do
    for _, code in ipairs(crosswalk.unmapped) do
      rows[#rows + 1] = { code, crosswalk.frame .. "@" .. crosswalk.version }
    end
  end
  if #rows > 1 then host.write("\n" .. list.render(rows)) end
end

function M.run()
  local c = core.open()
  local themes = core.themes(c)
  write_near(themes)
  write_unused(c, themes)
  write_unresolved(c)
  write_unmapped(c)
  local ended = merges.text(c)
  if ended ~= "" then host.write("\n" .. ended) end
end

return M
