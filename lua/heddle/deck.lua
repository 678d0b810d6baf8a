--- How heddle reads a deck: the text of slides or of a report -> import records.
--
-- A profile is one file of Lua that returns a function (text, name) -> list of records; a record is a table
-- of the import format: { review = { id = "KDJ", ... } }.  A copy of this file, changed, is a profile
-- of your own: heddle import --profile my.lua deck.md.  It finds the modules heddle.deck.* there too.
--
-- In order: the words (what to change first), headings and reviews, the reader, the records.

local lines = require "heddle.deck.blocks"
local figures = require "heddle.deck.figures"
local t = require "heddle.deck.text"

local clean, fold, plain, run_in, set, slug, trim = t.clean, t.fold, t.plain, t.run_in, t.set, t.slug, t.trim
local capital, count_words, months = t.capital, t.count_words, t.months

-- ---- the words ----

-- A section's heading is made of these words alone, at least one of them with a role; the role
-- that stands first in `order` wins: "Key Findings & Actions" is findings.
local words = {
  order = { "finding", "action", "good practice", "note", "context" },
  finding = "finding findings learning lesson lessons learned learnt learn message messages theme themes"
    .. " issue issues",
  action = "action actions recommendation recommendations step steps response changed impact plan progress",
  ["good practice"] = "good strength strengths well",
  note = "note notes",
  context = "background context circumstances happened summary incident chronology timeline overview synopsis"
    .. " history story family details information child introduction composition",
  -- Words that may stand beside them.
  other = "key main and or the a an from of our for in to on with about this that what we did do was were is it"
    .. " review reviews point points practice case area areas identified emerging brief more further next made found"
    .. " relevant personal young person parents worked",
}

-- What a review is called, longest first, and its kind.
local kinds = {
  { "national child safeguarding practice review", "national-review" },
  { "national thematic review", "national-review" },
  { "national panel review", "national-review" }, { "national review", "national-review" },
  { "national cspr", "national-review" }, { "local child safeguarding practice review", "lcspr" },
  { "child safeguarding practice review", "lcspr" }, { "local safeguarding practice review", "lcspr" },
  { "serious case review", "serious-case-review" }, { "child practice review", "child-practice-review" },
  { "rapid review", "rapid-review" }, { "lcspr", "lcspr" }, { "cspr", "lcspr" }, { "scr", "serious-case-review" },
}
-- How far a review went: the furthest kind of its headings stands.
local stage = { ["rapid-review"] = 1, ["serious-case-review"] = 2, ["child-practice-review"] = 2, lcspr = 3,
  ["national-review"] = 4 }

-- Words that are in no review's name: "Rapid Review Process" is no review.
local not_names = "the our what when why how who where which is are rapid local national serious statutory process"
  .. " timeline timescales timescale timeframe purpose role roles criteria guidance overview update learning recent"
  .. " new all each every summary aims aim outcome outcomes decision decisions making panel group meeting"
  .. " meetings report"
  .. " reports template flowchart next stage stages step steps data activity undertaking undertaken conducting"
  .. " completed commissioned published partnership types introduction multi-agency methodology this following from"
  .. " about key findings background context actions recommendations themes agenda contents progress referral"
  .. " referrals notification notifications incident safeguarding practice review case study messages national thematic"

local longest_label = 15 -- words of a finding's text that is taken as its label too

-- ---- headings and reviews ----

local role_words = {}
for _, role in ipairs(words.order) do role_words[role] = set(words[role]) end
local other_words, bad_names = set(words.other), set(not_names)

-- The role of a section with this heading, or nil.  Words of `name`, the review's, may stand in it.
local function role_of(heading, name)
  local text = fold(heading):gsub("^%d+ ", ""):gsub(" contd?$", ""):gsub(" continued$", "")
  local allowed, found = set(fold(name or "")), {}
  for word in text:gmatch("%S+") do
    local known = other_words[word] or allowed[word] or word:find("^%d+$")
    for _, role in ipairs(words.order) do
      if role_words[role][word] then known, found[role] = true, true end
    end
    if not known then return nil end
  end
  for _, role in ipairs(words.order) do
    if found[role] then return role end
  end
  return text == "key points" and "finding" or nil
