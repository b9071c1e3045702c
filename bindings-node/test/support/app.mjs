// An application around Authpipe: temporary vault, mounted handler, and a browser with cookies in front of it.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLIENT_ID, CLIENT_SECRET } from './sandbox.mjs';

export const BASE_URL = 'http://localhost:4000/api/authpipe';
export const ORIGIN = 'http://localhost:4000';
export const ADMIN = { tenantId: 'org_acme', userId: 'user_admin', role: 'admin' };
/** In the place of a principal: `identify` fails. */
export const FAILS = 'fails';
export const USER = { tenantId: 'org_acme', userId: 'user_123', role: 'member' };

/** A fresh root key: 32 random bytes and a checksum (core/src/vault/local_root_key.rs). */
export function makeKey() {
  const key = randomBytes(32);
  const digest = createHash('sha256').update('authpipe root key 1').update(key).digest();
  return `apk1_${Buffer.concat([key, digest.subarray(0, 4)]).toString('base64url')}`;
}

export function temporaryFolder(t) {
  const folder = mkdtempSync(join(tmpdir(), 'authpipe-node-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Options of an application whose OneDrive is the sandbox. */
export function sandboxOptions(t, sandbox, more = {}) {
  return {
    vault: `sqlite:${join(temporaryFolder(t), 'authpipe.db')}`,
    key: makeKey(),
    mode: 'development',
    baseUrl: BASE_URL,
    background: false,
    providers: {
      'microsoft-onedrive': { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, scopes: ['Files.Read'] },
    },
    dangerOrigins: { 'microsoft-onedrive': sandbox.origins },
    ...more,
  };
}

/** The status that a server on loopback gives a request for a target, which is sent as it is written. */
export function statusOfTarget(port, target) {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: target }, (answer) => (answer.resume(), resolve(answer.statusCode))).on('error', reject);
  });
}

/** Asks a server for the headers alone: each is what a reader would get, with the length of the content that is left out (RFC 9110 §9.3.2). */
export async function lookAt(mount) {
  for (const path of ['/providers', '/connections', '/nowhere']) {
    const whole = await fetch(`${mount}${path}`);
    const length = (await whole.arrayBuffer()).byteLength;
    const looked = await fetch(`${mount}${path}`, { method: 'HEAD' });
    assert.deepEqual([looked.status, looked.headers.get('content-length'), await looked.text()], [whole.status, String(length), ''], path);
    assert.equal(looked.headers.get('content-type'), whole.headers.get('content-type'), path);
  }
}

/** A browser of somebody who is signed in to the application, in front of a web handler. */
export class Browser {
  cookies = new Map();
  /** The principal that the application's `identify` should find. */
  static identify = (request) => {
    const principal = JSON.parse(request.headers.get('x-test-principal') ?? 'null');
    if (principal === FAILS) throw new Error('the session store is down');
    return principal;
  };

  constructor(handler, principal) {
    this.handler = handler;
    this.principal = principal;
  }

  /** Headers that are null are not sent, not even where every request with a body has them. */
  async fetch(url, { method = 'GET', body, headers = {} } = {}) {
    const all = {
      cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      'x-test-principal': JSON.stringify(this.principal),
      ...(body !== undefined && { 'content-type': 'application/json', 'x-authpipe': '1', origin: ORIGIN }),
      ...headers,
    };
    const request = new Request(url, {
      method,
      headers: Object.entries(all).filter(([, value]) => value !== null),
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const response = await this.handler(request);
    this.keep(response.headers.getSetCookie());
    return response;
  }

  keep(setCookie) {
    for (const line of setCookie) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }

  post(path, body) {
    return this.fetch(`${BASE_URL}${path}`, { method: 'POST', body });
  }

  /** From the click to the stored grant; gives what the page learns in the end. */
  async run(path, body, sandbox, username) {
    const started = await this.post(path, body);
    const session = await started.json();
    if (started.status !== 201) throw new Error(`${started.status} ${JSON.stringify(session)}`);
    await this.follow(session.authorization_url, sandbox, username);
    return (await this.fetch(`${BASE_URL}/oauth/sessions/${session.session_id}`)).json();
  }

  /** Goes to the provider and back until the application shows a page. */
  async follow(url, sandbox, username) {
    for (let next = url; ; ) {
      const back = await sandbox.signIn(next, username);
      const response = await this.fetch(back);
      const location = response.headers.get('location');
      if (response.status !== 303 || !location.startsWith(sandbox.http)) return response;
      next = location;
    }
  }
}
