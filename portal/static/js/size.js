// Says beside a file's field that the file is larger than the portal takes, before it is sent.
// Without script the server says the same, when it has read the file to its end.

function say(input, words) {
  const group = input.closest('.govuk-form-group');
  const id = `${input.id}-error`;
  const known = document.getElementById(id);
  group.classList.toggle('govuk-form-group--error', Boolean(words));
  input.classList.toggle('govuk-file-upload--error', Boolean(words));
  if (!words) {
    known?.remove();
    input.removeAttribute('aria-invalid');
    input.setAttribute('aria-describedby', `${input.id}-hint`);
    return;
  }
  const line = known ?? document.createElement('p');
  line.id = id;
  line.className = 'govuk-error-message';
  line.textContent = words;
  input.before(line);
  input.setAttribute('aria-invalid', 'true');
  input.setAttribute('aria-describedby', `${input.id}-hint ${id}`);
}

const tooLarge = (input) => [...input.files].some((file) => file.size > Number(input.dataset.most));

for (const input of document.querySelectorAll('input[type=file][data-most]')) {
  const look = () => say(input, tooLarge(input) ? input.dataset.tooLarge : '');
  input.addEventListener('change', look);
  input.form.addEventListener('submit', (event) => {
    if (!tooLarge(input)) return;
    event.preventDefault();
    look();
    input.focus();
  });
}
