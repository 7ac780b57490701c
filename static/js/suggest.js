// Suggestions below a search box while somebody types: a combobox with a list, as the ARIA practices describe it.
// <input data-suggest="address"> in a form; without this file the form is sent as it is.

const WAIT = 120; // milliseconds without a key before the server is asked
const SHORTEST = 2;
const announcer = document.getElementById("announcer");
let boxes = 0;

function equip(input) {
  const list = document.createElement("div");
  list.id = `suggestions-${(boxes += 1)}`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  input.form.append(list);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(name, value);

  let timer = 0;
  let asking = null;
  let answered = ""; // what the options are suggestions for
  const options = () => [...list.querySelectorAll("[role=option]")];
  const active = () => list.querySelector("[aria-selected=true]");

  function choose(option) {
    active()?.setAttribute("aria-selected", "false");
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  function close() {
    clearTimeout(timer);
    asking?.abort();
    choose(null);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  }

  function show(html, text) {
    list.innerHTML = html; // made and escaped by our own server
    answered = text;
    const found = options();
    found.forEach((option, place) => { option.id = `${list.id}-${place}`; });
    if (!found.length) return close();
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    input.removeAttribute("aria-activedescendant");
    if (announcer) announcer.textContent = `${found.length} ${found.length === 1 ? "suggestion" : "suggestions"}`;
  }

  async function ask(text) {
    asking?.abort();
    const mine = (asking = new AbortController());
    try {
      const response = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(text)}`, { signal: mine.signal });
      const html = response.ok ? await response.text() : "";
      if (!mine.signal.aborted && document.activeElement === input) show(html, text);
    } catch (error) {
      if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error; // without a network there are no suggestions
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    const text = input.value.trim();
    if (text.length < SHORTEST) return close();
    timer = setTimeout(() => ask(text), WAIT);
  });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const found = options();
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault(); // the first Escape closes the list, the next one empties the box
      return close();
    }
    if (event.key === "Enter" && !list.hidden && active()) {
      event.preventDefault();
      return active().click();
    }
    if (!["ArrowDown", "ArrowUp"].includes(event.key) || !found.length) return;
    if (list.hidden && answered !== input.value.trim()) return; // they are of another text
    event.preventDefault();
    if (list.hidden) {
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
    }
    // Beyond the last option, and before the first, is the box itself.
    const step = event.key === "ArrowDown" ? 1 : -1;
    const stops = [null, ...found];
    choose(stops[(stops.indexOf(active()) + step + stops.length) % stops.length]);
  });

  input.form.addEventListener("submit", close);
  input.form.addEventListener("focusout", (event) => {
    if (!input.form.contains(event.relatedTarget)) close();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the box
}

for (const input of document.querySelectorAll("input[data-suggest]")) equip(input);
