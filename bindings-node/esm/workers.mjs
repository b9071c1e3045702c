// What bundlers take for Cloudflare's Workers (the condition `workerd`).
import { refuse } from './elsewhere.mjs';

export * from './elsewhere.mjs';

refuse(
  "Authpipe cannot run in Workers: it needs Node's files, threads and sockets. Mount it in a server on Node, and let the Worker call that.",
);
