// Keeps the draft of a long form while it is typed, and says at once when it could not.
//
// <form data-autosave="/address">, or the form around an indicator with data-to="/address", posts
// its fields (no files) there; any 2xx is "kept" and may say the version that the next save must
// name. 401: the session ran out; the form's own button signs in again and loses nothing. 409: another window was first; only the form's own
// button may decide then. The words come from the save indicator beside it; the button of the
// form stays the real save.

const PAUSE = 1500;
const LONGEST = 10000;
const RETRY = [4000, 10000, 30000];

export function watch(form, indicator) {
  const words = indicator.querySelector('[role="status"]');
  let timer = 0;
  let typedSince = 0;
  let failures = 0;
  let stale = false;
  let saving = null;
  let kept = snapshot();

  function fields() {
    const found = new FormData(form);
    for (const [name, value] of [...found]) if (value instanceof File) found.delete(name);
    return new URLSearchParams(found);
  }

  // What the person typed; the version changes by itself with each save.
  function snapshot() {
    const typed = fields();
    typed.delete('version');
    return typed.toString();
  }

  function say(state, sentence) {
    indicator.dataset.saveState = state;
    // A failure interrupts; anything else waits for a pause in what is being read aloud.
    words.setAttribute('role', state === 'failed' ? 'alert' : 'status');
    words.textContent = sentence;
  }

  async function post(body) {
    const answer = await fetch(indicator.dataset.to || form.dataset.autosave, {
      method: 'POST',
      body,
      headers: { 'X-Autosave': '1' },
      redirect: 'error',
      keepalive: body.toString().length < 60000,
    });
    if (answer.status === 409) {
      stale = true;
      return say('failed', indicator.dataset.stale);
    }
    if (answer.status === 401) {
      stale = true;
      return say('failed', indicator.dataset.expired);
    }
    if (!answer.ok) throw new Error(String(answer.status));
    const { version } = answer.status === 204 ? {} : await answer.json();
    if (version && form.elements.version) form.elements.version.value = version;
    const time = new Date().toLocaleTimeString('vi-VN', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Ho_Chi_Minh' });
    return say('saved', `${indicator.dataset.saved} ${time}`);
  }

  // One save at a time: each must name the version that the one before it made.
  async function save() {
    clearTimeout(timer);
    if (saving || stale) return;
    const now = snapshot();
    if (now === kept) return;
    typedSince = 0;
    if (!failures) say('saving', indicator.dataset.saving);
    try {
      saving = post(fields());
      await saving;
      kept = now;
      failures = 0;
    } catch {
      if (!failures) say('failed', indicator.dataset.failed);
      timer = setTimeout(save, RETRY[Math.min(failures, RETRY.length - 1)]);
      failures += 1;
    } finally {
      saving = null;
    }
    if (!failures && snapshot() !== kept) later();
  }

  // After a pause in the typing, and at the latest ten seconds after its first letter.
  function later() {
    typedSince ||= Date.now();
    clearTimeout(timer);
    timer = setTimeout(save, Math.max(0, Math.min(PAUSE, typedSince + LONGEST - Date.now())));
  }

  for (const plain of form.querySelectorAll('[data-plain-save]')) plain.hidden = true;
  form.addEventListener('input', later);
  form.addEventListener('change', later);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && save());
  form.addEventListener('submit', (event) => {
    clearTimeout(timer);
    if (saving) {
      const { submitter } = event;
      event.preventDefault();
      saving.catch(() => {}).finally(() => setTimeout(() => form.requestSubmit(submitter)));
      return;
    }
    kept = snapshot();
  });
  window.addEventListener('beforeunload', (event) => {
    if (failures && snapshot() !== kept) event.preventDefault();
  });
}
