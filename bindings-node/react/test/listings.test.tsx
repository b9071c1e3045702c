// What the handler lists, and what a button says of it afterwards.

import './dom.js';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { type ReactNode, StrictMode } from 'react';
import { AuthpipeProvider, ConnectButton, InstallButton, nameOfConnection, nameOfInstallation, useConnections, useInstallations } from '../src/index.js';
import { CONNECTED, CONNECTION, FakeEnvironment, INSTALLATION, INSTALLED, problemBody } from './fake-environment.js';

afterEach(cleanup);

const PROVIDER = 'microsoft-onedrive';

async function show(node: ReactNode, environment: FakeEnvironment) {
  render(
    <StrictMode>
      <AuthpipeProvider environment={environment}>{node}</AuthpipeProvider>
    </StrictMode>,
  );
  await act(() => environment.advance(0));
  return (ms: number) => act(() => environment.advance(ms));
}

/** The README's own page. */
function Integrations() {
  const { connections, disconnect, isLoading } = useConnections({ provider: PROVIDER });
  return (
    <section>
      <ConnectButton provider={PROVIDER} />
      {!isLoading && connections.map((c) => (
        <p key={c.id}>{nameOfConnection(c)} · {c.status} <button type="button" onClick={() => disconnect(c.id)}>Disconnect</button></p>
      ))}
    </section>
  );
}

test('what is disconnected on the page is not said to be connected any more', async () => {
  const environment = new FakeEnvironment();
  const listing = `GET /connections?provider=${PROVIDER}`;
  environment.reply(listing, { body: { connections: [] } });
  environment.reply('DELETE /connections/conn_1', { status: 204 });
  const advance = await show(<Integrations />, environment);
  fireEvent.click(screen.getByRole('button', { name: /Connect/ }));
  environment.session(CONNECTED).reply(listing, { body: { connections: [CONNECTION] } });
  await advance(1_000);
  assert.equal(screen.getByRole('status').textContent, 'Microsoft OneDrive is connected as Ada');
  environment.reply(listing, { body: { connections: [] } });
  fireEvent.click(screen.getByRole('button', { name: 'Disconnect' }));
  await advance(0);
  assert.equal(screen.queryByRole('button', { name: 'Disconnect' }), null);
  assert.equal(screen.getByRole('status').textContent, '');
  assert.ok(screen.getByRole('button', { name: 'Connect Microsoft OneDrive' }), 'and connects again');
});

test('what another tab has disconnected already is gone here too', async () => {
  const environment = new FakeEnvironment();
  const listing = `GET /connections?provider=${PROVIDER}`;
  environment.reply(listing, { body: { connections: [CONNECTION] } });
  environment.reply('DELETE /connections/conn_1', { status: 404, body: problemBody(404, 'not_connected', 'There is no such connection.') });
  const advance = await show(<Integrations />, environment);
  environment.reply(listing, { body: { connections: [] } });
  fireEvent.click(screen.getByRole('button', { name: 'Disconnect' }));
  await advance(0);
  assert.equal(screen.queryByRole('button', { name: 'Disconnect' }), null, 'it is as if this page had ended it');
});

test('a button still shows what it has connected when another connection ends', async () => {
  const environment = new FakeEnvironment();
  const other = { ...CONNECTION, id: 'conn_2', display_name: 'Grace' };
  environment.reply(`GET /connections?provider=${PROVIDER}`, { body: { connections: [other] } });
  environment.reply('DELETE /connections/conn_2', { status: 204 });
  const advance = await show(<Integrations />, environment);
  fireEvent.click(screen.getByRole('button', { name: /Connect/ }));
  environment.session(CONNECTED);
  await advance(1_000);
  fireEvent.click(screen.getByRole('button', { name: 'Disconnect' }));
  await advance(0);
  assert.equal(screen.getByRole('status').textContent, 'Microsoft OneDrive is connected as Ada');
});

test('what was connected in another tab, or before this page was loaded again, is listed when its window says so', async () => {
  const environment = new FakeEnvironment();
  const listing = `GET /connections?provider=${PROVIDER}`;
  environment.reply(listing, { body: { connections: [] } });
  const advance = await show(<Integrations />, environment);
  environment.reply(listing, { body: { connections: [CONNECTION] } });
  const before = environment.count(listing);
  const data = { v: 1, session_id: 's9', status: 'complete' };
  for (const message of [
    { via: 'window' as const, origin: 'https://evil.example', data },
    { via: 'channel' as const, data: { ...data, v: 2 } },
    { via: 'channel' as const, data: { ...data, status: 'cancelled' } },
    { via: 'channel' as const, data: null },
  ]) {
    environment.message(message);
  }
  await advance(0);
  assert.equal(environment.count(listing), before, 'these say nothing of that');
  environment.message({ via: 'channel', data });
  await advance(0);
  assert.ok(screen.getByText(/^Ada/));
  environment.message({ via: 'window', source: null, data });
  await advance(0);
  assert.equal(environment.count(listing), before + 2, 'from a handler of another origin it comes by the window alone');
});

