// Small helps for pages that also work without script: no rule of a programme is decided here.
"use strict";

// A page kept by the browser may show what another person of this phone must not see.
addEventListener("pageshow", (event) => {
  for (const form of document.forms) release(form);
  if (event.persisted && "private" in document.body.dataset) location.reload();
});

document.querySelector(".error-summary")?.focus();

// A second click sends nothing; the button stays usable again after a while, for downloads and lost lines.
const buttonsOf = (form) => [...form.elements].filter((part) => part.type === "submit");

function release(form) {
  delete form.dataset.sent;
  for (const button of buttonsOf(form)) if (button.dataset.held) { button.disabled = false; delete button.dataset.held; }
}

addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  // After the browser has read the form, so that the button's own name and value are sent.
  setTimeout(() => { for (const button of buttonsOf(form)) if (!button.disabled) { button.disabled = true; button.dataset.held = "1"; } });
  setTimeout(() => release(form), 8000);
});

// <div data-live="URL"> in a form shows what the server says about the form as it stands; with data-live-only="field"
// about that field alone. An answer may fill fields that are still empty: <span data-fill="id" data-value="…">.
function fill(place) {
  for (const part of place.querySelectorAll("[data-fill]")) {
    const field = document.getElementById(part.dataset.fill);
    if (field && (!field.value || field.value === field.dataset.filled)) field.value = field.dataset.filled = part.dataset.value;
  }
}

for (const place of document.querySelectorAll("[data-live]")) {
  const form = place.closest("form");
  const only = place.dataset.liveOnly;
  let timer, running;
  const refresh = async () => {
    running?.abort();
    running = new AbortController();
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File || (only && name !== only && name !== "csrfmiddlewaretoken")) data.delete(name);
    place.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(place.dataset.live, { method: "POST", body: data, signal: running.signal, credentials: "same-origin",
        headers: { "X-CSRFToken": data.get("csrfmiddlewaretoken") || "", "X-Requested-With": "live" } });
      const html = answer.ok && !answer.redirected ? await answer.text() : null;
      if (html !== null && html !== place.innerHTML) { place.innerHTML = html; fill(place); }
    } catch (error) { if (error.name === "AbortError") return; }
    place.removeAttribute("aria-busy");
  };
  form?.addEventListener("input", (event) => { if (only && event.target.name !== only) return; clearTimeout(timer); timer = setTimeout(refresh, 400); });
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.lastElementChild.textContent = button.dataset.done;
  });
}

// A passkey that is refused or broken off says so on the page.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const note = document.getElementById("passkey-failed");
  document.getElementById("main").prepend(note);
  note.hidden = false;
  note.focus();
});

for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
