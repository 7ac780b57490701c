// What a page does beyond plain links and forms. Everything works without this file.

const announcer = document.getElementById("announcer");
const notices = document.getElementById("notices");

function announce(text) {
  if (announcer) announcer.textContent = text;
}

// <button data-copy="text" data-copied="Link copied"> shows itself only where it can work.
function revealCopyButtons(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy || location.href.split("#")[0]);
  announce(button.dataset.copied || "Copied");
  const label = button.querySelector("[data-label]") || button;
  const before = label.textContent;
  label.textContent = button.dataset.copied || "Copied";
  setTimeout(() => { label.textContent = before; }, 2000);
});

// <button data-share="address" data-share-title="title"> hands an address to the system's own ways of sharing.
function revealShareButtons(root) {
  if (!navigator.share) return;
  for (const button of root.querySelectorAll("[data-share][hidden]")) button.hidden = false;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-share]");
  if (!button) return;
  try {
    await navigator.share({ title: button.dataset.shareTitle, url: button.dataset.share });
  } catch (error) {
    if (error.name !== "AbortError") throw error; // the visitor thought better of it
  }
});

// A form with data-submit-on-change sends itself; its button serves those without JavaScript.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-submit-on-change]");
  if (form && event.target.type !== "number") form.requestSubmit();
});

// A form with data-keep is remembered by the server also when the visitor leaves it by a link.
let isSent = false;
document.addEventListener("submit", (event) => { isSent = event.target.matches("form[data-keep]"); });
window.addEventListener("pageshow", () => { isSent = false; });
window.addEventListener("pagehide", () => {
  const form = document.querySelector("form[data-keep]");
  if (!form || isSent) return;
  const said = new URLSearchParams(new FormData(form)); // in parts, hundreds of ticks would be more than a beacon may carry
  said.set("leaving", "yes");
  navigator.sendBeacon(form.action, said);
});

// Menus (details.menu) close on Escape and when the visitor goes elsewhere.
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}
document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest("details.menu[open]");
  closeMenus(null);
  if (menu) menu.querySelector("summary").focus();
});

// htmx: say what is awaited and what came, keep the focus, and never fail silently.
document.addEventListener("htmx:beforeRequest", (event) => {
  event.detail.target?.setAttribute("aria-busy", "true");
});
document.addEventListener("htmx:afterRequest", (event) => {
  event.detail.target?.removeAttribute("aria-busy");
});
document.addEventListener("htmx:afterSettle", (event) => {
  const place = event.detail.elt;
  revealCopyButtons(place);
  const spoken = place.querySelector("[data-announce]") || place.closest("[data-announce]");
  if (spoken) announce(spoken.dataset.announce);
  const lost = document.activeElement === document.body || !document.activeElement;
  const kind = event.detail.requestConfig?.triggeringEvent?.type;
  if (!lost || !["click", "submit"].includes(kind)) return;
  const next = place.querySelector("[data-focus], [aria-invalid='true']") || place;
  if (!next.matches("a, button, input, select, textarea")) next.setAttribute("tabindex", "-1");
  next.focus({ preventScroll: false });
});

function complain(text) {
  if (!notices) return;
  const notice = document.createElement("p");
  notice.className = "message message-error";
  notice.textContent = text;
  notices.replaceChildren(notice);
}
document.addEventListener("htmx:sendError", () => complain("The server could not be reached. Reload the page to see what was saved, then try again."));
document.addEventListener("htmx:responseError", (event) => {
  const gone = [403, 404, 410].includes(event.detail.xhr.status);
  complain(gone ? "This is no longer here, or not yours to see. Reload the page." : "Something went wrong on the server. Reload the page to see what was saved, then try again.");
});

// The first field in error, or the summary of errors, is where a sent form should be read on.
document.querySelector("[data-error-summary]")?.focus();
revealCopyButtons(document);
revealShareButtons(document);
