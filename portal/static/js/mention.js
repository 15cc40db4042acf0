// Under an @ that is being typed opens a list of colleagues; the one who is taken is ticked in the
// plain list below, which works without script.

const form = document.querySelector('form[data-people]');
const text = form.querySelector('textarea');
const plain = form.querySelector('[data-colleagues]');
const listed = document.createElement('ul');
const status = document.createElement('p');
const AT = /(?:^|\s)@([^\s@][^@\n]{0,40})?$/u;
let people = [];
let at = -1;
let asked = 0;

Object.assign(listed, { id: 'goi-y', className: 'app-mentions', hidden: true });
listed.setAttribute('role', 'listbox');
listed.setAttribute('aria-label', form.querySelector('legend').textContent);
status.className = 'govuk-visually-hidden';
status.setAttribute('role', 'status');
text.after(listed, status);
text.setAttribute('aria-autocomplete', 'list');
text.setAttribute('aria-controls', listed.id);

const typed = () => AT.exec(text.value.slice(0, text.selectionStart));

function close() {
  people = [];
  at = -1;
  listed.hidden = true;
  listed.replaceChildren();
  text.removeAttribute('aria-activedescendant');
}

function mark(next) {
  at = (next + people.length) % people.length;
  [...listed.children].forEach((item, number) => item.setAttribute('aria-selected', String(number === at)));
  text.setAttribute('aria-activedescendant', `goi-y-${at}`);
}

function open() {
  listed.replaceChildren(
    ...people.map(({ name, unit }, number) => {
      const item = document.createElement('li');
      item.id = `goi-y-${number}`;
      item.setAttribute('role', 'option');
      item.textContent = `${name} – ${unit}`;
      item.addEventListener('mousedown', (event) => {
        event.preventDefault();
        take(number);
      });
      return item;
    }),
  );
  listed.hidden = !people.length;
  status.textContent = people.length ? `${people.length} ${form.dataset.saidFound}` : form.dataset.saidNone;
  if (people.length) mark(0);
}

function tick({ id, name, unit }) {
  const known = plain.querySelector(`[value="${id}"]`);
  if (known) {
    known.checked = true;
    return;
  }
  const item = document.createElement('div');
  item.className = 'govuk-checkboxes__item';
  const box = Object.assign(document.createElement('input'), {
    className: 'govuk-checkboxes__input', id: `nguoi-${id}`, name: 'nguoi', type: 'checkbox', value: id, checked: true,
  });
  const label = Object.assign(document.createElement('label'), {
    className: 'govuk-label govuk-checkboxes__label', htmlFor: box.id, textContent: `${name} – ${unit}`,
  });
  item.append(box, label);
  plain.prepend(item);
}

function take(number) {
  const person = people[number];
  const end = text.selectionStart;
  const start = text.value.slice(0, end).lastIndexOf('@');
  text.setRangeText(`@${person.name} `, start, end, 'end');
  tick(person);
  close();
  status.textContent = `${form.dataset.saidChosen} ${person.name}`;
  text.dispatchEvent(new Event('change', { bubbles: true }));
}

async function look() {
  const found = typed();
  if (!found) return close();
  asked += 1;
  const mine = asked;
  const query = new URLSearchParams({ q: (found[1] ?? '').trim() });
  const answer = await fetch(`${form.dataset.people}?${query}`);
  if (!answer.ok || mine !== asked) return undefined;
  people = (await answer.json()).people.slice(0, 8);
  return open();
}

text.addEventListener('input', look);
text.addEventListener('blur', close);
text.addEventListener('keydown', (event) => {
  if (listed.hidden) return;
  const does = {
    ArrowDown: () => mark(at + 1),
    ArrowUp: () => mark(at - 1),
    Enter: () => take(at),
    Tab: () => take(at),
    Escape: close,
  }[event.key];
  if (!does) return;
  event.preventDefault();
  does();
});
