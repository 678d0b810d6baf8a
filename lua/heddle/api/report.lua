--- Reports: what heddle.report gives.  api.lua says what an entry is.

local refs = { "refs", "refs", "what {name} and {name.key} in the text stand for", optional = true }
local function text(what) return { "text", "text", what .. "; {name} and {name.key} are looked up in refs, {{ and }} are braces" } end

-- The options of charts, which table:chart has too.
local function of_charts()
  for _, entry in ipairs(require "heddle.api.table") do
    if entry.name == "table:chart" then return entry.options end
  end
end

local begun = 'local r = heddle.report{ title = "Example" } '
local function example(code) return begun .. code end

return {
  { name = "report:heading", of = "report",
    params = { text("the heading"),
      { "level", "level", "1 for a part, 2 or 3 for what is below it; 1 unless given", optional = true }, refs },
    returns = "nothing", text = "A heading; of a deck of slides, one of level 1 or 2 begins a slide.",
    example = example [[r:heading("What the reviews found")]] },
  { name = "report:p", of = "report", params = { text("the words"), refs }, returns = "nothing",
    text = "A paragraph, with numbers that are taken from the data. A name that refs does not have stops the report; a number that has no value prints its symbol, explained at the end.",
    example = example [[r:p("{hidden.n} of {hidden.N} reviews ({hidden.percent}%)", { hidden = corpus.reviews:themes():cell("hidden-adults") })]] },
  { name = "report:list", of = "report", params = { { "items", "texts", "the items, with references as in report:p" }, refs },
    returns = "nothing", text = "A list with bullets.",
    example = example [[r:list({ "{n} reviews", "{c} children" }, { n = corpus.reviews, c = corpus.children })]] },
  { name = "report:numbered", of = "report", params = { { "items", "texts", "the items, with references as in report:p" }, refs },
    returns = "nothing", text = "A numbered list.",
    example = example [[r:numbered{ "Ask who lives in the home.", "Write it down." }]] },
  { name = "report:table", of = "report",
    params = { { "data", "printed", "what to show" }, { "options", "options", "options, in a table", optional = true } },
    returns = "nothing",
    text = "A table, numbered by itself, with its base, what it was selected from, its notes and the key of its symbols; quotes stand as a table of passages.",
    options = { { "title", "text", nil, "instead of the table's own title" },
      { "notes", "lines", nil, "notes below it, after its own" } },
    example = example [[r:table(corpus.reviews:themes{ depth = 1 }, { title = "Themes" })]] },
  { name = "report:chart", of = "report",
    params = { { "data", "printed", "what to draw, or what table:chart gave" },
      { "options", "options", "options, in a table", optional = true } }, returns = "nothing",
    text = "A chart, numbered by itself, with its data as a table beside it.",
    options = of_charts(),
    example = example [[r:chart(corpus.reviews:themes{ depth = 1 }, { title = "Themes" })]] },
  { name = "report:quote", of = "report",
    params = { { "quoted", "quoted", "the words" }, { "options", "options", "options, in a table", optional = true } },
    returns = "nothing", text = "A quotation with its source, which it must have: a text with the option, or a record of table:evidence.",
    options = { { "source", "text", nil, "where it stands; of a record of evidence its source and place unless given" } },
    example = example [[r:quote(corpus.reviews:themes():evidence("hidden-adults")[1])]] },
  { name = "report:note", of = "report", params = { text("the note"), refs }, returns = "nothing",
    text = "A note, set apart from the paragraphs.",
    example = example [[r:note("Counts are of reviews that have been coded.")]] },
  { name = "report:definitions", of = "report",
    params = { { "terms", "terms", "the terms in order; of a theme its code, label or alias is enough" } }, returns = "nothing",
    text = "Terms and what they mean; of a theme its label and definition in the codebook.",
    example = example [[r:definitions{ { "Base", "what a percentage is of" }, "hidden-adults" }]] },
  { name = "report:self_care", of = "report",
    params = { { "text", "text", "the words; heddle's own unless given", optional = true },
      { "items", "texts", "what helps, a line each", optional = true } }, returns = "nothing",
    text = "A notice for readers before what may distress them, and what they can do.",
    example = example [[r:self_care()]] },
  { name = "report:page_break", of = "report", params = {}, returns = "nothing",
    text = "What follows begins on a new page or slide.", example = example [[r:page_break()]] },
  { name = "report:speaker_notes", of = "report", params = { text("the notes"), refs }, returns = "nothing",
    text = "Notes for whoever presents the slide on which they stand; formats without slides print them marked as such.",
    example = example [[r:speaker_notes("Pause here for questions.")]] },
  { name = "report:render", of = "report",
    params = { { "format", "report_format", "the format; text unless given", optional = true } }, returns = "string",
    text = "The report as a text of that format.",
    example = example [[r:p("One.") return r:render("markdown")]] },
  { name = "report:save", of = "report",
    params = { { "name", "string", "the file's name; its ending chooses the format" } }, returns = "nothing",
    text = "Save below --out when the script has ended without error; the ending chooses the format: .html .md .docx .pptx .xlsx .csv .json .txt.",
    example = example [[r:p("One.") r:save("example.md")]] },
}
