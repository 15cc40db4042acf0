// Keeps the page that checks papers, with all it needs, so that it opens without the network.
// Page and data are asked of the portal first; what was kept answers when it does not.

const PREFIX = 'ngoai-tuyen-';
const PAGE = {{ page | tojson }};
const DATA = {{ data | tojson }};
const ASSETS = {{ assets | tojson }};
const CACHE = PREFIX + [...JSON.stringify([PAGE, DATA, ASSETS])].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) >>> 0, 7).toString(36);
const FRESH = new Set([PAGE, ...DATA]);
const PATIENCE = 4000;

self.addEventListener('install', (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll([PAGE, ...ASSETS]);
    // A list that is not signed yet must not keep the rest from being kept.
    await Promise.allSettled(DATA.map((address) => cache.add(address)));
    await self.skipWaiting();
  })());
});

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

/* Asked past the browser's own cache: a paper revoked a minute ago must be in the list. */
async function asked(path) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(path);
  try {
    const answer = await fetch(path, { cache: 'no-cache', ...(kept && { signal: AbortSignal.timeout(PATIENCE) }) });
    if (answer.status === 200) await cache.put(path, answer.clone());
    return answer.ok || !kept ? answer : kept;
  } catch (fault) {
    if (kept) return kept;
    throw fault;
  }
}

async function held(request) {
  const cache = await caches.open(CACHE);
  return await cache.match(request) ?? fetch(request);
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== 'GET' || address.origin !== self.location.origin) return;
  if (FRESH.has(address.pathname)) event.respondWith(asked(address.pathname));
  else if (ASSETS.includes(address.pathname + address.search)) event.respondWith(held(request));
});
