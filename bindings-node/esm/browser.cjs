// The same as browser.mjs for what asks by `require`, such as Jest in its environment jsdom, which cannot read an ES module there.
'use strict';

throw Object.assign(
  new Error(
    '@authpipe/node runs on a server, and this is code for a browser: there, use @authpipe/react. A test that runs it needs the environment node.',
  ),
  { name: 'UsageError', code: 'runtime_unsupported' },
);
