-- One call: all enforced counts or none; then, if they were taken, all shadow counts or none.
--   1 the epoch   2 read and compare   3 take
-- KEYS: 1 the epoch   2 when the permits of which Edge end (sorted set)   3... one a count
-- ARGV, after the prelude's: 6 take or look   7 how long permits outlive their Edge's last sign of life   8 the latest time at which to take
--   9 whether counts of long windows that may be lost are full   10 how many permits of this Edge are over, then these; then nine a count:
--   algorithm, shadow, window, scale, maximum, narrowest capacity, widest capacity, cost, permit
-- Answers: time, wall clock, epoch, epoch since, beats, taken, taken in shadow; then for each count what was found before taking:
--   time, place, scale, used, how many more, these.
local me, takes, lease, latest, deny = ARGV[1], ARGV[6] == '1', tonumber(ARGV[7]), tonumber(ARGV[8]), ARGV[9] == '1'
if takes and now > latest then return { now, 'late' } end
local HOUR, LONGEST, SLACK, LOST_AFTER = 3600000000, 2 ^ 50, 10000, 600000000
local argument = 10
local function next_text() argument = argument + 1 return ARGV[argument] end
local function next_number() argument = argument + 1 return tonumber(ARGV[argument]) end
local ended = {}
for _ = 1, tonumber(ARGV[10]) do ended[next_text()] = true end

-- 1
local id, since, beats = epoch()
local function lost(c) return deny and since > 0 and c.window >= HOUR end

local function unpacked(key)
  local raw = redis.call('GET', key)
  return raw and cmsgpack.unpack(raw)
end

-- Keeps a count as long as it may differ from a new one, and a little longer: Redis may go by another clock than its counts.
local function keep(c, value, idle)
  redis.call('SET', c.key, cmsgpack.pack(value), 'PX', text(min(max(0, floor((idle - c.at) / 1000)) + SLACK, 400 * DAY)))
end

local FIXED, SLIDING, BUCKET, PERMITS = 0, 1, 2, 3
local read, put = {}, {}

-- Brings an amount that is kept in a scale to the one in which this call is counted.
local function adopt(c, scale)
  if scale < c.scale then c.scale = scale end
end

read[FIXED] = function(c)
  local s = unpacked(c.key)
  local window = floor(now / c.window)
  c.place, c.used = window, 0
  if s and s[1] >= window then
    adopt(c, s[2])
    c.place, c.used = s[1], rescale(s[3], s[2], c.scale)
  end
  c.at = max(now, c.place * c.window)
  if lost(c) and c.place * c.window < since then c.used = FULL end
  c.level, c.more = c.used, {}
end

put[FIXED] = function(c)
  keep(c, { c.place, c.scale, c.used + c.cost }, (c.place + 1) * c.window)
end

local function slice_of(c) return floor((c.window + 31) / 32) end

read[SLIDING] = function(c)
  local s = unpacked(c.key)
  local slice = slice_of(c)
  local newest = floor(now / slice)
  local ring = {}
  if s and newest - s[1] < 33 then
    adopt(c, s[2])
    ring = s[3]
    if s[2] ~= c.scale then
      for i = 1, 33 do ring[i] = rescale(ring[i], s[2], c.scale) end
    end
    for place = s[1] + 1, newest do ring[place % 33 + 1] = 0 end
    newest = max(newest, s[1])
  else
    for i = 1, 33 do ring[i] = 0 end
  end
  c.place, c.at, c.more = newest, max(now, newest * slice), ring
  local when = floor(since / slice)
  if lost(c) and newest - when < 33 then ring[when % 33 + 1] = FULL end
  local level = 0
  for i = 1, 33 do level = level + ring[i] end
  c.level, c.used = min(level, FULL), min(level, FULL)
end

put[SLIDING] = function(c)
  local slot = c.place % 33 + 1
  local ring = {}
  for i = 1, 33 do ring[i] = c.more[i] end
  ring[slot] = ring[slot] + c.cost
  keep(c, { c.place, c.scale, ring }, (c.place + 33) * slice_of(c))
end

