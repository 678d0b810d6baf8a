--- `heddle suggestions [--evaluate]`: suggestions as import records, one a line, or how often they are right.

local core = require "heddle.core"
local host = require "heddle.host"
local list = require "heddle.render.list"
local number = require "heddle.number"
local suggest = require "heddle.suggest"

local M = {}

-- ---- records ----

-- Members stand in this order, then the others by their bytes.
local places = {}
for i, key in ipairs { "code", "review", "id", "themes", "aliases", "field", "theme", "label", "score", "by",
  "evidence" } do
  places[key] = i
end

local encode

local function encode_object(value)
  local keys, parts = {}, {}
  for key in next, value do keys[#keys + 1] = key end
  table.sort(keys, function(a, b)
    local p, q = places[a] or math.huge, places[b] or math.huge
    if p ~= q then return p < q end
    return a < b
  end)
  for i, key in ipairs(keys) do parts[i] = core.json_string(key) .. ": " .. encode(value[key]) end
  return "{" .. table.concat(parts, ", ") .. "}"
end

-- A table with a first member is a list, any other an object.
function encode(value)
  if type(value) == "string" then return core.json_string(value) end
  if type(value) == "number" then return core.json_number(value) end
  if type(value) == "boolean" then return tostring(value) end
  if value[1] == nil then return encode_object(value) end
  local parts = {}
  for i, item in ipairs(value) do parts[i] = encode(item) end
  return "[" .. table.concat(parts, ", ") .. "]"
end

local function write_records(suggestions)
  for _, s in ipairs(suggestions) do
    host.write(("{%s: %s, \"suggestion\": %s}\n"):format(core.json_string(s.record[1]), encode_object(s.record[2]),
      encode(s.suggestion)))
  end
end

-- ---- the evaluation ----

local function share(n, of)
  return of == 0 and "-" or ("%s/%s"):format(number.thousands(n), number.thousands(of))
end

local function cells(n, of)
  return share(n, of), of == 0 and "-" or number.percent_text(n, of) .. "%"
end

local function tally_row(title, t)
  local row = { title }
  for _, pair in ipairs { { t.suggested, t.n }, { t.first, t.n }, { t.among, t.n }, { t.first, t.suggested } } do
    row[#row + 1], row[#row + 2] = cells(pair[1], pair[2])
  end
  return row
end

local right_columns = {}
for c = 2, 9 do right_columns[c] = true end

local function write_tallies(title, rows)
  table.insert(rows, 1, { title, "Suggested", "", "First right", "", "In first 3", "", "Right if suggested", "" })
  host.write(list.render(rows, right_columns))
end

local methods = { { "alias", "same words as a name" }, { "words", "words in common with a name" },
  { "spelling", "spelt nearly like a name" }, { "text", "words of coded findings" } }

-- How often each kind of first suggestion was made and right: `kinds` is { words, entry or nil } in order.
local function write_kinds(title, tally, kinds)
  local rows = { { title, "Of suggested", "", "Right", "" } }
  for _, kind in ipairs(kinds) do
    local entry = kind[2]
    if entry then
      local row = { kind[1] }
      row[2], row[3] = cells(entry.n, tally.suggested)
      row[4], row[5] = cells(entry.right, entry.n)
      rows[#rows + 1] = row
    end
  end
  if #rows > 1 then host.write("\n" .. list.render(rows, right_columns)) end
end

local function write_methods(title, tally)
  local kinds = {}
  for i, method in ipairs(methods) do
    kinds[i] = { ("%s: %s"):format(method[1], method[2]), tally.by[method[1]] }
  end
  write_kinds(title, tally, kinds)
end

local function write_scores(tally)
  local kinds = {}
  for band = 9, 0, -1 do
    local words = ("0.%d to %s"):format(band, band == 9 and "1" or ("0.%d"):format(band + 1))
    kinds[#kinds + 1] = { words, tally.bands[band] }
  end
  write_kinds("Score of the first", tally, kinds)
end

local function write_themes(result)
  local rows = { { "Theme", "Code", "Found", "", "Right if suggested", "" } }
  local unseen = 0
  for _, theme in ipairs(result.book.themes) do
    local entry = result.themes[theme.code]
    if entry.n + entry.suggested > 0 then
      local row = { ("  "):rep(theme.depth - 1) .. theme.label, theme.code }
      row[3], row[4] = cells(entry.right, entry.n)
      row[5], row[6] = cells(entry.right, entry.suggested)
      rows[#rows + 1] = row
    else
      unseen = unseen + 1
    end
  end
  if #rows > 1 then
    host.write("\n" .. list.render(rows, { [3] = true, [4] = true, [5] = true, [6] = true }))
    host.write("Found: of the findings coded with the theme itself, those for which it was suggested first.\n")
  end
  if unseen > 0 then
    host.write(("%s %s neither coded nor suggested.\n"):format(number.thousands(unseen),
      unseen == 1 and "theme is" or "themes are"))
  end
end

local function write_findings(result)
  local all = result.all
  write_tallies("Coded findings, each left out in turn", {
    tally_row("All", all), tally_row("With a text no other has", result.once),
    tally_row("Names of themes alone", result.names), tally_row("Text of coded findings alone", result.text) })
  host.write(("Base: %s with a text and a theme, in coded reviews%s.\n"):format(number.units(all.n, "finding"),
    result.without_text > 0 and ("; %s without a text left out"):format(number.thousands(result.without_text)) or ""))
  write_methods("First suggestion by", all)
  write_scores(all)
  write_themes(result)
end

local function write_evaluation(result)
  if result.all.n > 0 then
    write_findings(result)
  else
    host.write("No finding of a coded review has a text and a theme: there is nothing to compare suggestions with.\n")
  end
  if result.labels.n > 0 then
    host.write("\n")
    write_tallies("Aliases, each left out in turn", { tally_row("All", result.labels) })
    write_methods("First suggestion by", result.labels)
  end
end

function M.run()
  local c = core.open()
  if host.param("evaluate") then return write_evaluation(suggest.evaluate(c)) end
  write_records(suggest.labels(c))
  write_records(suggest.findings(c))
  write_records(suggest.attributes(c))
end

return M
