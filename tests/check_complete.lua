--- What Tab offers, asked of the function itself: tests/pty asks it of a terminal.
--
--   lua5.4 tests/check_complete.lua      from the checkout's folder
--
-- The store is a stand-in of this file.  Prints "N passed, N failed".

package.path = "lua/?.lua;" .. package.path

local passed, failed = 0, 0
local open = true
local touched = 0 -- metamethods of the script's that ran

local function watched(index)
  local function count() touched = touched + 1 end
  return { __index = index or count, __pairs = count, __len = count, __tostring = count, __eq = count, __call = count }
end

local globals = {
  string = string, table = table, math = math, print = print, pairs = pairs, ipairs = ipairs, tostring = tostring,
  young = "set of reviews", answer = { alpha = 1, beta = { gamma = 2, ["not a name"] = 3 } },
  strange = setmetatable({ own = 1 }, watched()), inherits = setmetatable({ mine = 1 }, watched { theirs = 2 }),
}
globals._G = globals

local themes = {
  { code = "hidden-adults", label = "Hidden significant adults", status = "active" },
  { code = "housing", label = "Housing \"need\" or d'accord", status = "retired" },
  { code = "maybe", label = "Only proposed", status = "candidate" },
}

package.preload["heddle.core"] = function()
  return {
    fold = function(text) return text:lower() end,
    open = function() return open and {} or error("no store") end,
    fields = function()
      return {
        { unit = "review", key = "area", kind = "category", values = { "Hartlepool", "Stockton-on-Tees", "Saint John's" } },
        { unit = "review", key = "notified", kind = "date", values = {} },
        { unit = "child", key = "age", kind = "number", values = {} },
        { unit = "child", key = "sex", kind = "category", values = { "female", "male" } },
      }
    end,
    bands = function() return { { name = "age_band", labels = { "under 1", "1 to 2" } } } end,
    themes = function() return themes end,
    crosswalks = function() return { { frame = "panel", version = "2020", newest = true } } end,
    comparators = function() return { { id = "dfe-2025" } } end,
    set_unit = function(value) return value == io.stdout and "review" or error("no set") end,
    row_set = function() error("no row") end,
    nearest = function() end,
  }
end
package.preload["heddle.host"] = function()
  return {
    globals = function() return globals end,
    raw = function(value)
      local mt = getmetatable(value)
      local index = mt and rawget(mt, "__index")
      return type(index) == "table" and index or nil
    end,
  }
end
package.preload["heddle"] = function() return {} end
globals.young = io.stdout -- the only userdata at hand
globals.written = {}
require("heddle.result").register(globals.written, "report", { "heading" })

local complete = require("heddle.prompt.complete").complete

local function result(ok, ...)
  if ok then passed = passed + 1 else
    failed = failed + 1
    print("FAILED: " .. table.concat({ ... }, " "))
  end
end

