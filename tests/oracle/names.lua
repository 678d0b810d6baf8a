--- Units as texts, so that those of the facts and those of a set can be compared.

local M = {}

local function joined(list)
  table.sort(list)
  return table.concat(list, " ")
end

--- Units of facts as one text: "R1/R1 R2/C1".
function M.of_units(units)
  local list = {}
  for i, u in ipairs(units) do list[i] = u.review.id .. "/" .. u.id end
  return joined(list)
end

--- The units of a set of heddle likewise.
function M.of_set(set)
  local list = {}
  for row in set:each() do list[#list + 1] = (row.review or row.id) .. "/" .. row.id end
  return joined(list)
end

--- The findings of a list of evidence likewise.
function M.of_evidence(evidence)
  local list = {}
  for i, entry in ipairs(evidence) do list[i] = entry.review .. "/" .. entry.finding end
  return joined(list)
end

return M
