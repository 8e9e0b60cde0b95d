// Keeps the word that changes need. The sign-in gives it once, behind the '#' of the address that it leads to; then only pages of this very
// address know it, port and all: a cookie goes to whatever answers at any port of its host, and alone it changes nothing.
const KEY = 'edge-word';
const START = '#word=';

if (location.hash.startsWith(START)) {
  localStorage.setItem(KEY, location.hash.slice(START.length));
  history.replaceState(null, '', location.pathname + location.search);
}

export function word() {
  return localStorage.getItem(KEY) ?? '';
}

addEventListener('submit', (event) => {
  const field = event.target.elements.namedItem('csrf');
  if (field) field.value = word();
}, true);
