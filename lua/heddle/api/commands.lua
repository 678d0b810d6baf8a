--- The one table of the command line. `heddle --help`, `heddle help COMMAND`, `heddle COMMAND --help`, the man page
-- and the shells' completion files are made from it (lua/heddle/commandline/); src/main.c has the names and functions,
-- and tests/check_commands holds the two, the options that src/cmd/ reads and the exit codes against each other.
--
-- A command: name, arguments (as usage shows them, "" if none), summary (no full stop), text (sentences), options,
-- example, and of these where they apply: first = true (the arguments stand before the options), rest (what stands
-- after "--"), operands (what completion offers: a kind, or a list whose items are kinds or lists of words; more = true
-- repeats the last).
-- An option: { name, value or nil, text }, and of these where they apply: many = true (may stand often), needed = true,
-- values (the words it takes), kind (of its value), unused = true (accepted and not needed: never shown).
-- Kinds: "document" and "script" (files by their ending, and folders), "file", "folder", "name" (what help explains),
-- "text" (nothing to offer).
-- Texts are plain text: the writers wrap them, and quote what their format needs quoted.

local M = {}

--- The day these texts were last changed: the date of the man page.
M.date = "2026-11-24"

M.summary = "count and report what safeguarding practice reviews found"

M.text = {
  "heddle keeps coded reviews, the children they concern and their findings in one file, the store. Short Lua scripts "
    .. "tabulate, compare and report them: every number on a stated base, every number traceable to the passages "
    .. "behind it.",
  "Options may stand before or after a command's other arguments, as --name VALUE or --name=VALUE; after -- none is "
    .. "read any more. Results go to standard output, messages to standard error.",
}

--- What stands in place of a command.
M.options = {
  { "--help", nil, "list the commands; after a command: explain it" },
  { "--version", nil, "print the version" },
}

--- The ready reports, which `heddle new` copies: those of the Makefile's REPORTS.
M.reports = { "annual_report", "excel_tables", "learning_deck", "scorecard", "seven_minute_briefing",
  "theme_briefing" }

local store = { "--store", "FILE", "the store; without it $HEDDLE_STORE, else ./heddle.db", kind = "file" }
local any_store = { "--store", "FILE", "accepted everywhere; not needed here", kind = "file", unused = true }
local profile = { "--profile", "F.lua", "the script that reads the text of decks with a layout of their own",
  kind = "script" }
local source = { "--source", "ID", "the id of the deck's source; without it the name of the file", kind = "text" }
local param = { "--param", "NAME=VALUE", "a parameter, which the script reads with heddle.param", many = true,
  kind = "text" }
local out = { "--out", "DIR", "the folder that saved files go to; without it ./out", kind = "folder" }
local memory = { "--memory", "SIZE", "how much memory it may take, as 64M or 2G; without it 512M", kind = "text" }
local running = {
  store, param, out,
  { "--time", "TIME", "how long it may run, as 300ms, 60s, 10m or 2h; without it 60s", kind = "text" },
  memory,
}

