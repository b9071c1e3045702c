// What is read of the environment: authorities as Node reads them, and a proxy where the application asks for that.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { Authpipe } from '@authpipe/node';
import { startSandbox } from '@authpipe/node/testing';
import { makeKey, temporaryFolder } from './support/app.mjs';
import { run } from './support/process.mjs';

let sandbox;
before(async () => (sandbox = await startSandbox()));
after(() => sandbox.close());

const NO_PROXIES = Object.fromEntries(
  ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'].flatMap((name) => [[name, ''], [name.toLowerCase(), '']]),
);

/** Stores a key, which asks the provider first; prints what became of it and everything that was logged. */
async function store(t, origin, options, env) {
  const definition = { name: 'Acme', auth: ['api_key'], api: { origins: [origin] }, probe: { url: `${origin}/v1.0/me` } };
  const all = { vault: 'memory:', key: makeKey(), mode: 'development', background: false, providers: { acme: { definition } }, ...options };
  const { code, stdout, stderr } = await run(t, `
    import { Authpipe } from '@authpipe/node';
    const lines = [];
    const ended = { lines };
    try {
      const authpipe = new Authpipe({ ...${JSON.stringify(all)}, logger: (line) => lines.push(line) });
      await authpipe.storeCredential({ provider: 'acme', tenantId: 't', userId: 'u', credential: 'k', credentialType: 'api_key' });
      await authpipe.close();
    } catch (error) {
      Object.assign(ended, { code: error.code, text: String(error), inspected: (await import('node:util')).inspect(error, { depth: 9 }) });
    }
    console.log(JSON.stringify(ended));
    process.exit();`, { env: { NODE_EXTRA_CA_CERTS: '', ...NO_PROXIES, ...env } });
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout);
}

test('NODE_EXTRA_CA_CERTS is trusted, unless extraCaFile says otherwise', async (t) => {
  const nothing = join(temporaryFolder(t), 'absent.pem');
  const other = join(temporaryFolder(t), 'broken.pem');
  writeFileSync(other, 'no certificate');
  const with_ = (env, options) => store(t, sandbox.tlsOrigin, options, env);
  const [trusted, untrusted, absent, own, broken] = await Promise.all([
    with_({ NODE_EXTRA_CA_CERTS: sandbox.caFile }),
    with_({}),
    with_({ NODE_EXTRA_CA_CERTS: nothing }),
    with_({ NODE_EXTRA_CA_CERTS: other }, { extraCaFile: sandbox.caFile }),
    with_({ NODE_EXTRA_CA_CERTS: other }),
  ]);
  // The API was reached, and does not know the key.
  assert.equal(trusted.code, 'credential_rejected', trusted.text);
  assert.equal(own.code, 'credential_rejected', own.text);
  for (const { code, text } of [untrusted, absent]) {
    assert.notEqual(code, 'credential_rejected');
    assert.match(text, /extraCaFile \(or NODE_EXTRA_CA_CERTS\)/);
  }
  assert.equal(broken.code, 'config_invalid');
  assert.match(broken.text, /NODE_EXTRA_CA_CERTS \S*broken\.pem holds no certificate/, 'the name under which it was given');
});

test('an error about a setting names the variable that gave it, or the option', async (t) => {
  for (const [variable, value, options, said] of [
    ['AUTHPIPE_BASE_URL', 'nowhere', {}, /: AUTHPIPE_BASE_URL is not a URL/],
    ['AUTHPIPE_BASE_URL', 'https://app.example', { baseUrl: 'nowhere' }, /: baseUrl is not a URL/],
    ['AUTHPIPE_ENVIRONMENT', 'a b', {}, /: AUTHPIPE_ENVIRONMENT must be 1 to 128/],
    ['AUTHPIPE_MODE', 'prod', { mode: undefined }, /: AUTHPIPE_MODE must be "production" or "development"/],
    ['AUTHPIPE_KEY', 'apk1_short', { key: undefined }, /: The vault key in AUTHPIPE_KEY is cut off/],
    ['AUTHPIPE_KEY', makeKey(), { key: 'apk1_short' }, /: The vault key in key is cut off/],
    ['AUTHPIPE_VAULT', 'mysql://canary', { vault: undefined }, /: AUTHPIPE_VAULT must be /],
    ['https_proxy', 'http://user:canary@corp:1/path', { proxy: 'environment' }, /: https_proxy must be an http:/],
    ['HTTPS_PROXY', 'http://corp:1', { proxy: 'http://user:canary@corp:1/path' }, /: proxy must be an http:/],
  ]) {
    const ended = await store(t, ACME, options, { [variable]: value });
    assert.equal(ended.code, 'config_invalid', ended.text);
    assert.match(ended.text, said);
    assert.doesNotMatch(JSON.stringify(ended), /canary/);
  }
});

