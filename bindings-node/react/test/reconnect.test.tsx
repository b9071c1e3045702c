// Buttons of connections that stand already, under StrictMode.

import './dom.js';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { type ReactNode, StrictMode } from 'react';
import { AuthpipeProvider, ConnectButton, type Connection, useConnections } from '../src/index.js';
import { CONNECTED, FakeEnvironment } from './fake-environment.js';

afterEach(cleanup);

const PROVIDER = 'microsoft-onedrive';

async function show(node: ReactNode, environment = new FakeEnvironment()) {
  render(
    <StrictMode>
      <AuthpipeProvider environment={environment}>{node}</AuthpipeProvider>
    </StrictMode>,
  );
  await act(() => environment.advance(0));
  return { environment, advance: (ms: number) => act(() => environment.advance(ms)) };
}

const button = (name: string) => screen.getByRole('button', { name });
const news = () => screen.getByRole('status').textContent;

test('a connection that needs its user again says so, and is the one that is signed in to', async () => {
  const connection: Connection = {
    id: 'conn_1', provider: PROVIDER, status: 'needs_reauth', credentialType: 'oauth_token', externalUserId: 'x', displayName: 'Ada', label: null, scopes: [], createdAt: null,
  };
  const { environment, advance } = await show(<ConnectButton provider={PROVIDER} connection={connection} />);
  assert.equal(news(), 'Microsoft OneDrive needs you to sign in again');
  fireEvent.click(button('Reconnect Microsoft OneDrive'));
  await advance(0);
  assert.equal((environment.requests[0]?.body as { connection_id?: string }).connection_id, 'conn_1');
  environment.session(CONNECTED);
  await advance(1_000);
  assert.equal(news(), 'Microsoft OneDrive is connected as Ada');
  cleanup();
  await show(<ConnectButton provider={PROVIDER} connection={{ ...connection, status: 'active' }} />);
  assert.equal(news(), 'Microsoft OneDrive is connected as Ada');
});

test('nobody is asked to sign in for a key that was stored', async () => {
  const environment = new FakeEnvironment();
  environment.replies.set(`GET /connections?provider=${PROVIDER}`, {
    body: {
      connections: [
        { id: 'conn_1', provider: PROVIDER, status: 'active', credential_type: 'api_key', label: '' },
        { id: 'conn_2', provider: PROVIDER, status: 'needs_reauth', credential_type: 'api_key', label: '' },
        { id: 'conn_3', provider: PROVIDER, status: 'active', credential_type: 'webhook_secret', label: '' },
        { id: 'conn_4', provider: PROVIDER, status: 'needs_reauth', credential_type: 'oauth_token', label: '' },
      ],
    },
  });
  await show(<Reconnects />, environment);
  const said = screen.getAllByRole('status').map((one) => one.textContent);
  assert.deepEqual(said, [
    'Microsoft OneDrive is connected',
    'Microsoft OneDrive does not accept the stored key any more',
    'Microsoft OneDrive is connected',
    'Microsoft OneDrive needs you to sign in again',
  ]);
  assert.deepEqual(screen.getAllByRole('button').map((one) => one.textContent), ['Reconnect Microsoft OneDrive']);
});

function Reconnects() {
  const { connections } = useConnections({ provider: PROVIDER });
  return connections.map((connection) => <ConnectButton key={connection.id} provider={PROVIDER} connection={connection} />);
}
