// Signs a declaration in the page: the PKCS#12 file is opened here, and only its certificates and
// the signature are sent. Without script the other ways stay.

const box = document.querySelector('[data-sign]');
const LARGEST = 1024 * 1024;

const part = (name) => box.querySelector(`[data-${name}]`);
const file = box?.querySelector('#p12');
const password = box?.querySelector('#p12-password');
let opened;
let begun;

function say(words) {
  part('status').textContent = words;
}

/* A fault stands beside its field, which takes the focus; one of nobody's stands above. */
function refuse(words, field) {
  say('');
  const line = field ? box.querySelector(`#${field.id}-error`) : part('refused');
  line.textContent = words;
  line.hidden = false;
  field?.closest('.govuk-form-group').classList.add('govuk-form-group--error');
  field?.setAttribute('aria-invalid', 'true');
  (field ?? line).focus();
}

function settle() {
  part('refused').hidden = true;
  for (const field of [file, password]) {
    box.querySelector(`#${field.id}-error`).hidden = true;
    field.closest('.govuk-form-group').classList.remove('govuk-form-group--error');
    field.removeAttribute('aria-invalid');
  }
}

const letters = (bytes) => btoa(String.fromCharCode(...bytes));
const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/* The answer's JSON; throws the server's own sentence, or that nothing could be sent. */
async function post(address, pairs) {
  const body = new URLSearchParams([['csrf_token', box.dataset.token], ...pairs]);
  let answer;
  let said;
  try {
    answer = await fetch(address, { method: 'POST', body, headers: { Accept: 'application/json' } });
    said = await answer.json();
  } catch {
    throw new Error(box.dataset.saidFailed);
  }
  if (!answer.ok) throw new Error(said.message ?? box.dataset.saidFailed);
  return said;
}

/* The file's certificates and key, or undefined when the reason was told. */
async function unlock() {
  const chosen = file.files[0];
  if (!chosen) return refuse(box.dataset.saidNoFile, file);
  if (chosen.size > LARGEST) return refuse(box.dataset.saidOther, file);
  if (!password.value) return refuse(box.dataset.saidNoPassword, password);
  say(box.dataset.saidOpening);
  let library;
  try {
    library = await import(box.dataset.library);
  } catch {
    return refuse(box.dataset.saidFailed);
  }
  try {
    return await library.open(new Uint8Array(await chosen.arrayBuffer()), password.value);
  } catch (fault) {
    const why = fault instanceof library.Unopened ? fault.message : 'broken';
    const words = box.dataset[`said${why[0].toUpperCase()}${why.slice(1)}`];
    return refuse(words, why === 'password' ? password : file);
  }
}

function show(facts) {
  const rows = facts.map(([name, value]) => {
    const row = document.createElement('div');
    row.className = 'govuk-summary-list__row';
    const term = document.createElement('dt');
    term.className = 'govuk-summary-list__key';
    term.textContent = name;
    const fact = document.createElement('dd');
    fact.className = 'govuk-summary-list__value';
    fact.textContent = value;
    row.append(term, fact);
    return row;
  });
  part('facts').replaceChildren(...rows);
  part('choose').hidden = true;
  part('confirm').hidden = false;
  part('confirm-title').focus();
  say(box.dataset.saidReady);
}

async function open() {
  settle();
  opened = await unlock();
  if (!opened) return;
  say(box.dataset.saidAsking);
  try {
    begun = await post(box.dataset.begin, opened.chain.map((der) => ['chung_thu', letters(der)]));
  } catch (fault) {
    opened = undefined;
    return refuse(fault.message, file);
  }
  password.value = '';
  show(begun.facts);
}

async function sign() {
  settle();
  say(box.dataset.saidSigning);
  try {
    const signature = await opened.sign(bytesOf(begun.attributes));
    const done = await post(begun.finish, [['chu_ky', letters(signature)]]);
    location.assign(done.next);
  } catch (fault) {
    again();
    refuse(fault.message);
  }
}

function again() {
  opened = undefined;
  begun = undefined;
  part('confirm').hidden = true;
  part('choose').hidden = false;
  say('');
  file.focus();
}

/* One press at a time: the button is shut until what it began has ended. */
function press(button, work) {
  button.addEventListener('click', async () => {
    if (button.getAttribute('aria-disabled')) return;
    button.setAttribute('aria-disabled', 'true');
    await work().finally(() => button.removeAttribute('aria-disabled'));
  });
}

if (box) {
  box.hidden = false;
  if (globalThis.isSecureContext && globalThis.crypto?.subtle) {
    press(part('open'), open);
    press(part('do-sign'), sign);
    part('again').addEventListener('click', again);
    password.addEventListener('keydown', (event) => event.key === 'Enter' && part('open').click());
  } else {
    part('choose').hidden = true;
    say(box.dataset.saidInsecure);
  }
}
