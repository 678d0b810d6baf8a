--- Zip files of small parts: office documents.  Written without compression and without times, so the same parts give
-- the same bytes; what was read compressed and is not changed is written as it was.

local M = {}

local crc_table

-- The CRC-32 that zip files hold of each part.
local function crc32(text)
  if not crc_table then
    crc_table = {}
    for i = 0, 255 do
      local c = i
      for _ = 1, 8 do c = (c & 1) == 1 and (0xEDB88320 ~ (c >> 1)) or (c >> 1) end
      crc_table[i] = c
    end
  end
  local crc, t = 0xFFFFFFFF, crc_table
  for at = 1, #text, 4096 do
    for _, b in ipairs { text:byte(at, math.min(at + 4095, #text)) } do crc = t[(crc ~ b) & 0xFF] ~ (crc >> 8) end
  end
  return crc ~ 0xFFFFFFFF
end

-- 1 January 1980, the first day a zip file can name.
local DATE = (1 << 5) | 1

--- PARTS are { name=, text= } or entries of M.read, in order; the bytes of a zip file.
function M.write(parts)
  local out, directory, at = {}, {}, 0
  for _, part in ipairs(parts) do
    local packed = part.packed or part.text
    local size = part.packed and part.size or #part.text
    local crc = part.packed and part.crc or crc32(part.text)
    local head = ("<I2I2I2I2I2I4I4I4I2I2"):pack(20, 0x0800, part.packed and part.method or 0, 0, DATE, crc, #packed,
      size, #part.name, 0)
    local piece = "PK\3\4" .. head .. part.name
    out[#out + 1], out[#out + 2] = piece, packed
    directory[#directory + 1] = "PK\1\2" .. ("<I2"):pack(20) .. head
      .. ("<I2I2I2I4I4"):pack(0, 0, 0, 0, at) .. part.name
    at = at + #piece + #packed
  end
  local list = table.concat(directory)
  out[#out + 1] = list
  out[#out + 1] = "PK\5\6" .. ("<I2I2I2I2I4I4I2"):pack(0, 0, #parts, #parts, #list, at, 0)
  return table.concat(out)
end

-- ---- reading ----

-- A prefix code of these lengths (from 0): counts by length and the symbols in order.
local function code_of(lengths, first, last)
  local counts, symbols, places = {}, {}, {}
  for i = 0, 15 do counts[i] = 0 end
  for i = first, last do counts[lengths[i]] = counts[lengths[i]] + 1 end
  counts[0] = 0
  places[1] = 1
  for i = 1, 14 do places[i + 1] = places[i] + counts[i] end
  for i = first, last do
    local length = lengths[i]
    if length > 0 then
      symbols[places[length]] = i - first
      places[length] = places[length] + 1
    end
  end
  return { counts = counts, symbols = symbols }
end

local length_base = { 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
  163, 195, 227, 258 }
local length_bits = { 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0 }
local reach_base = { 1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
  3073, 4097, 6145, 8193, 12289, 16385, 24577 }
local reach_bits = { 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13 }
local length_order = { 16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15 }

-- The bits of TEXT, lowest first.
local function bits_of(text)
  local at, held, n = 1, 0, 0
  local function take(count)
    while n < count do
      held = held | (text:byte(at) or error("a zip part ends too early")) << n
      at, n = at + 1, n + 8
    end
    local value = held & ((1 << count) - 1)
    held, n = held >> count, n - count
    return value
  end
  local function symbol(code)
    local value, first, index, counts = 0, 0, 0, code.counts
    for length = 1, 15 do
      value = value | take(1)
      local count = counts[length]
      if value - count < first then return code.symbols[index + value - first + 1] end
      index, first, value = index + count, (first + count) << 1, value << 1
    end
    error("a zip part is damaged")
  end
  local function plain()
    held, n = 0, 0
    local size = ("<I2"):unpack(text, at)
    at = at + 4 + size
    return text:sub(at - size, at - 1)
  end
  return take, symbol, plain
end

local fixed

local function fixed_codes()
  if not fixed then
    local lengths = {}
    for i = 0, 287 do lengths[i] = i < 144 and 8 or i < 256 and 9 or i < 280 and 7 or 8 end
    for i = 288, 317 do lengths[i] = 5 end
    fixed = { code_of(lengths, 0, 287), code_of(lengths, 288, 317) }
  end
  return fixed[1], fixed[2]
end

local function own_codes(take, symbol)
  local n, reaches, count, lengths = take(5) + 257, take(5) + 1, take(4) + 4, {}
  for i = 0, 18 do lengths[i] = 0 end
  for i = 1, count do lengths[length_order[i]] = take(3) end
  local code, all, at = code_of(lengths, 0, 18), {}, 0
  while at < n + reaches do
    local value, times = symbol(code), 1
    if value == 16 then value, times = all[at - 1], 3 + take(2)
    elseif value == 17 then value, times = 0, 3 + take(3)
    elseif value == 18 then value, times = 0, 11 + take(7) end
    for _ = 1, times do all[at], at = value, at + 1 end
  end
  return code_of(all, 0, n - 1), code_of(all, n, n + reaches - 1)
end

-- What a run of symbols says, onto OUT (bytes as strings).
local function unpack_block(out, take, symbol, literals, reaches)
  while true do
    local value = symbol(literals)
    if value < 256 then
      out[#out + 1] = string.char(value)
    elseif value == 256 then
      return
    else
      local length = length_base[value - 256] + take(length_bits[value - 256])
      local reach = symbol(reaches) + 1
      local from = #out - reach_base[reach] - take(reach_bits[reach])
      for i = 1, length do out[#out + 1] = out[from + i] end
    end
  end
end

local function inflate(text)
  local take, symbol, plain = bits_of(text)
  local out, last = {}
  repeat
    last = take(1)
    local kind = take(2)
    if kind == 0 then
      for byte in plain():gmatch "." do out[#out + 1] = byte end
    elseif kind == 1 then
      unpack_block(out, take, symbol, fixed_codes())
    else
      unpack_block(out, take, symbol, own_codes(take, symbol))
    end
  until last == 1
  return table.concat(out)
end

--- The entries of a zip file as { name=, packed=, method=, crc=, size= }, in the order of its directory.
function M.read(bytes)
  local parts, stop = {}, nil
  for at = #bytes - 21, math.max(1, #bytes - 65557), -1 do
    if bytes:sub(at, at + 3) == "PK\5\6" then
      stop = at
      break
    end
  end
  if not stop then error("expected a zip file") end
  local count, _, at = ("<I2I4I4"):unpack(bytes, stop + 10)
  at = at + 1
  for i = 1, count do
    local method, _, _, crc, packed, size, name, extra, comment, _, _, _, from =
      ("<I2I2I2I4I4I4I2I2I2I2I2I4I4"):unpack(bytes, at + 10)
    local own_name, own_extra = ("<I2I2"):unpack(bytes, from + 27)
    local begin = from + 31 + own_name + own_extra
    parts[i] = { name = bytes:sub(at + 46, at + 45 + name), packed = bytes:sub(begin, begin + packed - 1),
      method = method, crc = crc, size = size }
    at = at + 46 + name + extra + comment
  end
  return parts
end

--- The text of an entry.
function M.text(part)
  if part.text then return part.text end
  return part.method == 0 and part.packed or inflate(part.packed)
end

return M
