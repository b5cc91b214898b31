// Leaving at a touch: the page is empty before any answer comes, and the neutral page takes its place in the history.
"use strict";

addEventListener("click", (event) => {
  const exit = event.target.closest?.("[data-exit]");
  if (!exit) return;
  event.preventDefault();
  document.title = exit.dataset.exit;
  document.body.replaceChildren();
  location.replace(exit.href);
});

// A page that the browser kept for Back is asked for again: after leaving it is another one.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

document.querySelector(".error-summary")?.focus();
