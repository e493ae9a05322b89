import { RedisScript } from '../../../../outbound/redis/redis-script.ts';

/**
 * What is known of a batch of attempts. Keys per attempt: user facts, request, authentication record, then the
 * last-accepted keys; values: how many of the latter each attempt has. Answers the time, the generation, and per attempt
 * the facts and the values of the other keys.
 */
export const loadScript = new RedisScript(`
local time = redis.call('TIME')
local answer = { time[1] * 1000 + math.floor(time[2] / 1000), redis.call('GET', 'cs:gen') or '' }
local at = 1
for i = 1, #ARGV do
  local wanted = tonumber(ARGV[i]) + 2
  local facts = {}
  if KEYS[at] ~= '' then facts = redis.call('HGETALL', KEYS[at]) end
  answer[#answer + 1] = facts
  answer[#answer + 1] = redis.call('MGET', unpack(KEYS, at + 1, at + wanted))
  at = at + 1 + wanted
end
return answer
`);

/**
 * Takes what must be taken before a password is looked at: the request, the place of the one running sign-in, the code
 * that came with the password, and one attempt. KEYS: request, running, tentative, failures, user facts.
 * ARGV: generation, authentication id, pending ms, join ms, denials, window ms.
 */
export const beginScript = new RedisScript(`
if redis.call('GET', 'cs:gen') ~= ARGV[1] then return { 'generation_lost' } end
local earlier = redis.call('GET', KEYS[1])
if earlier then return { 'earlier', earlier } end
if KEYS[2] ~= '' then
  local running = redis.call('GET', KEYS[2])
  if running and redis.call('GET', 'cs:w:' .. running) ~= '' then return { 'joined', running } end
end
local throttledUntil = KEYS[5] ~= '' and redis.call('HGET', KEYS[5], 'pwl')
if throttledUntil then
  local time = redis.call('TIME')
  if tonumber(throttledUntil) > time[1] * 1000 + math.floor(time[2] / 1000) then return { 'throttled' } end
end
if KEYS[4] ~= '' then
  local taken = redis.call('INCR', KEYS[4])
  if taken == 1 then redis.call('PEXPIRE', KEYS[4], ARGV[6]) end
  if taken > tonumber(ARGV[5]) then
    redis.call('DECR', KEYS[4])
    return { 'throttled' }
  end
end
if KEYS[3] ~= '' and not redis.call('SET', KEYS[3], ARGV[2], 'NX', 'PX', 10000) then
  if KEYS[4] ~= '' then redis.call('DECR', KEYS[4]) end
  return { 'replayed' }
end
redis.call('SET', KEYS[1], 'pending:' .. ARGV[2], 'PX', ARGV[3])
if KEYS[2] ~= '' then redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[4]) end
return { 'begun' }
`);

/** Gives back what `begin` took, and wakes those who wait. KEYS as for begin; ARGV: authentication id. */
export const releaseScript = new RedisScript(`
if redis.call('GET', KEYS[1]) == 'pending:' .. ARGV[1] then redis.call('DEL', KEYS[1]) end
for i = 2, 3 do
  if KEYS[i] ~= '' and redis.call('GET', KEYS[i]) == ARGV[1] then redis.call('DEL', KEYS[i]) end
end
if KEYS[4] ~= '' and tonumber(redis.call('GET', KEYS[4]) or '0') > 0 then redis.call('DECR', KEYS[4]) end
redis.call('PUBLISH', 'cs:decided', ARGV[1])
return 1
`);

/** How many keys and values one attempt has in {@link commitScript}. */
export const COMMIT_KEYS = 11;
export const COMMIT_VALUES = 25;

/**
 * The commit of a batch of attempts; each is all or nothing. Per attempt
 * KEYS: 1 user facts, 2 request, 3 used-up record, 4 new record, 5 claim, 6 failures, 7 and 8 failures to restore,
 * 9 newest sent code, 10 running, 11 tentative.
 * ARGV: 1 revision, 2 user version, 3 outcome, 4 reason, 5 claim kind, 6 claim value, 7 claim ms, 8 denials, 9 window ms,
 * 10 lock ms, 11 lock field, 12 new record, 13 its ms, 14 result, 15 result if refused, 16 result ms, 17 journal event,
 * 18 remember field, 19 remember until, 20 authentication id, 21 pending mark, 22 whether the attempt is counted already,
 * 23 whether a text message was sent, 24 whether others may wait, 25 result ms for those who wait.
 * The first value of all is the generation.
 */