M.commands = {
  { name = "import", arguments = "FILE|DIR...", summary = "add or update reviews",
    text = "Reads import documents (.json, .jsonl), coding sheets (.csv) and the text of decks and reports (.md, .txt); "
      .. "of a folder all its .jsonl, .json and .csv files. Everything is read or, when a record is wrong, nothing. "
      .. "Importing the same again changes nothing.",
    options = { store, { "--dry-run", nil, "say what would change, and store nothing" }, profile, source },
    operands = { "document", more = true }, example = "heddle import --store reviews.db data/sample" },
  { name = "convert", arguments = "FILE", summary = "print the import document a file makes",
    text = "Prints one record a line, and reads no store.",
    options = { any_store, profile, source }, operands = { "document" },
    example = "heddle convert deck.md > deck.jsonl" },
  { name = "export", arguments = "", summary = "print the store as records; write a sheet to code in",
    text = "Prints every record of the store, one a line: imported into an empty store they give the same store.",
    options = { store, { "--coding-sheet", "FILE",
      "write a sheet (.csv) with one row for each finding instead; a file that is there already is never written over",
      kind = "file" } },
    example = "heddle export > reviews.jsonl" },
  { name = "remove", arguments = "review ID", summary = "take a review out",
    text = "Takes a review with its children and findings out of the store, which keeps the id and the reason.",
    options = { store, { "--reason", "TEXT", "why it is removed", needed = true, kind = "text" } },
    operands = { { "review" }, "text" }, example = "heddle remove review R-07 --reason \"entered twice\"" },
  { name = "run", arguments = "SCRIPT", summary = "run a Lua script",
    text = "Runs a script in a sandbox: it sees the store and its parameters, and writes below the output folder only, "
      .. "when it has ended without error. On success nothing is printed but what the script prints.",
    options = running, rest = "ARG...", operands = { "script", "file", more = true },
    example = "heddle run scripts/theme_by_area.lua --param since=2024-04-01" },
  { name = "-e", arguments = "'CODE'", first = true, summary = "run a line; an expression prints itself",
    text = "Runs a line of Lua as run does a script.",
    options = running, rest = "ARG...", operands = { "text", "file", more = true },
    example = "heddle -e 'corpus.reviews:themes{ depth = 1 }'" },
  { name = "repl", arguments = "", summary = "type lines and see their results; also heddle alone",
    text = "A prompt at a terminal: what works there works in a script. ? lists what can be typed, Tab completes, Ctrl-C "
      .. "stops, Ctrl-D leaves.",
    options = { store, param, out, memory }, example = "heddle repl --store reviews.db" },
  { name = "check", arguments = "DOCUMENT...", summary = "recompute the percentages a document prints",
    text = "Finds counts with a base and a percentage in texts, recomputes them, and names each that is wrong with what "
      .. "it should be; then the exit code is 2. Only a store named on the line is compared with.",
    options = { { "--store", "FILE", "also compare with the figures and counts of this store", kind = "file" },
      { "--rounding", "HOW", "how the document rounds: half-up (the default), half-even or down",
        values = { "half-up", "half-even", "down" } },
      { "--format", "FORMAT", "text (the default) or json", values = { "text", "json" } } },
    operands = { "file", more = true }, example = "heddle check report.md" },
  { name = "lint", arguments = "SCRIPT...", summary = "check scripts without running them",
    text = "Reads scripts and names what a run would stumble over: names, options, fields, values, themes and filters "
      .. "that do not exist, all at once; then the exit code is 2. Without a store the names of data are not checked.",
    options = { store },
    operands = { "script", more = true }, example = "heddle lint scripts/theme_by_area.lua" },
  { name = "info", arguments = "", summary = "what the store holds",
    text = "Prints how many reviews, children, findings, themes and sources there are, and the labels no theme matches.",
    options = { store }, example = "heddle info" },
  { name = "fields", arguments = "", summary = "its fields and their values",
    text = "Prints each field with its unit, kind and values, and how many have a value, are unknown, not applicable or "
      .. "not recorded.",
    options = { store }, example = "heddle fields" },
  { name = "themes", arguments = "", summary = "its themes and how often each occurs; names to look at",
    text = "Prints the codebook in its order, with how many coded reviews and findings have each theme.",
    options = { store, { "--check", nil, "instead print names that are nearly the same, unused and unmatched, and the "
      .. "counts of merged and retired themes" } },
    example = "heddle themes --check" },
  { name = "suggestions", arguments = "",
    summary = "themes to confirm, as records; how often they are right",
    text = "Suggests themes for labels that no theme matches and for findings without a theme. Nothing is counted until "
      .. "a person has confirmed it.",
    options = { store, { "--evaluate", nil, "instead print how often suggestions are right, each coded finding left "
      .. "out in turn" } },
    example = "heddle suggestions > suggestions.jsonl" },
  { name = "editor-setup", arguments = "", summary = "let an editor complete scripts in this folder",
    text = "Writes .luarc.json and the folder .heddle with definitions for the Lua language server: what scripts can "
      .. "call, and the names of the store. Settings that are there already are never written over; what to add to them "
      .. "is said. Run it again after an import that brings themes, fields or values.",
    options = { store }, example = "heddle editor-setup --store reviews.db" },
  { name = "new", arguments = "[report NAME [FILE]]", summary = "copy a ready report, to run and to adapt",
    text = "Writes one of the ready reports, a Lua script, to FILE, or to NAME.lua here; a file that is there already is "
      .. "never written over. Without a name it lists them.",
    options = { any_store }, operands = { { "report" }, M.reports, "file" },
    example = "heddle new report learning_deck deck.lua" },
  { name = "help", arguments = "[NAME]", summary = "what scripts can call, or a command",
    text = "Explains a function or value of the Lua interface, by its whole name or what stands after the last dot or "
      .. "colon, or a command; without a name it lists what scripts can call.",
    options = { any_store, { "--man", nil, "print the man page" },
      { "--reference", nil, "print all that scripts can call as a page of Markdown" },
      { "--completion", "SHELL", "print the completion file of a shell: bash, zsh or fish",
        values = { "bash", "zsh", "fish" } } },
    operands = { "name" }, example = "heddle help crosstab" },
}

