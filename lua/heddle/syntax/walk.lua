--- The nodes of a tree, one after the other.

local M = {}

local one = { "value", "object", "key", "key_node", "callee", "operand", "left", "right", "target", "body", "condition",
  "otherwise" }
local many = { "arguments", "items", "values", "targets", "clauses", "statements" }

--- Every node below CHUNK: what a node is made of before it, and what stands earlier before what stands later.
function M.nodes(chunk)
  local list, open = {}, { chunk }
  while #open > 0 do
    local node = table.remove(open)
    if node.from then list[#list + 1] = node end
    for _, name in ipairs(one) do
      local part = node[name]
      if type(part) == "table" and part.kind ~= "local" then open[#open + 1] = part end
    end
    for _, name in ipairs(many) do
      for _, part in ipairs(node[name] or {}) do open[#open + 1] = part end
    end
  end
  -- A node that begins and ends with another came to the list before it if it holds it.
  for place, node in ipairs(list) do node.place = place end
  table.sort(list, function(a, b)
    if a.to ~= b.to then return a.to < b.to end
    if a.from ~= b.from then return a.from > b.from end
    return a.place > b.place
  end)
  return list
end

return M
