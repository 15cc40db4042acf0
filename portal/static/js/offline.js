// Checks the QR code of a paper on this device alone, with keys and a list that it keeps.
//
// What the code says and how it is signed: procedures/papers/qr.py. The list of papers that were
// revoked or replaced: procedures/acts/publish_revocations.py.

const box = document.querySelector('[data-offline]');
const EC = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNED = { name: 'ECDSA', hash: 'SHA-256' };
const PAPER = /\/xac-minh\/([0-9A-Z]{8,40})#([^#]*)$/;
const HASH_BYTES = 10;
const utf8 = new TextEncoder();

const bytesOf = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
const textOf = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const jsonOf = (text) => JSON.parse(new TextDecoder().decode(bytesOf(text)));

async function signedBy(key, signature, message) {
  try {
    const { kty, crv, x, y } = key;
    const read = await crypto.subtle.importKey('jwk', { kty, crv, x, y }, EC, false, ['verify']);
    return await crypto.subtle.verify(SIGNED, read, bytesOf(signature), utf8.encode(message));
  } catch {
    return false;
  }
}

/* The list, if a key that is believed signed it before its time was over; null otherwise. */
async function believed(list, keys) {
  try {
    const key = keys.find(({ kid }) => kid === jsonOf(list.protected).kid);
    if (!key || key.withdrawn) return null;
    if (!await signedBy(key, list.signature, `${list.protected}.${list.payload}`)) return null;
    const said = jsonOf(list.payload);
    return key.signs_until && new Date(said.made) > new Date(key.signs_until) ? null : said;
  } catch {
    return null;
  }
}

/* What the device keeps, or the portal answers; null for what neither has. */
async function known() {
  const ask = async (address) => {
    try {
      const answer = await fetch(address);
      return answer.status === 200 ? await answer.json() : null;
    } catch {
      return null;
    }
  };
  const [keys, names, list] = await Promise.all([box.dataset.keys, box.dataset.names, box.dataset.list].map(ask));
  const known = keys?.keys ?? [];
  return { keys: known, names: names ?? { agencies: {}, kinds: {} }, list: list && await believed(list, known) };
}

async function entryOf(list, code) {
  const digest = await crypto.subtle.digest('SHA-256', utf8.encode(list.salt + code));
  const hash = textOf(new Uint8Array(digest).slice(0, HASH_BYTES));
  return list.papers.find(([listed]) => listed === hash);
}

const isStale = (list) => Date.now() > new Date(list.next);

/* Whether the paper's date, as YYYYMMDD, lies in the days for which the key signs. */
function dated(key, paper) {
  const bound = (iso) => iso?.replaceAll('-', '');
  return !(paper < bound(key.papers_from)) && !(paper > bound(key.papers_until));
}

/* A key that leaked signs for whoever has it, with any date: nothing of it is genuine here. */
function leaked(key, facts) {
  const lost = key.lost_from?.replaceAll('-', '');
  return lost && facts.ng >= lost ? { outcome: 'lost', facts: { ...facts, lo: lost } } : { outcome: 'withdrawn', facts };
}

/* The outcome, and the facts that may be shown with it. */
async function judge(text, { keys, list }) {
  const found = PAPER.exec(text.trim());
  if (!found) return { outcome: 'foreign', facts: {} };
  const facts = { ...Object.fromEntries(new URLSearchParams(found[2])), ma: found[1] };
  if (!facts.s || !facts.k) return { outcome: 'unsigned', facts: { ma: facts.ma } };
  const key = keys.find(({ kid }) => kid === facts.k);
  if (!key) return { outcome: 'unknown', facts: { ma: facts.ma, k: facts.k } };
  const [said, signature, ...more] = text.trim().slice(text.trim().lastIndexOf('/') + 1).split('&s=');
  if (more.length || !await signedBy(key, signature, said)) return { outcome: 'forged', facts: {} };
  if (key.withdrawn) return leaked(key, facts);
  if (!dated(key, facts.ng)) return { outcome: 'mistimed', facts };
  const entry = list && await entryOf(list, facts.ma);
  if (entry) return { outcome: entry[1] === 's' ? 'replaced' : 'revoked', facts: { ...facts, tu: entry[2] } };
  if (!list) return { outcome: 'unlisted', facts };
  return isStale(list) ? { outcome: 'stale', facts: { ...facts, lap: list.made, han: list.next } } : { outcome: 'genuine', facts };
}

