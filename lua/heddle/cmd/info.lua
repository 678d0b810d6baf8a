--- `heddle info`: what the store holds.

local core = require "heddle.core"
local host = require "heddle.host"
local list = require "heddle.render.list"
local number = require "heddle.number"

local M = {}

local function themes_line(c)
  local total, by_status = 0, {}
  for _, theme in ipairs(core.themes(c)) do
    total = total + 1
    by_status[theme.status] = (by_status[theme.status] or 0) + 1
  end
  local parts = {}
  for _, status in ipairs { "candidate", "retired", "merged" } do
    if by_status[status] then parts[#parts + 1] = by_status[status] .. " " .. status end
  end
  return number.thousands(total) .. (#parts > 0 and (" (%s)"):format(table.concat(parts, ", ")) or "")
end

function M.run()
  local c = core.open()
  local store, sizes, coverage = core.store(c), core.sizes(c), core.coverage(c)
  local rows = { { "Store", store.path }, { "Generation", number.thousands(store.generation) } }
  local function add(label, text) rows[#rows + 1] = { label, text } end
  add("Coverage", coverage and ("%s to %s"):format(coverage.from, coverage.to) or "not stated")
  add("Reviews", ("%s (%s coded, %s not yet coded)"):format(number.thousands(sizes.review),
    number.thousands(sizes.coded), number.thousands(sizes.review - sizes.coded)))
  add("Children", number.thousands(sizes.child))
  add("Findings", number.thousands(sizes.finding))
  add("Themes", themes_line(c))
  for _, crosswalk in ipairs(core.crosswalks(c)) do
    add("Crosswalk", ("%s@%s: %s, %s%s"):format(crosswalk.frame, crosswalk.version, crosswalk.label,
      ("%d %s"):format(#crosswalk.themes, #crosswalk.themes == 1 and "theme" or "themes"), #crosswalk.unmapped > 0
        and (", %d of this codebook's not mapped"):format(#crosswalk.unmapped) or ""))
  end
  for _, comparator in ipairs(core.comparators(c)) do
    add("Comparator", ("%s: %s, %s to %s"):format(comparator.id, comparator.place, comparator.from, comparator.to))
  end
  add("Sources", number.thousands(#core.sources(c)))
  add("Figures", number.thousands(#core.figures(c)))
  add("Passages", number.thousands(#core.passages(c)))
  for _, removal in ipairs(core.removals(c)) do
    add("Removed", ("%s: %s"):format(removal.review, removal.reason))
  end
  for _, label in ipairs(core.unresolved(c)) do
    add("No theme for", ("'%s' (%s)%s"):format(label.label, number.units(label.uses, "finding"),
      label.nearest and (", nearest '%s'"):format(label.nearest) or ""))
  end
  host.write(list.render(rows))
end

return M
