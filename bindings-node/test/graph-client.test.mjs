// The Microsoft Graph SDK takes its tokens from us. It adds them to https URLs only, so the sandbox's TLS side plays Graph.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { Client } from '@microsoft/microsoft-graph-client';
import { Authpipe, AuthpipeError, createHandler, errorFrom, NotConnectedError, ReauthRequiredError } from '../esm/index.mjs';
import { Browser, USER, makeKey, sandboxOptions, temporaryFolder } from './support/app.mjs';
import { run } from './support/process.mjs';
import { BOB, startSandbox } from './support/sandbox.mjs';

test('graphAuthProvider feeds @microsoft/microsoft-graph-client', async (t) => {
  const caFile = join(temporaryFolder(t), 'ca.pem');
  const sandbox = await startSandbox({ caFile });
  t.after(() => sandbox.stop());
  const options = sandboxOptions(t, sandbox, {
    extraCaFile: caFile,
    dangerOrigins: { 'microsoft-onedrive': { login: sandbox.http, graph: sandbox.tls } },
  });
  const authpipe = new Authpipe(options);
  const handler = createHandler(authpipe, { identify: Browser.identify });
  const end = await new Browser(handler, USER).run('/oauth/sessions', { provider: 'microsoft-onedrive', mode: 'popup' }, sandbox, BOB);
  assert.equal(end.status, 'complete');
  await authpipe.close();

  const { stdout, stderr } = await run(t, `
    import { Client } from '@microsoft/microsoft-graph-client';
    import { Authpipe } from '@authpipe/node';
    const authpipe = new Authpipe(${JSON.stringify(options)});
    const me = { provider: 'microsoft-onedrive', tenantId: 'org_acme', userId: 'user_123', credentialFor: 'user' };
    const graph = Client.initWithMiddleware({
      authProvider: authpipe.graphAuthProvider(me),
      baseUrl: '${sandbox.tls}',
      customHosts: new Set(['localhost']),
    });
    console.log((await graph.api('/me').get()).userPrincipalName);
    console.log((await graph.api('/me/drive/root/children').get()).value.length > 0);`, { env: { NODE_EXTRA_CA_CERTS: caFile } });
  assert.equal(stderr, '');
  assert.equal(stdout, `${BOB}\ntrue\n`);
});

test('what getCredential throws is still told apart behind the Graph client', async (t) => {
  const providers = { 'microsoft-onedrive': { clientId: 'id', clientSecret: 'secret' } };
  const authpipe = new Authpipe({ vault: 'memory:', key: makeKey(), mode: 'development', background: false, providers });
  t.after(() => authpipe.close());
  const subject = { provider: 'microsoft-onedrive', tenantId: 'org_acme', userId: 'user_123' };
  const thrown = await authpipe.getCredential(subject).catch((error) => error);
  const graph = Client.initWithMiddleware({ authProvider: authpipe.graphAuthProvider(subject) });
  await assert.rejects(graph.api('/me').get(), (error) => {
    assert.equal(error.constructor.name, 'GraphError');
    assert.ok(error instanceof NotConnectedError && error instanceof AuthpipeError && !(error instanceof ReauthRequiredError));
    assert.equal(error.message, thrown.message);
    assert.equal(error.code, 'not_connected', 'the code of our own, and not the name of a class');
    const cause = errorFrom(error);
    assert.ok(cause instanceof NotConnectedError);
    assert.deepEqual(cause.toJSON(), thrown.toJSON(), 'with retry, hint and ids');
    assert.equal(cause.retry, 'after_reauth');
    return true;
  });
});
