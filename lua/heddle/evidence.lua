--- The findings of a set as evidence: plain data with where each stands, and the passages below it.

local core = require "heddle.core"
local clean = require("heddle.report.document").clean
local sets = require "heddle.set"

local M = {}

-- The passages of a corpus that stand below a finding, by review and the name they have for it; read once a corpus.
local known = setmetatable({}, { __mode = "k" })

local function passages_below(corpus)
  if known[corpus] then return known[corpus] end
  local below = {}
  known[corpus] = below
  for _, p in ipairs(core.passages(corpus)) do
    if p.finding then
      local names = { p.finding, core.fold(p.finding) }
      for i = 1, names[1] == names[2] and 1 or 2 do
        local key = p.review .. "\0" .. names[i]
        below[key] = below[key] or {}
        table.insert(below[key], p)
      end
    end
  end
  return below
end

-- Those of one finding, named by its id or by its text; nil if there are none.
local function passages_of(below, finding)
  local list, taken = {}, {}
  for _, name in ipairs { finding.id, finding.text and core.fold(finding.text) } do
    for _, p in ipairs(below[finding.review .. "\0" .. name] or {}) do
      if not taken[p] then list[#list + 1] = { text = p.text, source = p.source, at = p.at } end
      taken[p] = true
    end
  end
  return #list > 0 and list or nil
end

--- Dimension d of a cube as a cube of findings names it, where a plain name is the finding's own (id, kind, source).
function M.dimension(cube, d, dim)
  local _, is_theme, owner = core.cube_dim(cube, d)
  if is_theme or dim.sets or dim.name == "review" or dim.name:find(".", 1, true) then return dim end
  local copy = {}
  for key, value in next, dim do copy[key] = value end
  copy.name = owner .. "." .. dim.name
  return copy
end

--- The cube that counts FINDINGS, a set, by the dimensions DIMS of another cube; its groups have the same numbers.
function M.cube(cube, dims, findings, base)
  local named = {}
  for d, dim in ipairs(dims) do named[d] = M.dimension(cube, d, dim) end
  return core.cube(findings, { dims = named, base = base })
end

--- A set of findings as a list of { kind, review, finding, text, source, at, passages }, in order of id; the first
-- `limit` of them, nil: all.
function M.of(findings, limit)
  local list = {}
  local below = passages_below(core.set_corpus(findings))
  for f in sets.methods.each(findings) do
    if limit and #list == limit then break end
    list[#list + 1] = { kind = "finding", review = f.review, finding = f.id, text = f.text, source = f.source,
      at = f.passage, passages = passages_of(below, f) }
  end
  return list
end

--- The first `limit` of a set of findings (nil: all), in order of id:
-- { total=, { review=, finding=, source=, at=, text= }, ... }.
function M.first(findings, limit)
  local list = { total = #findings }
  for f in sets.methods.each(findings) do
    if limit and #list == limit then break end
    list[#list + 1] = { review = f.review, finding = f.id, source = f.source, at = f.passage, text = f.text }
  end
  return list
end

-- ---- behind a cell ----

local MAX_REVIEWS, MAX_FINDINGS, MAX_PASSAGES = 50, 200, 200

local function cleaned(entry, keys)
  local copy = {}
  for _, key in ipairs(keys) do copy[key] = entry[key] and clean(tostring(entry[key])) end
  return copy
end

local place = { "text", "source", "at" }

-- A finding or passage as evidence.of gives it, without what drives a terminal.
local function shown(entry)
  local copy = cleaned(entry, place)
  copy.id = entry.finding and clean(entry.finding)
  for i, passage in ipairs(entry.passages or {}) do
    copy.passages = copy.passages or {}
    copy.passages[i] = cleaned(passage, place)
  end
  return copy
end

-- The first reviews of SET, their ids as keys, and a set of them.
local function first_reviews(reviews)
  local list, by_id, set = {}, {}, nil
  for review in sets.methods.each(reviews) do
    if #list == MAX_REVIEWS then break end
    local entry = { id = clean(review.id), title = review.title and clean(review.title), findings = {} }
    list[#list + 1], by_id[review.id] = entry, entry
    set = set and set | core.row_set(review) or core.row_set(review)
  end
  return list, by_id, set
end

-- The children or findings of SET, by the review they are of.
local function add_members(set, by_id)
  for unit in sets.methods.each(set) do
    local entry = by_id[unit.review]
    entry.members = entry.members or {}
    table.insert(entry.members, clean(unit.id))
  end
end

-- The passages of these reviews that are of no finding.
local function add_passages(set, by_id)
  local left = MAX_PASSAGES
  for _, p in ipairs(core.passages(core.set_corpus(set))) do
    local entry = p.review and not p.finding and left > 0 and by_id[p.review]
    if entry then
      entry.findings[#entry.findings + 1], left = shown(p), left - 1
    end
  end
end

--- What stands behind a number (report/document.lua has the shape): the units of SET, and FINDINGS, a set or a list as
-- M.of gives it, nil for none.  Of units that are no reviews a review has `members`, their ids.  With PASSAGES those
-- of the reviews that are of no finding too.  nil for an empty set.  At most 50 reviews and 200 findings are listed;
-- `more` and `more_findings` say how many are not.
function M.behind(set, findings, title, passages)
  if #set == 0 then return nil end
  local unit, reviews = core.set_unit(set), core.set_to(set, "review")
  local list, by_id, first = first_reviews(reviews)
  if unit ~= "review" then add_members(set & core.set_to(first, unit), by_id) end
  local all, n = findings or {}
  if type(findings) == "userdata" then
    all, n = M.of(findings & core.set_to(first, "finding"), MAX_FINDINGS), #findings
  else
    n = #all
  end
  local listed = 0
  for _, entry in ipairs(all) do
    local review = by_id[entry.review]
    if review and listed < MAX_FINDINGS then
      review.findings[#review.findings + 1], listed = shown(entry), listed + 1
    end
  end
  if passages then add_passages(set, by_id) end
  return { title = title and clean(title), unit = unit, n = #set, reviews = list, more = #reviews - #list,
    more_findings = n - listed }
end

return M
