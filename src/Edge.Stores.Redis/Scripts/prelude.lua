-- What every script of Edge begins with. Amounts are integers: 10^scale times the amount. Lua counts in doubles, exact below 2^53; amounts stay
-- below 10^15 and times, in microseconds since 1970, below 2^51. KEYS[1] is the epoch. ARGV begins with
--   1 this Edge   2 the least the time can be   3 the epoch it knows, or ''   4 the beats it knows   5 an epoch to begin if this one is lost
local DAY = 86400000
local FULL = 9e15 -- more than any limit
local fmod, floor, max, min = math.fmod, math.floor, math.max, math.min

-- The wall clock.
local function wall()
  local t = redis.call('TIME')
  return t[1] * 1000000 + t[2]
end

local now = max(wall(), tonumber(ARGV[2]))

-- Integers as text; the default format keeps 14 digits.
local function text(n) return string.format('%.0f', n) end

-- An amount in another scale, rounded up.
local function rescale(v, from, to)
  if to >= from then return min(v * 10 ^ (to - from), FULL) end
  local unit = 10 ^ (from - to)
  local rest = fmod(v, unit)
  return (v - rest) / unit + (rest > 0 and 1 or 0)
end

-- The same rounded down.
local function rescale_down(v, from, to)
  if to >= from then return min(v * 10 ^ (to - from), FULL) end
  local unit = 10 ^ (from - to)
  return (v - fmod(v, unit)) / unit
end

-- a * b / w, rounded down, and the rest: exact for 0 <= a < 2^53 and 0 <= b < w < 2^50, by long division in a base for which no step leaves 2^53.
local function muldiv(a, b, w)
  local _, bits = math.frexp(w)
  local base = 2 ^ (52 - bits)
  local digits, n = {}, 0
  repeat
    n = n + 1
    digits[n] = fmod(a, base)
    a = (a - digits[n]) / base
  until a == 0
  local q, r = 0, 0
  for i = n, 1, -1 do
    r = r * base + digits[i] * b
    local rest = fmod(r, w)
    q = q * base + (r - rest) / w
    r = rest
  end
  return q, r
end

-- The epoch of the data: its name, and since when counts are known. Another name, or beats that went back, say that data was lost.
local function epoch()
  local known, beats = ARGV[3], tonumber(ARGV[4])
  local raw = redis.call('GET', KEYS[1])
  if raw then
    local id, since, found = cmsgpack.unpack(raw)
    if found >= beats then return id, since, found end
  end
  -- Who knows no epoch has lost nothing: it is the first.
  local since = known == '' and 0 or now
  -- Far above what any other Edge knows, so that each loss begins one epoch.
  beats = beats + 1000000
  redis.call('SET', KEYS[1], cmsgpack.pack(ARGV[5], since, beats), 'PX', 400 * DAY)
  return ARGV[5], since, beats
end
