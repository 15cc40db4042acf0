// Sends each chosen file at once and by itself, so that one that is refused spoils no other.
// Without script the form's buttons send what was chosen.

const form = document.querySelector('form[data-upload]');

/* One POST a file; resolves with "" or the reason why it was not taken. */
function send(address, file, progress) {
  if (file.size > Number(form.dataset.most) - 20000) return Promise.resolve(form.dataset.tooLarge);
  return new Promise((resolve) => {
    const body = new FormData();
    body.append('csrf_token', form.elements.csrf_token.value);
    body.append('tep', file);
    const post = new XMLHttpRequest();
    post.open('POST', address);
    post.setRequestHeader('X-Upload', '1');
    post.responseType = 'json';
    post.upload.onprogress = ({ loaded, total }) => Object.assign(progress, { max: total, value: loaded });
    post.onload = () => {
      const said = post.response?.message;
      if (post.status === 201) resolve('');
      else resolve(typeof said === 'string' && said ? said : form.dataset.failed);
    };
    post.onerror = post.ontimeout = () => resolve(form.dataset.failed);
    post.send(body);
  });
}

function line(list, file) {
  const item = document.createElement('li');
  item.className = 'app-file';
  const words = document.createElement('div');
  words.className = 'app-file__body';
  words.textContent = `${form.dataset.sending}: ${file.name}`;
  const progress = document.createElement('progress');
  progress.setAttribute('aria-label', file.name);
  item.append(words, progress);
  list.append(item);
  return { item, words, progress };
}

/* The server's own list of what is attached now, put in place of the old one. */
async function refresh(section) {
  const answer = await fetch(location.href, { headers: { 'X-Refresh': '1' } });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = page.getElementById(section.getAttribute('aria-labelledby'))?.closest('[data-slot]');
  const files = fresh?.querySelector('[data-files]');
  if (files) section.querySelector('[data-files]').replaceChildren(...files.childNodes);
}

/* What was said of this paper before is settled by a file that was taken. */
function settle(input) {
  const group = input.closest('.govuk-form-group');
  const said = document.getElementById(`${input.id}-error`);
  group.classList.remove('govuk-form-group--error');
  input.classList.remove('govuk-file-upload--error');
  input.setAttribute('aria-describedby', `${input.id}-hint`);
  said?.remove();
  const line = document.querySelector(`.govuk-error-summary a[href="#${input.id}"]`)?.closest('li');
  if (!line) return;
  const summary = line.closest('.govuk-error-summary');
  line.remove();
  if (!summary.querySelector('li')) summary.remove();
}

/* Sends what was chosen, one after another; resolves with whether all of it was taken. */
async function chosen(input) {
  const held = document.activeElement === input;
  const section = input.closest('[data-slot]');
  const list = section.querySelector('[data-progress]');
  const files = [...input.files];
  let taken = true;
  list.hidden = false;
  list.replaceChildren();
  input.disabled = true;
  for (const file of files) {
    const { item, words, progress } = line(list, file);
    const reason = await send(input.dataset.address, file, progress);
    progress.remove();
    words.textContent = reason ? `${file.name}: ${reason}` : `${form.dataset.done}: ${file.name}`;
    item.classList.toggle('app-file--refused', Boolean(reason));
    if (reason) taken = false;
    else settle(input);
  }
  input.value = '';
  input.disabled = false;
  if (held && document.activeElement === document.body) input.focus();
  await refresh(section).catch(() => location.reload());
  return taken;
}

/* Whoever presses on while a file is under way goes on when it has arrived, and stays when not. */
const underWay = new Set();

function take({ target }) {
  const work = chosen(target).finally(() => underWay.delete(work));
  underWay.add(work);
}

function wait(event) {
  if (!underWay.size) return;
  const { submitter } = event;
  event.preventDefault();
  Promise.all(underWay).then((taken) => {
    if (taken.every(Boolean)) form.requestSubmit(submitter);
  });
}

if (form) {
  for (const plain of form.querySelectorAll('[data-plain]')) plain.hidden = true;
  for (const input of form.querySelectorAll('input[type=file]')) input.addEventListener('change', take);
  form.addEventListener('submit', wait);
}