end

local shared_words = { "cross cutting", "crosscutting", "recurring", "common", "overarching", "across", "reviews" }

-- A heading of themes that many reviews share.
local function is_cross_cutting(heading)
  local text = " " .. fold(heading) .. " "
  if not text:find(" them[ea]") then return false end
  for _, word in ipairs(shared_words) do
    if text:find(" " .. word .. " ", 1, true) then return true end
  end
  return false
end

-- The first kind of review that h names: its first and last byte, kind, whether it is plural.
local function find_kind(h)
  local low = h:lower()
  local best
  for _, entry in ipairs(kinds) do
    local a, b = low:find("%f[%w]" .. entry[1] .. "%f[^%w]")
    local plural = false
    if not a then
      a, b = low:find("%f[%w]" .. entry[1] .. "'?s%f[^%w]")
      plural = a ~= nil
    end
    if a and (not best or a < best.a or a == best.a and b > best.b) then
      best = { a = a, b = b, kind = entry[2], plural = plural }
    end
  end
  return best
end

-- Take away the kinds of review that s names; the furthest kind, and whether one was plural.
local function without_kinds(s)
  local kind, plural = nil, false
  local found = find_kind(s)
  while found do
    if not kind or stage[found.kind] > stage[kind] then kind = found.kind end
    plural = plural or found.plural
    s = s:sub(1, found.a - 1) .. "\1" .. s:sub(found.b + 1)
    found = find_kind(s)
  end
  return s, kind, plural
end

local before_letter = set "child baby family case person infant adult sibling siblings children young boy girl"

local function tidy_name(s)
  s = s:gsub("\1", " "):gsub("%b()", " "):gsub("[%[%]\"]", ""):gsub("%s+", " ")
  s = s:gsub("^[%s%p]+", ""):gsub("[%s:;,%-|/&.'(]+$", ""):gsub("'s$", "")
  s = s:gsub("^[Ff]or ", ""):gsub("^[Oo]f ", ""):gsub("^[Jj]oint%f[%W]%s*", "")
  s = s:gsub("^[Ll]earning from ", ""):gsub("^[Tt]he ", ""):gsub("^[Cc]ase of ", "")
  for month in s:gmatch("%a+") do
    if months[month:lower()] then s = s:gsub("%s*,?%s*" .. month .. "%s+%d%d%d%d$", "") end
  end
  s = s:gsub("%f[%w]%u%u%u+%f[%W]", function(word)
    return before_letter[word:lower()] and word:sub(1, 1) .. word:sub(2):lower() or nil -- CHILD Q
  end)
  s = s:gsub("^and$", ""):gsub("%s+[12]%d%d%d[/-]?%d*$", ""):gsub("[%s:;,%-|/&]+$", ""):gsub("%s+and$", "")
  return trim(s)
end

local small = set "and of in the on for into to with & a by family sibling siblings brother sister twin twins"

-- Whether s can be the name of a review: "KDJ", "Child Q", "Sara Sherif", not "When a".  A national
-- review may have a subject as its name (`subject`), in small letters.
local function is_name(s, most, subject)
  if s == "" or count_words(s) > most or s:find("^%u*SC[PB]$") or s:find("[?!]") then return false end
  local last, lower = nil, nil
  for word in s:gmatch("%S+") do
    local low = word:lower():gsub("[^%w\128-\255-]", "")
    local inner = last and small[low]
    if bad_names[low] and not inner and not (low == "case" and not last) then return false end
    if not subject and (low == "a" or low == "an") and not before_letter[last or ""] then return false end
    if not subject and not word:find("^['(]?[%u%d\128-\255&]") and not inner then return false end
    last, lower = low, word:find("^%l%l?%l?$")
  end
  return not (lower and small[last])
end

-- "Rapid Review 3" has no other name than its number, and keeps its kind.
local function local_review(name, kind, heading)
  if name:find("^%d+$") then name = (kind == "lcspr" and "LCSPR " or "Rapid Review ") .. name end
  return { name = name, kind = kind, scope = "local", title = heading }
end

