// SPDX-License-Identifier: MIT
// What a page asks of a server of another origin, with the fields of Supabase's client and of those who trace requests.
const settings = await (await fetch("/settings")).json();

const carried = {
  apikey: "anonymous-key", "x-client-info": "supabase-js-web/2.49.4", "x-supabase-api-version": "2024-01-01",
  traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", tracestate: "a=b",
  "sentry-trace": "12345678901234567890123456789012-1234567890123456-1",
  baggage: "sentry-environment=production,sentry-public_key=abc",
};
const user = { ...carried, authorization: `Bearer ${settings.token}` };
const json = { "content-type": "application/json" };
const platform = { ...carried, ...json, authorization: `Bearer ${settings.service}` };
const row = JSON.stringify({ user_id: settings.user, cost_type: "page", amount: 1 });

const answers = {};
const faults = [];

const isSound = ({ success, error, details }, response) =>
  response.ok ? success === true : typeof error === "string" && typeof details === "string";

// Asks, and holds the answer against what a page must be able to read of it.
async function ask(name, status, path, init, check = isSound) {
  try {
    const response = await fetch(settings.address + path, init);
    const text = await response.text();
    answers[name] = String(response.status);
    if (response.status !== status) faults.push(`${name}: ${response.status} ${text.slice(0, 200)}`);
    else if (text !== "" && !check(JSON.parse(text), response)) faults.push(`${name}: ${text.slice(0, 200)}`);
    if (!response.headers.get("x-request-id")) faults.push(`${name}: the page cannot read X-Request-Id`);
    return response;
  } catch (error) {
    answers[name] = error.name;
    faults.push(`${name}: ${error}`);
    return null;
  }
}

const mark = `/api/notifications/${settings.id}/read`;
const key = { "idempotency-key": "a-page" };
await ask("POST", 201, "/api/costs", { method: "POST", headers: { ...platform, ...key }, body: row });
await ask("POST again", 200, "/api/costs", { method: "POST", headers: { ...platform, ...key }, body: row });
const costs = await ask("GET", 200, "/api/costs", { headers: user }, (answer) => answer.data.records.length === 1);
const tag = costs?.headers.get("etag");
if (costs && !tag) faults.push("GET: the page cannot read ETag");
const same = { ...user, "if-none-match": tag ?? "x" };
await ask("GET with a tag", 304, "/api/costs", { headers: same, cache: "no-store" });
await ask("GET notifications", 200, "/api/notifications?limit=5", { headers: user });
await ask("GET with credentials", 200, "/api/notifications", { headers: user, credentials: "include" });
await ask("PATCH", 200, mark, { method: "PATCH", headers: user });
await ask("PATCH with a body", 200, mark, { method: "PATCH", headers: { ...user, ...json }, body: "{}" });
await ask("PATCH of nobody's", 404, "/api/notifications/none/read", { method: "PATCH", headers: user });
await ask("HEAD", 200, "/api/costs", { method: "HEAD", headers: user });
await ask("health", 200, "/health", { headers: carried });
// Errors can be read too.
await ask("without a token", 401, "/api/costs", { headers: carried });
await ask("a wrong token", 401, "/api/costs", { headers: { ...carried, authorization: "Bearer x" } });
await ask("a wrong period", 400, "/api/costs?period=never", { headers: user });
await ask("not the platform", 403, "/api/costs", { method: "POST", headers: { ...user, ...json }, body: row });
await ask("another type", 415, "/api/costs", {
  method: "POST", headers: { ...platform, "content-type": "text/plain" }, body: row,
});
await ask("another body", 422, "/api/costs", {
  method: "POST", headers: { ...platform, ...key }, body: `[${row},${row}]`,
});
const other = await ask("another method", 405, "/api/costs", { method: "PATCH", headers: user });
if (!other?.headers.get("allow")) faults.push("another method: the page cannot read Allow");
await ask("an unknown path", 404, "/nowhere", { headers: user });
await ask("an unknown path with a body", 404, "/rest/v1/costs", { method: "POST", headers: platform, body: row });
await ask("long fields", 431, "/api/costs", { headers: { ...user, "x-long": "x".repeat(40_000) } });
await ask("many fields", 431, "/api/costs", {
  headers: { ...user, ...Object.fromEntries(Array.from({ length: 80 }, (_, number) => [`x-${number}`, "x"])) },
});
// With fields of its own, the browser would first ask whether it may send these, at the same address.
await ask("a long target", 414, `/api/costs?x=${"x".repeat(40_000)}`);
await ask("a long body", 413, mark, { method: "PATCH", headers: { ...user, ...json }, body: " ".repeat(2_000_000) });

await fetch("/report", { method: "POST", body: JSON.stringify({ answers, faults }) });
