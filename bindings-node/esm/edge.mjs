// What bundlers take for Vercel's Edge runtime (the condition `edge-light`).
import { refuse } from './elsewhere.mjs';

export * from './elsewhere.mjs';

refuse(
  "Authpipe cannot run in the Edge runtime. Add export const runtime = 'nodejs' to this route.",
);
