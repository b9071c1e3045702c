// The Express sample of the API page, word for word: it must compile.
import express from 'express';
import { Client } from '@microsoft/microsoft-graph-client';
import { Authpipe, NotConnectedError, ReauthRequiredError } from '@authpipe/node';
import { authpipeExpress } from '@authpipe/node/express';
import { loadUser } from './session.js';   // your own login; sets req.user or leaves it undefined

const authpipe = new Authpipe({ providers: { 'microsoft-onedrive': {
  clientId: process.env.MS_CLIENT_ID!, clientSecret: process.env.MS_CLIENT_SECRET!, scopes: ['Files.Read'] } } });
const app = express();
app.use(loadUser);
app.use('/api/authpipe', authpipeExpress(authpipe, {
  identify: (req) => req.user ? { tenantId: req.user.orgId, userId: req.user.id, role: req.user.isAdmin ? 'admin' : 'member' } : null }));

app.get('/files', async (req, res) => {
  if (!req.user) return res.status(401).end();
  const me = { provider: 'microsoft-onedrive', tenantId: req.user.orgId, userId: req.user.id, credentialFor: 'user' } as const;
  try {
    const graph = Client.initWithMiddleware({ authProvider: authpipe.graphAuthProvider(me) });
    res.json((await graph.api('/me/drive/root/children').get()).value.map((f: { name: string }) => f.name));
  } catch (e) {
    if (e instanceof NotConnectedError || e instanceof ReauthRequiredError) return res.status(409).json({ connect: me.provider });
    throw e;
  }
});
await authpipe.ready();
const server = app.listen(3000);
process.once('SIGTERM', () => server.close(() => void authpipe.close()));
