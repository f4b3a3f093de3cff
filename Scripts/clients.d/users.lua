-- SPDX-License-Identifier: MIT
-- Asks as many users in turn; an answer with rows of two users, or with another status than 200, is wrong.
local tokens, threads = {}, {}
local paths = { "/api/costs?period=year", "/api/notifications?limit=100" }

function setup(thread)
  table.insert(threads, thread)
end

function init(arguments)
  for line in io.lines(arguments[1]) do table.insert(tokens, line) end
  math.randomseed(os.time())
  wrong, right = 0, 0
end

function request()
  local token = tokens[math.random(#tokens)]
  return wrk.format("GET", paths[math.random(#paths)], { ["Authorization"] = "Bearer " .. token })
end

function response(status, headers, body)
  local owner
  for id in body:gmatch('"user_id":"([^"]*)"') do
    owner = owner or id
    if id ~= owner then wrong = wrong + 1 end
  end
  if status == 200 and owner then right = right + 1 else wrong = wrong + 1 end
end

function done(summary, latency, requests)
  local wrong, right = 0, 0
  for _, thread in ipairs(threads) do
    wrong = wrong + thread:get("wrong")
    right = right + thread:get("right")
  end
  io.write(string.format("\nresult %d %d\n", right, wrong))
end
