// Evaluates expressions with the reference implementation of JSONata. Each line
// of the input is a JSON object with expr and, unless it is undefined, input.
// Each gets a line of the output: "= " and the result, or "! " and the code of
// the error. Numbers have 15 digits: powers differ beyond. An exception of JavaScript's own, which has no code, is "?".
'use strict';
const fs = require('fs');
const Module = require('module');
const readline = require('readline');

// The reference marks arrays by properties that its own wildcards find, and
// adds to empty arrays of its input. Here it does neither.
const file = require.resolve('jsonata');
const source = fs.readFileSync(file, 'utf8')
  .replace('sequence.sequence = true;', "Object.defineProperty(sequence, 'sequence', { value: true });")
  .replace('input.outerWrapper = true;', "Object.defineProperty(input, 'outerWrapper', { value: true });")
  .replace('input.push(undefined);', 'input = createSequence(undefined);')
  .replace(/(\w+)\.(keepSingleton|tupleStream) = true;/g,
    "Object.defineProperty($1, '$2', { value: true, configurable: true });");
const jsonataModule = new Module(file);
jsonataModule._compile(source, file);
const jsonata = jsonataModule.exports;

const maxSteps = 20000, maxDepth = 150;

function show(v, depth) {
  if (depth > 200) throw { code: 'U1001' };
  if (v === undefined) return 'undefined';
  if (v === null) return 'null';
  if (typeof v === 'function') return '<function>';
  if (typeof v === 'string') return JSON.stringify(v);
  if (typeof v === 'number' && isFinite(v)) return String(Number(v.toPrecision(15)));
  if (typeof v !== 'object') return String(v);
  if (Array.isArray(v)) return '[' + Array.from(v, (x) => show(x, depth + 1)).join(',') + ']';
  if (v._jsonata_function || v._jsonata_lambda || v instanceof RegExp) return '<function>';
  const members = Object.keys(v).filter((k) => v[k] !== undefined);
  return '{' + members.map((k) => JSON.stringify(k) + ':' + show(v[k], depth + 1)).join(',') + '}';
}

async function answer(line) {
  const { expr, input } = JSON.parse(line);
  try {
    const x = jsonata(expr);
    let steps = 0, depth = 0;
    x.assign(Symbol.for('jsonata.__evaluate_entry'), () => {
      if (++steps > maxSteps || ++depth > maxDepth) throw { code: 'U1001' };
    });
    x.assign(Symbol.for('jsonata.__evaluate_exit'), () => { depth--; });
    return '= ' + show(await x.evaluate(input), 0);
  } catch (e) {
    return e && e.code ? '! ' + e.code : '?';
  }
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    process.stdout.write((await answer(line)) + '\n');
  }
})();