// A day as the portal's pages word it, from 20261123 or an instant.
function day(iso) {
  const [, year, month, date] = /^(\d{4})-?(\d{2})-?(\d{2})/.exec(iso) ?? [];
  if (!year) return iso;
  if (document.documentElement.lang === 'vi') return `${date}/${month}/${year}`;
  const said = new Intl.DateTimeFormat('en', { timeZone: 'UTC', month: 'short' });
  return `${Number(date)} ${said.format(new Date(`${year}-${month}-01`))} ${year}`;
}

// An instant as the portal's pages word it, in the province's time wherever the device is.
function moment(iso) {
  if (!iso) return '';
  const spoken = document.documentElement.lang;
  const asked = {
    timeZone: 'Asia/Ho_Chi_Minh', hourCycle: 'h23', hour: '2-digit', minute: '2-digit',
    day: '2-digit', month: spoken === 'vi' ? '2-digit' : 'short', year: 'numeric',
  };
  const said = new Intl.DateTimeFormat(spoken === 'vi' ? 'vi' : 'en', asked);
  const part = Object.fromEntries(said.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]));
  const clock = `${part.hour}:${part.minute}`;
  return spoken === 'vi'
    ? `${clock} ngày ${part.day}/${part.month}/${part.year}`
    : `${Number(part.day)} ${part.month} ${part.year}, ${clock}`;
}

function worded(facts, names) {
  const language = document.documentElement.lang;
  const name = (of, code) => of[code]?.[language] ?? of[code]?.vi ?? code ?? '';
  return {
    ...facts,
    gt: name(names.kinds, facts.gt),
    cq: name(names.agencies, facts.cq),
    ng: day(facts.ng ?? ''),
    tu: day(facts.tu ?? ''),
    lo: day(facts.lo ?? ''),
    lap: moment(facts.lap),
    han: moment(facts.han),
  };
}

async function set() {
  const { hasCamera, readPicture, watch } = await import(box.dataset.camera);
  const answers = box.querySelectorAll('[data-outcome]');
  const words = box.querySelector('[data-said]');
  const paste = box.querySelector('textarea');
  let keeping = known();

  async function tellList() {
    const { list } = await keeping;
    box.querySelector('[data-list-none]').hidden = Boolean(list);
    box.querySelector('[data-list-made]').hidden = !list;
    if (!list) return;
    box.querySelector('[data-made]').textContent = moment(list.made);
    box.querySelector('[data-old]').hidden = !isStale(list);
  }

  async function show(text) {
    const kept = await keeping;
    const { outcome, facts } = await judge(text, kept);
    const said = worded(facts, kept.names);
    for (const answer of answers) answer.hidden = answer.dataset.outcome !== outcome;
    const answer = box.querySelector(`[data-outcome="${outcome}"]`);
    for (const place of answer.querySelectorAll('[data-fact]')) place.textContent = said[place.dataset.fact] ?? '';
    for (const link of answer.querySelectorAll('a[data-online]')) link.href = `${box.dataset.papers}/${facts.ma}`;
    words.textContent = '';
    answer.querySelector('h2').focus();
  }

  box.querySelector('[data-check]').addEventListener('click', () => show(paste.value));
  box.querySelector('input[type="file"]').addEventListener('change', async ({ target }) => {
    if (!target.files[0]) return;
    const text = await readPicture(box.dataset.reader, target.files[0]).catch(() => '');
    if (text) await show(text);
    else words.textContent = box.dataset.nothing;
    target.value = '';
  });
  if (hasCamera()) {
    const start = box.querySelector('[data-start]');
    const parts = {
      reader: box.dataset.reader,
      start,
      stop: box.querySelector('[data-stop]'),
      view: box.querySelector('[data-view]'),
      video: box.querySelector('video'),
    };
    watch(parts, {
      found(text) {
        show(text);
        return true;
      },
      opened: () => {},
      closed: () => { words.textContent = ''; },
      refused: () => { words.textContent = box.dataset.refused; },
    });
    start.hidden = false;
  }
  window.addEventListener('online', () => {
    keeping = known();
    tellList();
  });
  tellList();
}

if (box && window.isSecureContext && crypto.subtle) {
  document.querySelector('[data-cannot]').hidden = true;
  box.hidden = false;
  set();
  const ready = document.querySelector('[data-ready]');
  navigator.serviceWorker?.register(box.dataset.worker, { scope: box.dataset.scope })
    .then(() => navigator.serviceWorker.ready)
    .then(() => { ready.hidden = false; })
    .catch(() => {});
}
