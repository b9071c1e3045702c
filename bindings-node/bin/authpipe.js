#!/usr/bin/env node
// The command line of the core: `npx @authpipe/node …`.
'use strict';

const { fromNative } = require('../dist/errors.js');
const { loadNative } = require('../dist/native.js');

const args = process.argv.slice(2);
// Until somebody listens, Node answers these signals by raising them again, and the sandbox, which catches them and asks the
// handler before it too, would be interrupted for ever. The other commands catch nothing, so there a signal ends the process.
if (args.find((arg) => !arg.startsWith('-')) === 'sandbox') {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {});
}

try {
  process.exitCode = loadNative().cli(args);
} catch (thrown) {
  console.error(fromNative(thrown).message);
  process.exitCode = 1;
}
