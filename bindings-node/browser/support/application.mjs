// The application: Express, a login that believes what it is told, the handler, and the page. One for all tests; each has people of its own.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { Authpipe } from '@authpipe/node';
import { authpipeExpress } from '@authpipe/node/express';
import { build } from 'esbuild';
import express from 'express';

const MOUNT = '/api/authpipe';
const COOKIE = 'who';
/** A provider of keys beside the one that people sign in to. */
const CRM = { name: 'CRM', auth: ['api_key'], api: { origins: ['https://api.crm.example'], placement: { header: 'X-Api-Key' } } };

const PAGE = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Acme</title><link rel="icon" href="data:,">'
  + '<body><main id="root"></main><script type="module" src="/page.js"></script></body></html>';

const bundle = () =>
  build({
    entryPoints: [fileURLToPath(new URL('../page/page.jsx', import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    alias: { react: fileURLToPath(new URL('.', import.meta.resolve('react/package.json'))) },
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });

export async function startApplication(sandbox) {
  const [{ outputFiles: [script] }, server] = [await bundle(), createServer()];
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://localhost:${server.address().port}`;
  const options = sandbox.options({ baseUrl: `${origin}${MOUNT}`, logger: () => {} });
  const authpipe = new Authpipe({ ...options, providers: { ...options.providers, crm: { definition: CRM } } });
  await authpipe.ready();

  /** What has arrived at the handler's callback, and why the browser says that it asks. */
  const callbacks = [];
  const app = express();
  app.use(`${MOUNT}/oauth/callback`, (req, _res, next) => {
    callbacks.push({ url: req.originalUrl, purpose: req.get('sec-purpose') });
    next();
  });
  app.use(MOUNT, authpipeExpress(authpipe, { identify }));
  app.get('/sign-in', (req, res) => {
    const { to, ...who } = req.query;
    res.cookie(COOKIE, JSON.stringify(who)).redirect(303, to);
  });
  app.get('/page.js', (_req, res) => res.type('js').send(script.text));
  app.get(['/connections', '/installations'], (_req, res) => res.send(PAGE));
  // A page that has the browser load another one ahead.
  app.get('/ahead', (req, res) => {
    const rules = { [req.query.how]: [{ source: 'list', urls: [req.query.url], eagerness: 'immediate' }] };
    const json = JSON.stringify(rules).replaceAll('<', '\\u003c');
    res.send(`<!doctype html><title>Ahead</title><script type="speculationrules">${json}</script><p>Loads ahead</p>`);
  });
  // Express' own page for what identify() throws is not what these tests are about.
  app.use((error, _req, res, _next) => res.status(500).send(`Acme's own page: ${error.message}`));
  server.on('request', app);
  return {
    origin,
    mount: `${origin}${MOUNT}`,
    authpipe,
    callbacks,
    async stop() {
      server.closeAllConnections();
      server.close();
      await authpipe.close();
    },
  };
}

/** Who is signed in, by the cookie of this application. */
function identify(req) {
  const found = /(?:^|; )who=([^;]+)/.exec(req.headers.cookie ?? '');
  if (!found) return null;
  const { tenantId, userId, role } = JSON.parse(decodeURIComponent(found[1]));
  if (userId === 'broken') throw new Error('the session store is away');
  return { tenantId, userId, role };
}
