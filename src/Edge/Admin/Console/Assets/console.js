// Keeps a part of a page fresh: what stands in [data-refresh] is fetched again every so many seconds, while somebody can see it and is
// not within it with the keyboard.
const part = document.querySelector('[data-refresh]');

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
  if (fresh) part.replaceChildren(...fresh.childNodes);
}

if (part) setInterval(() => refresh().catch((error) => console.warn(error.message)), Number(part.dataset.refresh) * 1000);
