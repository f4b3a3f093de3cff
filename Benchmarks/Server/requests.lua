-- SPDX-License-Identifier: MIT
-- Sends requests that are written beforehand, one for each token, so that the client costs little.
local requests, position = {}, 0

function init(arguments)
  for token in io.lines(arguments[2]) do
    table.insert(requests, wrk.format("GET", arguments[1], { ["Authorization"] = "Bearer " .. token }))
  end
  math.randomseed(1)
  position = math.random(#requests)
end

function request()
  -- A prime step visits all of them in an order that no cache likes.
  position = (position + 7919) % #requests + 1
  return requests[position]
end
