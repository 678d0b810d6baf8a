--- The counts of merged and retired themes, before and after.  They are counted anew from the labels as they were
-- written, which a merge does not change: a theme's own count is of what was written for it, with every theme below
-- it and every theme merged into it.  Counts are of distinct findings and reviews, of coded reviews only; what has
-- both counts once, so the count after a merge is no sum.

local core = require "heddle.core"
local list = require "heddle.render.list"
local names = require "heddle.names"
local number = require "heddle.number"

local M = {}

-- Whether what is written for a theme was the other's: it is that theme, stands below it, or was merged into it.
local function belongs(book, code, other)
  while code do
    if code == other then return true end
    local theme = book.by_code[code]
    code = theme.status == "merged" and theme.into or theme.status ~= "merged" and theme.declared_parent or nil
  end
  return false
end

-- Whether a theme counts for the other now.
local function counts_for(book, code, other)
  local theme = book.by_code[book.target[code]]
  while theme do
    if theme.code == other then return true end
    theme = theme.parent and book.by_code[theme.parent]
  end
  return false
end

local function counter()
  return { finding = 0, review = 0, seen = {} }
end

local function count(counter_, review)
  counter_.finding = counter_.finding + 1
  if not counter_.seen[review] then
    counter_.seen[review] = true
    counter_.review = counter_.review + 1
  end
end

-- What is counted of one theme: `own`, and of a merged one `without` and `now` of the theme it counts at.
local function entry_of(book, theme)
  local entry = { theme = theme, own = counter(), own_codes = {} }
  local into = theme.status == "merged" and book.target[theme.code] or nil
  if into then
    entry.into, entry.without, entry.now, entry.now_codes = into, counter(), counter(), {}
  end
  for code, other in next, book.by_code do
    if other.status ~= "candidate" then
      if into then
        entry.own_codes[code] = belongs(book, code, theme.code)
        entry.now_codes[code] = counts_for(book, code, into)
      else
        entry.own_codes[code] = counts_for(book, code, theme.code)
      end
    end
  end
  return entry
end

local function count_finding(entry, codes, review)
  local own, without, now = false, false, false
  for _, code in ipairs(codes) do
    own = own or entry.own_codes[code]
    if entry.into and entry.now_codes[code] then
      now = true
      without = without or not entry.own_codes[code]
    end
  end
  if own then count(entry.own, review) end
  if without then count(entry.without, review) end
  if now then count(entry.now, review) end
end

-- The findings of coded reviews: { review, codes of the themes written }.
local function coded_findings(c, book)
  local out, set = {}, core.all(c, "finding")
  local i = core.set_next(set, 0)
  while i do
    local row = core.row(set, i)
    if row.coded then
      local codes = {}
      for _, label in ipairs(row.labels) do codes[#codes + 1] = book.named(label) end
      out[#out + 1] = { review = row.review, codes = codes }
    end
    i = core.set_next(set, i)
  end
  return out
end

--- The merged and retired themes (those of `only`, a list of codes; nil: all), in codebook order, counted: a list of
-- { theme, own } of a retired one, { theme, into, own, without, now } of a merged one; each count has review and
-- finding.  Then how many findings of coded reviews there are.
function M.count(c, only)
  local themes = core.themes(c)
  local book, wanted, entries = names.of(themes), only and {}, {}
  for _, code in ipairs(only or {}) do wanted[code] = true end
  for _, theme in ipairs(themes) do
    if (theme.status == "merged" or theme.status == "retired") and (not wanted or wanted[theme.code]) then
      entries[#entries + 1] = entry_of(book, theme)
    end
  end
  if #entries == 0 then return entries, 0 end
  local findings = coded_findings(c, book)
  for _, finding in ipairs(findings) do
    for _, entry in ipairs(entries) do count_finding(entry, finding.codes, finding.review) end
  end
  return entries, #findings
end

-- ---- as text ----

-- "c", or "c (by way of b)" where it was merged into b first.
local function into_text(entry)
  if entry.theme.into == entry.into then return entry.into end
  return ("%s (by way of %s)"):format(entry.into, entry.theme.into)
end

local function reason_of(theme)
  return ((theme.reason or "no reason given"):gsub("%c+", " "))
end

local function merged_rows(rows, entry)
  local theme = entry.theme
  for _, unit in ipairs { "review", "finding" } do
    local first = unit == "review"
    rows[#rows + 1] = {
      first and theme.code or "", first and into_text(entry) or "", number.plural(unit),
      number.thousands(entry.own[unit]), number.thousands(entry.without[unit]), number.thousands(entry.now[unit]),
      first and (theme.date or "no date") or "", first and reason_of(theme) or "",
    }
  end
end

--- Both as tables with their base, "" when there is no such theme.
function M.text(c, only)
  local entries, findings = M.count(c, only)
  local merged = { { "Merged", "Into", "Counted", "Alone", "Into without it", "Into now", "Date", "Reason" } }
  local retired = { { "Retired", "Reviews", "Findings", "Date", "Reason" } }
  for _, entry in ipairs(entries) do
    if entry.into then
      merged_rows(merged, entry)
    else
      local own, theme = entry.own, entry.theme
      retired[#retired + 1] = { theme.code, number.thousands(own.review), number.thousands(own.finding),
        theme.date or "no date", reason_of(theme) }
    end
  end
  if #entries == 0 then return "" end
  local out = {}
  if #merged > 1 then out[1] = list.render(merged, { [4] = true, [5] = true, [6] = true }) end
  if #retired > 1 then out[#out + 1] = list.render(retired, { [2] = true, [3] = true }) end
  local coded = core.sizes(c).coded
  return table.concat(out, "\n") .. ("Base: %s coded %s with %s%s.\n"):format(number.thousands(coded),
    coded == 1 and "review" or "reviews", number.units(findings, "finding"),
    #merged > 1 and "; what has both themes counts once" or "")
end

return M
