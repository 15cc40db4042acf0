// Checks the QR code of a paper on this device alone, with keys and a list that it keeps.
//
// What the code says and how it is signed: procedures/papers/qr.py. The list of papers that were
// revoked or replaced: procedures/acts/publish_revocations.py.

const box = document.querySelector('[data-offline]');
const EC = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNED = { name: 'ECDSA', hash: 'SHA-256' };
const PAPER = /\/xac-minh\/([0-9A-Z]{8,40})#([^#]*)$/;
const HASH_BYTES = 10;
const DAY = 86_400_000;
const PAUSE = 120;
const WIDEST = 1000;
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

/* The list, if a key that is believed signed it; null otherwise. */
async function believed(list, keys) {
  try {
    const key = keys.find(({ kid }) => kid === jsonOf(list.protected).kid);
    if (!key || key.withdrawn) return null;
    if (!await signedBy(key, list.signature, `${list.protected}.${list.payload}`)) return null;
    return jsonOf(list.payload);
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
  if (key.withdrawn) return { outcome: 'withdrawn', facts };
  const entry = list && await entryOf(list, facts.ma);
  if (entry) return { outcome: entry[1] === 's' ? 'replaced' : 'revoked', facts: { ...facts, tu: entry[2] } };
  return { outcome: list ? 'genuine' : 'unlisted', facts };
}

function day(iso) {
  return iso.replace(/^(\d{4})-?(\d{2})-?(\d{2}).*$/, '$3/$2/$1');
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
  };
}

function set() {
  const answers = box.querySelectorAll('[data-outcome]');
  const words = box.querySelector('[data-said]');
  const paste = box.querySelector('textarea');
  const view = box.querySelector('[data-view]');
  const video = box.querySelector('video');
  const start = box.querySelector('[data-start]');
  const stop = box.querySelector('[data-stop]');
  const canvas = document.createElement('canvas');
  let camera = null;
  let keeping = known();

  async function tellList() {
    const { list } = await keeping;
    const made = list && new Date(list.made);
    box.querySelector('[data-list-none]').hidden = Boolean(list);
    box.querySelector('[data-list-made]').hidden = !list;
    if (!list) return;
    box.querySelector('[data-made]').textContent = made.toLocaleString(document.documentElement.lang);
    box.querySelector('[data-old]').hidden = Date.now() - made < box.dataset.days * DAY;
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

  function load() {
    if (window.jsQR) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = box.dataset.reader;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }

  function read(source, width, height) {
    const scale = Math.min(1, WIDEST / Math.max(width, height));
    canvas.width = width * scale;
    canvas.height = height * scale;
    const drawing = canvas.getContext('2d', { willReadFrequently: true });
    drawing.drawImage(source, 0, 0, canvas.width, canvas.height);
    const { data } = drawing.getImageData(0, 0, canvas.width, canvas.height);
    return window.jsQR(data, canvas.width, canvas.height, { inversionAttempts: 'dontInvert' })?.data;
  }

  function close() {
    for (const track of camera?.getTracks() ?? []) track.stop();
    camera = null;
    video.srcObject = null;
    view.hidden = true;
    start.hidden = false;
  }

  function look() {
    if (!camera) return;
    const text = video.videoWidth ? read(video, video.videoWidth, video.videoHeight) : '';
    if (text) {
      close();
      show(text);
    } else setTimeout(look, PAUSE);
  }

  box.querySelector('[data-check]').addEventListener('click', () => show(paste.value));
  box.querySelector('input[type="file"]').addEventListener('change', async ({ target }) => {
    if (!target.files[0]) return;
    try {
      await load();
      const picture = await createImageBitmap(target.files[0]);
      const text = read(picture, picture.width, picture.height);
      if (text) await show(text);
      else words.textContent = box.dataset.nothing;
    } catch {
      words.textContent = box.dataset.nothing;
    }
    target.value = '';
  });
  if (navigator.mediaDevices?.getUserMedia) {
    start.hidden = false;
    start.addEventListener('click', async () => {
      words.textContent = '';
      try {
        await load();
        camera = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
        video.srcObject = camera;
        start.hidden = true;
        view.hidden = false;
        stop.focus();
        await video.play();
        look();
      } catch {
        close();
        words.textContent = box.dataset.refused;
      }
    });
    stop.addEventListener('click', () => {
      close();
      start.focus();
    });
    window.addEventListener('pagehide', close);
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
