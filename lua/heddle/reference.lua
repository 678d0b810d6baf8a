--- docs/reference.md: everything scripts can call as one page of markdown, from the one table of the API.

local api = require "heddle.api"
local describe = require "heddle.describe"

local M = {}

local sections = {
  { "corpus", "corpus", "The store that the run was given, as the global `corpus`." },
  { "set", "Sets", "Immutable groups of reviews, children or findings: `corpus.reviews`, and what these methods give. "
    .. "`set` stands for any of them." },
  { "row", "Rows", "`row` stands for one review, child or finding." },
  { "table", "Tables", "What the methods of sets that count give; `table` stands for any of them. They print "
    .. "themselves: `print(t)`. A table has those of these methods that its numbers have a meaning for; "
    .. "[tables](tables.md) and the pages of the other kinds say which." },
  { "chart", "Charts", "What `table:chart` gives; it prints itself: `print(c)` ([charts](charts.md))." },
  { "report", "Reports", "What `heddle.report` gives: blocks are added in order, then it is saved." },
  { "heddle", "heddle", "The module, as the global `heddle`." },
  { "heddle.stats", "heddle.stats", "Intervals, tests and coefficients ([statistics](statistics.md))." },
}

-- Prose of the table as markdown: what would be a mark of it is escaped.
local function prose(text)
  return (text:gsub("[\\`*~|]", "\\%0"):gsub("<", "&lt;"))
end

local function line(name, note, text, values)
  return ("- `%s`%s: %s; %s"):format(name, note, prose(text), prose(values))
end

local function parameters(entry, add)
  local list = {}
  for _, p in ipairs(entry.params or {}) do
    if p[2] ~= "options" then
      list[#list + 1] = line(p[1] .. (p.more and ", ..." or ""), p.optional and " (can be left out)" or "", p[3],
        describe.values(p[2]))
    end
  end
  if #list > 0 then add(table.concat(list, "\n")) end
end

local function options(entry, add)
  if not entry.options then return end
  local list = { "Options:", "" }
  for _, o in ipairs(entry.options) do
    local default = describe.default(o[3])
    local note = o[2]:find("!$") and " (needed)" or default ~= "" and " (`" .. default .. "`)" or ""
    list[#list + 1] = line(o[1], note, o[4], describe.values(o[2]))
  end
  add(table.concat(list, "\n"))
end

local function members(entry, add)
  if not entry.members then return end
  local list = {}
  for i, m in ipairs(entry.members) do
    list[i] = ("- `%s` (%s): %s"):format(m[1], describe.plain(m[2]), prose(m[3]))
  end
  add(table.concat(list, "\n"))
end

local function explain(entry, add)
  add("### `" .. describe.signature(entry) .. "`")
  add(prose(entry.text))
  parameters(entry, add)
  options(entry, add)
  if not api.is_word(entry) then
    add((entry.params and "Gives back: " or "Is: ") .. prose(describe.result(entry)) .. ".")
  end
  members(entry, add)
  add("```lua\n" .. entry.example .. "\n```")
end

--- The page.
function M.markdown()
  local out = {}
  local function add(text) out[#out + 1] = text end
  add("# Reference")
  add("Everything a script can call, as `heddle help` explains it: `make reference` writes this page, and a test "
    .. "holds it against the program. [Scripting](scripting.md) shows how it is used. "
    .. "What stands in parentheses after an option is its default.")
  local list = {}
  for _, section in ipairs(sections) do
    list[#list + 1] = ("- [%s](#%s)"):format(section[2], (section[2]:lower():gsub("%.", "")))
  end
  add(table.concat(list, "\n"))
  for _, section in ipairs(sections) do
    add("## " .. section[2])
    add(section[3])
    for _, entry in ipairs(api.entries()) do
      if entry.of == section[1] then explain(entry, add) end
    end
  end
  return table.concat(out, "\n\n") .. "\n"
end

return M
