--- What the headings of a deck speak of: a review and its kind, a section's role, shared themes, an end.
--
-- M.new(words) makes a reader of headings from the words of a profile (the table at the top of heddle.deck).

local t = require "heddle.deck.text"

local capital, count_words, fold, months, plain, set, trim = t.capital, t.count_words, t.fold, t.months, t.plain,
  t.set, t.trim

local M = {}
M.__index = M

local longest = 500 -- bytes of a heading that names a review

function M.new(words)
  local self = setmetatable({ words = words, role_words = {}, other = set(words.other),
    bad_names = set(words.not_names), ending = set(words.ending), stage = {} }, M)
  for _, role in ipairs(words.order) do self.role_words[role] = set(words[role]) end
  for _, entry in ipairs(words.kinds) do self.stage[entry[2]] = entry[3] end
  return self
end

-- "3.2 Findings", "4) Findings", "Section 3: Findings": the heading without its number.
function M.without_number(s)
  return (s:gsub("^[Cc]ase %a*%s?%d+%s*[:.-]%s*", ""):gsub("^[Ss]ection %d[%d.]*%s*[:.-]?%s+", "")
    :gsub("^[Pp]art %d+%s*[:.-]%s*", "")
    :gsub("^%d%d?%.?[%d.]*[.):]?%s+", ""):gsub("^[A-Z][.)]%s+", ""))
end

-- The roles that these words have, each word known; nil if one is not.
function M:roles_in(text, allowed)
  local found = {}
  for word in text:gmatch("%S+") do
    local known = self.other[word] or allowed[word] or word:find("^%d+$")
    for _, role in ipairs(self.words.order) do
      if self.role_words[role][word] then known, found[role] = true, true end
    end
    if not known then return nil end
  end
  return found
end

-- The role of a section with this heading, or nil.  Words of `name`, the review's, may stand in it.
function M:role_of(heading, name)
  local bare = self.without_number(heading)
  if #bare > longest or M.is_plain_name(bare) then return nil end -- "Child A", though a section may be "Child"
  local text = fold((bare:gsub("%b()%s*$", "")))
  text = text:gsub(" contd?$", ""):gsub(" continued$", "")
  local found = self:roles_in(text, set(fold(name or ""))) or {}
  for _, role in ipairs(self.words.order) do
    if found[role] then return role end
  end
  return self.words.phrases[text]
end

-- Whether the heading is of themes and of nothing else that findings are called.
function M.is_themes(heading)
  local text = " " .. fold(heading) .. " "
  return text:find(" them[ea]") ~= nil and not text:find(" findings? ") and not text:find(" lessons? ")
end

-- A heading of themes that many reviews share.
function M:is_cross_cutting(heading)
  local text = " " .. fold(heading) .. " "
  if not text:find(" them[ea]") then return false end
  for _, word in ipairs(self.words.shared) do
    if text:find(" " .. word .. " ", 1, true) then return true end
  end
  return false
end

-- A heading that lists what follows: its lines name sections and are none.
function M:is_contents(heading)
  return self.words.contents[fold(M.without_number(heading))] ~= nil
end

-- A heading of what is no part of any review: an appendix, a glossary, thanks.
function M:is_end(heading)
  return self.ending[fold(M.without_number(heading)):match("^%S+") or ""] ~= nil
end

-- The first kind of review that h names: its first and last byte, kind, whether it is plural.
function M:find_kind(h)
  local low = h:lower()
  local best
  for _, entry in ipairs(self.words.kinds) do
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
function M:without_kinds(s)
  local kind, plural = nil, false
  local found = self:find_kind(s)
  while found do
    if not kind or self.stage[found.kind] > self.stage[kind] then kind = found.kind end
    plural = plural or found.plural
    s = s:sub(1, found.a - 1) .. "\1" .. s:sub(found.b + 1)
    found = self:find_kind(s)
  end
  return s, kind, plural
end

local before_letter = set "child baby family case person infant adult sibling siblings children young boy girl"

