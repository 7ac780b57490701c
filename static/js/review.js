// Single keys on the screen of a claim, and texts that follow the reason chosen. Everything works without this file.

const KEPT = "credence-review-keys";
const keys = document.querySelector("[data-keys]");
const isOn = document.querySelector("[data-keys-on]");
const form = document.querySelector("[data-decision]");

// Whoever speaks to their computer, or slips on a key, can switch the keys off, and that is remembered.
if (keys && isOn) {
  keys.hidden = false;
  isOn.checked = localStorage.getItem(KEPT) !== "off";
  isOn.addEventListener("change", () => localStorage.setItem(KEPT, isOn.checked ? "on" : "off"));
}

function follow(key) {
  const link = document.querySelector(`a[data-key="${key}"]`);
  if (link) location.assign(link.href);
}

// Choosing sends nothing: the focus goes where the decision is read once more, or where its words are wanted.
function choose(decision) {
  const choice = form?.querySelector(`input[name="decision"][value="${decision}"]`);
  if (!choice) return;
  choice.checked = true;
  const next = decision === "approve" ? form.querySelector("button[type='submit']") : form.querySelector("[name='reason']");
  next.scrollIntoView({ block: "center" });
  next.focus({ preventScroll: true });
}

const DEEDS = {
  n: () => follow("n"),
  p: () => follow("p"),
  a: () => choose("approve"),
  q: () => choose("ask"),
  r: () => choose("reject"),
  "?": () => {
    keys.open = !keys.open;
    keys.querySelector("summary").focus();
  },
};

document.addEventListener("keydown", (event) => {
  if (!keys || !isOn.checked || event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
  if (event.target.closest("input:not([type='checkbox'], [type='radio']), textarea, select, [contenteditable]")) return;
  const deed = DEEDS[event.key];
  if (!deed) return;
  event.preventDefault();
  deed();
});

// The text of a reason fills the words where there are none, or only those of the reason chosen before.
const reasons = document.querySelector("select[name='reason']");
const words = document.querySelector("textarea[name='note']");
let filled = "";

function textOf(select) {
  return select.selectedOptions[0]?.dataset.text || "";
}

reasons?.addEventListener("change", () => {
  if (words.value.trim() && words.value !== filled) return;
  filled = textOf(reasons);
  words.value = filled;
});
