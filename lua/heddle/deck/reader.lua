--- Reads the blocks of a deck: which review and section each stands in, and what it therefore is.
--
-- M.read(document, name, source, words) gives a table with source, title, first, published, meta (what stood on
-- top), the lists reviews, themes, figures, passages (as the records have them), and counts (of the funnel).
-- Tables are read by heddle.deck.rows.

local blocks_of = require "heddle.deck.blocks"
local figures = require "heddle.deck.figures"
local headings = require "heddle.deck.headings"
local rows = require "heddle.deck.rows"
local t = require "heddle.deck.text"

local clean, count_words, fold, plain, run_in, slug, trim = t.clean, t.count_words, t.fold, t.plain, t.run_in, t.slug,
  t.trim

local longest_label = 15 -- words of a finding's text that is taken as its label too

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

-- ---- what is found ----

-- `finding` is the text of the finding that the passage stands below.
function reader:passage(line, role, text, finding)
  if text == "" or not self.review then return end
  self.passages[#self.passages + 1] = { review = self.review.id, source = self.source, role = role, text = text,
    at = "line " .. line, finding = finding }
end

function reader:finding(line, s)
  local text = clean(s):gsub("%s*:$", "")
  if not text:find("[%w\128-\255]") then return end
  local key = fold(text)
  self.parent = self.review.seen[key] or text
  if self.review.seen[key] then return end
  self.review.seen[key] = text
  local label = label_of(s)
  table.insert(self.review.findings, { text = text, themes = label and { label } or nil, source = self.source,
    passage = "line " .. line })
end

-- A theme that is proposed; `count` is what is printed with it in a table's row.
function reader:candidate(s, count)
  local label, text = label_of(s), clean(s)
  local figure = figures.figure_of(count or text)
  if not s:find("^%*%*") then
    local head = text:gsub(" \226\128[\144-\149] ", " - "):match("^(.-)%s+%-%s") or text:match("^([^:]+):%s")
    if head and count_words(head) <= 8 and head:find("%a") then label = head end
    if figure and not count and count_words(figure.label) <= longest_label then label = figure.label end
  end
  label = label and figures.without_count(label)
  local code = label and slug(label):lower() or ""
  if code == "" or self.codes[code] then return end
  self.codes[code] = true
  self.themes[#self.themes + 1] = { code = code, label = label, status = "candidate",
    definition = not figure and fold(figures.without_count(text)) ~= fold(label) and text or nil }
  if figure then
    figure.label, figure.sure = label, true
    self:number(figure)
  end
end

