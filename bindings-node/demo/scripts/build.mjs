// Bundles the page into dist/. Everything the browser loads comes from here: no CDN, no inline script or style.
import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);
const root = join(dirname(fileURLToPath(import.meta.url)), '..');

await build({
  entryPoints: [join(root, 'src/page/page.jsx')],
  outfile: join(root, 'dist/page.js'),
  bundle: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  // One React, also where the package beside this one has its own copy installed.
  alias: { react: dirname(require.resolve('react/package.json')) },
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
});
for (const file of ['index.html', 'page.css']) copyFileSync(join(root, 'src/page', file), join(root, 'dist', file));
