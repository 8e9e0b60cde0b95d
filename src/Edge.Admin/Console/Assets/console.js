// Keeps a part of a page fresh: what stands in [data-refresh] is fetched again every so many seconds, while somebody can see it and is
// not within it with the keyboard.
const STILL_MS = 700;
const part = document.querySelector('[data-refresh]');

// What the buttons there are for, in their order.
function buttons(root) {
  return [...root.querySelectorAll('form')].map((form) => form.getAttribute('action')).join(' ');
}

// Whether somebody has written something there that would be lost.
function isWritten() {
  return [...part.querySelectorAll('input')].some((input) => input.value !== input.defaultValue);
}

async function refresh() {
  if (document.hidden || part.contains(document.activeElement) || isWritten()) return;
  const response = await fetch(location.href, { headers: { Accept: 'text/html' } });
  if (response.redirected) return location.reload();
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const fresh = page.querySelector('[data-refresh]');
  if (!fresh) return;
  const isMoved = buttons(fresh) !== buttons(part);
  part.replaceChildren(...fresh.childNodes);
  if (!isMoved) return;
  // Who was about to press one must not press another that came into its place: whoever asks chooses when.
  part.inert = true;
  setTimeout(() => { part.inert = false; }, STILL_MS);
}

if (part) setInterval(() => refresh().catch((error) => console.warn(error.message)), Number(part.dataset.refresh) * 1000);
