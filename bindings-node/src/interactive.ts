// A sign-in with the browser of the same machine, for command-line tools and desktop programs.

import { signalOf, waitUnlessAborted } from './abort';
import { call, withDates } from './call';
import { RequestError, wrongArgumentError } from './errors';
import type { Core } from './native';
import type { Connection, InteractiveOptions, InteractiveParams } from './types';

/** @internal */
export async function connectWith(core: Core, params: InteractiveParams, options: InteractiveOptions): Promise<Connection> {
  const signal = signalOf(options);
  if (typeof options?.open !== 'function') {
    throw wrongArgumentError(RequestError, 'connectInteractive needs { open }, a function that shows a URL to the person.');
  }
  const { open, ...waiting } = options;
  if (signal?.aborted) throw signal.reason;
  // Without the signal: whatever has begun is ended below.
  const starting = call(() => core.startLoopbackFlow(params));
  try {
    const flow = await waitUnlessAborted(starting, signal);
    const shown: unknown = open(flow.authorizationUrl);
    // A browser may outlive the sign-in, and what opens it may wait for its end: only that it failed says something.
    const failed = new Promise<never>((_, reject) => void Promise.resolve(shown).catch(reject));
    return withDates<Connection>(await Promise.race([call(() => flow.wait(waiting), waiting), failed]));
  } finally {
    // Closes the port; a session that is over stays as it is.
    starting.then((flow) => flow.cancel()).catch(() => {});
  }
}