local national_topics = { "national [%a ]*review%s+in%a*%s+()", "national [%a ]*review%s+of%s+()",
  "national [%a ]*review%s+on%s+()" }

-- "National Reviews – Sara Sherif CSPR", "National Review in X", "X National Review".  `h` is the heading
-- with plain dashes and quotes.
local function national_review(h)
  local title = h:match("^[Nn]ational [%a ]-[Rr]eviews%s*[:|-]%s*(.+)$")
    or h:match("^[Nn]ational CSPR'?s%s*[:|-]%s*(.+)$") or h
  local topic
  for _, form in ipairs(national_topics) do
    local at = title:lower():match(form)
    topic = topic or at and title:sub(at)
  end
  local bare, _, plural = without_kinds(title)
  if plural and not topic then return nil end
  plural = title ~= h
  local name = tidy_name(topic or bare)
  local subject = topic ~= nil or not plural and name:find("^%u") ~= nil and count_words(name) <= 8
  if role_of(name) or name:find("^%d+$") or not is_name(capital(name), 20, subject) then return nil end
  return { name = name, kind = "national-review", scope = "national", title = title }
end

-- The review that this heading is of, or nil; and whether the heading is about reviews at all: true, or
-- "several".
local function review_of(heading)
  local h = plain(heading):gsub("^%d+[.)]%s+", ""):gsub("^[Ss]lide %d+%s*[:-]?%s*", "")
  h = h:gsub("%s*%(%d+ of %d+%)$", ""):gsub("%s*%(%d+/%d+%)$", ""):gsub("%s*%(?[Cc]ont[inue]*'?d%.?%)?$", "")
  local found = find_kind(h)
  if not found then return nil, false end
  -- The heading of a section may stand before or after the review's, behind a dash or colon.
  local head, tail = h:match("^(.+)%s+%-%s+(.-)$")
  if not head then head, tail = h:match("^(.+)%s*[:|]%s*(.-)$") end
  if head and find_kind(head) and role_of(tail) then
    local review = review_of(head)
    if review then review.role = role_of(tail) return review, true end
  end
  head, tail = h:match("^(.-)%s+%-%s+(.+)$")
  if not head then head, tail = h:match("^(.-)%s*[:|]%s*(.+)$") end
  if head and find_kind(tail) and role_of(head) then
    local review = review_of(tail)
    if review then review.role = role_of(head) return review, true end
  end
  if h:lower():find("%f[%w]national%f[^%w]") then
    return national_review((h:gsub("^[Tt]he ", ""))), found.plural and "several" or true
  end
  local bare, kind, plural = without_kinds(h)
  if plural then return nil, "several" end
  local before, after = bare:match("^(.-)\1(.*)$")
  before, after = tidy_name(before), after:gsub("\1", "")
  local inner = after:match("^%s*(%b())%s*$")
  after = before == "" and inner and inner:sub(2, -2) or after:gsub("%b()", "")
  if before == "" or before:find("^%u*SC[PB]$") then
    -- "LCSPR: Child Q", "Rapid Review KDJ", "LCSPR – Child Q – neglect"
    local name = tidy_name(after)
    local number, named = name:match("^(%d+)%s*[:|-]%s*(.+)$")
    name = number and named or name
    local first = tidy_name(name:match("^(.-)%s+%-%s") or name:match("^(.-)[:|]") or name)
    if is_name(first, 5) then return local_review(first, kind, heading), true end
    return nil, true
  end
  local rest = tidy_name(after)
  local role = rest ~= "" and role_of(rest) or nil
  local subtitle = after:find("^%s*[:|,-]") or after:find("^%s*$") or rest == "" or rest:find("^%d+$")
  if (role or subtitle) and is_name(before, 6) then
    local review = local_review(before, kind, heading)
    review.role = role
    return review, true
  end
  return nil, true
end

-- ---- the reader ----

-- The printed label of a finding, under which it can be looked up: its bold beginning, or all of
-- a short text.  A whole sentence is nobody's label.
local function label_of(s)
  local head, _, bold = run_in(s)
  local text = clean(s):gsub("[%s:;.]+$", "")
  if bold and clean(head):find("%a") then text = clean(head):gsub("[%s:;.]+$", "") end
  return count_words(text) <= longest_label and #text <= 500 and text:find("%w") and text or nil