/** A proxy that opens no tunnel; it keeps what it was asked. */
async function proxy(t) {
  const asked = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (head) => {
      asked.push(head.toString('latin1'));
      socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => new Promise((resolve) => server.close(resolve)));
  return { asked, url: `http://user:pw-canary@127.0.0.1:${server.address().port}` };
}

const ACME = 'https://api.acme.example';

test('a proxy of the environment is taken where the option says so, in the spellings that are met', async (t) => {
  for (const variables of [
    ({ url }) => ({ HTTPS_PROXY: url }),
    ({ url }) => ({ https_proxy: url }),
    ({ url }) => ({ HTTPS_PROXY: url.slice('http://'.length) }),
    ({ url }) => ({ ALL_PROXY: url }),
    ({ url }) => ({ HTTPS_PROXY: 'http://127.0.0.1:1', https_proxy: url }),
    ({ url }) => ({ HTTPS_PROXY: url, NO_PROXY: 'acme.example.org, other.example,10.0.0.0/8,api.acme.example:8443' }),
  ]) {
    const there = await proxy(t);
    const ended = await store(t, ACME, { proxy: 'environment' }, variables(there));
    assert.equal(there.asked.length, 1, ended.text);
    assert.match(there.asked[0], /^CONNECT api\.acme\.example:443 HTTP\/1\.1\r\n/);
    assert.ok(there.asked[0].includes(Buffer.from('user:pw-canary').toString('base64')), 'the proxy gets its password');
    assert.match(ended.text, /proxy/);
    assert.doesNotMatch(JSON.stringify(ended), /pw-canary|dXNlcjpwdy1jYW5hcnk/, 'nobody else does');
  }
});

test('a request header that a CGI server makes HTTP_PROXY of chooses no proxy (httpoxy)', async (t) => {
  const [meant, smuggled] = [await proxy(t), await proxy(t)];
  const env = { REQUEST_METHOD: 'GET', HTTP_PROXY: smuggled.url, http_proxy: smuggled.url, HTTPS_PROXY: meant.url };
  await store(t, ACME, { proxy: 'environment' }, env);
  assert.deepEqual([meant.asked.length, smuggled.asked.length], [1, 0]);
});

test('what is no proxy is refused without its password', async (t) => {
  const ended = await store(t, ACME, { proxy: 'environment' }, { HTTPS_PROXY: 'socks5://user:pw-canary@127.0.0.1:1' });
  assert.equal(ended.code, 'config_invalid');
  assert.doesNotMatch(JSON.stringify(ended), /canary/);
});

test('a missing name of the environment is found by ready, and not by a build', async (t) => {
  const before = process.env.AUTHPIPE_ENVIRONMENT;
  delete process.env.AUTHPIPE_ENVIRONMENT;
  t.after(() => { if (before !== undefined) process.env.AUTHPIPE_ENVIRONMENT = before; });
  const authpipe = new Authpipe({ vault: 'memory:', key: makeKey(), mode: 'production', background: false });
  t.after(() => authpipe.close());
  for (let asked = 0; asked < 2; asked++) {
    await assert.rejects(authpipe.ready(), { code: 'config_invalid', message: /name of the environment.*AUTHPIPE_ENVIRONMENT/s });
  }
});

test('a client that is named and absent is told by ready; only who leaves it out wants the keys alone', async (t) => {
  for (const config of [{}, { clientId: undefined }, { clientId: '' }, { clientId: null }, { clientSecret: undefined }, { privateKey: undefined }, { clientAssertionFile: undefined }]) {
    const authpipe = new Authpipe({ vault: 'memory:', key: makeKey(), mode: 'development', background: false, providers: { airtable: config } });
    t.after(() => authpipe.close());
    if (Object.keys(config).length === 0) await authpipe.ready();
    else await assert.rejects(authpipe.ready(), { code: 'provider_not_configured' }, JSON.stringify(Object.entries(config)));
  }
});
