--- The names and values that the open store knows, for completion; none when there is no store.

local core = require "heddle.core"

local M = {}

-- What FIND(corpus) gives; an empty list without a store.
local function ask(find)
  local ok, corpus = pcall(core.open)
  return ok and find(corpus) or {}
end

--- The fields and bands; with OTHERS, what filters name besides.
function M.fields(add, others)
  for _, field in ipairs(ask(core.fields)) do add(field.key) end
  for _, band in ipairs(ask(core.bands)) do add(band.name) end
  if others then
    for _, name in ipairs { "theme", "coded", "id", "review" } do add(name) end
  end
end

--- What makes rows and columns.
function M.dimensions(add)
  add("theme")
  M.fields(add, true)
  for _, crosswalk in ipairs(ask(core.crosswalks)) do
    if crosswalk.newest then add(crosswalk.frame) end
    add(crosswalk.frame .. "@" .. crosswalk.version)
  end
end

--- The date fields.
function M.dates(add)
  for _, field in ipairs(ask(core.fields)) do
    if field.kind == "date" then add(field.key) end
  end
end

--- The ids of published counts.
function M.comparators(add)
  for _, one in ipairs(ask(core.comparators)) do add(one.id) end
end

local function themes(add)
  local list = ask(core.themes)
  for _, name in ipairs { "code", "label" } do
    for _, theme in ipairs(list) do
      if theme.status ~= "candidate" then add(theme[name]) end
    end
  end
end

--- The values of a field, a band or theme.
function M.values(key, add)
  if key == "theme" then return themes(add) end
  for _, field in ipairs(ask(core.fields)) do
    if field.key == key then
      for _, value in ipairs(field.values or {}) do add(value) end
    end
  end
  for _, band in ipairs(ask(core.bands)) do
    if band.name == key then
      for _, label in ipairs(band.labels) do add(label) end
    end
  end
end

return M
