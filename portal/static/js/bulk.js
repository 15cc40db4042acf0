// Choosing rows of a list, and going on with a long run. Without script both work by plain forms.

const list = document.querySelector('form[data-list]');
const run = document.querySelector('form[data-progress]');

function choose() {
  const boxes = [...list.querySelectorAll('input[name="chon"]')];
  const all = list.querySelector('[data-select-all]');
  const count = list.querySelector('[data-chosen]');
  const words = all.textContent;
  const say = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    count.textContent = chosen ? `${count.dataset.chosen} ${chosen}` : '';
    all.textContent = chosen === boxes.length ? all.dataset.none : words;
  };
  all.addEventListener('click', (event) => {
    event.preventDefault();
    const every = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !every;
    say();
  });
  list.addEventListener('change', say);
  window.addEventListener('pageshow', say);
}

// Ask for a handful at a time until nothing is left; the results are then the server's own page.
async function goOn() {
  const words = run.querySelector('[data-said]');
  const bar = run.querySelector('progress');
  const button = run.querySelector('button');
  button.hidden = true;
  try {
    for (let left = 1; left > 0; ) {
      const answer = await fetch(run.action, {
        method: 'POST',
        body: new URLSearchParams(new FormData(run)),
        headers: { 'X-Progress': '1' },
        redirect: 'error',
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const { left: more, all } = await answer.json();
      left = more;
      bar.value = all - left;
      words.textContent = `${words.dataset.said} ${left}`;
    }
    location.reload();
  } catch {
    words.textContent = words.dataset.stopped;
    button.hidden = false;
  }
}

if (list) choose();
if (run) goOn();
