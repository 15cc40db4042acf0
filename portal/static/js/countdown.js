// Counts the seconds that are left, where the page says how many; at the end it says nothing less.

const shown = document.querySelector('[data-seconds]');
const ends = Date.now() + Number(shown?.dataset.seconds) * 1000;

function count() {
  const left = Math.max(Math.round((ends - Date.now()) / 1000), 0);
  shown.textContent = shown.dataset.words
    .replace('{phut}', Math.floor(left / 60))
    .replace('{giay}', left % 60);
  if (left > 0) setTimeout(count, 1000);
}

if (shown) count();
