// SPDX-License-Identifier: MIT
// What the platform's front end does, with fetch as Node and browsers have it.
import assert from "node:assert/strict";

const settings = JSON.parse(process.argv[2]);
const { address, alice, bob, tokens } = settings;
let count = 0;

async function ask(path, init = {}) {
  count += 1;
  const response = await fetch(address + path, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text), text };
}

const bearer = (token) => ({ Authorization: `Bearer ${token}` });
const iso = (daysAgo) => new Date(Date.now() - daysAgo * 86_400_000).toISOString();
const query = (parameters) => "?" + new URLSearchParams(parameters);

// The cookies that a Supabase client keeps, as its servers read them: chunks of the encoded value.
const encodings = {
  base64: (session) => "base64-" + Buffer.from(JSON.stringify(session)).toString("base64url"),
  json: (session) => JSON.stringify(session),
  array: (session) => JSON.stringify([session.access_token, session.refresh_token, null, null, null]),
};
const wires = { encoded: encodeURIComponent, raw: (value) => value };

function chunks(value, length) {
  let rest = encodeURIComponent(value);
  const parts = [];
  while (rest !== "") {
    // A chunk never ends inside of a character.
    let part = rest.slice(0, length);
    while (/%.?$/.test(part) || (/%[89AB].$/.test(rest.slice(part.length, part.length + 3)))) part = part.slice(0, -1);
    parts.push(decodeURIComponent(part));
    rest = rest.slice(part.length);
  }
  return parts;
}

function cookie(name, value, length, wire) {
  if (encodeURIComponent(value).length <= length) return `${name}=${wire(value)}`;
  return chunks(value, length).map((part, index) => `${name}.${index}=${wire(part)}`).join("; ");
}

