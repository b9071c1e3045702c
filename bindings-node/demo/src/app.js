// The application: Express, a login of its own, Authpipe mounted under /api/authpipe, and the user's files.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NotConnectedError, ReauthRequiredError } from '@authpipe/node';
import { authpipeExpress } from '@authpipe/node/express';
import { Client } from '@microsoft/microsoft-graph-client';
import express from 'express';
import { loadUser, signIn, signOut } from './session.js';

export const PROVIDER = 'microsoft-onedrive';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** Makes the application. `graphOrigin` is where Graph answers: the sandbox's TLS origin. */
export function makeApp({ authpipe, graphOrigin, sessionSecret }) {
  const app = express();
  app.disable('x-powered-by');
  app.use(loadUser(sessionSecret));

  app.use(
    '/api/authpipe',
    authpipeExpress(authpipe, {
      identify: (req) =>
        req.user ? { tenantId: req.user.orgId, userId: req.user.id, role: req.user.isAdmin ? 'admin' : 'member' } : null,
    }),
  );

  app.post('/login', express.urlencoded({ extended: false }), (req, res) => {
    const cookie = signIn(String(req.body?.who), sessionSecret);
    if (!cookie) return res.status(400).send('Choose Ada or Ben.');
    return res.setHeader('set-cookie', cookie).redirect(303, '/');
  });
  app.post('/logout', (_req, res) => res.setHeader('set-cookie', signOut()).redirect(303, '/'));

  app.get('/api/me', (req, res) => (req.user ? res.json(req.user) : res.status(401).json({ problem: 'Nobody is signed in.' })));

  app.get('/api/files', async (req, res) => {
    if (!req.user) return res.status(401).json({ problem: 'Nobody is signed in.' });
    const me = { provider: PROVIDER, tenantId: req.user.orgId, userId: req.user.id, credentialFor: 'user' };
    try {
      const graph = Client.initWithMiddleware({
        authProvider: authpipe.graphAuthProvider(me),
        baseUrl: graphOrigin,
        // The client adds tokens to https URLs of hosts that it knows.
        customHosts: new Set([new URL(graphOrigin).hostname]),
      });
      const { value } = await graph.api('/me/drive/root/children').get();
      return res.json({ files: value.map((file) => file.name) });
    } catch (error) {
      if (error instanceof NotConnectedError || error instanceof ReauthRequiredError) {
        return res.status(409).json({ connect: PROVIDER, problem: error.message });
      }
      throw error;
    }
  });

  app.use((_req, res, next) => {
    res.setHeader('content-security-policy', CSP);
    next();
  });
  app.use(express.static(join(dist)));
  return app;
}
