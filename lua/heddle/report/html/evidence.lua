--- What is behind the numbers of an internal report: a number is a link to a panel at the end of the page, which is
-- hidden until it is the target of the address.  No script does this, so there is none to allow.  Numbers with the same
-- evidence share a panel.  A public report has no panel, and nothing asks for what is behind its numbers.

local escape = require "heddle.report.html.escape"

local M = {}

--- How many bytes of panels a page holds.
M.LIMIT = 4 << 20

--- The panels of a report for AUDIENCE, at most LIMIT bytes.
function M.new(audience, limit)
  return { open = audience == "internal", limit = limit, bytes = 0, left_out = 0, numbers = 0, panels = {},
    known = {} }
end

local function counted(n, unit)
  if n == 1 then return "1 " .. unit end
  return ("%d %s"):format(n, unit:match("child$") and unit .. "ren" or unit .. "s")
end

local function joined(...)
  local parts = {}
  for _, text in ipairs { ... } do
    if text ~= "" then parts[#parts + 1] = escape(text) end
  end
  return table.concat(parts, ", ")
end

local function add_passages(out, finding)
  for _, passage in ipairs(finding.passages or {}) do
    out[#out + 1] = "<blockquote><p>" .. escape(passage.text or "") .. "</p></blockquote>"
    local where = joined(passage.source or "", passage.at or "")
    if where ~= "" then out[#out + 1] = '<p class="where">' .. where .. "</p>" end
  end
end

local function add_findings(out, findings)
  if not findings or #findings == 0 then return end
  out[#out + 1] = "<ul>"
  for _, finding in ipairs(findings) do
    out[#out + 1] = "<li><p>" .. escape(finding.text or "(no text)") .. "</p>"
    local where = joined(finding.id or "", finding.source or "", finding.at or "")
    if where ~= "" then out[#out + 1] = '<p class="where">' .. where .. "</p>" end
    add_passages(out, finding)
    out[#out + 1] = "</li>"
  end
  out[#out + 1] = "</ul>"
end

-- All of a panel but its id and its way back.
local function content(found)
  local unit, more, more_findings = found.unit or "review", found.more or 0, found.more_findings or 0
  local of = unit ~= "review" and " in " .. counted(#found.reviews + more, "review") or ""
  local out = { "<p>" .. escape(counted(found.n or #found.reviews, unit) .. of) .. ".</p>" }
  out[#out + 1] = '<ol class="reviews">'
  for _, review in ipairs(found.reviews) do
    local title = review.title and review.title ~= review.id and ": " .. review.title or ""
    out[#out + 1] = "<li><h3>" .. escape(review.id .. title) .. "</h3>"
    if review.members then
      local members = counted(#review.members, unit) .. ": " .. table.concat(review.members, ", ")
      out[#out + 1] = "<p>" .. escape(members) .. "</p>"
    end
    add_findings(out, review.findings)
    out[#out + 1] = "</li>"
  end
  out[#out + 1] = "</ol>"
  for _, left in ipairs { { more, "more review" }, { more_findings, "more finding" } } do
    if left[1] > 0 then out[#out + 1] = "<p>" .. counted(left[1], left[2]) .. " not listed here.</p>" end
  end
  return table.concat(out, "\n")
end

-- The panel of FOUND, made when it is the first like it; nil when there is no room for it.
local function panel_of(pool, found)
  local title, body = escape(found.title or "Behind this number"), content(found)
  local key = title .. "\0" .. body
  local panel = pool.known[key]
  if panel then return panel end
  if pool.bytes + #key > pool.limit then return nil end
  panel = { id = "e-" .. #pool.panels + 1, title = title, body = body, back = {}, places = {} }
  pool.known[key], pool.panels[#pool.panels + 1], pool.bytes = panel, panel, pool.bytes + #key
  return panel
end

--- The number TEXT as a link to what BEHIND() gives; ABOUT says in words what it counts, PLACE where it stands ("table
-- 1").  nil when there is nothing behind it, or no room left.
function M.link(pool, text, about, place, behind)
  if not pool.open or not behind then return nil end
  if pool.full then
    pool.left_out = pool.left_out + 1
    return nil
  end
  local found = behind()
  if not found or #found.reviews == 0 then return nil end
  local panel = panel_of(pool, found)
  if not panel then
    pool.full, pool.left_out = true, 1
    return nil
  end
  pool.numbers = pool.numbers + 1
  local id = "c-" .. pool.numbers
  if not panel.places[place] then
    panel.places[place] = true
    panel.back[#panel.back + 1] = ('<a href="#%s">Back to %s</a>'):format(id, escape(place))
  end
  local name = ("%s%s: %ss behind it"):format(text, about ~= "" and ", " .. about or "", "review")
  return ('<a class="n" id="%s" href="#%s" aria-label="%s">%s</a>'):format(id, panel.id, escape(name), escape(text))
end

--- All panels, "" when there are none.
function M.html(pool)
  local out = {}
  for i, panel in ipairs(pool.panels) do
    local back = '<p class="back">' .. table.concat(panel.back, " ") .. "</p>"
    out[i] = ('<section class="evidence" id="%s" tabindex="-1" aria-labelledby="%s-title">\n%s\n'
      .. '<h2 id="%s-title">%s</h2>\n%s\n</section>\n'):format(panel.id, panel.id, back, panel.id, panel.title,
      panel.body)
  end
  return table.concat(out)
end

--- The sentence that says what was left out, or nil.
function M.left_out(pool)
  if pool.left_out == 0 then return nil end
  return ("What is behind %s is left out: a page holds at most %d KiB of evidence. t:evidence() gives it.")
    :format(pool.left_out == 1 and "1 number" or ("%d numbers"):format(pool.left_out), pool.limit // 1024)
end

return M