async function deliveries() {
  const ingest = (path, body) =>
    ask(path, {
      method: "POST",
      headers: { ...bearer(settings.service), "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  const costs = [
    { user_id: alice, cost_type: "training_compute", amount: 42.5, recorded_at: iso(3), details: { gpu_type: "H100" } },
    { user_id: alice, cost_type: "storage", amount: "0.00001605990", recorded_at: iso(20), job_id: null },
    { user_id: alice, cost_type: "storage", amount: 2.73, recorded_at: iso(200) },
    { user_id: bob, cost_type: "bobs", amount: 1000, recorded_at: iso(1) },
  ];
  const stored = await ingest("/api/costs", costs);
  assert.equal(stored.status, 201);
  assert.equal(stored.body.data.length, 4);
  assert.match(stored.body.data[0].id, /^[0-9a-f-]{36}$/);
  assert.match(stored.text, /"amount":0\.0000160599[,}]/);
  const again = await ingest("/api/costs", stored.body.data);
  assert.equal(again.status, 200);
  assert.deepEqual(again.body, stored.body);
  assert.equal((await ingest("/api/costs", { ...stored.body.data[0], amount: 1 })).status, 409);
  const notes = ["job_queued", "job_started", "job_completed"].map((type, index) => ({
    user_id: alice, type, title: `Title “${index}” 🚀`, message: "line\none\ttwo \u0007", priority: "high",
    action_url: "/training/jobs/1", metadata: { job_id: null, "clé": [1, "é"] }, created_at: iso(3 - index),
  }));
  const told = await ingest("/api/notifications", [...notes, { user_id: bob, type: "t", title: "t", message: "m" }]);
  assert.equal(told.status, 201);
  assert.equal(told.body.data[0].title, notes[0].title);
  assert.equal(told.body.data[0].message, notes[0].message);
  assert.deepEqual(told.body.data[0].metadata, notes[0].metadata);
  return told.body.data;
}

async function costs() {
  const headers = bearer(tokens.alice);
  const month = await ask("/api/costs", { headers });
  assert.equal(month.status, 200);
  assert.equal(month.headers.get("content-type"), "application/json");
  const { success, data } = month.body;
  assert.equal(success, true);
  assert.equal(data.total_cost, 42.5);
  assert.deepEqual(Object.keys(data), ["total_cost", "cost_by_type", "chart_data", "records"]);
  assert.deepEqual(Object.keys(data.cost_by_type), ["storage", "training_compute"]);
  assert.equal(data.records.length, 2);
  assert.deepEqual(data.chart_data.map((day) => day.date), [iso(20), iso(3)].map((time) => time.slice(0, 10)));
  assert.equal(new Date(data.records[0].recorded_at).getTime() % 1, 0);
  const counts = [
    [{ period: "week" }, 1], [{ period: "month" }, 2], [{ period: "year" }, 3], [{ period: "" }, 2], [{}, 2],
    [{ start_date: iso(201), end_date: iso(4) }, 2], [{ start_date: iso(21).slice(0, 10) }, 2],
    [{ end_date: iso(100).slice(0, 10) }, 1], [{ period: "week", start_date: "", end_date: "" }, 1],
    [{ start_date: iso(21).replace("Z", "+00:00") }, 2], [{ cache: "123", period: "week" }, 1],
  ];
  for (const [parameters, expected] of counts) {
    const answer = await ask("/api/costs" + query(parameters), { headers });
    assert.equal(answer.status, 200, JSON.stringify(parameters));
    assert.equal(answer.body.data.records.length, expected, JSON.stringify(parameters));
  }
  // The sign of an offset that nobody encoded arrives as a space.
  const bare = await ask(`/api/costs?start_date=${iso(21).replace("Z", "+00:00")}`, { headers });
  assert.equal(bare.body.data.records.length, 2);
  for (const parameters of [{ period: "day" }, { start_date: "2025-02-30" }, { start_date: iso(1), end_date: iso(2) }]) {
    const answer = await ask("/api/costs" + query(parameters), { headers });
    assert.equal(answer.status, 400);
    assert.match(answer.body.error, /^Invalid (period|start_date)$/);
    assert.equal(typeof answer.body.details, "string");
  }
  const tag = month.headers.get("etag");
  const same = await fetch(address + "/api/costs", { headers: { ...headers, "If-None-Match": tag }, cache: "no-store" });
  count += 1;
  assert.equal(same.status, 304);
}

async function notifications(rows) {
  const headers = bearer(tokens.alice);
  const list = async (parameters) => (await ask("/api/notifications" + query(parameters), { headers })).body.data;
  const all = await list({});
  assert.deepEqual(Object.keys(all), ["notifications", "unread_count"]);
  assert.equal(all.unread_count, 3);
  assert.deepEqual(all.notifications.map((row) => row.type), ["job_completed", "job_started", "job_queued"]);
  assert.equal((await list({ limit: "1" })).notifications.length, 1);
  for (const init of [
    {}, { headers: { "Content-Type": "application/json" } },
    { headers: { "Content-Type": "application/json" }, body: "{}" }, { body: JSON.stringify({ read: true }) },
  ]) {
    const path = `/api/notifications/${rows[0].id}/read`;
    const marked = await ask(path, { method: "PATCH", ...init, headers: { ...init.headers, ...headers } });
    assert.equal(marked.status, 200);
    assert.deepEqual(marked.body, { success: true });
  }
  const unread = await list({ unread: "true" });
  assert.equal(unread.unread_count, 2);
  assert.equal(unread.notifications.length, 2);
  assert.equal((await list({ unread: "false" })).notifications.length, 3);
  assert.equal((await list({})).notifications[2].read, true);
  for (const id of [rows[3].id, "33333333-3333-4333-8333-333333333333", "1", "%00", rows[1].id.slice(0, 8)]) {
    const answer = await ask(`/api/notifications/${id}/read`, { method: "PATCH", headers });
    assert.equal(answer.status, 404, id);
    assert.equal(answer.body.error, "Not found");
  }
  assert.equal((await ask(`/api/notifications/${rows[0].id}/read`, { method: "PUT", headers })).status, 405);
}

async function cookies() {
  const session = (token) => ({
    access_token: token, refresh_token: "v1.refresh", token_type: "bearer", expires_in: 3600,
    expires_at: Math.floor(Date.now() / 1000) + 3600,
    user: { id: alice, email: "alice@example.com", user_metadata: { name: "Zoë ✨", access_token: tokens.bob } },
  });
  const name = "sb-abcdefgh-auth-token";
  for (const [form, encode] of Object.entries(encodings)) {
    for (const [wire, write] of Object.entries(wires)) {
      // Raw JSON with text outside ASCII cannot stand in a header of fetch.
      const value = session(tokens.alice);
      if (wire === "raw" && form === "json") value.user = { id: alice };
      for (const length of [50, 400, 3180, 100_000]) {
        // A chunk of bare JSON can begin and end with quotes, which readers of cookies take off.
        if (wire === "raw" && form !== "base64" && length < 3180) continue;
        const header = cookie(name, encode(value), length, write);
        // More chunks than a session has are not read.
        if (header.split("; ").length > 16) continue;
        const answer = await ask("/api/costs", { headers: { Cookie: `theme=dark; ${header}; x=1` } });
        assert.equal(answer.status, 200, `${form} ${wire} ${length}`);
        assert.equal(answer.body.data.total_cost, 42.5);
      }
    }
  }
  assert.equal((await ask("/api/costs", { headers: { Cookie: `sb-access-token=${tokens.bob}` } })).body.data.total_cost, 1000);
  const both = { Cookie: `sb-access-token=${tokens.bob}`, ...bearer(tokens.alice) };
  assert.equal((await ask("/api/costs", { headers: both })).body.data.total_cost, 42.5);
  const value = encodings.base64(session(tokens.alice));
  for (const other of [`${name}-code-verifier`, `${name}-user`, "sb-abcdefgh-flow-1-auth-token", "auth-token"]) {
    assert.equal((await ask("/api/costs", { headers: { Cookie: `${other}=${value}` } })).status, 401);
  }
  assert.equal((await ask("/api/costs", { headers: { Cookie: `sb-access-token=${settings.service}` } })).status, 401);
}

async function refusals() {
  const bodies = new Set();
  for (const headers of [{}, bearer(""), bearer("x"), bearer(tokens.expired), bearer(settings.foreign), bearer(settings.service)]) {
    const answer = await ask("/api/costs", { headers });
    assert.equal(answer.status, 401);
    assert.equal(answer.headers.get("www-authenticate"), "Bearer");
    bodies.add(answer.text);
  }
  assert.equal(bodies.size, 1);
  const body = JSON.stringify({ user_id: alice, cost_type: "c", amount: 1 });
  const json = { "Content-Type": "application/json" };
  const post = (headers) => ask("/api/costs", { method: "POST", headers, body });
  assert.equal((await post({ ...json, ...bearer(tokens.alice) })).status, 403);
  assert.equal((await post({ ...json })).status, 401);
  assert.equal((await post({ "Content-Type": "text/plain", ...bearer(settings.service) })).status, 415);
  const preflight = await ask("/api/notifications/x/read", {
    method: "OPTIONS",
    headers: { Origin: "http://localhost:3000", "Access-Control-Request-Method": "PATCH",
               "Access-Control-Request-Headers": "authorization,content-type" },
  });
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers.get("access-control-allow-origin"), "http://localhost:3000");
  assert.match(preflight.headers.get("access-control-allow-methods"), /PATCH/);
  const elsewhere = await ask("/api/costs", { headers: { Origin: "http://evil.example", ...bearer(tokens.alice) } });
  assert.equal(elsewhere.headers.get("access-control-allow-origin"), null);
}