local function tidy_name(s)
  s = s:gsub("\1", " "):gsub("%b()", " "):gsub("[%[%]\"]", ""):gsub("%s+", " ")
  s = s:gsub("^[%s%p]+", ""):gsub("[%s:;,%-|/&.'(]+$", ""):gsub("'s$", "")
  s = s:gsub("^[Ff]or ", ""):gsub("^[Oo]f ", ""):gsub("^[Jj]oint%f[%W]%s*", ""):gsub("^[Tt]hematic%f[%W]%s*", "")
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
function M:is_name(s, most, subject)
  if s == "" or count_words(s) > most or s:find("^%u*SC[PB]$") or s:find("[?!]") then return false end
  local last, lower = nil, nil
  for word in s:gmatch("%S+") do
    local low = word:lower():gsub("[^%w\128-\255-]", "")
    local inner = last and small[low]
    if self.bad_names[low] and not inner and not (low == "case" and not last) then return false end
    if not subject and (low == "a" or low == "an") and not before_letter[last or ""] then return false end
    if not subject and not word:find("^['(]?[%u%d\128-\255&]") and not inner then return false end
    last, lower = low, word:find("^%l%l?%l?$")
  end
  return not (lower and small[last])
end

-- A subject behind "National Panel Review:" has words of its own beside those that are no names.
function M:is_subject(s)
  if count_words(s) < 2 or count_words(s) > 20 or s:find("[?!]") then return false end
  for word in fold(s):gmatch("%S+") do
    local known = self.bad_names[word] or self.other[word] or small[word]
    if not known and not self:role_of(word) then return true end
  end
  return false
end

-- A name that is one by itself, without the word review: "Child A", "Family Oak", "RR23-04".
function M.is_plain_name(s)
  local first, rest = s:match("^(%a+) (.+)$")
  if first and before_letter[first:lower()] then
    return rest:find("^%u[%u%d]?[%u%d]?$") ~= nil or first:lower() == "family" and rest:find("^%u%l+$") ~= nil
  end
  return s:find("^%u[%u-]*%d[%d/-]*$") ~= nil
end

-- "Rapid Review 3" has no other name than its number, and keeps its kind.
local function local_review(name, kind, heading)
  if name:find("^%d+$") then name = (kind == "lcspr" and "LCSPR " or "Rapid Review ") .. name end
  return { name = name, kind = kind, scope = "local", title = heading }
end

local national_topics = { "national [%a ]*review%s+in%a*%s+()", "national [%a ]*review%s+of%s+()",
  "national [%a ]*review%s+on%s+()", "national [%a ]*review%s+into%s+()" }

-- "National Reviews – Sara Sherif CSPR", "National Review in X", "X National Review".  `h` is the heading
-- with plain dashes and quotes.
function M:national_review(h)
  local title = h:match("^[Nn]ational [%a ]-[Rr]eviews%s*[:|-]%s*(.+)$")
    or h:match("^[Nn]ational CSPR'?s%s*[:|-]%s*(.+)$") or h
  local topic
  for _, form in ipairs(national_topics) do
    local at = title:lower():match(form)
    topic = topic or at and title:sub(at)
  end
  local bare, _, plural = self:without_kinds(title)
  if plural and not topic then return nil end
  plural = title ~= h
  local name = tidy_name(topic or bare)
  local subject = topic ~= nil or not plural and name:find("^%u") ~= nil and count_words(name) <= 8
  local behind = bare:find("^%s*\1%s*[:|-]") ~= nil and self:is_subject(name)
  if self:role_of(name) or name:find("^%d+$") then return nil end
  if not behind and not self:is_name(capital(name), 20, subject) then return nil end
  return { name = name, kind = "national-review", scope = "national", title = title }
end

-- The heading of a section may stand before or after the review's, behind a dash or colon.
function M:with_section(h)
  local head, tail = h:match("^(.+)%s+%-%s+(.-)$")
  if not head then head, tail = h:match("^(.+)%s*[:|]%s*(.-)$") end
  local found = head and self:find_kind(head) and self:role_of(tail) and self:review_of(head)
  if found then
    found.role = self:role_of(tail)
    return found
  end
  head, tail = h:match("^(.-)%s+%-%s+(.+)$")
  if not head then head, tail = h:match("^(.-)%s*[:|]%s*(.+)$") end
  found = head and self:find_kind(tail) and self:role_of(head) and self:review_of(tail)
  if found then found.role = self:role_of(head) end
  return found or nil
end

