--- set:similar, the reviews most alike by themes.

local facts = require "facts"
local json = require "json"
local names = require "names"
local together = require "together"

local M = { method = "set:similar" }

function M.draw(w, r, set)
  local options = {}
  local truth = together.draw_options(w, r, set, options, { base = true, digits = true, unit = true })
  if r:chance(50) then options.top = r:between(1, 6) end
  if set.unit ~= "review" then return { args = { "R1", options }, refused = "not reviews" } end
  if #w.reviews == 0 or r:chance(5) then return { args = { "no such id", options }, refused = "no such review" } end
  local to = r:pick(facts.units(w, "review"))
  local others = { unit = "review", units = {} }
  for _, unit in ipairs(set.units) do
    if unit.id ~= to.id then others.units[#others.units + 1] = unit end
  end
  local view = together.view(w, others, options, truth, 1)
  view.to = to
  return { args = { to.id, options }, view = view }
end

-- The reviews that share a theme, the most alike first: { unit=, shared=, n=, jaccard= }.
local function alike(w, v)
  local own, list, is_own = together.has(w, v, v.to), {}, {}
  for _, g in ipairs(own) do is_own[g] = true end
  for _, unit in ipairs(v.to.review.coded and v.table.members {} or {}) do
    local shared, has = {}, together.has(w, v, unit)
    for _, g in ipairs(has) do
      if is_own[g] then shared[#shared + 1] = g end
    end
    if #shared > 0 then
      list[#list + 1] = { unit = unit, shared = shared, n = #has, of = #own + #has - #shared }
    end
  end
  table.sort(list, function(a, b)
    local x, y = #a.shared * b.of, #b.shared * a.of
    if x ~= y then return x > y end
    return a.unit.id < b.unit.id
  end)
  return list, #own
end

function M.differences(t, v, w, r)
  local differences, differ = together.collector()
  local want, own = alike(w, v)
  local all = #want
  local top = v.options.top or 10
  for i = #want, top + 1, -1 do want[i] = nil end
  local list, reason = t:list()
  local got = json.parse(t:render("json"))
  differ("listed", #list, #want)
  differ("rows", #got.rows, #want)
  differ("n()", t:n(), #want)
  differ("base()", t:base(), v.base)
  differ("base", got.base, (together.base_line(v):gsub("^(base: %d+)", "%1 other")))
  differ("reason", reason ~= nil, not v.to.review.coded or own == 0)
  for i, entry in ipairs(want) do
    local found, row = list[i] or { shared = {} }, got.rows[i] or { cells = {} }
    local shared = together.specific(entry.shared)
    differ(("[%d].id"):format(i), found.id, entry.unit.id)
    differ(("[%d].jaccard"):format(i), found.jaccard, #entry.shared / entry.of)
    differ(("[%d].both"):format(i), found.both, #entry.shared)
    differ(("[%d].themes"):format(i), found.themes, entry.n)
    differ(("[%d].shared"):format(i), table.concat(found.shared, "; "), together.joined(shared, "key", "; "))
    differ(("rows[%d].key"):format(i), row.key, entry.unit.id)
    differ(("rows[%d].shared"):format(i), row.cells[4], together.joined(shared, "label", "; "))
    if r:chance(20) then
      differ(("n(%s)"):format(entry.unit.id), t:n(entry.unit.id), #entry.shared)
      differ(("set(%s)"):format(entry.unit.id), names.of_set(t:set(entry.unit.id)), names.of_units { entry.unit })
      differ(("evidence(%s)"):format(entry.unit.id), names.of_evidence(t:evidence(entry.unit.id)),
        names.of_units(together.findings(w, v, { entry.unit, v.to }, shared)))
    end
  end
  if not reason then
    differ("note on less alike", together.note(got, ("Not shown: %d review"):format(all - #want)) ~= nil
      or all == #want, true)
  end
  differ("formats", type(t:render("text") .. t:render("markdown") .. t:render("csv")), "string")
  return differences
end

return M
