// Shows decisions as they are taken. Text is only ever set as text. Rows are made once a frame, however many decisions came, and only so
// many stay; what was not shown is counted and said.
const MAX_ROWS = 200;
const RETRY_MS = 5000;

const table = document.getElementById('decisions');
const body = table.tBodies[0];
const template = document.getElementById('row').content.querySelector('tr');
const live = document.getElementById('live');
const words = live.querySelector('.words');
const note = document.getElementById('dropped');
const none = document.getElementById('none');
const pause = document.getElementById('pause');
const filters = document.getElementById('filters');
const drawer = document.getElementById('drawer');

let source = null;
let last = Number(table.dataset.last);
let dropped = 0;
let frame = 0;
let waiting = [];

function say(state, text) {
  live.dataset.state = state;
  words.textContent = text;
}

function verdict(decision) {
  const word = decision.decision === 'approval_required' ? 'ask' : decision.decision;
  return decision.mode === 'shadow' && word !== 'allow' ? ['shadow', `shadow ${word}`] : [word, word];
}

function milliseconds(value) {
  return value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en-US');
}

function rowOf(decision) {
  const row = template.cloneNode(true);
  row.dataset.id = decision.id;
  row.classList.add('new');
  const time = row.querySelector('time');
  time.dateTime = decision.at;
  time.textContent = new Date(decision.at).toISOString().slice(11, 23);
  const pill = row.querySelector('.pill');
  const [kind, text] = verdict(decision);
  pill.classList.add(kind);
  pill.textContent = text;
  const link = row.querySelector('.what a');
  link.href = `/decisions/${encodeURIComponent(decision.id)}`;
  link.textContent = decision.target ?? decision.method;
  row.querySelector('.grant').textContent = decision.grant;
  row.querySelector('.server').textContent = decision.server;
  const isAllowed = decision.reason === 'allowed';
  row.querySelector('.why span').textContent = isAllowed ? '' : decision.reason.replaceAll('_', ' ');
  row.querySelector('.why code').textContent = isAllowed ? '' : decision.rule;
  row.querySelector('.ms').textContent = decision.outcome ? milliseconds(decision.outcome.milliseconds) : '…';
  return row;
}

function draw() {
  frame = 0;
  const fragment = document.createDocumentFragment();
  for (const decision of waiting.slice(-MAX_ROWS).reverse()) fragment.append(rowOf(decision));
  waiting = [];
  body.prepend(fragment);
  // The row that somebody is on stays.
  for (let row = body.lastElementChild; row && body.rows.length > MAX_ROWS; ) {
    const before = row.previousElementSibling;
    if (!row.contains(document.activeElement)) row.remove();
    row = before;
  }
  none.hidden = body.rows.length > 0;
}

function later(decision) {
  waiting.push(decision);
  // A page that nobody sees draws nothing: only what it would show is kept.
  if (waiting.length > 2 * MAX_ROWS) waiting = waiting.slice(-MAX_ROWS);
  if (frame === 0) frame = requestAnimationFrame(draw);
}

function connect() {
  const query = new URLSearchParams(new FormData(filters));
  query.set('after', last);
  source = new EventSource(`/api/decisions/stream?${query}`);
  source.onopen = () => say('live', 'live');
  source.addEventListener('decision', (event) => {
    const decision = JSON.parse(event.data);
    last = decision.sequence;
    later(decision);
  });
  source.addEventListener('outcome', (event) => {
    const { id, outcome } = JSON.parse(event.data);
    const shown = waiting.find((decision) => decision.id === id);
    if (shown) shown.outcome = outcome;
    const row = body.querySelector(`tr[data-id="${CSS.escape(id)}"]`);
    if (row) row.querySelector('.ms').textContent = milliseconds(outcome.milliseconds);
  });
  source.addEventListener('dropped', (event) => {
    dropped += JSON.parse(event.data).count;
    note.hidden = false;
    note.textContent = `${dropped.toLocaleString('en-US')} more decisions came faster than they can be shown. None is lost to the records: edge audit show.`;
  });
  source.onerror = () => {
    say('lost', 'not connected: trying again');
    if (source.readyState === EventSource.CLOSED) setTimeout(again, RETRY_MS);
  };
}

// A browser does not try again after an answer that is no stream: too many watch, or the session ended.
async function again() {
  if (pause.getAttribute('aria-pressed') === 'true') return;
  const me = await fetch('/api/users/me').catch(() => null);
  if (me?.status === 401) location.reload();
  else connect();
}

function setPaused(paused) {
  pause.setAttribute('aria-pressed', String(paused));
  pause.textContent = paused ? 'Go on' : 'Pause';
  source?.close();
  if (paused) say('paused', 'paused: what comes meanwhile is shown when you go on');
  else connect();
}

// A decision opens beside the list; with a modifier key, or without this script, the link leads to its page.
async function open(link) {
  const response = await fetch(link.href, { headers: { Accept: 'text/html' } });
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const article = page.getElementById('decision') ?? page.querySelector('main > section');
  if (!article || response.redirected) return location.assign(link.href);
  drawer.querySelector('.content').replaceChildren(document.adoptNode(article));
  drawer.showModal();
  drawer.scrollTop = 0;
}

body.addEventListener('click', (event) => {
  const row = event.target.closest('tr');
  const link = row?.querySelector('.what a');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0 || String(getSelection()) !== '') return;
  event.preventDefault();
  open(link).catch(() => location.assign(link.href));
});
drawer.addEventListener('click', (event) => {
  if (event.target === drawer) drawer.close();
});
pause.hidden = false;
pause.addEventListener('click', () => setPaused(pause.getAttribute('aria-pressed') !== 'true'));
addEventListener('pagehide', () => source?.close());
addEventListener('pageshow', (event) => event.persisted && pause.getAttribute('aria-pressed') !== 'true' && connect());
connect();
