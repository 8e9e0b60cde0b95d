// Checks a policy's text as one types, marks its mistakes in the text, says what it would change, and saves it.
import { word } from './session.js';

const WAIT_MS = 300;

const form = document.getElementById('editor');
const text = document.getElementById('text');
const marks = document.getElementById('marks');
const gutter = document.getElementById('gutter');
const verdict = document.getElementById('verdict');
const mistakes = document.getElementById('mistakes');
const list = document.getElementById('mistake-list');
const changesWords = document.getElementById('changes-words');
const changesTable = document.getElementById('changes-table');
const save = document.getElementById('save');
const address = `/api/policies/${encodeURIComponent(form.dataset.name)}`;

// What a browser makes of the file's line ends is the same for both.
let saved = text.value;
let asked = 0;
let timer = 0;
let asking = null;

function say(state, words) {
  verdict.dataset.state = state;
  verdict.textContent = words;
}

function send(method, path, body, signal) {
  return fetch(path, { method, signal, headers: { 'Content-Type': 'application/json', 'X-Edge-Csrf': word() }, body: JSON.stringify(body) });
}

function count(number, one, many) {
  return `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
}

// Columns are counted in characters, which are not always one unit of a script's string.
function span(line, column) {
  const before = [...line].slice(0, column - 1).join('').length;
  const rest = line.slice(before);
  const token = /^("(?:[^"\\]|\\.)*"?|[^\s,:[\]{}]+|.)/.exec(rest)?.[0] ?? '';
  return [before, before + token.length];
}

function showMistakes(diagnostics) {
  const lines = text.value.split('\n');
  const byLine = new Map();
  for (const each of diagnostics) byLine.set(each.line, [...(byLine.get(each.line) ?? []), each]);
  const numbers = document.createDocumentFragment();
  const marked = document.createDocumentFragment();
  lines.forEach((line, index) => {
    const here = byLine.get(index + 1) ?? [];
    const number = document.createElement('span');
    number.textContent = `${index + 1}\n`;
    if (here.length > 0) number.className = here.some((each) => each.severity === 'error') ? 'bad' : 'doubt';
    numbers.append(number);
    let done = 0;
    for (const each of here) {
      const [from, to] = span(line, each.column);
      if (from < done || from > line.length) continue;
      const mark = document.createElement('mark');
      if (each.severity !== 'error') mark.className = 'doubt';
      mark.textContent = line.slice(from, Math.max(to, from + 1)) || ' ';
      marked.append(line.slice(done, from), mark);
      done = to;
    }
    marked.append(line.slice(done), '\n');
  });
  gutter.replaceChildren(numbers);
  marks.replaceChildren(marked);
  follow();

  mistakes.hidden = diagnostics.length === 0;
  list.replaceChildren(...diagnostics.slice(0, 100).map((each) => {
    const item = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    button.className = each.severity === 'error' ? 'bad' : 'doubt';
    const at = document.createElement('span');
    at.className = 'at';
    at.textContent = `${each.line}:${each.column}`;
    const words = document.createElement('span');
    const code = document.createElement('code');
    code.textContent = each.code;
    words.append(`${each.message} `, code);
    button.append(at, words);
    button.addEventListener('click', () => goTo(each));
    item.append(button);
    return item;
  }));
}

function goTo({ line, column }) {
  const lines = text.value.split('\n');
  const [from, to] = span(lines[line - 1] ?? '', column);
  const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
  text.focus();
  text.setSelectionRange(start + from, start + to);
  text.scrollTop = Math.max(0, (line - 6) * (text.scrollHeight / lines.length));
}

function follow() {
  marks.scrollTop = gutter.scrollTop = text.scrollTop;
  marks.scrollLeft = text.scrollLeft;
}

function pills(words) {
  return words.split('|').map((word) => {
    const pill = document.createElement('span');
    pill.className = `pill ${word}`;
    pill.textContent = word;
    return pill;
  });
}

function showChanges(changes) {
  if (!changes) {
    changesTable.hidden = true;
    changesWords.textContent = 'What a text with mistakes would change is not known.';
    return;
  }
  const unknown = changes.unknown === 0 ? '' : ` ${count(changes.unknown, 'more may be decided differently, which depends on arguments that are not kept', 'more may be decided differently, which depends on arguments that are not kept')}.`;
  changesWords.textContent = changes.calls === 0
    ? 'No call is kept that could be judged again.'
    : `${changes.changed === 0 ? 'None' : count(changes.changed, '', '').trim()} of the newest ${count(changes.calls, 'call', 'calls')} would be decided differently.${unknown} Limits are not replayed.`;
  const rows = [...changes.changes.map((each) => [each, false]), ...changes.unknowns.map((each) => [each, true])];
  changesTable.hidden = rows.length === 0;
  changesTable.querySelector('tbody').replaceChildren(...rows.map(([each, isUnknown]) => {
    const row = document.createElement('tr');
    const cells = [
      ['what', [each.target]], ['grant', [each.grant]], ['now', pills(each.before)], ['then', isUnknown ? [...pills(each.after), ' unknown'] : pills(each.after)],
      ['why', each.ruleAfter ? [Object.assign(document.createElement('code'), { textContent: each.ruleAfter })] : []], ['num calls', [each.calls.toLocaleString('en-US')]],
    ];
    row.append(...cells.map(([name, content]) => {
      const cell = document.createElement('td');
      cell.className = name;
      cell.append(...content);
      return cell;
    }));
    return row;
  }));
}

async function check() {
  const number = ++asked;
  asking?.abort();
  asking = new AbortController();
  const isChanged = text.value !== saved;
  const response = await send('POST', `${address}/check`, { text: text.value }, asking.signal);
  if (response.status === 401) return location.reload();
  const answer = await response.json();
  if (number !== asked) return;
  if (!response.ok) return say('bad', answer.detail);
  const errors = answer.diagnostics.filter((each) => each.severity === 'error').length;
  const warnings = answer.diagnostics.length - errors;
  showMistakes(answer.diagnostics);
  if (errors > 0) say('bad', count(errors, 'mistake', 'mistakes'));
  else if (warnings > 0) say('doubt', `${isChanged ? 'Valid' : 'The active text'}, with ${count(warnings, 'warning', 'warnings')}`);
  else say('good', isChanged ? `Valid, revision ${answer.revision}` : 'The active text');
  if (isChanged || errors > 0) showChanges(answer.changes);
  else {
    changesTable.hidden = true;
    changesWords.textContent = 'Change the text: the newest calls are judged again, and those that would be decided differently are shown here.';
  }
  if (save) save.disabled = !answer.good || !isChanged;
}

function soon() {
  if (save) save.disabled = true;
  clearTimeout(timer);
  timer = setTimeout(() => check().catch((error) => error.name !== 'AbortError' && say('bad', 'Edge does not answer')), WAIT_MS);
}

async function store() {
  const sent = text.value;
  save.disabled = true;
  const response = await send('PUT', address, { text: sent, revision: form.dataset.revision });
  const answer = await response.json();
  if (!response.ok) {
    say('bad', answer.detail ?? 'The text has mistakes: it was not saved');
    return;
  }
  saved = sent;
  form.dataset.revision = answer.revision;
  say('good', `Saved, revision ${answer.revision.slice(0, 12)}: active within a second`);
  for (let tries = 0; tries < 20; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    const policy = await (await fetch(address)).json();
    if (policy.revision !== answer.revision) continue;
    document.getElementById('revision').textContent = answer.revision.slice(0, 12);
    say('good', `Saved and active, revision ${answer.revision.slice(0, 12)}`);
    return;
  }
  say('doubt', 'Saved, but not active yet: read the log');
}

text.addEventListener('input', soon);
text.addEventListener('scroll', follow);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (save && !save.disabled) store().catch(() => say('bad', 'Edge does not answer'));
});
addEventListener('beforeunload', (event) => text.value !== saved && event.preventDefault());
check().catch(() => say('bad', 'Edge does not answer'));
