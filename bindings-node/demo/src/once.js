// Drives the application without a browser and proves on screen what it promises. A false proof makes the exit code 1.
import assert from 'node:assert/strict';
import { relative } from 'node:path';
import { Browser } from './browser.js';
import { findValues, listFiles } from './scan.js';

const READS = 10_000;
const CALLERS = 50;
const TWO_HOURS = 2 * 3600 * 1000;
const PROVIDER = 'microsoft-onedrive';

const say = (text) => console.log(`    ${text}`);
const time = (ns) => (ns < 1000 ? `${ns.toFixed(0)} ns` : `${(ns / 1000).toFixed(1)} µs`);

/** Runs all proofs in order; returns the exit code. */
export async function prove(demo) {
  console.log(`sandbox provider  ${demo.sandbox.origins.http_origin}, ${demo.sandbox.origins.tls_origin}`);
  console.log(`application       ${demo.app().origin}${demo.twice ? `, and ${demo.other().origin} on the same vault` : ''}\n`);
  const proofs = [
    ['(a) Ada installs, then Ben connects', installThenConnect],
    ['(b) both credentials', bothCredentials],
    [`(c) ${READS.toLocaleString('en')} cached reads`, cachedReads],
    [`(d) ${CALLERS} callers after expiry, one refresh`, oneRefresh],
    ['(e) no token in the files of the vault', nothingReadable],
    ['(f) the application restarted, Ben still connected', restarted],
  ];
  const state = {};
  let passed = 0;
  for (const [title, proof] of proofs) {
    console.log(title);
    try {
      await proof(demo, state);
    } catch (error) {
      console.log(`    FALSE: ${error.message}`);
      if (error.code !== 'ERR_ASSERTION') console.log(error.stack);
      break;
    }
    passed++;
    say('true');
  }
  console.log(`\n${passed} passed, ${proofs.length - passed} failed`);
  return passed === proofs.length ? 0 : 1;
}

async function signedIn(demo, who) {
  const browser = new Browser();
  const answer = await browser.post(`${demo.app().origin}/login`, { who });
  assert.equal(answer.status, 303, 'the application signs people in');
  return browser;
}

/** One flow, as the button goes through it: POST, provider, callback, and what the session says. */
async function flow(demo, browser, kind, username) {
  const { origin } = demo.app();
  const base = `${origin}/api/authpipe/oauth`;
  const started = await browser.json(`${base}/${kind}`, {
    method: 'POST',
    body: { provider: PROVIDER, mode: 'redirect', return_to: '/' },
  });
  assert.equal(started.status, 201, `POST /oauth/${kind}: ${JSON.stringify(started.body)}`);
  const back = await browser.signInAt(started.body.authorization_url, {
    username,
    password: demo.people[username],
    home: `${origin}/?`,
  });
  const id = new URL(back.url).searchParams.get('authpipe_session');
  assert.equal(id, started.body.session_id, 'the browser comes back with the session it started');
  const session = await browser.json(`${base}/sessions/${id}`);
  assert.equal(session.body.status, 'complete', JSON.stringify(session.body));
  say(`${username} answered ${back.pages} pages of the provider; session complete`);
  return session.body;
}

async function installThenConnect(demo, state) {
  const ada = await signedIn(demo, 'ada');
  const { installation } = await flow(demo, ada, 'installs', 'ada@contoso.example');
  say(`installation ${installation.status}, organisation ${installation.provider_installation_id}`);
  assert.equal(installation.status, 'active');

  state.ben = await signedIn(demo, 'ben');
  const { connection } = await flow(demo, state.ben, 'sessions', 'bob@contoso.example');
  say(`connection ${connection.status} of ${connection.external_user_id ?? 'Ben'}`);
  assert.equal(connection.status, 'active');

  state.files = await filesOf(demo, state.ben);
  say(`Ben's files, through the Graph SDK: ${state.files.join(', ')}`);
}

async function filesOf(demo, browser) {
  const files = await browser.json(`${demo.app().origin}/api/files`);
  assert.equal(files.status, 200, JSON.stringify(files.body));
  assert.ok(files.body.files.length > 0, 'the drive has files');
  return files.body.files;
}