// What Supabase's client and those who trace requests put into every request.
async function companions() {
  const more = {
    apikey: "anonymous-key", "X-Client-Info": "supabase-js-node/2.49.4", "X-Supabase-Api-Version": "2024-01-01",
    traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", tracestate: "a=b",
    "sentry-trace": "12345678901234567890123456789012-1234567890123456-1", baggage: "sentry-environment=production",
  };
  const names = Object.keys(more).concat("authorization", "idempotency-key").map((name) => name.toLowerCase());
  const origin = "http://localhost:3000";
  for (const path of ["/api/costs", "/api/notifications/x/read", "/nowhere"]) {
    const preflight = await ask(path, {
      method: "OPTIONS",
      headers: { Origin: origin, "Access-Control-Request-Method": "PATCH",
                 "Access-Control-Request-Headers": names.join(",") },
    });
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers.get("access-control-allow-origin"), origin);
    const granted = preflight.headers.get("access-control-allow-headers").toLowerCase().split(/, */);
    for (const name of names) assert.ok(granted.includes(name), `${path}: ${name}`);
  }
  const headers = { ...more, ...bearer(tokens.alice), Origin: origin };
  const expected = [["/api/costs", 200], ["/api/notifications", 200], ["/api/costs?period=x", 400], ["/nowhere", 404]];
  const asked = Array.from({ length: 100 }, (_, index) => expected[index % expected.length]);
  for (const [index, answer] of (await Promise.all(asked.map(([path]) => ask(path, { headers })))).entries()) {
    assert.equal(answer.status, asked[index][1], asked[index][0]);
    assert.equal(answer.headers.get("access-control-allow-origin"), origin);
  }
  // The platform's key in apikey, as in a Supabase client of the platform's own.
  const row = JSON.stringify({ user_id: bob, cost_type: "keyed", amount: 1 });
  const key = { apikey: settings.service, "Content-Type": "application/json", "Idempotency-Key": "of-a-front-end" };
  const first = await ask("/api/costs", { method: "POST", headers: { ...more, ...key }, body: row });
  const again = await ask("/api/costs", { method: "POST", headers: { ...more, ...key }, body: row });
  assert.deepEqual([first.status, again.status], [201, 200]);
  assert.equal(again.text, first.text);
}

const rows = await deliveries();
await costs();
await notifications(rows);
await cookies();
await refusals();
await companions();
console.log(`${count} requests of a front end`);
