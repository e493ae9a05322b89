import { RedisScript } from '../../../../outbound/redis/redis-script.ts';

/** Whether the session in `h` (field to value) of the key `k` is alive at `now`; a dead one is removed. */
const ALIVE = `
local function fields(k)
  local flat = redis.call('HGETALL', k)
  local h = {}
  for i = 1, #flat, 2 do h[flat[i]] = flat[i + 1] end
  return h, flat
end
local function isAlive(k, h, now, idle)
  if not h.userId then return false end
  local generation = redis.call('GET', 'cs:sg:' .. h.userId) or '0'
  if h.generation == generation and now < tonumber(h.endsAt) and now - tonumber(h.lastSeenAt) < idle then return true end
  redis.call('DEL', k)
  redis.call('SREM', 'cs:su:' .. h.userId, h.key)
  return false
end
`;

/**
 * KEYS: 1 the new session, 2 the one it replaces or '', 3 the sessions of the user, 4 the user's generation.
 * ARGV: 1 life in ms, 2 key of the new one, 3 key of the old one or '', then fields and values.
 */
export const beginSessionScript = new RedisScript(`
local generation = redis.call('GET', KEYS[4]) or '0'
if ARGV[3] ~= '' then
  local replaced = redis.call('HGET', KEYS[2], 'generation')
  redis.call('DEL', KEYS[2])
  redis.call('SREM', KEYS[3], ARGV[3])
  if replaced ~= generation then return 0 end
end
redis.call('HSET', KEYS[1], 'generation', generation, unpack(ARGV, 4))
redis.call('PEXPIRE', KEYS[1], ARGV[1])
redis.call('SADD', KEYS[3], ARGV[2])
if redis.call('PTTL', KEYS[3]) < tonumber(ARGV[1]) then redis.call('PEXPIRE', KEYS[3], ARGV[1]) end
return 1
`);

/** KEYS: 1 the session. ARGV: 1 now, 2 idle ms, 3 whether it is used. Answers fields and values, then the user's version. */
export const findSessionScript = new RedisScript(`${ALIVE}
local now = tonumber(ARGV[1])
local h, flat = fields(KEYS[1])
if not isAlive(KEYS[1], h, now, tonumber(ARGV[2])) then return nil end
local facts = redis.call('HMGET', 'cs:u:' .. h.userId, 'blk', 'ver')
if facts[1] and tonumber(facts[1]) > now then return nil end
if ARGV[3] == '1' and now > tonumber(h.lastSeenAt) then redis.call('HSET', KEYS[1], 'lastSeenAt', ARGV[1]) end
return { flat, facts[2] or '0' }
`);

/** KEYS: 1 the session. ARGV: fields and values. */
export const changeSessionScript = new RedisScript(`
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('HSET', KEYS[1], unpack(ARGV))
return 1
`);

/** KEYS: 1 the session. ARGV: 1 its key. */
export const endSessionScript = new RedisScript(`
local userId = redis.call('HGET', KEYS[1], 'userId')
if userId then redis.call('SREM', 'cs:su:' .. userId, ARGV[1]) end
return redis.call('DEL', KEYS[1])
`);

/** KEYS: 1 the user's generation, 2 the session that goes on or ''. */
export const endAllSessionsScript = new RedisScript(`
local generation = redis.call('INCR', KEYS[1])
if KEYS[2] ~= '' and redis.call('EXISTS', KEYS[2]) == 1 then redis.call('HSET', KEYS[2], 'generation', generation) end
return generation
`);

/** KEYS: 1 the sessions of the user. ARGV: 1 now, 2 and 3 idle ms of portal and console. */
export const listSessionsScript = new RedisScript(`${ALIVE}
local answer = {}
for _, key in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local k = 'cs:s:' .. key
  local h, flat = fields(k)
  if not h.userId then redis.call('SREM', KEYS[1], key)
  elseif isAlive(k, h, tonumber(ARGV[1]), tonumber(h.surface == 'portal' and ARGV[2] or ARGV[3])) then
    answer[#answer + 1] = flat
  end
end
return answer
`);