async function bothCredentials(demo, state) {
  const installation = await demo.other().ask('credential', {});
  const user = await demo.other().ask('credential', { userId: 'ben' });
  const { fingerprint } = await demo.app().ask('credential', { userId: 'ben' });
  assert.equal(user.fingerprint, fingerprint, 'every process has the same one');
  for (const [name, credential] of [['installation', installation], ['user', user]]) {
    say(`${name.padEnd(12)} ${credential.masked}  source ${credential.source}, expires ${credential.expiresAt}`);
    assert.equal(credential.leaks, false, 'JSON.stringify of a credential shows no secret');
    assert.ok(Date.parse(credential.expiresAt) > Date.now(), 'it is still valid');
  }
  assert.deepEqual([installation.source, user.source], ['installation', 'connection']);
  assert.notEqual(installation.fingerprint, user.fingerprint, 'they are two');
  state.user = user;
}

async function cachedReads(demo) {
  const before = (await demo.sandbox.ledger()).length;
  const { same, refreshed, p50, p99 } = await demo.other().ask('reads', { userId: 'ben', count: READS });
  say(`p50 ${time(p50)}, p99 ${time(p99)} for an awaited getCredential`);
  assert.equal(same, READS, 'every read gave the same credential');
  assert.equal(refreshed, 0, 'none waited for a refresh');
  assert.equal((await demo.sandbox.ledger()).length, before, 'the provider saw nothing of it');
}

async function oneRefresh(demo, state) {
  const refreshes = () => demo.sandbox.ledger('kind=token_request&grant_type=refresh_token');
  const before = (await refreshes()).length;
  await demo.sandbox.advance(TWO_HOURS);
  const apps = [...new Set([demo.app(), demo.other()])];
  for (const app of apps) await app.ask('advance', { ms: TWO_HOURS });
  state.clockOffsetMs = TWO_HOURS;
  const asked = { userId: 'ben', count: CALLERS / apps.length };
  const answers = await Promise.all(apps.map((app) => app.ask('callers', asked)));
  const fingerprints = [...new Set(answers.flatMap((answer) => answer.fingerprints))];
  const waited = answers.reduce((sum, answer) => sum + answer.waited, 0);
  const made = (await refreshes()).length - before;
  say(`both clocks two hours on; ${waited} of ${CALLERS} callers waited; the provider's ledger shows ${made} refresh`);
  assert.equal(fingerprints.length, 1, 'all got the same credential');
  assert.notEqual(fingerprints[0], state.user.fingerprint, 'and it is a new one');
  assert.equal(made, 1, 'one refresh');
  assert.deepEqual(await filesOf(demo, state.ben), state.files, 'the new one works');
}

async function nothingReadable(demo) {
  const issued = (await demo.sandbox.ledger('kind=issued')).map((entry) => entry.value);
  const values = [...new Set([...issued, ...(await demo.sandbox.secrets())])].filter((value) => value?.length >= 8);
  const files = listFiles(demo.vaultFolder);
  const names = files.map((file) => relative(demo.vaultFolder, file));
  say(`${values.length} secrets (${issued.length} issued), ${files.length} files: ${names.slice(0, 9).join(', ')}${names[9] ? ' …' : ''}`);
  assert.ok(issued.length >= 4, 'the ledger knows what it issued');
  // What must be there is found: otherwise the next line would prove nothing.
  assert.ok(findValues(files, ['org_acme']).length > 0, 'the scan finds the tenant id, which is no secret');
  assert.deepEqual(findValues(files, values).map(({ file }) => relative(demo.vaultFolder, file)), []);
}

async function restarted(demo, state) {
  const signIns = async () => (await demo.sandbox.ledger('kind=sign_in')).length + (await demo.sandbox.ledger('kind=authorize')).length;
  const before = await signIns();
  const pid = demo.app().pid;
  if (demo.twice) {
    await demo.stop();
    assert.equal((await demo.other().ask('credential', { userId: 'ben' })).source, 'connection');
    say(`while process ${pid} is away, the other one serves`);
  }
  await demo.restart({ clockOffsetMs: state.clockOffsetMs });
  say(`process ${pid} was killed, ${demo.app().pid} is the new one`);
  assert.notEqual(demo.app().pid, pid);
  const listed = await state.ben.json(`${demo.app().origin}/api/authpipe/connections`);
  const statuses = listed.body.connections?.map((connection) => connection.status) ?? listed.body;
  assert.deepEqual(statuses, ['active'], JSON.stringify(listed.body));
  assert.deepEqual(await filesOf(demo, state.ben), state.files);
  assert.equal((await demo.app().ask('credential', {})).source, 'installation');
  assert.equal(await signIns(), before, 'nobody had to sign in again');
  say(`Ben's files: ${state.files.length}, without a new sign-in`);
}