end

local function is_bold(s) return s:find("^%*%*[^*]+%*%*:?$") ~= nil or s:find("^__[^_]+__:?$") ~= nil end

local reader = {}
reader.__index = reader

function reader:passage(line, role, text)
  if text == "" or not self.review then return end
  self.passages[#self.passages + 1] = { review = self.review.id, source = self.source, role = role, text = text,
    at = "line " .. line }
end

function reader:finding(line, s)
  local text = clean(s):gsub("%s*:$", "")
  if not text:find("[%w\128-\255]") or self.review.seen[fold(text)] then return end
  self.review.seen[fold(text)] = true
  local label = label_of(s)
  table.insert(self.review.findings, { text = text, themes = label and { label } or nil, source = self.source,
    passage = "line " .. line })
end

function reader:candidate(s)
  local label, text = label_of(s), clean(s)
  if not s:find("^%*%*") then
    local head = plain(text):match("^(.-)%s+%-%s") or text:match("^([^:]+):%s")
    if head and count_words(head) <= 8 then label = head end
  end
  local code = label and slug(label):lower() or ""
  if code == "" or self.codes[code] then return end
  self.codes[code] = true
  self.themes[#self.themes + 1] = { code = code, label = label, status = "candidate",
    definition = text ~= label and text or nil }
end