export const commitScript = new RedisScript(`
if redis.call('GET', 'cs:gen') ~= ARGV[1] then return { 'generation_lost' } end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function claim(k, a)
  local kind = a[5]
  if kind == 'otp' then
    local last = redis.call('GET', k[5])
    if last and tonumber(last) >= tonumber(a[6]) then return false end
    if a[7] == '0' then redis.call('SET', k[5], a[6]) else redis.call('SET', k[5], a[6], 'PX', a[7]) end
    return true
  elseif kind == 'once' then
    return redis.call('SET', k[5], a[20], 'NX') and true or false
  elseif kind == 'sent' then
    if redis.call('GET', k[9]) ~= a[20] then return false end
    redis.call('DEL', k[9])
    return true
  elseif kind == 'bypass' then
    if redis.call('HGET', k[1], 'byi') ~= a[6] then return false end
    redis.call('HDEL', k[1], 'byi', 'byp')
    redis.call('HINCRBY', k[1], 'rev', 1)
    return true
  end
  return kind == ''
end

local function fail(k, a)
  local count
  if a[22] == '1' then
    count = tonumber(redis.call('GET', k[6]) or '0')
  else
    count = redis.call('INCR', k[6])
    if count == 1 then redis.call('PEXPIRE', k[6], a[9]) end
  end
  if count < tonumber(a[8]) then return 0 end
  local lockedUntil = now + tonumber(a[10])
  redis.call('DEL', k[6])
  redis.call('HSET', k[1], a[11], lockedUntil)
  redis.call('HINCRBY', k[1], 'rev', 1)
  -- Anyone can mistype somebody's password: that throttles passwords, it neither locks the user nor ends what is open.
  if a[11] ~= 'lck' then return 0 end
  redis.call('HINCRBY', k[1], 'rvc', 1)
  return lockedUntil
end

local function remember(k, a)
  local facts = redis.call('HGETALL', k[1])
  for i = 1, #facts, 2 do
    if string.sub(facts[i], 1, 2) == 'r:' and tonumber(facts[i + 1]) <= now then redis.call('HDEL', k[1], facts[i]) end
  end
  redis.call('HSET', k[1], a[18], a[19])
end

local function decide(k, a)
  local earlier = k[2] ~= '' and redis.call('GET', k[2])
  if earlier and earlier ~= a[21] then return 'earlier', earlier, 0 end
  if k[1] ~= '' then
    local facts = redis.call('HMGET', k[1], 'rev', 'ver')
    if (facts[1] or '0') ~= a[1] or (facts[2] or '0') ~= a[2] then return 'stale', '', 0 end
  end
  local outcome, reason, lockedUntil = a[3], a[4], 0
  if k[3] ~= '' and redis.call('DEL', k[3]) == 0 then
    outcome, reason = 'rejected', 'challenge_unknown'
  elseif outcome == 'accepted' and not claim(k, a) then
    outcome, reason = 'rejected', 'code_replayed'
  elseif k[6] ~= '' then
    lockedUntil = fail(k, a)
    if lockedUntil > 0 and outcome == 'challenged' then outcome, reason = 'rejected', 'too_many_attempts' end
  end
  local isAsProposed = outcome == a[3]
  if outcome == 'accepted' or outcome == 'challenged' then
    for i = 7, 8 do if k[i] ~= '' then redis.call('DEL', k[i]) end end
  end
  if outcome == 'accepted' and a[18] ~= '' then remember(k, a) end
  -- The place in the running sign-ins leads to the first challenge; once that is answered, nobody may join it.
  if k[3] ~= '' then redis.call('SET', 'cs:w:' .. a[20], '', 'XX', 'KEEPTTL') end
  if outcome == 'challenged' then
    redis.call('SET', k[4], a[12], 'PX', a[13])
    if a[23] == '1' then redis.call('SET', k[9], a[20], 'PX', a[13]) end
  end
  redis.call('XADD', 'cs:journal', '*', 'e', a[17], 'o', outcome, 'r', reason, 'l', lockedUntil > 0 and lockedUntil or '')
  local result = isAsProposed and a[14] or a[15]
  if k[2] ~= '' then redis.call('SET', k[2], result, 'PX', a[16]) end
  if k[11] ~= '' then redis.call('DEL', k[11]) end
  if a[24] == '1' then
    redis.call('SET', 'cs:w:' .. a[20], result, 'PX', a[25])
    if outcome ~= 'challenged' then redis.call('DEL', k[10]) end
    redis.call('PUBLISH', 'cs:decided', a[20])
  end
  return isAsProposed and 'done' or 'refused', reason, lockedUntil
end

local answer = {}
local items = (#ARGV - 1) / ${COMMIT_VALUES}
for i = 1, items do
  local k = { unpack(KEYS, (i - 1) * ${COMMIT_KEYS} + 1, i * ${COMMIT_KEYS}) }
  local a = { unpack(ARGV, (i - 1) * ${COMMIT_VALUES} + 2, i * ${COMMIT_VALUES} + 1) }
  local kind, detail, lockedUntil = decide(k, a)
  answer[#answer + 1] = kind
  answer[#answer + 1] = detail
  answer[#answer + 1] = lockedUntil
end
return answer
`);
