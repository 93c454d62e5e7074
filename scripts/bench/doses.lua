-- Sends prepared requests through wrk, each once, and counts the doses that were accepted.
-- wrk … -s doses.lua ADDRESS -- FILE; the file holds whole requests, parted by a zero byte.

local thread = nil

function setup(one)
   thread = one
end

function init(args)
   local file = assert(io.open(args[1], "rb"))
   prepared = {}
   for text in file:read("*a"):gmatch("[^%z]+") do
      prepared[#prepared + 1] = text
   end
   file:close()
   next_one, taken, answered, accepted = 0, 0, 0, 0
   idle = wrk.format("GET", "/livez")
end

-- The first one asked for is only looked at by wrk, and never sent.
function request()
   local text = prepared[next_one]
   if next_one == 1 then
      io.write("started\n")
      io.flush()
   end
   next_one = next_one + 1
   return text or idle
end

-- Asked once before each request: who finds nothing left waits, and the last answer ends the run before that.
function delay()
   taken = taken + 1
   return taken > #prepared and 600000 or 0
end

function response(status, _, body)
   answered = answered + 1
   if status == 201 and body:find('"outcome":"accepted"', 1, true) then
      accepted = accepted + 1
   elseif answered - accepted == 1 then
      io.stderr:write(string.format("First error: %d %s\n", status, body:sub(1, 300)))
   end
   if answered == #prepared then
      io.write("ended\n")
      io.flush()
      wrk.thread:stop()
   end
end

function done(summary, latency)
   local errors = summary.errors
   io.write(string.format("%d %d %.1f\n", thread:get("accepted"), errors.connect + errors.read + errors.write + errors.timeout,
      latency:percentile(99) / 1000))
end
