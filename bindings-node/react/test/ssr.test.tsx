// Rendered where there is no window, then taken over by a browser.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderToString } from 'react-dom/server';
import { AuthpipeProvider, ConnectButton, InstallButton, useConnections } from '../src/index.js';
import { FakeEnvironment } from './fake-environment.js';

function Page({ environment }: { environment?: FakeEnvironment }) {
  return (
    <AuthpipeProvider environment={environment}>
      <InstallButton provider="microsoft-onedrive" onInstall={() => {}} />
      <ConnectButton provider="microsoft-onedrive">{(flow) => flow.status}</ConnectButton>
      <List />
    </AuthpipeProvider>
  );
}

function List() {
  const { connections, isLoading } = useConnections();
  return <p>{isLoading ? 'loading' : connections.length}</p>;
}

test('the server renders without a browser and the first paint is the same', async () => {
  assert.equal(typeof window, 'undefined');
  const markup = renderToString(<Page />);
  assert.match(markup, /Install Microsoft OneDrive/);
  assert.match(markup, /loading/);
  const bare = renderToString(<InstallButton provider="microsoft-onedrive" />);
  assert.match(bare, /type="button"/);

  await import('./dom.js');
  const { hydrateRoot } = await import('react-dom/client');
  const { act } = await import('@testing-library/react');
  const container = document.createElement('div');
  container.innerHTML = markup;
  const before = container.innerHTML;
  const problems: unknown[] = [];
  const log = console.error;
  console.error = (...args) => problems.push(args);
  try {
    const environment = new FakeEnvironment();
    environment.reply('GET /connections', { body: { connections: [] }, after: new Promise(() => {}) });
    const root = await act(() => hydrateRoot(container, <Page environment={environment} />, { onRecoverableError: (error) => problems.push(error) }));
    assert.equal(container.innerHTML, before);
    await act(() => root.unmount());
  } finally {
    console.error = log;
  }
  assert.deepEqual(problems, []);
});
