// The parts of the demo that judge: if they were blind, its proofs would be worth nothing.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readCookie, readForms } from '../src/browser.js';
import { findValues, listFiles } from '../src/scan.js';
import { readUser, signIn } from '../src/session.js';

test('a session cookie with a foreign signature or name signs nobody in', () => {
  const cookie = signIn('ben', 'secret').split(';')[0];
  assert.equal(readUser(`a=b; ${cookie}`, 'secret').id, 'ben');
  assert.equal(readUser(cookie, 'other'), undefined);
  assert.equal(readUser(cookie.replace('ben', 'ada'), 'secret'), undefined);
  assert.equal(readUser('demo_session=ben', 'secret'), undefined);
  assert.equal(readUser(undefined, 'secret'), undefined);
  assert.equal(signIn('eve', 'secret'), null);
  assert.equal(signIn('constructor', 'secret'), null);
});

test('secrets in files are found, whole or in part', () => {
  const folder = mkdtempSync(join(tmpdir(), 'authpipe-scan-'));
  try {
    const secret = `${'a'.repeat(40)}${'b'.repeat(32)}`;
    writeFileSync(join(folder, 'whole'), Buffer.concat([Buffer.from([0, 255]), Buffer.from(secret)]));
    writeFileSync(join(folder, 'part'), `x${'b'.repeat(32)}`);
    writeFileSync(join(folder, 'clean'), 'nothing');
    const found = findValues(listFiles(folder), [secret]).map(({ file }) => file.slice(folder.length + 1));
    assert.deepEqual(found.sort(), ['part', 'whole']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('cookies and forms are read', () => {
  assert.deepEqual(readCookie('a=b=c; Path=/; HttpOnly'), { name: 'a', value: 'b=c', gone: false });
  assert.equal(readCookie('a=; Max-Age=0').gone, true);
  const html = '<form method="post" action="/_login"><input type="hidden" name="flow" value="a&amp;b"><button></button></form>';
  assert.deepEqual(readForms(html), [{ action: '/_login', hidden: { flow: 'a&b' } }]);
});
