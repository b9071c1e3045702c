// One button that is about something else by and by, as below a select box, under StrictMode.

import './dom.js';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { type ReactNode, StrictMode } from 'react';
import { AuthpipeProvider, ConnectButton, type Connection, InstallButton, useDeviceConnect } from '../src/index.js';
import { CONNECTED, CONNECTION, FakeEnvironment, INSTALLED } from './fake-environment.js';

afterEach(cleanup);

const PROVIDER = 'microsoft-onedrive';
const ADA: Connection = {
  id: 'conn_1', provider: PROVIDER, status: 'needs_reauth', credentialType: 'oauth_token', externalUserId: null, displayName: 'Ada', label: null, scopes: [], createdAt: null,
};
const GRACE: Connection = { ...ADA, id: 'conn_2', displayName: 'Grace' };

async function show(node: ReactNode, environment = new FakeEnvironment()) {
  const whole = (shown: ReactNode) => (
    <StrictMode>
      <AuthpipeProvider environment={environment}>{shown}</AuthpipeProvider>
    </StrictMode>
  );
  const { rerender } = render(whole(node));
  await act(() => environment.advance(0));
  return {
    environment,
    advance: (ms: number) => act(() => environment.advance(ms)),
    turnTo: async (shown: ReactNode) => {
      rerender(whole(shown));
      await act(() => environment.advance(0));
    },
  };
}

const click = () => fireEvent.click(screen.getAllByRole('button')[0] as HTMLElement);
const news = () => screen.getByRole('status').textContent;
const asked = ({ requests }: FakeEnvironment) =>
  requests.filter(({ method }) => method === 'POST').map(({ body }) => (body as { provider: string }).provider);

test('what one provider has brought is not said of another one', async () => {
  const { environment, advance, turnTo } = await show(<ConnectButton provider={PROVIDER} />);
  click();
  environment.session(CONNECTED);
  await advance(1_000);
  assert.equal(news(), 'Microsoft OneDrive is connected as Ada');
  await turnTo(<ConnectButton provider="github" />);
  assert.equal(news(), '');
  assert.ok(screen.getByRole('button', { name: 'Connect GitHub' }));
  await turnTo(<InstallButton provider={PROVIDER} />);
  click();
  environment.session(INSTALLED);
  await advance(1_000);
  assert.equal(news(), 'Microsoft OneDrive is installed');
  await turnTo(<InstallButton provider={PROVIDER} config="other" />);
  assert.equal(news(), '');
});

test('while one provider is waited for, a click on the button of another one opens that one', async () => {
  const connected: string[] = [];
  const { environment, advance, turnTo } = await show(<ConnectButton provider={PROVIDER} />);
  click();
  await advance(0);
  await turnTo(<ConnectButton provider="github" onSuccess={({ provider }) => connected.push(provider)} />);
  assert.equal(news(), '');
  click();
  await advance(0);
  assert.deepEqual([environment.popups.length, asked(environment)], [2, [PROVIDER, 'github']]);
  environment.session({ status: 'complete', connection: { ...CONNECTION, provider: 'github' } });
  await advance(1_000);
  assert.deepEqual([news(), connected], ['GitHub is connected as Ada', ['github']]);
});

test('what became of one connection is not said of another one', async () => {
  const { environment, advance, turnTo } = await show(<ConnectButton provider={PROVIDER} connection={ADA} />);
  click();
  environment.session(CONNECTED);
  await advance(1_000);
  assert.equal(news(), 'Microsoft OneDrive is connected as Ada');
  await turnTo(<ConnectButton provider={PROVIDER} connection={GRACE} />);
  assert.equal(news(), 'Microsoft OneDrive needs you to sign in again');
  click();
  environment.session({ status: 'failed', error: { code: 'account_mismatch', message: 'Another account.' } });
  await advance(1_000);
  assert.match(news() ?? '', /another account/);
  await turnTo(<ConnectButton provider={PROVIDER} connection={{ ...ADA, status: 'active' }} />);
  assert.equal(news(), 'Microsoft OneDrive is connected as Ada');
});

test('a list that knows the new connection before its button does takes nothing from it', async () => {
  const connected: string[] = [];
  const onSuccess = ({ id }: Connection) => connected.push(id);
  const { environment, advance, turnTo } = await show(<ConnectButton provider={PROVIDER} onSuccess={onSuccess} />);
  click();
  await advance(0);
  await turnTo(<ConnectButton provider={PROVIDER} connection={{ ...ADA, status: 'active' }} onSuccess={onSuccess} />);
  assert.equal(news(), 'Waiting for Microsoft OneDrive in the other window');
  environment.session(CONNECTED);
  await advance(1_000);
  assert.deepEqual([news(), connected], ['Microsoft OneDrive is connected as Ada', ['conn_1']]);
});

test('a connection that needs its user once more, after it was connected here, says so', async () => {
  const button = (status: string) => <ConnectButton provider={PROVIDER} connection={{ ...ADA, status }} />;
  const { environment, advance, turnTo } = await show(button('needs_reauth'));
  click();
  environment.session(CONNECTED);
  await advance(1_000);
  await turnTo(button('needs_reauth'));
  assert.equal(news(), 'Microsoft OneDrive is connected as Ada', 'the list was made before');
  await turnTo(button('active'));
  await turnTo(button('needs_reauth'));
  assert.equal(news(), 'Microsoft OneDrive needs you to sign in again');
});

test('a code that is shown for one provider is not shown for another one', async () => {
  function Television({ provider }: { provider: string }) {
    const { start, status, code } = useDeviceConnect({ provider });
    return <button type="button" onClick={start}>{`${status} ${code?.userCode ?? '-'}`}</button>;
  }
  const environment = new FakeEnvironment();
  const body = { session_id: 's1', user_code: 'ABCD-EFGH', verification_uri: 'https://login.example/device', expires_in: 600, interval: 5 };
  environment.reply('POST /oauth/device/start', { status: 201, body });
  const { advance, turnTo } = await show(<Television provider={PROVIDER} />, environment);
  click();
  await advance(0);
  assert.ok(screen.getByRole('button', { name: 'waiting ABCD-EFGH' }));
  await turnTo(<Television provider="github" />);
  assert.ok(screen.getByRole('button', { name: 'idle -' }));
});
