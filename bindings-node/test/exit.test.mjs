// A rotation that is under way when the process ends is stored: the provider has already forgotten the old token.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Authpipe, createHandler } from '../esm/index.mjs';
import { Browser, USER, sandboxOptions } from './support/app.mjs';
import { run } from './support/process.mjs';
import { BOB, startSandbox } from './support/sandbox.mjs';

const SUBJECT = { provider: 'microsoft-onedrive', tenantId: 'org_acme', userId: 'user_123' };

const ENDINGS = {
  'ends by itself': '',
  'calls process.exit()': 'process.exit(0);',
  'dies of an exception': "setImmediate(() => { throw new Error('the application failed'); });",
  'does not wait for the close() that it has begun': 'ap.close(); process.exit(0);',
};

for (const [name, ending] of Object.entries(ENDINGS)) {
  test(`the successor is stored when the script ${name}`, async (t) => {
    const sandbox = await startSandbox();
    t.after(() => sandbox.stop());
    const options = sandboxOptions(t, sandbox);
    const first = new Authpipe(options);
    await new Browser(createHandler(first, { identify: Browser.identify }), USER).run('/oauth/sessions', { provider: SUBJECT.provider, mode: 'popup' }, sandbox, BOB);
    const before = await first.getCredential(SUBJECT);
    await first.close();

    const fault = await sandbox.control('POST', '/faults', {
      endpoint: 'token',
      action: 'delay',
      delay_ms: 1500, // far longer than a process needs to end, far shorter than the exchange may take
      after_processing: true,
      grant_type: 'refresh_token',
    });
    await run(t, `
      import { Authpipe } from '@authpipe/node';
      // The call itself holds the process until its time is over.
      const ap = new Authpipe({ ...${JSON.stringify(options)}, timeoutMs: 500 });
      const signal = new AbortController();
      const waiting = ap.getCredential(${JSON.stringify(SUBJECT)}, { forceRefresh: true, signal: signal.signal });
      await fetch('${sandbox.http}/_sandbox/faults/${fault.id}?wait=1');
      signal.abort();
      await waiting.catch(() => {});
      ${ending}`);

    const again = new Authpipe(options);
    t.after(() => again.close());
    const after = await again.getCredential(SUBJECT);
    assert.equal(after.generation, before.generation + 1);
    assert.notEqual(after.credential, before.credential);
    assert.equal((await sandbox.refreshes()).length, 1);
  });
}
