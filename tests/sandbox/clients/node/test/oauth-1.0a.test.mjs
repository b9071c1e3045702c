// npm `oauth-1.0a` judges the sandbox's server of OAuth 1.0a: it signs, and the sandbox verifies.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import test from 'node:test';
import OAuth from 'oauth-1.0a';
import { control, ready, signIn } from '../helpers.mjs';

const world = await control('GET', '/world');
const member = world.organisations[0].users[1];
const origin = `${ready.tls_origin}/oauth1`;

function client(algorithm) {
  const { client_id: key, secret } = world.oauth1_clients[0];
  const hash_function = (base, signingKey) => createHmac(algorithm, signingKey).update(base).digest('base64');
  return OAuth({ consumer: { key, secret }, signature_method: algorithm === 'sha1' ? 'HMAC-SHA1' : 'HMAC-SHA256', hash_function });
}

async function send(oauth, request, token) {
  // What the flow itself says is signed as data, and goes into the header by hand.
  const [protocol, own] = [true, false].map((isOurs) =>
    Object.fromEntries(Object.entries(request.data ?? {}).filter(([name]) => name.startsWith('oauth_') === isOurs)),
  );
  const headers = oauth.toHeader({ ...oauth.authorize(request, token), ...protocol });
  const body = Object.keys(own).length > 0 ? new URLSearchParams(own) : undefined;
  const answer = await fetch(request.url, { method: request.method, headers: { ...headers }, body });
  return { status: answer.status, text: await answer.text() };
}

for (const algorithm of ['sha1', 'sha256']) {
  test(`three steps, and requests with a query and a form, signed with ${algorithm}`, async () => {
    const oauth = client(algorithm);
    const asked = { url: `${origin}/initiate`, method: 'POST', data: { oauth_callback: 'http://localhost:3998/callback' } };
    const temporary = new URLSearchParams((await send(oauth, asked)).text);
    assert.equal(temporary.get('oauth_callback_confirmed'), 'true');
    const pair = { key: temporary.get('oauth_token'), secret: temporary.get('oauth_token_secret') };
    const back = await signIn(`${origin}/authorize?oauth_token=${encodeURIComponent(pair.key)}`, member);
    const verifier = back.searchParams.get('oauth_verifier');
    const redeemed = await send(oauth, { url: `${origin}/token`, method: 'POST', data: { oauth_verifier: verifier } }, pair);
    const token = new URLSearchParams(redeemed.text);
    assert.equal(token.get('user_id'), member.id, redeemed.text);
    const access = { key: token.get('oauth_token'), secret: token.get('oauth_token_secret') };
    const read = await send(oauth, { url: `${origin}/api/me?b=1%202%2B3&a=%C3%A9`, method: 'GET' }, access);
    assert.deepEqual(JSON.parse(read.text).parameters, [['b', '1 2+3'], ['a', 'é']]);
    const data = { status: "Hello Ladies + Gentlemen, a signed OAuth request!" };
    const written = await send(oauth, { url: `${origin}/api/me?include=1`, method: 'POST', data }, access);
    assert.deepEqual(JSON.parse(written.text).parameters, [['include', '1'], ['status', data.status]]);
    const wrong = await send(oauth, { url: `${origin}/api/me`, method: 'GET' }, { ...access, secret: 'another' });
    assert.deepEqual([wrong.status, wrong.text], [401, 'oauth_problem=signature_invalid']);
  });
}
