--- What is visible where: the locals, labels and gotos of the functions and blocks a parser goes through, by Lua's
-- rules.  `fail` is called with the place and the message of what Lua would refuse, in no order.
--
-- A local is { kind = "local", name =, from = (its place), attrib = "const" | "close" | nil }; what the parser adds to
-- it is the parser's.

local M = {}
M.__index = M

local MOST_LOCALS = 200 -- of one function, as in Lua

--- FAIL(from, message)
function M.new(fail)
  return setmetatable({ fail = fail }, M)
end

--- A function begins; the parser ends it with leave_function.
function M:enter_function(vararg)
  self.func = { outer = self.func, vararg = vararg, locals = 0, loops = 0 }
  self:enter_block()
end

function M:leave_function()
  self:leave_block()
  self.func = self.func.outer
end

-- A block: `active` is how many locals of the function are alive where it begins.
function M:enter_block(loop)
  local func = self.func
  self.block = { outer = self.block, func = func, loop = loop, names = {}, labels = {}, gotos = {},
    active = func.locals }
  if loop then func.loops = func.loops + 1 end
end

function M:leave_block()
  local block, func = self.block, self.func
  local outer = block.outer
  if block.loop then func.loops = func.loops - 1 end
  func.locals = block.active
  for name, jumps in next, block.gotos do
    for _, jump in ipairs(jumps) do
      if outer and outer.func == func then
        jump.active = math.min(jump.active, block.active)
        outer.gotos[name] = outer.gotos[name] or {}
        table.insert(outer.gotos[name], jump)
      else
        self.fail(jump.from, ("no visible label '%s' for goto"):format(name))
      end
    end
  end
  self.block = outer
end

--- DECLARED becomes visible; without one a local that Lua makes for itself.
function M:add(declared)
  local func, block = self.func, self.block
  func.locals = func.locals + 1
  if func.locals == MOST_LOCALS + 1 then
    self.fail(declared and declared.from or nil, ("too many local variables (limit is %d)"):format(MOST_LOCALS))
  end
  if declared then block.names[declared.name] = declared end
end

--- The local NAME stands for here; nil: a global.
function M:find(name)
  local block = self.block
  while block do
    local found = block.names[name]
    if found then return found end
    block = block.outer
  end
end

--- The locals visible here, by name.
function M:visible()
  local names, block = {}, self.block
  while block do
    for name, declared in next, block.names do names[name] = names[name] or declared end
    block = block.outer
  end
  return names
end

local function label_of(self, name)
  local block = self.block
  while block and block.func == self.func do
    if block.labels[name] then return block.labels[name] end
    block = block.outer
  end
end

--- A label; `last` when nothing but the block's end follows.
function M:label(name, from, last)
  local block = self.block
  if label_of(self, name) then return self.fail(from, ("label '%s' already defined"):format(name)) end
  local active = last and block.active or self.func.locals
  block.labels[name] = { active = active }
  for _, jump in ipairs(block.gotos[name] or {}) do
    if jump.active < active then
      self.fail(jump.from, ("<goto %s> jumps into the scope of a local"):format(name))
    end
  end
  block.gotos[name] = nil
end

function M:jump(name, from)
  if label_of(self, name) then return end
  local gotos = self.block.gotos
  gotos[name] = gotos[name] or {}
  table.insert(gotos[name], { from = from, active = self.func.locals })
end

return M
