// Cached reads in Node beside a Map look-up and MSAL's own cache. Run by `run.mjs`; prints rows for `cargo xtask bench`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Authpipe } from '@authpipe/node';
import { makeKey } from '../src/processes.js';
import { openMsal } from './msal.mjs';

const SAMPLES = 151;
const SAMPLE_MS = 2;
const WARM_UP_MS = 300;
const PROVIDER = 'bench-keys';
const subject = { provider: PROVIDER, tenantId: 'org_acme', userId: 'user_123', credentialFor: 'user' };
let sink;

const folder = mkdtempSync(join(tmpdir(), 'authpipe-bench-'));
const authpipe = new Authpipe({
  mode: 'development',
  vault: `sqlite:${join(folder, 'bench.db')}`,
  key: await makeKey(),
  providers: {
    [PROVIDER]: { clientId: 'bench', definition: { name: 'Bench', auth: ['api_key'], api: { origins: ['https://api.example.test'] } } },
  },
});
try {
  await authpipe.storeCredential({ ...subject, credential: 'x'.repeat(1800), credentialType: 'api_key' });
  const credential = await settle();

  const map = new Map([[`${subject.provider} ${subject.tenantId} ${subject.userId}`, credential]]);
  const look = medianOf(() => map.get(`${subject.provider} ${subject.tenantId} ${subject.userId}`));
  const peek = medianOf(() => authpipe.peekCredential(subject));
  const read = await medianOfAsync(() => authpipe.getCredential(subject));
  const lookAwaited = await medianOfAsync(async () => map.get(`${subject.provider} ${subject.tenantId} ${subject.userId}`));
  const silent = await medianOfAsync(await openMsal(JSON.parse(process.env.BENCH_SANDBOX)));

  row('Node: peekCredential, cached', peek, 'Map look-up', look, '≤ 400 ns');
  row('Node: await getCredential, cached', read, 'awaited Map look-up', lookAwaited, '≤ 700 ns');
  row('Node: await getCredential, cached', read, '@azure/msal-node acquireTokenSilent', silent, '≥ 200× faster');
} finally {
  await authpipe.close();
  rmSync(folder, { recursive: true, force: true });
}
if (sink === undefined) throw new Error('the reads gave nothing');

// What is measured is a process that runs, not one that has just stored something: the core looks for changes every two
// seconds, and what it sees, its own writes included, makes the next read ask again.
async function settle() {
  for (let tries = 0; tries < 10; tries++) {
    await authpipe.getCredential(subject);
    const kept = await authpipe.getCredential(subject);
    await sleep(2500);
    if (authpipe.peekCredential(subject) === kept) return kept;
  }
  throw new Error('no read is answered from the kept object');
}

function medianOf(work) {
  let runs = 0;
  for (const began = performance.now(); performance.now() - began < WARM_UP_MS; runs++) sink = work();
  const perSample = Math.max(1, Math.round((runs / WARM_UP_MS) * SAMPLE_MS));
  return middle(() => {
    const began = performance.now();
    for (let i = 0; i < perSample; i++) sink = work();
    return ((performance.now() - began) * 1e6) / perSample;
  });
}

async function medianOfAsync(work) {
  let runs = 0;
  for (const began = performance.now(); performance.now() - began < WARM_UP_MS; runs++) sink = await work();
  const perSample = Math.max(1, Math.round((runs / WARM_UP_MS) * SAMPLE_MS));
  const samples = new Float64Array(SAMPLES);
  for (let sample = 0; sample < SAMPLES; sample++) {
    const began = performance.now();
    for (let i = 0; i < perSample; i++) sink = await work();
    samples[sample] = ((performance.now() - began) * 1e6) / perSample;
  }
  return samples.sort()[SAMPLES >> 1];
}

function middle(sample) {
  return Float64Array.from({ length: SAMPLES }, sample).sort()[SAMPLES >> 1];
}

function row(what, ours, beside, theirs, target) {
  console.log(['bench', what, ours.toFixed(1), beside, theirs.toFixed(1), target].join('\t'));
}
