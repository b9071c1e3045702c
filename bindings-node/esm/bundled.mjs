// What a bundle of ES modules meets first. Bundlers turn the `require` of our CommonJS files into one that throws words of its own ("Dynamic
// require of … is not supported"), which do not say what to do; this is evaluated before them.
import { readFileSync } from 'node:fs';

function isInItsPackage() {
  try {
    return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).name === '@authpipe/node';
  } catch {
    return false;
  }
}

function canRequire() {
  try {
    // Where the bundle has a `require` of its own in front, the rest of the package can speak for itself.
    require('node:fs');
    return true;
  } catch {
    return false;
  }
}

if (!isInItsPackage() && !canRequire()) {
  const message =
    "@authpipe/node was bundled without its binary. Keep it out of the bundle: serverExternalPackages: ['@authpipe/node'] in " +
    'next.config, or external in the settings of another bundler.';
  throw Object.assign(new Error(message), { name: 'UsageError', code: 'runtime_unsupported' });
}
