-- This Edge lives. KEYS: 1 the epoch   2 when the permits of which Edge end   3... counts of which it holds permits
-- ARGV, after the prelude's: 6 how long permits outlive a sign of life
-- Answers: time, epoch, epoch since, beats.
local id, since, beats = epoch()
beats = beats + 1
redis.call('SET', KEYS[1], cmsgpack.pack(id, since, beats), 'PX', 400 * DAY)
redis.call('ZADD', KEYS[2], text(now + tonumber(ARGV[6])), ARGV[1])
-- Of Edges that died long ago, no permit is left.
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', text(now - 1200000000))
redis.call('PEXPIRE', KEYS[2], 2 * DAY)
for i = 3, #KEYS do
  if redis.call('PTTL', KEYS[i]) < DAY then redis.call('PEXPIRE', KEYS[i], 2 * DAY) end
end
return { now, id, since, beats }
