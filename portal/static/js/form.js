/* Hides questions that do not apply, fetches the next list of places. The server decides both
   again; without this script conditions are said in words. */

const form = document.querySelector("form:has([data-show-when], [data-places-url])");

/* The inputs of one answer: "ngay_sinh" itself or its parts "ngay_sinh-nam". */
const inputs = (name) =>
  [...form.elements].filter((input) => input.name === name || input.name.startsWith(`${name}-`));

const contents = (found) =>
  found
    .filter((input) => !input.closest("[data-show-when][hidden]"))
    .filter((input) => !["radio", "checkbox"].includes(input.type) || input.checked)
    .map((input) => input.value.trim())
    .filter(Boolean);

/* true, false, or undefined when only the server can tell. */
const holds = (condition) => {
  const [operator, operand] = Object.entries(condition)[0];
  if (operator === "all" || operator === "any") {
    const results = operand.map(holds);
    const settled = operator === "any";
    if (results.includes(settled)) return settled;
    return results.includes(undefined) ? undefined : !settled;
  }
  if (operator === "not") {
    const result = holds(operand);
    return result === undefined ? undefined : !result;
  }
  const [name, wanted] = [operand].flat();
  const found = inputs(name);
  const typed = contents(found);
  if (!found.length || operator === "le" || operator === "lt") return undefined;
  if (operator === "filled") return typed.length > 0;
  if (found.some((input) => input.name !== name)) return undefined;
  const matches = (value) => {
    if (typeof value === "boolean") return typed.length > 0 === value;
    return value === null ? !typed.length : typed.includes(String(value));
  };
  return [wanted].flat().some(matches) === (operator !== "ne");
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

const addList = (box, { label, options }, after, part) => {
  const next = after.cloneNode(true);
  const select = next.querySelector("select");
  const heading = next.querySelector("label");
  select.id = select.name = heading.htmlFor = `${box.dataset.name}-${part}`;
  select.classList.remove("govuk-select--error");
  heading.textContent = label;
  const choices = options.map(({ value, text }) => new Option(text, value));
  select.replaceChildren(select.options[0], ...choices);
  select.selectedIndex = choices.length === 1 ? 1 : 0;
  after.after(next);
  if (select.value) select.dispatchEvent(new Event("change", { bubbles: true }));
};

const choose = async ({ currentTarget: box, target }) => {
  const here = target.closest("[data-place-list]");
  if (!here || target.name.endsWith("-unit")) return;
  while (here.nextElementSibling?.matches("[data-place-list]")) here.nextElementSibling.remove();
  const parent = target.value;
  if (!parent) return;
  const { scope, tier, kinds, placesUrl } = box.dataset;
  try {
    const query = new URLSearchParams({ parent, scope, tier, kinds });
    const list = await (await fetch(`${placesUrl}?${query}`)).json();
    if (target.value !== parent || !list.options.length) return;
    const depth = box.querySelectorAll("[data-place-list]").length;
    addList(box, list, here, list.part === "unit" ? "unit" : depth);
  } catch {
    box.querySelector("[data-places-go]").style.display = "";
  }
};

if (form) {
  for (const box of form.querySelectorAll(".app-places[data-places-url]")) {
    box.querySelector("[data-places-go]").style.display = "none";
    box.addEventListener("change", choose);
  }
  for (const words of form.querySelectorAll("[data-when]")) words.hidden = true;
  form.addEventListener("input", update);
  form.addEventListener("change", update);
  update();
}
