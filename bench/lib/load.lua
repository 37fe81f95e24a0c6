-- One WhatsApp message as Evolution API sends it, in three lines of MESSAGE: what is before its long text, that, and the rest.
-- Every request has an id of its own: a router that recognises duplicates delivers each of them.
-- Every field that changes has a fixed width, so the Content-Length is known beforehand.
-- wrk ... -- RUN SECONDS FIRST CONVERSATIONS MESSAGE, where RUN is eight hex digits that no earlier run used, or the
-- same ones again with another FIRST, the number of the first thread.
-- After SECONDS nothing more is sent, and wrk, which runs a little longer, only waits for answers: what was acknowledged
-- is then known to the last request.

local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long seconds; long micros; } bench_time;
  int gettimeofday(bench_time *now, void *zone);
]]

local now = ffi.new("bench_time")
local run, seconds, deadline, conversations, head, front, filler, back
local threads = {}

local function clock()
  ffi.C.gettimeofday(now, nil)
  return tonumber(now.seconds), tonumber(now.micros)
end

local function message(second, micro)
  local text = front:format(math.random(0, conversations - 1), run, number, sequence, run, number, sequence, second, micro)
  return text .. filler .. back:format(second)
end

function setup(thread)
  thread:set("offset", #threads)
  table.insert(threads, thread)
end

function init(arguments)
  run, seconds, number, sequence = arguments[1], tonumber(arguments[2]), tonumber(arguments[3]) + offset, 0
  conversations = tonumber(arguments[4])
  local lines = io.lines(arguments[5])
  front, filler, back = lines(), lines(), lines()
  math.randomseed(number + 1)
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["User-Agent"] = "axios/1.13.2"
  local sample = message(clock())
  head = wrk.format("POST", nil, nil, sample):sub(1, -#sample - 1)
end

function request()
  local second, micro = clock()
  local time = second + micro / 1e6
  deadline = deadline or time + seconds
  if time > deadline then
    return "" -- wrk writes nothing, and this connection is silent from now on
  end
  sequence = sequence + 1
  return head .. message(second, micro)
end

function done(summary, latency)
  local sent = -1 -- wrk asks for one request beforehand and never sends it
  for _, thread in ipairs(threads) do
    sent = sent + thread:get("sequence")
  end
  local errors = summary.errors
  io.write(string.format(
    '\nbench {"sent":%d,"answered":%d,"refused":%d,"broken":%d,"timeouts":%d,"p50":%d,"p99":%d,"max":%d}\n',
    sent, summary.requests, errors.status, errors.connect + errors.read + errors.write, errors.timeout,
    latency:percentile(50), latency:percentile(99), latency.max))
end
