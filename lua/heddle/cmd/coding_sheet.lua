--- `heddle export --coding-sheet`: one row per finding for a spreadsheet, as text; the program writes the file.

local core = require "heddle.core"
local csv = require "heddle.render.csv"
local host = require "heddle.host"
local names = require "heddle.names"
local suggest = require "heddle.suggest"

local M = {}

local header = { "review", "finding", "coded", "text", "label as written", "suggested theme", "theme" }
local mark = "\u{FEFF}" -- spreadsheets read a file without it in another encoding

local function line(fields)
  local out = {}
  for i, field in ipairs(fields) do out[i] = csv.field(field) end
  return table.concat(out, ",") .. "\r\n"
end

-- The labels that no theme matches, and the codes of the themes that the others mean, each once.
local function coding(row, book)
  local unmatched, codes, seen = {}, {}, {}
  for _, label in ipairs(row.labels) do
    local code = book.meant(label)
    if not code then
      unmatched[#unmatched + 1] = label
    elseif not seen[code] then
      seen[code] = true
      codes[#codes + 1] = code
    end
  end
  return table.concat(unmatched, "; "), table.concat(codes, "; ")
end

function M.run()
  local c = core.open()
  local book, best, begun = names.of(core.themes(c)), suggest.theme_of(c), {}
  local set = core.all(c, "finding")
  host.write(mark .. line(header))
  local i = core.set_next(set, 0)
  while i do
    local row = core.row(set, i)
    local labels, themes = coding(row, book)
    local coded = begun[row.review] and "" or row.coded and "yes" or "no"
    begun[row.review] = true
    local suggested = best[row.review .. "\0" .. row.id] or ""
    host.write(line { row.review, row.id, coded, row.text or "", labels, suggested, themes })
    i = core.set_next(set, i)
  end
end

return M
