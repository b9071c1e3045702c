// What bundlers take for a browser (the condition `browser`): a page of the application imports what belongs to its server.
import { refuse } from './elsewhere.mjs';

export * from './elsewhere.mjs';

refuse(
  "@authpipe/node runs on a server, and this is code for a browser: there, use @authpipe/react. A test that runs it needs the environment node.",
);