-- What TEXT becomes with each candidate; "|" is the cursor.
local function offered(text)
  local cursor = text:find("|", 1, true) - 1
  text = text:gsub("|", "", 1)
  local from, full, shown = complete(text, cursor)
  assert(#full == #shown and from <= cursor + 1)
  local list = {}
  for i, one in ipairs(full) do list[i] = text:sub(1, from - 1) .. one end
  return list, shown
end

-- TEXT can become exactly these; nothing: none.
local function becomes(text, ...)
  local list = offered(text)
  local wanted = table.concat({ ... }, "\n  ")
  result(table.concat(list, "\n  ") == wanted, text, "became\n  " .. table.concat(list, "\n  ") .. "\nnot\n  " .. wanted)
end

-- WORDS are listed for TEXT, and WITHOUT is not.
local function lists(text, words, without)
  local _, shown = offered(text)
  local there = {}
  for _, word in ipairs(shown) do there[word] = true end
  for word in words:gmatch("%S+") do result(there[word], text, "does not list", word) end
  for word in (without or ""):gmatch("%S+") do result(not there[word], text, "lists", word) end
end

-- names
becomes("corp|", "corpus")
becomes("prin|", "print")
becomes("PRIN|", "print")
becomes("x = ans|", "x = answer")
becomes("local mine = 1; print(min|", "local mine = 1; print(mine")
becomes("els|", "else", "elseif")
becomes("qqq|")
becomes("local pri|")
becomes("-- pri|")
becomes("function f(parameter) return para|", "function f(parameter) return parameter")
lists("|", "corpus heddle print young", "end _G")
-- members
becomes("corpus.rev|", "corpus.reviews")
becomes("heddle.stats.wil|", "heddle.stats.wilson")
becomes("heddle.not_r|", "heddle.not_recorded")
becomes("answer.al|", "answer.alpha")
becomes("answer.beta.|", "answer.beta.gamma")
becomes("strange.o|", "strange.own")
becomes("strange.x.|")
becomes("inherits.|", "inherits.mine", "inherits.theirs")
becomes("string.rep|", "string.rep")
becomes("corpus.themes[1].co|", "corpus.themes[1].code", "corpus.themes[1].counted")
becomes("('x'):uppe|", "('x'):upper")
lists("corpus.reviews:|", "where with crosstab", "n reviews.x")
lists("young:|", "where crosstab")
becomes("young:crosst|", "young:crosstab")
becomes("corpus.reviews:where{ area = 'x' }:crosst|", "corpus.reviews:where{ area = 'x' }:crosstab")
becomes("local t = young:count('area'); t:perc|", "local t = young:count('area'); t:percent")
becomes("local s = corpus.reviews; s = s:with('a'); s:crosst|",
  "local s = corpus.reviews; s = s:with('a'); s:crosstab")
becomes("for r in corpus.reviews:each() do print(r.ar|", "for r in corpus.reviews:each() do print(r.area")
becomes("for _, r in ipairs(young:list()) do r:sta|", "for _, r in ipairs(young:list()) do r:state")
becomes("young:filter(function(r) return r.se|", "young:filter(function(r) return r.sex")
-- options
lists("corpus.reviews:crosstab{ |", "rows cols percent", "area")
becomes("corpus.reviews:crosstab{ ro|", "corpus.reviews:crosstab{ rows = ")
becomes("corpus.reviews:crosstab{ rows = 'theme', ro|")
lists("corpus.reviews:crosstab{ rows = 'theme', |", "cols", "rows")
becomes("young:count('area', { miss|", "young:count('area', { missing = ")
becomes("heddle.compare{ { 'a', young }, dep|", "heddle.compare{ { 'a', young }, depth = ")
becomes("young:count({ 'age', bi|", "young:count({ 'age', bins = ")
becomes("young:trend{ period = 'fin|", "young:trend{ period = 'financial-year'")
becomes("young:crosstab{ order = |", 'young:crosstab{ order = "codebook"', 'young:crosstab{ order = "count"',
  'young:crosstab{ order = "label"')
becomes("young:crosstab{ show = { 'n', 'per|", "young:crosstab{ show = { 'n', 'percent'")
becomes("young:trend{ test = |", "young:trend{ test = true", "young:trend{ test = false")
becomes("young:trend{ by = 'no|", "young:trend{ by = 'notified'")
becomes("young:count('area'):render('mark|", "young:count('area'):render('markdown'")
becomes("young:count('area', { beside = 'd|", "young:count('area', { beside = 'dfe-2025'")
becomes("heddle.param('x', { type = 'int|", "heddle.param('x', { type = 'integer'")
-- reports
lists("r = heddle.report{ title = 'x' }; r:|", "heading p table chart save", "crosstab n")
becomes("heddle.report{ ti|", "heddle.report{ title = ")
becomes("heddle.report{ title = 'x', aud|", "heddle.report{ title = 'x', audience = ")
becomes("heddle.report{ audience = 'int|", "heddle.report{ audience = 'internal'")
becomes("r = heddle.report{ title = 'x' }; r:speak|", "r = heddle.report{ title = 'x' }; r:speaker_notes")
becomes("r = heddle.report{ title = 'x' }; r:render('mark|", "r = heddle.report{ title = 'x' }; r:render('markdown'")
becomes("r = heddle.report{ title = 'x' }; r:table(t, { no|", "r = heddle.report{ title = 'x' }; r:table(t, { notes = ")
lists("written:|", "heading p save", "crosstab")
-- fields and dimensions
becomes("young:where{ ar|", "young:where{ area = ")
becomes("young:where{ area = 'x', a|", "young:where{ area = 'x', age = ", "young:where{ area = 'x', age_band = ")
becomes("young:where{ age = { fr|", "young:where{ age = { from = ")
becomes("young:crosstab{ rows = 'ar|", "young:crosstab{ rows = 'area'")
becomes("young:crosstab{ rows = 'area > the|", "young:crosstab{ rows = 'area > theme")
becomes("young:count('pan|", "young:count('panel", "young:count('panel@2020")
becomes("young:count({ 'notif|", "young:count({ 'notified'")
becomes("young:filter({ 'se|", "young:filter({ 'sex'")
becomes("young:list()[1]:state('se|", "young:list()[1]:state('sex'")
-- values and themes in quotes
becomes("young:where{ area = 'har|", "young:where{ area = 'Hartlepool'")
becomes("young:where{ area = 'har|'", "young:where{ area = 'Hartlepool")
becomes("young:where{ area = { 'x', \"st|", "young:where{ area = { 'x', \"Stockton-on-Tees\"")
becomes("young:where{ area = 's|", "young:where{ area = 'Stockton-on-Tees", "young:where{ area = 'Saint John\\'s")
becomes("young:where{ area = 'saint|", "young:where{ area = 'Saint John\\'s'")
becomes("young:where{ area = 'Saint John\\'|", "young:where{ area = 'Saint John\\'s'")
becomes("young:where{ area = \"saint|", "young:where{ area = \"Saint John's\"")
becomes("young:where{ age_band = 'un|", "young:where{ age_band = 'under 1'")
becomes("young:with('hid|", "young:with('hidden-adults", "young:with('Hidden significant adults")
becomes("young:with 'hidden s|", "young:with 'Hidden significant adults'")
becomes("young:with('a', 'hidden-|", "young:with('a', 'hidden-adults'")
becomes("young:with{ exact = 'hidden-|", "young:with{ exact = 'hidden-adults'")
becomes("young:with('housing \"|", "young:with('Housing \"need\" or d\\'accord'")
becomes("young:with(\"housing \\\"|", "young:with(\"Housing \\\"need\\\" or d'accord\"")
becomes("young:with('only|")
becomes("young:where{ theme = 'hidden-|", "young:where{ theme = 'hidden-adults'")
becomes("young:themes{ under = 'hidden-|", "young:themes{ under = 'hidden-adults'")
becomes("young:themes{ where = { sex = 'fe|", "young:themes{ where = { sex = 'female'")
becomes("local t = young:crosstab{ rows = 'theme', cols = 'area' }; t:n('hidden-adults', 'har|",
  "local t = young:crosstab{ rows = 'theme', cols = 'area' }; t:n('hidden-adults', 'Hartlepool'")
becomes("young:where('area = :a', { a = 'har|", "young:where('area = :a', { a = 'Hartlepool'")
-- expressions
becomes([[young:where("ar|]], [[young:where("area]])
becomes([[young:where("age < 3 and se|]], [[young:where("age < 3 and sex]])
becomes([[young:where("area = 'Har|]], [[young:where("area = 'Hartlepool']])
becomes([[young:where("area = 'Har|']], [[young:where("area = 'Hartlepool]])
becomes([[young:where("area in ('Hartlepool', 'st|]], [[young:where("area in ('Hartlepool', 'Stockton-on-Tees']])
becomes([[young:where("area = 'sai|]], [[young:where("area = 'Saint John''s']])
becomes([[young:where('area = \'har|]], [[young:where('area = \'Hartlepool\']])
becomes([[young:where("theme = 'hidden-|]], [[young:where("theme = 'hidden-adults']])
becomes([[young:where("sex = |]], [[young:where("sex = 'female']], [[young:where("sex = 'male']])
becomes([[young:where("age < :a|]])
becomes([[young:where("area is unkn|]], [[young:where("area is unknown]])
becomes([[young:themes{ where = "se|]], [[young:themes{ where = "sex]])
-- nothing where nothing is known
becomes("print('har|")
becomes("x = 'har|")
becomes("young:count('area'):save('a|")
becomes("young:where{ area = 'Hartlepool'|")
becomes("?set:crosst|", "?set:crosstab")
becomes("?crosst|", "?crosstab")

-- A theme that is added is offered.
becomes("young:with('school|")
themes[#themes + 1] = { code = "school-moves", label = "Moves of school", status = "active" }
becomes("young:with('school|", "young:with('school-moves'")

-- A big codebook: not more than can be read, and what all begin with stays.
for i = 1, 5000 do themes[#themes + 1] = { code = ("x%04d"):format(i), label = "-", status = "active" } end
local full, shown = offered("young:with('x|")
result(#full == 200 and shown[200] == "… 4801 more" and full[200] == "young:with('x5000", "5000 themes", #full, shown[200])

-- Without a store there are no names of data.
open = false
becomes("young:where{ ar|")
becomes("young:where{ area = 'har|")
becomes("corpus.rev|", "corpus.reviews")
lists("corpus.reviews:crosstab{ |", "rows cols")

result(touched == 0, "metamethods ran")
print(("completion: %d passed, %d failed"):format(passed, failed))
os.exit(failed == 0)
