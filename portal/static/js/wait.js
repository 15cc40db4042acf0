// Waits for a worker: asks how far it is, and shows the page anew when that has changed.
// Without script the page refreshes itself.

const box = document.querySelector('[data-wait]');
const FIRST = 800;
const LONGEST = 5000;

async function look(pause) {
  try {
    const answer = await fetch(box.dataset.wait, { headers: { Accept: 'application/json' } });
    const { state } = await answer.json();
    if (state !== box.dataset.state) return location.reload();
  } catch {
    // The next look may succeed; nothing is lost meanwhile.
  }
  return setTimeout(look, pause, Math.min(pause * 1.3, LONGEST));
}

if (box) setTimeout(look, FIRST, FIRST);
