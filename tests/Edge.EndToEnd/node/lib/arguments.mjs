/** Reads `--name value` pairs and bare `--name` switches; an unknown one ends the program with a sentence. */
export function readArguments(known, argv = process.argv.slice(2)) {
  const read = {};
  for (let i = 0; i < argv.length; i++) {
    const name = argv[i].startsWith('--') ? argv[i].slice(2) : undefined;
    if (name === undefined || !(name in known)) {
      process.stderr.write(`unknown argument '${argv[i]}': expected ${Object.keys(known).map((k) => `--${k}`).join(', ')}\n`);
      process.exit(2);
    }
    read[name] = known[name] === Boolean ? true : argv[++i];
    if (read[name] === undefined) {
      process.stderr.write(`argument '--${name}' needs a value\n`);
      process.exit(2);
    }
  }
  return read;
}
