-- What ended calls left to do, many in one round trip. KEYS: 1 the epoch   2... the count of each
-- ARGV, after the prelude's, for each: kind (0 release, 1 linger, 2 give back), then
--   0: permit   1: permit, for how long   2: algorithm, window, scale, maximum, cost, place, level after taking, given back before (two)
local me = ARGV[1]
local argument = 5
local function next_text() argument = argument + 1 return ARGV[argument] end
local function next_number() argument = argument + 1 return tonumber(ARGV[argument]) end

-- A count without calls under way is kept until its last permit has returned by itself. Not looked for among many: then it is kept for days.
local function settle(key)
  if redis.call('HLEN', key) > 100 then return end
  local last = 0
  for _, raw in ipairs(redis.call('HVALS', key)) do
    local _, _, ends = cmsgpack.unpack(raw)
    if ends == 0 then return end
    last = max(last, ends)
  end
  if last > 0 then redis.call('PEXPIRE', key, text(min(max(0, floor((last - now) / 1000)) + 10000, 400 * DAY))) end
end

local function linger(key, name, ends)
  local raw = redis.call('HGET', key, name)
  if not raw then return end
  local amount, scale, before = cmsgpack.unpack(raw)
  if before > 0 then return end
  redis.call('HSET', key, name, cmsgpack.pack(amount, scale, ends))
  settle(key)
end

-- Into where it was taken from; nothing if that is past.
local function give_back(key, algorithm, window, scale, maximum, cost, place, level, before_high, before_low)
  local raw = redis.call('GET', key)
  if not raw then return end
  local s = cmsgpack.unpack(raw)
  local back = rescale_down(cost, scale, s[2])
  if algorithm == 0 then
    if s[1] ~= place then return end
    s[3] = max(0, s[3] - back)
  elseif algorithm == 1 then
    if s[1] - place >= 33 then return end
    local slot = place % 33 + 1
    s[3][slot] = max(0, s[3][slot] - back)
  else
    -- No more than the call still occupies: the rest has drained, or was given back by others.
    level = rescale_down(level, scale, s[2])
    local given = (s[4] - before_high) * 2 ^ 50 + s[5] - before_low
    local left = max(0, level - max(0, given))
    local elapsed = max(0, now - place)
    local windows = floor(elapsed / window)
    local drains = rescale(maximum, scale, s[2])
    if drains * windows >= left then return end
    local part, rest = muldiv(drains, elapsed - windows * window, window)
    local returned = min(back, max(0, left - drains * windows - part - (rest > 0 and 1 or 0)))
    s[3] = max(0, s[3] - returned)
    s[5] = s[5] + returned
    if s[5] >= 2 ^ 50 then s[4], s[5] = s[4] + floor(s[5] / 2 ^ 50), fmod(s[5], 2 ^ 50) end
  end
  redis.call('SET', key, cmsgpack.pack(s), 'KEEPTTL')
end

for i = 2, #KEYS do
  local kind = next_number()
  if kind == 0 then
    if redis.call('HDEL', KEYS[i], me .. ':' .. next_text()) == 1 then settle(KEYS[i]) end
  elseif kind == 1 then
    local name = me .. ':' .. next_text()
    linger(KEYS[i], name, now + next_number())
  else
    local algorithm, window, scale, maximum, cost, place = next_number(), next_number(), next_number(), next_number(), next_number(), next_number()
    local level, high, low = next_number(), next_number(), next_number()
    give_back(KEYS[i], algorithm, window, scale, maximum, cost, place, level, high, low)
  end
end
return now
