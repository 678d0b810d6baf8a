--- The findings of a set as evidence: plain data with where each stands, and the passages below it.

local core = require "heddle.core"
local sets = require "heddle.set"

local M = {}

-- The passages of a corpus that stand below a finding, by review and the name they have for it.
local function passages_below(corpus)
  local below = {}
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

--- A set of findings as a list of { kind, review, finding, text, source, at, passages }, in order of id.
function M.of(findings)
  local list = {}
  local below = passages_below(core.set_corpus(findings))
  for f in sets.methods.each(findings) do
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

return M
