// Keys for people who handle lists all day. They move the real focus, never fire while somebody
// types, and are not listened to at all when they are turned off.

const dialog = document.querySelector('dialog[data-keys]');
const rows = [...document.querySelectorAll('[data-list] tbody tr')];
const PATIENCE = 1500;
let going = 0;

const isTyping = (target) =>
  target.closest('textarea, select, [contenteditable], input:not([type="checkbox"], [type="radio"])');
const here = () => rows.findIndex((row) => row.contains(document.activeElement));

function move(step) {
  const next = Math.min(Math.max(here() + step, 0), rows.length - 1);
  rows[next]?.querySelector('th a')?.focus();
}

function pick() {
  const box = rows[here()]?.querySelector('input[type="checkbox"]');
  if (!box) return;
  box.checked = !box.checked;
  box.dispatchEvent(new Event('change', { bubbles: true }));
}

const focus = (selector) => document.querySelector(selector)?.focus();

const keys = {
  j: () => move(1),
  k: () => move(here() < 0 ? 1 : -1),
  x: pick,
  b: () => focus('#viec'),
  '/': () => focus('#q'),
  l: () => document.querySelector('.govuk-back-link')?.click(),
  '?': () => dialog.showModal(),
  g: () => {
    going = Date.now();
  },
};

function go(letter) {
  going = 0;
  const link = dialog.querySelector(`[data-go="${CSS.escape(letter)}"]`);
  if (link) location.assign(link.href);
  return Boolean(link);
}

function press(event) {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (dialog.open || isTyping(target)) return;
  if (Date.now() - going < PATIENCE && go(key)) return event.preventDefault();
  const arrow = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (arrow && here() >= 0) {
    event.preventDefault();
    return move(arrow);
  }
  if (!Object.hasOwn(keys, key)) return;
  event.preventDefault();
  keys[key]();
}

if (dialog) {
  document.addEventListener('keydown', press);
  dialog.querySelector('[data-close]').addEventListener('click', () => dialog.close());
  document.querySelector('[data-open-keys]')?.addEventListener('click', (event) => {
    event.preventDefault();
    dialog.showModal();
  });
}