-- A level that drains, the maximum a window; more[1] * 2^50 + more[2] is all that was ever given back.
read[BUCKET] = function(c)
  local s = unpacked(c.key)
  local from = c.scale
  c.place, c.used, c.more = now, 0, { 0, 0 }
  if s then
    adopt(c, s[2])
    c.place, c.used, c.more = s[1], rescale(s[3], s[2], c.scale), { s[4], s[5] }
    -- In another scale nobody can tell any more what was given back since.
    if s[2] ~= c.scale then c.more[1] = c.more[1] + 8 end
  end
  if lost(c) and (c.place < since or not s) then
    c.place, c.used = since, rescale(c.widest, from, c.scale)
  end
  local drains = rescale_down(c.max, from, c.scale)
  if c.window > LONGEST then drains = 0 end
  c.drains = drains
  c.at = max(now, c.place)
  local windows = floor((c.at - c.place) / c.window)
  if c.used > 0 and windows > 0 then
    c.used = drains * windows >= c.used and 0 or c.used - drains * windows
    c.place = c.place + windows * c.window
  end
  c.level = c.used
  if c.used > 0 and drains > 0 then c.level = max(0, c.used - (muldiv(drains, c.at - c.place, c.window))) end
  if c.level == 0 then c.place, c.used = c.at, 0 end
end

put[BUCKET] = function(c)
  local used = c.used + c.cost
  local idle = c.at + 400 * DAY * 1000
  if c.drains > 0 then
    -- Rounded, and a little later.
    idle = min(idle, c.place + floor(used / c.drains * c.window) + 1000)
  end
  keep(c, { c.place, c.scale, used, c.more[1], c.more[2] }, idle)
end

-- Permits: a field each, by Edge and number, with its amount, scale and when it returns by itself (0: at the end of its call).
read[PERMITS] = function(c)
  local permits = redis.call('HGETALL', c.key)
  local alive, found = {}, {}
  c.over = {}
  for i = 1, #permits, 2 do
    local name = permits[i]
    local edge, number = string.match(name, '^(.-):(.*)$')
    local amount, scale, ends = cmsgpack.unpack(permits[i + 1])
    local counts = ends > now
    if ends > 0 then
      if not counts then c.over[#c.over + 1] = name end
    else
      -- Who asks lives, however long it was cut off.
      if edge == me then alive[edge] = now + lease end
      if alive[edge] == nil then alive[edge] = tonumber(redis.call('ZSCORE', KEYS[2], edge) or 0) end
      counts = alive[edge] > now
      if alive[edge] < now - LOST_AFTER then c.over[#c.over + 1] = name end
    end
    if counts and not (edge == me and ended[number]) then
      adopt(c, scale)
      found[#found + 1] = { amount, scale, ends }
    end
  end
  local level, held, first, running = 0, 0, 0, 0
  for _, permit in ipairs(found) do
    local amount = rescale(permit[1], permit[2], c.scale)
    level = level + amount
    if permit[3] > 0 then
      held = held + amount
      if first == 0 or permit[3] < first then first = permit[3] end
    else
      running = running + 1
    end
  end
  c.at, c.place, c.used, c.level, c.more = now, running, level, level, { held, first }
end

put[PERMITS] = function(c)
  if #c.over > 0 then redis.call('HDEL', c.key, unpack(c.over, 1, min(#c.over, 1000))) end
  redis.call('HSET', c.key, me .. ':' .. c.permit, cmsgpack.pack(c.cost, c.scale, 0))
  redis.call('PEXPIRE', c.key, 2 * DAY)
end

-- 2
local counts, room, room_in_shadow, permits = {}, true, true, false
for i = 3, #KEYS do
  local c = {
    key = KEYS[i], algorithm = next_number(), shadow = next_text() == '1', window = next_number(), scale = next_number(), max = next_number(),
    capacity = next_number(), widest = next_number(), cost = next_number(), permit = next_text(),
  }
  local scale = c.scale
  read[c.algorithm](c)
  c.cost = rescale(c.cost, scale, c.scale)
  -- The capacity is exact in its own scale only. A product beyond 2^53 is rounded, and far above it.
  if c.cost > 0 and (c.level + c.cost) * 10 ^ (scale - c.scale) > c.capacity then
    if c.shadow then room_in_shadow = false else room = false end
  end
  permits = permits or (c.algorithm == PERMITS and c.cost > 0)
  counts[#counts + 1] = c
end
local taken = takes and room
local taken_in_shadow = taken and room_in_shadow

-- 3
if taken and permits and tonumber(redis.call('ZSCORE', KEYS[2], me) or 0) < now + lease / 2 then
  redis.call('ZADD', KEYS[2], text(now + lease), me)
  redis.call('PEXPIRE', KEYS[2], 2 * DAY)
end
local answer = { now, wall(), id, since, beats, taken and 1 or 0, taken_in_shadow and 1 or 0 }
for _, c in ipairs(counts) do
  if c.cost > 0 and (c.shadow and taken_in_shadow or not c.shadow and taken) then put[c.algorithm](c) end
  local n = #answer
  answer[n + 1], answer[n + 2], answer[n + 3], answer[n + 4], answer[n + 5] = c.at, c.place, c.scale, c.used, #c.more
  for i = 1, #c.more do answer[n + 5 + i] = c.more[i] end
end
return answer
