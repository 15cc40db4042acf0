// What a page gains when script runs. Without it every page still works.

const root = document.documentElement;
const body = document.body;

// GOV.UK components, fetched only by pages that carry one.
const components = {
  'govuk-error-summary': 'ErrorSummary',
  'govuk-notification-banner': 'NotificationBanner',
  'govuk-button': 'Button',
  'govuk-skip-link': 'SkipLink',
  'govuk-character-count': 'CharacterCount',
  'govuk-checkboxes': 'Checkboxes',
  'govuk-radios': 'Radios',
  'govuk-tabs': 'Tabs',
  'govuk-accordion': 'Accordion',
  'govuk-password-input': 'PasswordInput',
};
const wanted = Object.keys(components).filter((name) => document.querySelector(`[data-module~="${name}"]`));
// Every page has a skip link, and a browser follows it by itself: not worth a library on its own.
if (wanted.some((name) => name !== 'govuk-skip-link')) {
  body.classList.add('js-enabled', 'govuk-frontend-supported');
  import(body.dataset.govuk).then((govuk) => {
    for (const name of wanted) govuk.createAll(govuk[components[name]]);
  });
}

// The theme changes in place, so that nobody loses a half-written form to it.
const dark = document.getElementById('dark-style');
const media = { light: 'not all', dark: 'screen', '': 'screen and (prefers-color-scheme: dark)' };
const choices = document.querySelectorAll('[data-theme-choice]');
for (const link of choices) {
  link.addEventListener('click', async (event) => {
    event.preventDefault();
    const theme = link.dataset.themeChoice;
    await fetch(link.href, { redirect: 'manual' });
    dark.media = media[theme];
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    for (const other of choices) other.removeAttribute('aria-current');
    link.setAttribute('aria-current', 'true');
  });
}

// Long forms keep their draft while they are typed.
for (const indicator of document.querySelectorAll('[data-save-state]')) {
  const draft = indicator.closest('form') ?? document.querySelector('form[data-autosave]');
  if (draft) import(indicator.dataset.script).then(({ watch }) => watch(draft, indicator));
}
