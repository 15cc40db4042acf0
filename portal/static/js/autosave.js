// Keeps the draft of a long form while it is typed, and says at once when it could not.
//
// <form data-autosave="/address"> posts its fields (no files) there; any 2xx is "kept".
// The words come from the save indicator beside it; the button of the form stays the real save.

const PAUSE = 1500;
const RETRY = [4000, 10000, 30000];

export function watch(form, indicator) {
  const words = indicator.querySelector('[role="status"]');
  let timer = 0;
  let failures = 0;
  let kept = snapshot(form);

  function snapshot(source) {
    const fields = new FormData(source);
    for (const [name, value] of [...fields]) if (value instanceof File) fields.delete(name);
    return new URLSearchParams(fields).toString();
  }

  function say(state, sentence) {
    indicator.dataset.saveState = state;
    // A failure interrupts; anything else waits for a pause in what is being read aloud.
    words.setAttribute('role', state === 'failed' ? 'alert' : 'status');
    words.textContent = sentence;
  }

  async function save() {
    clearTimeout(timer);
    const now = snapshot(form);
    if (now === kept) return;
    if (!failures) say('saving', indicator.dataset.saving);
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: 'POST',
        body: new URLSearchParams(now),
        headers: { 'X-Autosave': '1' },
        redirect: 'error',
        keepalive: now.length < 60000,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      kept = now;
      failures = 0;
      const time = new Date().toLocaleTimeString('vi-VN', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Ho_Chi_Minh' });
      say('saved', `${indicator.dataset.saved} ${time}`);
    } catch {
      if (!failures) say('failed', indicator.dataset.failed);
      timer = setTimeout(save, RETRY[Math.min(failures, RETRY.length - 1)]);
      failures += 1;
    }
  }

  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && save());
  form.addEventListener('submit', () => {
    clearTimeout(timer);
    kept = snapshot(form);
  });
  window.addEventListener('beforeunload', (event) => {
    if (failures && snapshot(form) !== kept) event.preventDefault();
  });
}
