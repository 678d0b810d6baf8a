--- What the labels of findings mean, as the codebook says: which theme a label names, and where that theme counts.

local core = require "heddle.core"

local M = {}

-- Every theme by its code, and where its merges end.
local function targets_of(themes)
  local by_code, target = {}, {}
  for _, theme in ipairs(themes) do by_code[theme.code] = theme end
  for _, theme in ipairs(themes) do
    local last = theme
    while last.status == "merged" do last = by_code[last.into] end
    target[theme.code] = last.code
  end
  return by_code, target
end

--- themes (core.themes) -> { by_code, target: code -> code, named: label -> code or nil, meant: label -> code or nil }.
-- `named` is the theme as it was written, before merges; `meant` the one that counts.  Where themes that were merged
-- share a name, a code or label of its own goes before an alias.
function M.of(themes)
  local by_code, target = targets_of(themes)
  local own, alias = {}, {}
  for _, theme in ipairs(themes) do
    if theme.status ~= "candidate" then
      for _, name in ipairs { theme.code, theme.label } do
        local folded = core.fold(name)
        if not own[folded] or theme.status == "merged" then own[folded] = theme.code end
      end
      for _, name in ipairs(theme.aliases) do
        local folded = core.fold(name)
        if not alias[folded] or theme.status == "merged" then alias[folded] = theme.code end
      end
    end
  end
  local book, known = { by_code = by_code, target = target }, {}
  function book.named(label)
    local found = known[label]
    if found == nil then
      local exact = by_code[label]
      if exact and exact.status ~= "candidate" then
        found = label
      else
        local folded = core.fold(label)
        found = own[folded] or alias[folded] or false
      end
      known[label] = found
    end
    return found or nil
  end
  function book.meant(label)
    local code = book.named(label)
    return code and target[code]
  end
  return book
end

return M
