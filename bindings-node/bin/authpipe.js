#!/usr/bin/env node
// The command line of the core: `npx @authpipe/node …`.
'use strict';

const { fromNative } = require('../dist/errors.js');
const { loadNative } = require('../dist/native.js');

try {
  process.exitCode = loadNative().cli(process.argv.slice(2));
} catch (thrown) {
  console.error(fromNative(thrown).message);
  process.exitCode = 1;
}