test('a page that comes back after a while lists again, and says nothing of a network that is not there yet', async () => {
  const environment = new FakeEnvironment();
  const listing = `GET /connections?provider=${PROVIDER}`;
  environment.reply(listing, { body: { connections: [CONNECTION] } });
  function Errors() {
    const { connections, error } = useConnections({ provider: PROVIDER });
    return <p>{`${connections.map(({ status }) => status).join()} ${error?.code ?? '-'}`}</p>;
  }
  const advance = await show(<Errors />, environment);
  const before = environment.count(listing);
  const attend = () => act(async () => environment.attend());
  await attend();
  await advance(59_000);
  await attend();
  await advance(0);
  assert.equal(environment.count(listing), before, 'it is new enough');
  environment.reply(listing, { body: { connections: [{ ...CONNECTION, status: 'needs_reauth' }] } });
  await advance(1_000);
  await attend();
  await attend();
  await advance(0);
  assert.equal(environment.count(listing), before + 1, 'once, however often a browser tells it');
  assert.ok(screen.getByText('needs_reauth -'));
  environment.offline = true;
  await advance(60_000);
  await attend();
  await advance(0);
  assert.ok(screen.getByText('needs_reauth -'));
  environment.offline = false;
  environment.reply(listing, { status: 401, body: problemBody(401, 'identity_required', 'Sign-in required') });
  await advance(60_000);
  await attend();
  await advance(0);
  assert.ok(screen.getByText('needs_reauth identity_required'));
});

test('a label makes a connection of its own', async () => {
  const environment = new FakeEnvironment();
  const advance = await show(<ConnectButton provider={PROVIDER} label="work" />, environment);
  fireEvent.click(screen.getByRole('button', { name: /Connect/ }));
  await advance(0);
  assert.equal((environment.requests[0]?.body as { label?: string }).label, 'work');
});

test('buttons say which account is meant, of which registration and at which host', async () => {
  const who = { config: 'second', loginHint: 'ada@contoso.example', prompt: 'login', variables: { shop: 'acme' } };
  for (const button of [<ConnectButton provider={PROVIDER} {...who} />, <InstallButton provider={PROVIDER} {...who} />]) {
    const environment = new FakeEnvironment();
    const advance = await show(button, environment);
    fireEvent.click(screen.getByRole('button'));
    await advance(0);
    const { config, login_hint, prompt, variables } = environment.requests[0]?.body as Record<string, unknown>;
    assert.deepEqual({ config, loginHint: login_hint, prompt, variables }, who);
    cleanup();
  }
});

function Installations() {
  const { installations, uninstall, isLoading, error } = useInstallations({ provider: PROVIDER });
  return (
    <section>
      <InstallButton provider={PROVIDER} />
      <p data-testid="error">{error?.code ?? ''}</p>
      {isLoading ? 'loading' : installations.map((one) => (
        <p key={one.id} data-testid="installation">
          {nameOfInstallation(one)} · {one.status} <button type="button" onClick={() => uninstall(one.id)}>Remove</button>
        </p>
      ))}
    </section>
  );
}

test('installations are listed, listed again after an install, and removed', async () => {
  const environment = new FakeEnvironment();
  const listing = `GET /installations?provider=${PROVIDER}`;
  environment.reply(listing, { body: { installations: [] } });
  const advance = await show(<Installations />, environment);
  assert.equal(screen.queryAllByTestId('installation').length, 0);
  fireEvent.click(screen.getByRole('button', { name: /Install/ }));
  const elsewhere = { ...INSTALLATION, id: 'inst_2', provider: 'acme' };
  environment.session(INSTALLED).reply(listing, { body: { installations: [{ ...INSTALLATION, display_name: 'Contoso' }, elsewhere] } });
  await advance(1_000);
  assert.deepEqual(screen.getAllByTestId('installation').map((one) => one.textContent), ['Contoso · active Remove']);
  environment.reply('DELETE /installations/inst_1', { status: 403, body: problemBody(403, 'forbidden', 'Not allowed') });
  fireEvent.click(screen.getByRole('button', { name: 'Remove' }));
  await advance(0);
  assert.equal(screen.getByTestId('error').textContent, 'forbidden');
  assert.equal(screen.getByRole('status').textContent, 'Microsoft OneDrive is installed');
  environment.reply('DELETE /installations/inst_1', { status: 204 }).reply(listing, { body: { installations: [] } });
  fireEvent.click(screen.getByRole('button', { name: 'Remove' }));
  await advance(0);
  assert.equal(screen.queryAllByTestId('installation').length, 0);
  assert.equal(screen.getByRole('status').textContent, '');
});

test('more connections than one answer holds are all on the page', async () => {
  const environment = new FakeEnvironment();
  const listing = `GET /connections?provider=${PROVIDER}`;
  const some = (from: number, count: number) =>
    Array.from({ length: count }, (_, at) => ({ ...CONNECTION, id: `conn_${from + at}`, display_name: `Account ${from + at}` }));
  environment.reply(listing, { body: { connections: some(0, 50), next: 'p2' } });
  environment.reply(`${listing}&after=p2`, { body: { connections: some(50, 7), next: null } });
  await show(<Integrations />, environment);
  assert.equal(screen.getAllByRole('button', { name: 'Disconnect' }).length, 57);
  assert.ok(screen.getByText(/Account 56/));
});

test('an installation without a name is called by its provider, never by an id', () => {
  assert.equal(nameOfInstallation({ provider: PROVIDER, displayName: 'Contoso' }), 'Contoso');
  assert.equal(nameOfInstallation({ provider: PROVIDER, displayName: null }), 'Microsoft OneDrive');
});
