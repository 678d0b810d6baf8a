--- Printed figures against what a store counts: figures of the store that carry the expression they count, and
-- printed pairs whose label is exactly the name of a theme or of a value.

local core = require "heddle.core"

local M = {}

-- Counts that names stand for: by folded name {count = function, of = number} or false where two things have it.
local function names_of(corpus)
  local names = {}
  local function add(name, entry)
    local key = core.fold(name)
    if key == "" then return end
    if names[key] == nil or names[key] and names[key].what == entry.what then
      names[key] = entry
    else
      names[key] = false
    end
  end
  local reviews = core.all(corpus, "review")
  local coded = #core.set_coded(reviews)
  for _, theme in ipairs(core.themes(corpus)) do
    if theme.status == "active" or theme.status == "retired" then
      local entry = { what = "theme " .. theme.code, of = coded, of_what = "coded reviews",
        count = function() return #core.set_with(reviews, { theme.code }, false) end }
      add(theme.code, entry)
      add(theme.label, entry)
      for _, alias in ipairs(theme.aliases) do add(alias, entry) end
    end
  end
  local plurals = { review = "reviews", child = "children", finding = "findings" }
  for _, field in ipairs(core.fields(corpus)) do
    -- "Yes" alone does not say of what.
    for _, value in ipairs(field.kind ~= "flag" and field.values or {}) do
      local set = core.all(corpus, field.unit)
      add(value, { what = field.unit .. "." .. field.key, of = #set, of_what = plurals[field.unit],
        count = function() return #core.set_where(set, { [field.unit .. "." .. field.key] = value }) end })
    end
  end
  return names
end

-- What one printed count says against the store's.
local function compare(printed, label, n, of, store_n, store_of, of_what)
  local result = { label = label, n = n, of = of, store_n = store_n, store_of = store_of, status = "same" }
  if of and of ~= store_of then
    result.status = "other base"
    result.text = ("%s: printed of %d, the store holds %d %s"):format(printed, of, store_of, of_what)
  elseif n ~= store_n then
    result.status = "differs"
    result.text = ("%s: the store counts %d of %d %s"):format(printed, store_n, store_of, of_what)
  end
  return result
end

--- Opens the run's store.  document(figures) compares the printed pairs that carry a name; recorded() the
-- store's own figures: lists of {label, n, of, store_n, store_of, status = "same" | "differs" | "other base",
-- text = what to say, figure}.
function M.open()
  local corpus = core.open()
  local names = names_of(corpus)
  local self = {}

  function self.document(figures)
    local list = {}
    for _, figure in ipairs(figures) do
      local entry = figure.label and names[core.fold(figure.label)]
      if entry then
        local compared = compare(figure.printed, figure.label, figure.n, figure.of, entry.count(), entry.of,
          entry.of_what)
        compared.figure = figure
        list[#list + 1] = compared
      end
    end
    return list
  end

  function self.recorded()
    local list, reviews = {}, core.all(corpus, "review")
    for _, figure in ipairs(core.figures(corpus)) do
      if figure.where then
        local printed = ("figure '%s', %d%s"):format(figure.label, figure.n,
          figure.of and (" of %d"):format(figure.of) or "")
        local fine, set = pcall(core.set_where, reviews, figure.where)
        if fine then
          list[#list + 1] = compare(printed, figure.label, figure.n, figure.of, #set, #reviews, "reviews")
        else
          list[#list + 1] = { label = figure.label, n = figure.n, of = figure.of, store_of = #reviews,
            status = "differs", text = ("%s: its expression cannot be counted: %s"):format(printed, tostring(set)) }
        end
      end
    end
    return list
  end

  return self
end

return M
