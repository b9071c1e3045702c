// Finds and loads the native part, once per process.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from './errors';
import type * as Native from '../index';

export type {
  Core,
  CoreEventFeed,
  CoreHandler,
  CredentialFields,
  LogLines,
} from '../index';

/** Everything that the native part exports. */
type NativeModule = typeof Native;

const SUPPORTED = ['darwin-x64', 'darwin-arm64', 'linux-x64-gnu', 'linux-x64-musl', 'linux-arm64-gnu', 'linux-arm64-musl', 'win32-x64-msvc'];
const SHARED = Symbol.for('authpipe.native');
const VERSION = (require('../package.json') as { version: string }).version;

/**
 * The native part. Copies of this package in one process (bundles, hot reload) share one: two would not see each other's
 * locks on the vault.
 * @internal
 */
export function loadNative(): NativeModule {
  const shared = globalThis as { [SHARED]?: Map<string, NativeModule> };
  const versions = (shared[SHARED] ??= new Map());
  let native = versions.get(VERSION);
  if (native === undefined) {
    const { finish } = (native = load());
    versions.set(VERSION, native);
    // A rotation under way must be stored, however the process ends.
    process.once('exit', () => finish());
  }
  return native;
}

function load(): NativeModule {
  if (typeof process === 'undefined' || !process.versions?.node || 'EdgeRuntime' in globalThis) {
    throw unsupported(
      "Authpipe cannot run in the Edge runtime. Add export const runtime = 'nodejs' to this route.",
    );
  }
  const candidates = targets();
  const failures: unknown[] = [];
  for (const target of candidates) {
    try {
      const local = join(__dirname, '..', `authpipe.${target}.node`);
      if (existsSync(local)) return require(local) as NativeModule;
      return require(`@authpipe/node-${target}`) as NativeModule;
    } catch (failure) {
      if ((failure as { code?: unknown }).code !== 'MODULE_NOT_FOUND') failures.push(failure);
    }
  }
  const first = candidates[0];
  if (first === undefined) {
    throw unsupported(
      `@authpipe/node has no binary for ${process.platform}-${process.arch}. Supported: ${SUPPORTED.join(', ')}.`,
    );
  }
  if (isBundled()) {
    throw unsupported(
      "@authpipe/node was bundled without its binary. Keep it out of the bundle: serverExternalPackages: ['@authpipe/node'] in " +
        'next.config, or external in the settings of another bundler.',
    );
  }
  if (failures.length > 0) {
    throw unsupported(`@authpipe/node could not load its binary for ${first}: see the cause.`, failures[0]);
  }
  throw unsupported(
    `@authpipe/node-${first} is missing. It was skipped at install (--omit=optional or a lock file from another OS). Reinstall without it.`,
  );
}

// npm installs the package of one C library only, so trying both tells them apart without asking the system.
function targets(): string[] {
  const prefix = `${process.platform}-${process.arch}`;
  return SUPPORTED.filter((target) => target === prefix || target.startsWith(`${prefix}-`));
}

// In a bundle this file has no folder of its own, or none at all.
function isBundled(): boolean {
  try {
    const manifest = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as { name?: unknown };
    return manifest.name !== '@authpipe/node';
  } catch {
    return true;
  }
}

function unsupported(message: string, cause?: unknown): UsageError {
  return new UsageError({ code: 'runtime_unsupported', message, cause });
}