-- A review whose name stands behind its kind: "LCSPR: Child Q", "Rapid Review KDJ", "LCSPR – Child Q – neglect".
function M:named_behind(after, kind, heading, thematic)
  local name = tidy_name(after)
  if thematic and self:is_subject(name) then return local_review(name, kind, heading) end
  local number, named = name:match("^(%d+)%s*[:|-]%s*(.+)$")
  if number then -- "Rapid Review 2 - Child S", but "Rapid Review 2 - Neglect" is known by its number
    named = tidy_name(named)
    local known = before_letter[(named:match("^%a+") or ""):lower()] or named:find("^%u%u+$") or M.is_plain_name(named)
    name = known and named or number
  end
  local first = tidy_name(name:match("^(.-)%s+%-%s") or name:match("^(.-)[:|]") or name)
  return self:is_name(first, 5) and local_review(first, kind, heading) or nil
end

-- Whether a review's name comes after these words: "Learning from the".
local function leads(s)
  local last = s:lower():gsub("%s+the%s*$", ""):match("(%a+)%s*$")
  return last == "from" or last == "of" or last == "for" or last == "to" or last == "in"
end

-- The review that this heading is of, or nil; and whether the heading is about reviews at all: true, or
-- "several".
function M:review_of(heading)
  if #heading > longest then return nil, false end
  local h = self.without_number(plain(heading)):gsub("^[Ss]lide %d+%s*[:-]?%s*", "")
  h = h:gsub("%s*%(%d+ of %d+%)$", ""):gsub("%s*%(%d+/%d+%)$", ""):gsub("%s*[:-]?%s*%(?[Cc]ont[inue]*'?d%.?%)?$", "")
  local found = self:find_kind(h)
  if not found then return nil, false end
  local both = self:with_section(h)
  if both then return both, true end
  if h:lower():find("%f[%w]national%f[^%w]") then
    return self:national_review((h:gsub("^[Tt]he ", ""))), found.plural and "several" or true
  end
  local bare, kind, plural = self:without_kinds(h)
  if plural then return nil, "several" end
  local before, after = bare:match("^(.-)\1(.*)$")
  local role = leads(before) and self:role_of(before) or nil -- "Findings from the"
  before, after = role and "" or tidy_name(before), after:gsub("\1", "")
  local word, behind = after:match("^%s*(%a[%a ]-)%s*[:-]%s+(.+)$") -- "Rapid Review Summary - Child B"
  if before == "" and word and self:role_of(word) and M.is_plain_name(tidy_name(behind)) then
    role, after = self:role_of(word), behind
  end
  local inner = after:match("^%s*(%b())%s*$")
  after = before == "" and inner and inner:sub(2, -2) or after:gsub("%b()", "")
  if before == "" or before:find("^%u*SC[PB]$") then
    local thematic = kind == "thematic-review" or h:lower():find("^thematic") ~= nil
    local review = self:named_behind(after, kind, heading, thematic)
    if review then review.role = role end
    return review, true
  end
  local rest = tidy_name(after)
  role = rest ~= "" and self:role_of(rest) or nil
  local subtitle = after:find("^%s*[:|,-]") or after:find("^%s*$") or rest == "" or rest:find("^%d+$")
  if (role or subtitle) and self:is_name(before, 6) then
    local review = local_review(before, kind, heading)
    review.role = role
    return review, true
  end
  return nil, true
end

-- "Rapid Review" below a heading "Child X" is the review of Child X.
function M:named_above(name, heading)
  local bare, kind = self:without_kinds(plain(heading))
  if not name or tidy_name(bare) ~= "" or not self:is_name(name, 4) then return nil end
  local first = name:match("^%S+")
  if not before_letter[first:lower()] and not name:find("^%u%u+%d*$") then return nil end
  return local_review(name, kind, name .. " " .. heading)
end

-- The kind that a heading is of which names no review: "Local Child Safeguarding Practice Review".
function M:kind_alone(heading)
  local bare, kind, plural = self:without_kinds(plain(self.without_number(heading)))
  return not plural and tidy_name(bare) == "" and kind or nil
end

-- "Child X" right below "Rapid Review".
function M:named_below(kind, name)
  return kind and self:is_name(name, 4) and local_review(name, kind, name) or nil
end

-- "Child A" without a word for the kind, among the reviews of `group` (a kind, or true).
function M:named_in_group(heading, group)
  local name = tidy_name(plain(self.without_number(heading)))
  if not M.is_plain_name(name) and not (group and self:is_name(name, 4)) then return nil end
  local kind = type(group) == "string" and group or nil
  return { name = name, kind = kind, scope = kind == "national-review" and "national" or "local", title = heading }
end

return M
