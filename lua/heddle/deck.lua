--- How heddle reads a deck: the text of slides or of a report -> import records.
--
-- A profile is one file of Lua that returns a function (text, name, source) -> list of records, where `source`
-- is the id that --source asks for, or nil; a record is a table of the import format: { review = { id = "KDJ", ... } }.
-- A copy of this file, changed, is a profile of your own: heddle import --profile my.lua deck.md.  It finds the
-- modules heddle.deck.* there too.
--
-- Here are the words (what to change first) and the records that come of them; how headings are understood
-- is in heddle.deck.headings, how sections are read in heddle.deck.reader.

local figures = require "heddle.deck.figures"
local reader = require "heddle.deck.reader"
local date_of = require("heddle.deck.text").date_of

local words = {}

-- A section's heading is made of these words alone, at least one of them with a role; the role
-- that stands first in `order` wins: "Key Findings & Actions" is findings.
words.order = { "finding", "action", "good practice", "note", "context" }
words.finding = "find finding findings learning lesson lessons learned learnt learn message messages theme themes"
  .. " issue issues"
words.action = "action actions recommendation recommendations step steps response changed impact plan progress done"
words["good practice"] = "good strength strengths well"
words.note = "note notes"
words.context = "background context circumstances happened summary incident chronology timeline overview synopsis"
  .. " history story family details information child introduction composition genogram scenario"
-- Words that may stand beside them.
words.other = "key main and or the a an from of our for in to on with about this that what we did do was were is it"
  .. " are has have been be us you should need review reviews point points practice case area areas identified emerging"
  .. " brief more further next made found relevant personal young person parents worked working analysis taken"
  .. " agreed priority went arising arose emerged i can leading agencies practitioners professionals"

-- Headings of sections that are known as a whole, in small letters.
words.phrases = { ["key points"] = "finding", ["what should you do"] = "action", ["what you need to do"] = "action",
  ["what do you need to do"] = "action", ["what can i do"] = "action", ["what can you do"] = "action",
  ["what can we do"] = "action", ["what do we need to do"] = "action", ["what needs to change"] = "action",
  ["what needs to happen"] = "action", ["what next"] = "action", ["implications for practice"] = "action",
  ["what we know"] = "context", ["what we knew"] = "context", ["what was known"] = "context" }

-- What a review is called, its kind, and how far a review of that kind has gone: of several headings
-- of one review the furthest stands.
words.kinds = {
  { "national child safeguarding practice review", "national-review", 4 },
  { "national thematic review", "national-review", 4 },
  { "national panel review", "national-review", 4 }, { "national review", "national-review", 4 },
  { "national cspr", "national-review", 4 },
  { "local child safeguarding practice review", "lcspr", 3 },
  { "child safeguarding practice review", "lcspr", 3 }, { "local safeguarding practice review", "lcspr", 3 },
  { "lcspr", "lcspr", 3 }, { "local cspr", "lcspr", 3 }, { "cspr", "lcspr", 3 },
  { "serious case review", "serious-case-review", 2 }, { "scr", "serious-case-review", 2 },
  { "child practice review", "child-practice-review", 2 },
  { "local thematic review", "thematic-review", 2 }, { "thematic review", "thematic-review", 2 },
  { "local learning review", "learning-review", 1 }, { "multi-agency learning review", "learning-review", 1 },
  { "learning review", "learning-review", 1 },
  { "rapid review", "rapid-review", 1 }, { "rr", "rapid-review", 1 },
}

-- Words that are in no review's name: "Rapid Review Process" is no review.
words.not_names = "the our what when why how who where which is are rapid local national serious statutory process"
  .. " timeline timescales timescale timeframe purpose role roles criteria guidance overview update learning recent"
  .. " new all each every summary aims aim outcome outcomes decision decisions making panel group meeting"
  .. " meetings report"
  .. " reports template flowchart next stage stages step steps data activity undertaking undertaken conducting"
  .. " completed commissioned published partnership types introduction multi-agency methodology this following from"
  .. " about key findings background context actions recommendations themes agenda contents progress referral"
  .. " referrals notification notifications incident safeguarding practice review case study messages national thematic"
  .. " events reviews cases type kind ref reference status"

-- Themes with one of these words are shared by many reviews.
words.shared = { "cross cutting", "crosscutting", "recurring", "recurrent", "common", "overarching", "across",
  "reviews", "shared", "repeated", "overall" }

-- Headings of a list of what follows, in small letters.
words.contents = { ["contents"] = true, ["table of contents"] = true, ["agenda"] = true, ["outline"] = true,
  ["todays agenda"] = true, ["agenda for today"] = true, ["programme"] = true, ["in this session"] = true,
  ["in this report"] = true, ["in this briefing"] = true, ["what we will cover"] = true, ["session outline"] = true,
  ["structure of this report"] = true, ["list of reviews"] = true, ["overview of the session"] = true }

-- Headings that begin with one of these end a review.
words.ending = "appendix appendices annex glossary references bibliography acknowledgements abbreviations thank"
  .. " disclaimer footnotes useful links resources contact contacts"

local deck = {}

-- The figures under labels that are all different: the funnel, then the others.
local function add_figures(read, out)
  local used = {}
  local function add(label, figure)
    local same = used[label]
    if same and same.n == figure.n and same.of == figure.of and same.percent == figure.percent then return end
    local name, k = label, 1
    while used[name] do
      k = k + 1
      name = ("%s (%d)"):format(label, k)
    end
    used[name] = figure
    out[#out + 1] = { figure = { source = read.source, label = name, n = figure.n, of = figure.of,
      percent = figure.percent, at = "line " .. figure.line } }
  end
  for i, entry in ipairs(figures.funnel) do
    local found, of = read.counts[i], read.counts[i - 1] or read.counts[i - 2]
    if found then add(entry[1], { n = found.n, of = of and of.n >= found.n and of.n or nil, line = found.line }) end
  end
  for _, figure in ipairs(read.figures) do
    if figure.percent or figure.sure or read.with_percent[figure.slide] then add(figure.label, figure) end
  end
end

function deck.records(read)
  local published = read.published or read.meta.date and date_of(read.meta.date)
  local out = { { source = { id = read.source, title = read.title or read.meta.title or read.first,
    published = published } } }
  for _, theme in ipairs(read.themes) do out[#out + 1] = { theme = theme } end
  for _, r in ipairs(read.reviews) do
    out[#out + 1] = { review = { id = r.id, kind = r.kind, scope = r.scope, title = r.title, source = read.source,
      findings = #r.findings > 0 and r.findings or nil } }
  end
  add_figures(read, out)
  for _, passage in ipairs(read.passages) do out[#out + 1] = { passage = passage } end
  return out
end

return function(document, name, source)
  return deck.records(reader.read(document, name, source, words))
end
