// Hands the papers to the VGCA program on the signer's own machine, which fetches, signs and brings
// them back by itself. What it answers is only words: whether a paper is back, the portal says.

const box = document.querySelector('[data-plugin]');
const papers = [...document.querySelectorAll('[data-vgca]')];
const renew = document.querySelector('[data-renew]');
const LOOKING = 4000;
const CANCELLED = 11;
const PAUSES = [500, 1500, 3000];
const AT_ONCE = '#ky-lai';
const ends = performance.now() + Number(box?.dataset.seconds) * 1000;

class Silent extends Error {}
class Lost extends Error {}
class Late extends Error {}

const part = (name) => box.querySelector(`[data-${name}]`);
const rest = (pause) => new Promise((done) => { setTimeout(done, pause); });
const filled = (words, facts) => words.replace(/\{(\w+)\}/g, (_, name) => facts[name]);

function say(words) {
  part('refused').hidden = true;
  part('status').textContent = words;
}

/* One question, one answer: the program takes a text at an address of its own for each deed. */
function ask(deed, message, patience) {
  return new Promise((answer, fail) => {
    let opened = false;
    const socket = new WebSocket(box.dataset.plugin + deed);
    const end = (settle, value) => {
      clearTimeout(clock);
      settle(value);
      socket.close();
    };
    const clock = setTimeout(() => end(fail, opened ? new Late() : new Silent()), patience);
    socket.addEventListener('open', () => {
      opened = true;
      socket.send(message);
    });
    socket.addEventListener('message', (event) => end(answer, event.data));
    socket.addEventListener('close', () => end(fail, opened ? new Lost() : new Silent()));
  });
}

/* Where the portal stands; undefined when it cannot be asked. */
async function state() {
  try {
    const answer = await fetch(box.dataset.state, { headers: { Accept: 'application/json' } });
    return answer.ok ? await answer.json() : undefined;
  } catch {
    return undefined;
  }
}

const isBack = (known, paper) => known.over || known.back.includes(paper.dataset.paper);

/* Nothing more can be done with these addresses: the program may have used them. */
function stop(words) {
  say('');
  const line = part('refused');
  line.textContent = words;
  line.hidden = false;
  part('sign').hidden = true;
  part('again').hidden = false;
  line.focus();
}

async function look() {
  say(box.dataset.saidLooking);
  part('absent').hidden = true;
  try {
    await ask('/GetVersion', 'version', LOOKING);
  } catch {
    say(box.dataset.saidAbsent);
    part('absent').hidden = false;
    part('sign').hidden = true;
    return false;
  }
  say(box.dataset.saidFound);
  part('sign').hidden = false;
  return true;
}

function words(said) {
  let told;
  try {
    told = JSON.parse(said);
  } catch {
    told = { Message: said };
  }
  if (told.Status === 0) return box.dataset.saidNotBack;
  if (told.Status === CANCELLED) return box.dataset.saidCancelled;
  const reason = String(told.Message || told.Error || box.dataset.saidNothing);
  return filled(box.dataset.saidRefused, { loi: reason });
}

/* After a lost socket the paper may still be on its way; otherwise one look says it. */
async function arrived(paper, pauses) {
  let known = await state();
  for (const pause of pauses) {
    if (known && isBack(known, paper)) break;
    await rest(pause);
    known = await state();
  }
  return known;
}

/* The reason why a paper is not back, or nothing when it is. */
async function sign(paper) {
  let reason;
  let pauses = [];
  try {
    reason = words(await ask('/SignApproved', paper.dataset.vgca, ends - performance.now()));
  } catch (fault) {
    reason = fault instanceof Late ? box.dataset.saidLate : box.dataset.saidLost;
    if (fault instanceof Lost) {
      say(box.dataset.saidChecking);
      pauses = PAUSES;
    }
  }
  const known = await arrived(paper, pauses);
  if (!known) return box.dataset.saidOffline;
  return isBack(known, paper) ? undefined : reason;
}

async function signAll() {
  for (const [index, paper] of papers.entries()) {
    const place = { thu: index + 1, tong: papers.length };
    if (ends <= performance.now()) return stop(box.dataset.saidLate);
    say(filled(box.dataset.saidAsking, place));
    const reason = await sign(paper);
    if (reason) return stop(reason);
    say(filled(box.dataset.saidBack, place));
  }
  say(box.dataset.saidDone);
  return location.assign(box.dataset.done);
}

/* One press at a time: the button is shut until what it began has ended. */
function press(button, work) {
  button.addEventListener('click', async () => {
    if (button.getAttribute('aria-disabled')) return;
    button.setAttribute('aria-disabled', 'true');
    await work().finally(() => button.removeAttribute('aria-disabled'));
  });
}

/* New addresses come with the page itself, which then goes on by itself. */
function signAnew() {
  renew.action += AT_ONCE;
  renew.submit();
}

async function begin() {
  const atOnce = location.hash === AT_ONCE;
  if (atOnce) history.replaceState(null, '', location.pathname);
  if ((await look()) && atOnce) part('sign').click();
}

if (box) {
  box.hidden = false;
  press(part('sign'), signAll);
  part('look').addEventListener('click', async () => {
    const found = await look();
    part(found ? 'sign' : 'look').focus();
  });
  part('again').addEventListener('click', signAnew);
  begin();
}
