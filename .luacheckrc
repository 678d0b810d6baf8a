-- heddle's own modules see the standard library and nothing else; a script also finds heddle and
-- the corpus.
std = "lua54"
max_line_length = 100
cache = false

local in_script = { read_globals = { "heddle", "corpus" } }
files["scripts/**/*.lua"] = in_script
files["tests/lua/**/*.lua"] = in_script