--- Exit codes, in order: { code, text }.
M.exits = {
  { 0, "done" },
  { 1, "an error in the script" },
  { 2, "a check failed: heddle.fail was called, or a figure is wrong" },
  { 64, "the command line is wrong" },
  { 65, "the data is wrong, or the script does not parse" },
  { 66, "a file, store or review is not there" },
  { 69, "something needed is missing on this machine" },
  { 70, "a fault in heddle" },
  { 73, "a file cannot be made" },
  { 74, "reading or writing failed" },
  { 75, "the store is busy; try again" },
  { 80, "a limit was reached: time, memory, output" },
  { 130, "interrupted (Ctrl-C)" },
  { 143, "ended by the system (SIGTERM)" },
}

--- Environment variables: { name, text }.
M.environment = {
  { "HEDDLE_STORE", "the store when --store is not given" },
  { "HEDDLE_THREADS", "how many threads count, 1 to 64; without it as many as pay" },
  { "HEDDLE_KERNEL", "the processor instructions to count with: portable, popcnt, avx2 or avx512; without it the best "
    .. "there are. Neither it nor HEDDLE_THREADS changes a result" },
  { "HEDDLE_SNAPSHOT", "off: read the store's tables only, neither reading nor writing the copy that makes opening fast" },
  { "HEDDLE_HISTORY", "off: the prompt keeps no history" },
  { "HEDDLE_PAGER", "what the prompt shows long texts with; without it less -FRSX" },
  { "NO_COLOR", "when it is set, the prompt prints without colours" },
}

--- Files: { path, text }.
M.files = {
  { "./heddle.db", "the store when neither --store nor HEDDLE_STORE names one; a SQLite database" },
  { "./out", "where scripts save to, unless --out names another folder" },
  { "~/.local/state/heddle/history", "what was typed at the prompt; below $XDG_STATE_HOME where that is set" },
}

--- What heddle is most used for, in the order a newcomer needs it: { what it does, command }.
M.examples = {
  { "Make a store, and count the themes of its reviews:", "heddle import data/sample",
    "heddle -e 'corpus.reviews:themes()'" },
  { "Run a script each night, keeping what it saves in a folder:",
    "heddle run --store reviews.db scorecard.lua --out reports" },
  { "Check the percentages of a report before it is sent:", "heddle check report.md" },
}

--- Man pages worth reading beside this one.
M.see_also = { "crontab(5)", "systemd.timer(5)", "sqlite3(1)" }

return M
