/* An e-form page: hides the questions that do not apply, and fetches the next list of places.
   The server decides both again; without this script every question shows its condition in words. */

const form = document.querySelector("form:has([data-show-when], [data-places-url])");

/* Inputs that make up one answer: "ngay_sinh", or its parts "ngay_sinh-nam". */
const inputs = (name) =>
  [...form.elements].filter((input) => input.name === name || input.name.startsWith(`${name}-`));

const contents = (name) =>
  inputs(name)
    .filter((input) => !input.closest("[data-show-when][hidden]"))
    .filter((input) => !["radio", "checkbox"].includes(input.type) || input.checked)
    .map((input) => input.value.trim())
    .filter(Boolean);

const matches = (name, wanted) => {
  const found = contents(name);
  if (typeof wanted === "boolean") return (found.length > 0) === wanted;
  return wanted === null ? found.length === 0 : found.includes(String(wanted));
};

/* true, false, or undefined when only the server can tell. */
const holds = (condition) => {
  const [operator, operand] = Object.entries(condition)[0];
  if (operator === "all" || operator === "any") {
    const results = operand.map(holds);
    const settles = operator === "any";
    if (results.includes(settles)) return settles;
    return results.includes(undefined) ? undefined : !settles;
  }
  if (operator === "not") {
    const result = holds(operand);
    return result === undefined ? undefined : !result;
  }
  const name = operator === "filled" ? operand : operand[0];
  const simple = operator === "filled" || inputs(name).some((input) => input.name === name);
  if (typeof name !== "string" || !inputs(name).length || !simple) return undefined;
  if (operator === "filled") return contents(name).length > 0;
  if (operator === "eq") return matches(name, operand[1]);
  if (operator === "ne") return !matches(name, operand[1]);
  if (operator === "in") return operand[1].some((wanted) => matches(name, wanted));
  return undefined;
};

const update = () => {
  for (let changed = true, rounds = 0; changed && rounds < 9; rounds += 1) {
    changed = false;
    for (const question of form.querySelectorAll("[data-show-when]")) {
      const hidden = holds(JSON.parse(question.dataset.showWhen)) === false;
      changed ||= hidden !== question.hidden;
      question.hidden = hidden;
    }
  }
};

const addList = (box, list, after, part) => {
  const next = after.cloneNode(true);
  const select = next.querySelector("select");
  const label = next.querySelector("label");
  select.id = select.name = label.htmlFor = `${box.dataset.name}-${part}`;
  select.classList.remove("govuk-select--error");
  label.textContent = list.label;
  select.replaceChildren(
    select.options[0],
    ...list.options.map(({ value, text }) => new Option(text, value)),
  );
  select.value = "";
  if (list.options.length === 1) select.selectedIndex = 1;
  after.after(next);
  if (list.options.length === 1) select.dispatchEvent(new Event("change", { bubbles: true }));
};

const chosen = async (event) => {
  const box = event.currentTarget;
  const here = event.target.closest("[data-place-list]");
  if (!here || event.target.name.endsWith("-unit")) return;
  while (here.nextElementSibling?.matches("[data-place-list]")) here.nextElementSibling.remove();
  const parent = event.target.value;
  if (!parent) return;
  const { scope, tier, kinds, placesUrl } = box.dataset;
  const go = box.querySelector("[data-places-go]");
  try {
    const answer = await fetch(`${placesUrl}?${new URLSearchParams({ parent, scope, tier, kinds })}`);
    if (!answer.ok) throw new Error(answer.statusText);
    const list = await answer.json();
    if (event.target.value !== parent || !list.options.length) return;
    const depth = box.querySelectorAll("[data-place-list]").length;
    addList(box, list, here, list.part === "unit" ? "unit" : depth);
  } catch {
    go.hidden = false;
  }
};

if (form) {
  for (const box of form.querySelectorAll("[data-places-url]")) {
    box.querySelector("[data-places-go]")?.setAttribute("hidden", "");
    box.addEventListener("change", chosen);
  }
  for (const words of form.querySelectorAll("[data-when]")) words.hidden = true;
  form.addEventListener("input", update);
  form.addEventListener("change", update);
  update();
}
