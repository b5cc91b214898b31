// Keys for lists and pages of the staff: j and k move between rows, ? shows the list of keys, other keys press what carries them, or lead into a field.
// Dead inside inputs; who switches the keys off in their account gets pages without this script.
"use strict";

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
  const rows = [...document.querySelectorAll("[data-row]")];
  const here = event.target.closest("[data-row]");
  if (rows.length && (event.key === "j" || event.key === "k")) {
    const at = rows.indexOf(here) + (event.key === "j" ? 1 : -1);
    rows[Math.max(0, Math.min(at, rows.length - 1))].querySelector("a").focus();
    return event.preventDefault();
  }
  const list = document.querySelector("[data-keys-list]");
  if (list && event.key === "?") {
    list.open = !list.open;
    list.querySelector("summary").focus();
    return event.preventDefault();
  }
  const place = here || (rows.length ? null : document);
  if (event.key === "Enter") return;
  const key = CSS.escape(event.key);
  const part = place?.querySelector(`[data-key="${key}"]`) ?? document.querySelector(`[data-key-anywhere="${key}"]`);
  if (!part) return;
  if (part.matches("input, textarea, select")) part.focus(); else part.click();
  event.preventDefault();
});
