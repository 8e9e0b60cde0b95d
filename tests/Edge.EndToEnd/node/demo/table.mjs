const COLUMNS = [
  { title: 'tool', width: 17 },
  { title: 'arguments', width: 44 },
  { title: 'decision', width: 8 },
  { title: 'rule', width: 36 },
  { title: 'ms', width: 5, right: true },
  { title: 'trace', width: 32 },
];

const COLOURS = { allow: 32, deny: 31, ask: 33, wrong: 35, faint: 2 };

/** A table that is printed line by line, with colours where people look at it. */
export class Table {
  constructor(stream) {
    this.stream = stream;
    this.coloured = stream.isTTY === true && process.env.NO_COLOR === undefined;
  }

  head() {
    this.#line(COLUMNS.map((column) => column.title), () => 'faint');
    this.#line(COLUMNS.map((column) => '─'.repeat(column.width)), () => 'faint');
  }

  /** `wrong`, when given, says under the row what was expected instead. */
  row({ tool, args, decision, rule, milliseconds, trace, wrong }) {
    this.#line([tool, args, decision, rule, Math.round(milliseconds).toString(), trace], (column) => ({ 2: decision, 5: 'faint' })[column]);
    if (wrong !== undefined) this.stream.write(`${this.paint(`  ✗ ${wrong}`, 'wrong')}\n`);
  }

  paint(text, colour) {
    return this.coloured && colour !== undefined ? `\u001b[${COLOURS[colour]}m${text}\u001b[0m` : text;
  }

  #line(cells, colourOf) {
    const padded = cells.map((cell, i) => {
      const { width, right } = COLUMNS[i];
      const fitted = cell.length > width ? `${cell.slice(0, width - 1)}…` : cell;
      return this.paint(right ? fitted.padStart(width) : fitted.padEnd(width), colourOf(i));
    });
    this.stream.write(`${padded.join('  ').trimEnd()}\n`);
  }
}

/** Arguments in short: key=value, objects without the quotes around their keys, a string that holds JSON in quotes. */
export function short(args) {
  const pairs = Object.entries(args).map(([key, value]) => `${key}=${shortValue(value)}`);
  return pairs.join(' ') || '-';
}

function shortValue(value) {
  if (typeof value === 'string') return value.startsWith('{') ? `'${value}'` : value;
  return JSON.stringify(value).replace(/"(\w+)":/g, '$1:');
}