function reader:begin(found)
  local id = slug(found.name)
  local review = self.by_id[id:lower()]
  if not review then
    review = { id = id, name = found.name, kind = found.kind, scope = found.scope, title = found.title, findings = {},
      seen = {} }
    self.by_id[id:lower()] = review
    self.reviews[#self.reviews + 1] = review
  elseif found.kind and stage[found.kind] > (stage[review.kind] or 0) then
    review.kind = found.kind
  end
  self.review, self.role, self.inside, self.cross = review, found.role or "context", true, false
  self.section_level = nil
end

-- "Rapid Review" below a heading "Child X" is the review of Child X.
local function named_above(name, heading)
  local bare, kind = without_kinds(plain(heading))
  if not name or tidy_name(bare) ~= "" or not is_name(name, 4) then return nil end
  local first = name:match("^%S+")
  if not before_letter[first:lower()] and not name:find("^%u%u+%d*$") then return nil end
  return local_review(name, kind, name .. " " .. heading)
end

-- Headings below "Findings" are findings themselves if they are numbered as such or no list follows.
function reader:is_finding(heading, level)
  if not self.review or not self.inside or self.role ~= "finding" then return false end
  if level <= (self.section_level or 7) then return false end
  return heading:find("^%a+ %d+%s*[:.)-]") ~= nil or self.loose ~= false
end

-- A heading: a review's, a section's, of shared themes, or of something else.
function reader:heading(heading, level, line)
  self.slide = self.slide + 1
  self.base = tonumber(heading:match("[nN]%s*=%s*(%d+)"))
  local found, about = review_of(heading)
  local above = self.above
  self.above = not found and not about and heading or nil
  if not found and about == true then found = named_above(above, heading) end
  if is_cross_cutting(heading) and not found then
    self.review, self.role, self.inside, self.cross = nil, nil, false, true
  elseif found then
    self:begin(found)
    self.level = level
  elseif about == "several" then
    self.review, self.role, self.inside, self.cross = nil, nil, false, false
  else
    local bare = about and without_kinds(plain(heading)):gsub("\1", " ") or heading
    local role = self.review and role_of(bare, self.review.name)
    self.cross = false
    if role then
      self.role, self.inside, self.section_level = role, true, level
    elseif self:is_finding(heading, level) then
      self:finding(line, (heading:gsub("^%a+ %d+%s*[:.)-]*%s*", "")))
      self.titled = true
    elseif self.review and level > (self.level or 0) then
      self.inside = true
      if level <= (self.section_level or 0) then self.role = "context" end
    else
      self.inside = false -- the next section that is a review's goes on with the last one
    end
  end
end

-- A line that reads as a heading without being marked as one.
function reader:is_heading(s)
  local text = clean(s)
  local bold = is_bold(s)
  if text == "" or count_words(text) > 14 or not bold and text:find("[.,;]$") then return false end
  text = text:gsub(":$", "")
  local found, about = review_of(text)
  if found or bold and about or is_cross_cutting(text) then return true end
  return self.review ~= nil and role_of(text, self.review.name) ~= nil
    and (bold or s:find(":$") or count_words(text) <= 5)
end

-- A text within a review: "Background: ..." turns to that section first.
function reader:piece(block)
  local s, depth = block.text, block.depth or 0
  local head, rest, bold, colon = run_in(s)
  local heads = head and colon and (bold or block.kind ~= "item" or rest == "")
  local role = heads and role_of(clean(head), self.review.name)
  if role then
    self.role, self.inside = role, true
    self.under = block.kind == "item" and block.line or nil
    if clean(rest) == "" then return end
    s, depth = rest, 0
    if role == "finding" and s:find(";") then
      for part in s:gmatch("[^;]+") do self:finding(block.line, trim(part)) end
      return
    end
  end
  if not self.inside then return end
  -- Items below "- Findings:" are findings themselves.
  if self.under and block.above == self.under then depth = depth - 1 end
  local loose = self.loose and (self.loose ~= "bold" or is_bold(block.text))
  if self.role == "finding" and not self.titled and depth <= 0 and (block.kind == "item" or role or loose) then
    self:finding(block.line, s)
  else
    self:passage(block.line, self.role, clean(s))
  end
end

local function cell_items(cell)
  local items = {}
  cell = cell:gsub("<[bB][rR]%s*/?>", "\n"):gsub("%s*•%s*", "\n"):gsub(";%s+", "\n")
  for part in cell:gmatch("[^\n]+") do
    local _, item = lines.bullet(trim(part))
    items[#items + 1] = trim(item or part)
  end
  return items
end

function reader:cell(line, role, cell)
  self.role, self.inside = role, true
  for _, item in ipairs(cell_items(cell)) do
    if role == "finding" then self:finding(line, item) else self:passage(line, role, clean(item)) end
  end
end

-- A row may be a review with its sections in columns, a section, a finding, or a figure.
function reader:row(block)
  local cells, header = block.cells, block.header
  local first = clean(cells[1])
  local found = review_of(first)
  local roles, has_finding = {}, false
  for i = 2, #cells do
    local role = header and role_of(clean(header[i] or ""))
    roles[i] = role
    has_finding = has_finding or role == "finding"
  end
  if not found and has_finding and header then
    local _, kind = without_kinds(clean(header[1] or ""))
    local head = fold(header[1] or "")
    local named = head:find("review") or head:find("child") or head:find("case")
    for i = 2, #cells do
      local _, in_cell = without_kinds(clean(cells[i]))
      if not roles[i] and in_cell then kind = in_cell end
    end
    if (named or kind) and is_name(first, 5) then
      found = { name = first, kind = kind, scope = kind == "national-review" and "national" or "local",
        title = first }
    end
  end
  if found then
    self:begin(found)
    for i = 2, #cells do
      if roles[i] then self:cell(block.line, roles[i], cells[i]) end
    end
    self.inside, self.level = false, math.huge -- whatever heading comes next is no part of the table
    return
  end
  local role = self.review and role_of(first, self.review.name)
  if role and cells[2] then
    self:cell(block.line, role, table.concat(cells, "; ", 2))
  elseif self.cross then
    self:candidate(cells[first:find("^%d*%.?$") and 2 or 1] or "")
  elseif self.review and self.inside then
    local at = first:find("^%d*[.)]?$") and 2 or 1
    local rest = clean(table.concat(cells, " - ", at + 1))
    if self.role == "finding" then
      self:finding(block.line, cells[at] or "")
      self:passage(block.line, "finding", rest)
    else
      self:passage(block.line, self.role, clean(table.concat(cells, ": ")))
    end
  else
    self:number(figures.row_figure(cells, header, self.base) or figures.figure_of(clean(table.concat(cells, " "))))
    figures.read_funnel(clean(table.concat(cells, ": ")), self.counts)
  end
end

function reader:number(figure)
  if not figure then return end
  figure.slide, figure.source = self.slide, self.source
  self.with_percent[self.slide] = self.with_percent[self.slide] or figure.percent ~= nil
  self.figures[#self.figures + 1] = figure
end

-- A text outside every review: figures, or the next of several.
function reader:outside(s)
  local text = clean(s)
  figures.read_funnel(text, self.counts)
  for part in (select(2, text:gsub("%d+%s*/%s*%d+", "")) > 1 and text or text:gsub(";", ",")):gmatch("[^;]+") do
    self:number(figures.figure_of(part))
  end
end

local function is_section(s)
  local heading = clean(s):gsub(":$", "")
  return role_of(heading) ~= nil and count_words(heading) <= 6 or review_of(heading) ~= nil
end

-- The findings of a section without a bullet are its texts: such sections are loose.
local function mark_loose(blocks)
  local section
  for _, block in ipairs(blocks) do
    if block.kind == "heading" or block.kind == "text" and is_section(block.text) then
      section = block
      section.loose = true
    elseif section and (block.kind == "item" or block.kind == "row") then
      section.loose = false
    elseif section and section.loose and is_bold(block.text) then
      section.loose = "bold"
    end
  end
end

function reader:read(blocks)
  mark_loose(blocks)
  for i, block in ipairs(blocks) do
    local s = block.text
    self.first = self.first or block.kind == "text" and count_words(s) <= longest_label and clean(s) or nil
    if i <= 12 and not self.published then self.published = t.date_of(s) end
    if block.kind == "heading" or block.kind == "text" and self:is_heading(s) then
      local heading = clean(s):gsub(":$", "")
      self.loose, self.under, self.titled = block.loose, nil, false
      if block.kind == "heading" and (not self.title or not self.good_title and i <= 12) and heading ~= "" then
        self.good_title = heading:lower():find("review") ~= nil or heading:lower():find("learning") ~= nil
        if self.good_title or not self.title then self.title = heading end
      end
      self:heading(heading, block.level or 7, block.line)
    elseif block.kind == "row" then
      self:row(block)
    elseif self.cross then
      if block.kind == "item" and block.depth == 0 then self:candidate(s) end
    elseif self.review and (self.inside or block.kind == "text" and run_in(s)) then
      self:piece(block)
    else
      self:outside(s)
    end
  end
end

function reader:records()
  local out = { { source = { id = self.source, title = self.title or self.first, published = self.published } } }
  local used = {}
  local function add(label, figure)
    local same = used[label]
    if same and same.n == figure.n and same.of == figure.of and same.percent == figure.percent then return end
    local name, k = label, 1
    while used[name] do k = k + 1 name = ("%s (%d)"):format(label, k) end
    used[name] = figure
    out[#out + 1] = { figure = { source = self.source, label = name, n = figure.n, of = figure.of,
      percent = figure.percent } }
  end
  for _, theme in ipairs(self.themes) do out[#out + 1] = { theme = theme } end
  for _, r in ipairs(self.reviews) do
    out[#out + 1] = { review = { id = r.id, kind = r.kind, scope = r.scope, title = r.title, source = self.source,
      findings = #r.findings > 0 and r.findings or nil } }
  end
  for i, entry in ipairs(figures.funnel) do
    local n, of = self.counts[i], self.counts[i - 1] or self.counts[i - 2]
    if n then add(entry[1], { n = n, of = of and of >= n and of or nil }) end
  end
  for _, figure in ipairs(self.figures) do
    if figure.percent or self.with_percent[figure.slide] then add(figure.label, figure) end
  end
  for _, passage in ipairs(self.passages) do out[#out + 1] = { passage = passage } end
  return out
end

return function(document, name)
  local id = slug((name:gsub("%.%w+$", "")))
  local self = setmetatable({ source = id ~= "" and id or "deck", slide = 0, counts = {}, figures = {}, passages = {},
    themes = {}, codes = {}, reviews = {}, by_id = {}, with_percent = {} }, reader)
  self:read(lines.read(document))
  return self:records()
end
