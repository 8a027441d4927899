// Evaluates expressions with the reference implementation of JSONata. Each line
// of the input is a JSON object with expr and vars, the values of its
// variables. Each gets a line of the output: a JSON object with value, unless
// that is undefined, or error.
'use strict';
const crypto = require('crypto');
const jsonata = require('jsonata');
const readline = require('readline');

// The functions that AWS adds, as far as translations call them.
const hashes = { 'MD5': 'md5', 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-512': 'sha512' };
const added = {
  hash: (text, algorithm) => crypto.createHash(hashes[algorithm]).update(text, 'utf8').digest('hex'),
  parse: (text) => JSON.parse(text),
};

async function answer({ expr, vars }) {
  try {
    const x = jsonata(expr);
    for (const [name, f] of Object.entries(added)) x.registerFunction(name, f);
    const value = await x.evaluate(undefined, vars);
    return typeof value === 'function' ? { error: 'a function' } : { value };
  } catch (e) {
    return { error: String(e.code || e.message) };
  }
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    process.stdout.write(JSON.stringify(await answer(JSON.parse(line))) + '\n');
  }
})();
