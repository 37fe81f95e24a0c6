-- One WhatsApp message as Evolution API sends it, about 1 KB, over 500 conversations.
-- Every request has an id of its own: a router that recognises duplicates delivers each of them.
-- Every field that changes has a fixed width, so the Content-Length is known beforehand.
-- wrk ... -- RUN SECONDS   where RUN is eight hex digits that no earlier run used.
-- After SECONDS nothing more is sent, and wrk, which runs a little longer, only waits for answers: what was acknowledged
-- is then known to the last request.

local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long seconds; long micros; } bench_time;
  int gettimeofday(bench_time *now, void *zone);
]]

local CONVERSATIONS = 500
local BODY = '{"event":"messages.upsert","instance":"Ravenna","data":{'
  .. '"key":{"remoteJid":"55119888%05d@s.whatsapp.net","fromMe":false,"id":"3EB0%s%02X%08X","addressingMode":"pn"},'
  .. '"pushName":"Ana Souza","status":"DELIVERY_ACK","message":{'
  .. '"conversation":"Oi, tudo bem? O pedido bench:%s:%02X:%08X:%d%06d ainda não chegou. Você pode ver para mim, por favor?",'
  .. '"messageContextInfo":{"deviceListMetadata":{},"deviceListMetadataVersion":2,"messageSecret":{'
  .. '"0":12,"1":200,"2":71,"3":9,"4":154,"5":33,"6":240,"7":18,"8":92,"9":5,"10":177,"11":64,"12":29,"13":211,"14":80,"15":146,'
  .. '"16":3,"17":119,"18":58,"19":230,"20":41,"21":167,"22":98,"23":12,"24":205,"25":76,"26":134,"27":21,"28":249,"29":60,"30":187,"31":2}}},'
  .. '"contextInfo":{"mentionedJid":[],"groupMentions":[],"expiration":0},'
  .. '"messageType":"conversation","messageTimestamp":%d,"instanceId":"7d0e2f0a-9f0e-4a0e-8a55-0b9a4e3b9c11","source":"android"},'
  .. '"destination":"http://router.example/webhook","date_time":"2025-12-10T11:03:07.412Z",'
  .. '"sender":"5511900001111@s.whatsapp.net","server_url":"https://evolution.example","apikey":"A1B2C3D4-E5F6-4A7B-8C9D-0E1F2A3B4C5D"}'

local now = ffi.new("bench_time")
local run, seconds, deadline, request_format
local threads = {}

local function clock()
  ffi.C.gettimeofday(now, nil)
  return tonumber(now.seconds), tonumber(now.micros)
end

local function message(format, second, micro)
  return format:format(math.random(0, CONVERSATIONS - 1), run, number, sequence, run, number, sequence, second, micro, second)
end

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init(arguments)
  run, seconds, sequence = arguments[1], tonumber(arguments[2]), 0
  math.randomseed(number + 1)
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["User-Agent"] = "axios/1.13.2"
  local sample = message(BODY, clock())
  local head = wrk.format("POST", nil, nil, sample):sub(1, -#sample - 1)
  request_format = head:gsub("%%", "%%%%") .. BODY
end

function request()
  local second, micro = clock()
  local time = second + micro / 1e6
  deadline = deadline or time + seconds
  if time > deadline then
    return "" -- wrk writes nothing, and this connection is silent from now on
  end
  sequence = sequence + 1
  return message(request_format, second, micro)
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