function reader:number(figure)
  if not figure then return end
  figure.slide, figure.source, figure.line = self.slide, self.source, self.line
  self.with_percent[self.slide] = self.with_percent[self.slide] or figure.percent ~= nil
  self.figures[#self.figures + 1] = figure
end

-- A text outside every review: figures, or the next of several.
function reader:outside(s)
  local text = clean(s)
  figures.read_funnel(text, self.counts, self.line)
  for _, figure in ipairs(figures.figures_of(text)) do self:number(figure) end
end

-- ---- where it stands ----

function reader:begin(found)
  local id = slug(found.name)
  local review = self.by_id[id:lower()]
  if not review then
    review = { id = id, name = found.name, kind = found.kind, scope = found.scope,
      title = found.title:gsub("^%d+%.[%d.]*%s+", ""), findings = {}, seen = {} }
    self.by_id[id:lower()] = review
    self.reviews[#self.reviews + 1] = review
  elseif found.kind and self.headings.stage[found.kind] > (self.headings.stage[review.kind] or 0) then
    review.kind = found.kind
  end
  self.review, self.role, self.inside, self.cross = review, found.role or "context", true, nil
  self.section_level, self.past, self.parent = nil, nil, nil
end

-- No review is open; of `cross`, the level of a heading of shared themes, what follows are themes.
function reader:close(cross)
  self.review, self.role, self.inside, self.cross, self.past, self.parent = nil, nil, false, cross, nil, nil
end

-- A heading at the review's own level or above, where the review's sections lie deeper and have given
-- findings, is the document's: "Next steps", "Key themes" behind the last review.
function reader:is_documents(heading, level)
  if not self.section_level or level > (self.level or 0) or level >= self.section_level then return false end
  return #self.review.findings > 0 and (self.section_level < 7 or headings.is_themes(heading))
end

-- Headings below "Findings" are findings themselves if they are numbered as such or no list follows;
-- "Finding 2: ..." is one in any section.  The finding's text, or nil.
function reader:heading_finding(heading, level)
  if not self.review or level <= (self.level or 0) and level < 7 or self.past and level > self.past then return nil end
  local head, number, rest = heading:match("^(%a[%a ]-) (%d+)%s*[:.)-]%s*(%S.*)$")
  if not head then head, number, rest = heading:match("^(%a[%a ]-) (%d+)%s*\226\128[\144-\149]%s*(%S.*)$") end
  local numbered = head and number and self.headings:role_of(head) == "finding"
  if numbered and level < 7 then return rest end
  if not self.inside or self.role ~= "finding" or level <= (self.section_level or 7) then return nil end
  if head or self.loose ~= false then return rest or heading end
end

-- "Child A" with sections below it is a review also without a word for its kind.
function reader:named_by_sections(heading, level, i)
  if level > 6 or self.headings:role_of(heading) then return nil end
  local found = self.headings:named_in_group(heading, self.group)
  if not found then return nil end
  local roles = {}
  for j = i + 1, math.min(#self.blocks, i + 400) do
    local block = self.blocks[j]
    local s = clean(block.text):gsub(":$", "")
    local head = block.kind ~= "heading" and run_in(block.text) or s
    local role = self.headings:role_of(clean(head), found.name)
    if block.kind == "heading" and (block.level <= level and not role or self.headings:find_kind(s)) then break end
    if role and count_words(head) <= 6 then roles[role] = true end
  end
  return roles.finding and (roles.context or self.group) and found or nil
end

-- A heading that is neither a review's nor of shared themes.
function reader:section(heading, level, line, about)
  local bare = about and self.headings:without_kinds(plain(heading)):gsub("\1", " ") or heading
  local role = self.review and self.headings:role_of(bare, self.review.name)
  local text = self:heading_finding(heading, level)
  if text then
    if self.role ~= "finding" then self.section_level = level - 1 end
    self.role, self.inside = "finding", true
    self:finding(line, text)
    self.titled = true
  elseif role and self:is_documents(heading, level) then
    self:close(headings.is_themes(heading) and level or nil)
  elseif role and not (self.past and level > self.past) then
    self.role, self.inside, self.section_level, self.past = role, true, level, nil
  elseif self.headings:is_end(heading) then
    self.inside, self.past = false, level
  elseif self.review and level > (self.level or 0) and not (self.past and level > self.past) then
    self.inside, self.past = true, nil
    if level <= (self.section_level or 0) then self.role = "context" end
  else
    self.inside = false -- the next section that is a review's goes on with the last one, but not one below this
    local deeper = self.section_level and self.section_level > level and self.section_level < 7
    if deeper and level <= (self.level or 0) then self.past = level end
  end
end

-- A heading: a review's, a section's, of shared themes, or of something else.
function reader:heading(heading, level, line, i)
  self.slide = self.slide + 1
  self.base = tonumber(heading:match("[nN]%s*=%s*(%d+)"))
  local names = self.headings
  local found, about = names:review_of(heading)
  local above, kind_above = self.above, self.kind_above
  self.kind_above = about == true and not found and names:kind_alone(heading) or nil
  if not found and not about and not names:role_of(heading) then found = names:named_below(kind_above, heading) end
  self.above = not found and not about and heading or nil
  if not found and about == true then found = names:named_above(above, heading) end
  if not found and not about then found = self:named_by_sections(heading, level, i) end
  local theme = heading:match("^[Tt]heme %d+%s*[:.)-]%s*(%S.*)$")
  if found then
    self:begin(found)
    self.level = level
  elseif names:is_contents(heading) then
    if level <= (self.level or 7) then self:close() end
    self.contents = { at = i }
  elseif names:is_cross_cutting(heading) or not self.review and names:role_of(heading) and headings.is_themes(heading)
    and not (self.cross and level > self.cross) then
    self:close(level)
  elseif about == "several" then
    local _, kind = names:without_kinds(plain(heading))
    self:close()
    self.group = kind or true
  elseif theme and not self.review then
    self.cross = self.cross or level - 1
    self:candidate(theme)
    self.titled = true
  elseif self.cross and level > self.cross and level < 7 and self.loose then
    self:candidate(heading)
    self.titled = true
  else
    self.cross = nil
    self:section(heading, level, line, about)
  end
end

-- ---- lines that read as headings without being marked ----

-- "1. Background" in a text without marked headings, when no next number follows at once.
function reader:is_numbered_heading(i)
  local block, behind = self.blocks[i], self.blocks[i + 1]
  local form = block.kind == "item" and block.depth == 0 and block.mark:find("%%d", 1, false) and block.mark
  if self.blocks.marked or not form or count_words(block.text) > 8 or block.text:find("[.,;]$") then return false end
  if not behind or behind.mark == form then return false end
  local text = clean(block.text)
  if self.headings:review_of(text) or self.headings:role_of(text) then
    self.numbered = form
    return true
  end
  return self.numbered == form and not (behind.kind == "item" and behind.indent > block.indent)
end

-- A short line between the end of one list and the beginning of another, or in capitals where the
-- headings are, ends a section although its words say nothing.
function reader:is_plain_heading(i, text)
  local block, before, behind = self.blocks[i], self.blocks[i - 1], self.blocks[i + 1]
  if self.blocks.marked or block.depth or text:find("[.,;:!]$") or count_words(text) > 8 then return false end
  if self.capitals and t.is_capitals(text) then return true end
  return block.gap and not self.subtitled and before ~= nil and before.kind == "item" and behind ~= nil
    and behind.kind == "item" and text:find("^[%u%d]") ~= nil
end

-- Whether the block at i reads as a heading, and how deep: the first line of a slide is its title.
function reader:heading_level(i)
  local block = self.blocks[i]
  local s = block.text
  if block.kind == "heading" then return block.level end
  if block.kind ~= "text" then return self:is_numbered_heading(i) and 7 or nil end
  local text, bold = clean(s), is_bold(s)
  if text == "" or count_words(text) > 14 or not bold and text:find("[.,;]$") then return nil end
  if block.slide then return 1 end
  text = text:gsub(":$", "")
  local found, about = self.headings:review_of(text)
  local known = found or bold and about or self.headings:is_cross_cutting(text) or self.headings:is_contents(text)
    or self.review and self.headings:role_of(text, self.review.name)
    and (bold or s:find(":$") or count_words(text) <= 5)
  if known and t.is_capitals(text) then self.capitals = true end
  return (known or self:is_plain_heading(i, text)) and 7 or nil
end

-- ---- what stands in a section ----

-- "Type: Rapid Review" tells the kind of a review that has been named without.
local kind_words = { type = true, kind = true, ["type of review"] = true, ["review type"] = true }

function reader:take_kind(text)
  local kind, stage = self.headings:kind_alone(text), self.headings.stage
  if kind and (not self.review.kind or stage[kind] > stage[self.review.kind]) then self.review.kind = kind end
  return kind ~= nil
end

-- A text within a review: "Background: ..." turns to that section first.
function reader:piece(block)
  local s, depth = block.text, block.depth or 0
  if block.kind == "text" and clean(s) == self.title then return end -- at the foot of each page
  local head, rest, bold, colon = run_in(s)
  if head and kind_words[fold(head)] and self:take_kind(clean(rest)) then return end
  local heads = head and (colon or bold and rest:find("^%s*%u")) and (bold or block.kind ~= "item" or rest == "")
  local role = heads and self.headings:role_of(clean(head), self.review.name)
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
    local below = self.role == "finding" and (depth > 0 or self.titled or self.loose) and self.parent or nil
    self:passage(block.line, self.role, clean(s), below)
  end
end

-- What stands below a heading of shared themes: items, or lines where there are none.
function reader:theme(block)
  local loose = self.loose == true and not clean(block.text):find("[.;]$")
    or self.loose == "bold" and is_bold(block.text)
  if self.titled then return end
  if block.kind == "item" and block.depth == 0 or block.kind == "text" and loose then
    self:candidate(block.text)
  elseif block.kind == "text" then
    for _, figure in ipairs(figures.figures_of(clean(block.text))) do self:number(figure) end
  end
end

-- A list of contents ends at the next marked heading or slide, where a line comes again, or behind a
-- gap if the list has none.
function reader:in_contents(i)
  local list, block = self.contents, self.blocks[i]
  local key = fold((headings.without_number(clean(block.text)):gsub("[%s.]+%d+$", "")))
  local first = i == list.at + 1
  if i == list.at + 2 then list.spaced = block.gap end
  if block.kind == "heading" or block.slide or list[key] or not first and block.gap and not list.spaced then
    self.contents = nil
    return false
  end
  list[key] = true
  return true
end

-- The findings of a section without a bullet are its texts: such sections are loose.
function reader:mark_loose()
  local section
  for _, block in ipairs(self.blocks) do
    local names, text = self.headings, block.kind == "text" and clean(block.text):gsub(":$", "")
    local known = text and (names:role_of(text) ~= nil and count_words(text) <= 6
      or names:review_of(text) or names:is_cross_cutting(text))
    if block.kind == "heading" or block.slide or known then
      section = block
      section.loose = true
    elseif section and (block.kind == "item" or block.kind == "row") then
      section.loose = false
    elseif section and section.loose and is_bold(block.text) then
      section.loose = "bold"
    end
  end
end

-- The first heading that speaks of reviews or learning, on slides also a line of the first; a review's own
-- only if none is before it.
function reader:take_title(block, i, heading)
  if block.slide then self.slides = (self.slides or 0) + 1 end
  local first = self.slides == 1 or not self.slides and self.blocks.slides -- its line "Slide 1" may be missing
  local title = block.kind == "heading" or block.slide or first and block.kind == "text"
  if not title or heading == "" or self.title and (self.good_title or i > 12) then return end
  local low = heading:lower()
  self.good_title = (low:find("review") or low:find("learning")) and true or false
  if not self.title or self.good_title and not self.headings:review_of(heading) then self.title = heading end
end

function reader:block(i)
  local block = self.blocks[i]
  local s = block.text
  self.line = block.line
  self.first = self.first or block.kind == "text" and count_words(s) <= longest_label and clean(s) or nil
  if i <= 12 and not self.published then self.published = t.date_of(s) end
  if i <= 12 or block.kind == "heading" or block.slide then self:take_title(block, i, (clean(s):gsub(":$", ""))) end
  if self.contents and self:in_contents(i) then return end
  local level = block.kind ~= "row" and self:heading_level(i)
  if level then
    local heading = clean(s):gsub(":$", "")
    local behind, after = self.blocks[i + 1], self.blocks[i + 2]
    self.loose, self.titled, self.parent = block.loose, false, nil
    self.under = block.kind == "item" and block.line or nil
    self.subtitled = behind and after and behind.kind == "text" and after.kind == "item"
    self:heading(heading, level, block.line, i)
  elseif block.kind == "row" then
    rows.read(self, block)
  elseif block.kind == "number" then
    self.lone = block
  elseif self.cross then
    self:theme(block)
  elseif self.review and (self.inside or block.kind == "text" and run_in(s)) then
    self:piece(block)
  else -- a large number may stand on the line above its words
    local lone = self.lone and self.lone.line == block.line - 1 and self.lone.text .. " " or ""
    self:outside(lone .. s)
  end
end

local M = {}

function M.read(document, name, source, words)
  local id = source or slug((name:gsub("%.%w+$", "")))
  local blocks, meta = blocks_of.read(document)
  local self = setmetatable({ source = id ~= "" and id or "deck", slide = 0, counts = {}, figures = {}, passages = {},
    themes = {}, codes = {}, reviews = {}, by_id = {}, with_percent = {}, blocks = blocks,
    headings = headings.new(words), meta = meta }, reader)
  self:mark_loose()
  for i = 1, #blocks do self:block(i) end
  return self
end

return M
