--- The passages of a comparison: of each theme that is printed and each group the first few findings, side by side.

local core = require "heddle.core"
local evidence = require "heddle.evidence"
local passages = require "heddle.render.passages"

local M = {}

--- For each theme with any: { label=, key=, cells = { { total=, list of findings }, ... } by group }.
function M.of(self, limit)
  local all = core.set_to(core.cube_members(self.cube, 0, 0), "finding")
  local cube, list = evidence.cube(self.cube, self.dims, all, self.base_option), {}
  for _, row in ipairs(self.shown) do
    local entry, any = { label = row.label, key = row.key, cells = {} }, false
    for i, group in ipairs(row.kind == "value" and self.groups or {}) do
      local members = core.set_to(core.cube_members(self.cube, row.index, group.index), "finding")
      local found = members & core.cube_members(cube, row.index, group.index)
      entry.cells[i] = evidence.first(found, limit)
      any = any or #found > 0
    end
    if any then list[#list + 1] = entry end
  end
  local labels = {}
  for i, group in ipairs(self.groups) do labels[i] = group.label end
  return { title = ("Passages, up to %d of each theme and group"):format(limit), rows = list, columns = labels,
    stub = self.stub }
end

--- TEXT, what the table itself prints, with the passages behind it.  A CSV file holds one table, so it stays as it is.
function M.add(text, format, quotes, limit)
  if format == "csv" then return text end
  if format == "json" then return text:sub(1, -2) .. ',"quotes":' .. passages.json(quotes) .. "}" end
  return text .. "\n\n" .. passages[format](quotes, limit)
end

return M
