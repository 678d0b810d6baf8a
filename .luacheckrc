-- heddle's own modules see the standard library and nothing else; a script also finds heddle and
-- the corpus.
std = "lua54"
max_line_length = 120
cache = false

-- The texts of the API are one line each.
files["lua/heddle/api.lua"] = { max_line_length = false }
files["lua/heddle/api/*.lua"] = { max_line_length = false }

-- One form a line would be longer still.
files["tests/check_figures.lua"] = { max_line_length = false }
files["tests/check_suggest.lua"] = { max_line_length = false }
files["tests/check_prose.lua"] = { max_line_length = false }
files["tests/check_syntax.lua"] = { max_line_length = false }
files["tests/check_complete.lua"] = { max_line_length = false }

local in_script = { read_globals = { "heddle", "corpus" } }
files["scripts/**/*.lua"] = in_script
files["tests/lua/**/*.lua"] = in_script
files["tests/oracle/compare.lua"] = in_script
files["tests/oracle/tables/**/*.lua"] = in_script
files["tests/bench/heddle.lua"] = in_script
files["tests/web/report.lua"] = in_script
