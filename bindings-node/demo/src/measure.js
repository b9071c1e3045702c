// What the demo shows of the application's process: credentials without their secrets, reads, and callers at once.
import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { PROVIDER } from './app.js';

const TENANT = 'org_acme';
export const INSTALLATION = { provider: PROVIDER, tenantId: TENANT, credentialFor: 'installation' };
export const userOf = (userId) => ({ provider: PROVIDER, tenantId: TENANT, userId, credentialFor: 'user' });

/** Enough of a secret to recognise it, never enough to use it. */
export const mask = (secret) => `${secret.slice(0, 4)}…[${secret.length} characters]`;

const fingerprint = (secret) => createHash('sha256').update(secret).digest('hex').slice(0, 12);

function show(credential) {
  return {
    masked: mask(credential.credential),
    printed: String(JSON.stringify(credential)),
    leaks: JSON.stringify(credential).includes(credential.credential),
    fingerprint: fingerprint(credential.credential),
    credentialType: credential.credentialType,
    source: credential.source,
    scopes: credential.scopes,
    expiresAt: credential.expiresAt?.toISOString(),
  };
}

/** What the driver may ask for. */
export function measure(authpipe) {
  return {
    /** One credential, masked. */
    async credential({ userId }) {
      return show(await authpipe.getCredential(userId ? userOf(userId) : INSTALLATION));
    },

    /** So many awaited reads of a cached credential, each timed. */
    async reads({ userId, count }) {
      const subject = userOf(userId);
      const first = await authpipe.getCredential(subject);
      const nanoseconds = new Float64Array(count);
      let same = 0;
      let refreshed = 0;
      for (let i = 0; i < count; i++) {
        const began = performance.now();
        const credential = await authpipe.getCredential(subject);
        nanoseconds[i] = (performance.now() - began) * 1e6;
        if (credential.credential === first.credential) same++;
        if (credential.refreshed) refreshed++;
      }
      nanoseconds.sort();
      const at = (share) => nanoseconds[Math.min(count - 1, Math.floor(count * share))];
      return { same, refreshed, p50: at(0.5), p99: at(0.99) };
    },

    /** So many callers at once. */
    async callers({ userId, count }) {
      const subject = userOf(userId);
      const credentials = await Promise.all(Array.from({ length: count }, () => authpipe.getCredential(subject)));
      return {
        fingerprints: [...new Set(credentials.map((credential) => fingerprint(credential.credential)))],
        waited: credentials.filter((credential) => credential.refreshed).length,
      };
    },
  };
}
