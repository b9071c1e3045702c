// The buttons as a user meets them, under StrictMode.

import './dom.js';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { type ReactNode, StrictMode } from 'react';
import {
  AuthpipeProvider,
  ConnectButton,
  DEFAULT_LABELS,
  InstallButton,
  nameOfConnection,
  useConnections,
  useInstall,
} from '../src/index.js';
import {
  AUTHORIZATION_URL,
  CONNECTED,
  CONNECTION,
  FakeEnvironment,
  INSTALLATION,
  INSTALLED,
  ORIGIN,
  problemBody,
} from './fake-environment.js';

afterEach(cleanup);

const PROVIDER = 'microsoft-onedrive';
const LISTING = `GET /connections?provider=${PROVIDER}`;

async function show(node: ReactNode, environment = new FakeEnvironment()) {
  const view = render(
    <StrictMode>
      <AuthpipeProvider environment={environment}>{node}</AuthpipeProvider>
    </StrictMode>,
  );
  await act(() => environment.advance(0));
  return { environment, view, advance: (ms: number) => act(() => environment.advance(ms)) };
}

const button = (name: string | RegExp) => screen.getByRole('button', { name }) as HTMLButtonElement;
const news = () => screen.getByRole('status').textContent;

test('a click installs: window, waiting, callback', async () => {
  const installed: unknown[] = [];
  const { environment, advance } = await show(<InstallButton provider={PROVIDER} onInstall={(inst) => installed.push(inst)} />);
  const main = button('Install Microsoft OneDrive');
  assert.equal(main.type, 'button');
  assert.equal(main.getAttribute('aria-busy'), 'false');
  assert.equal(environment.requests.length, 0, 'nothing starts by itself');
  fireEvent.click(main);
  assert.equal(environment.popups.length, 1);
  assert.equal(environment.popups[0]?.text.message, 'Connecting to Microsoft OneDrive…');
  assert.equal(main.getAttribute('aria-busy'), 'true');
  assert.equal(news(), 'Connecting to Microsoft OneDrive…');
  await advance(0);
  assert.equal(environment.popups[0]?.url, AUTHORIZATION_URL);
  assert.equal(news(), 'Waiting for Microsoft OneDrive in the other window');
  environment.session(INSTALLED);
  await advance(1_000);
  assert.equal(news(), 'Microsoft OneDrive is installed');
  assert.equal(main.getAttribute('aria-busy'), 'false');
  assert.equal(installed.length, 1);
  assert.equal((installed[0] as { providerInstallationId: string }).providerInstallationId, 'tid-1');
});

test('an installation that waits for approval is not called installed', async () => {
  const { environment, advance } = await show(<InstallButton provider={PROVIDER} />);
  fireEvent.click(button(/Install/));
  environment.session({ status: 'complete', installation: { ...INSTALLATION, status: 'pending_approval' } });
  await advance(1_000);
  assert.equal(news(), 'Microsoft OneDrive is installed and waits for approval');
});

test('an installation whose permissions spread is not said to wait for somebody', async () => {
  const { environment, advance } = await show(<InstallButton provider={PROVIDER} />);
  fireEvent.click(button(/Install/));
  environment.session({ status: 'complete', installation: { ...INSTALLATION, status: 'pending' } });
  await advance(1_000);
  assert.equal(news(), 'Microsoft OneDrive is installed. It can take a few minutes until it works.');
});

test('where the organisation has a name, it is told', async () => {
  const { environment, advance } = await show(<InstallButton provider={PROVIDER} />);
  fireEvent.click(button(/Install/));
  environment.session({ status: 'complete', installation: { ...INSTALLATION, display_name: 'Contoso' } });
  await advance(1_000);
  assert.equal(news(), 'Microsoft OneDrive is installed for Contoso');
});

test('every state is there to be seen, and not for screen readers only', async () => {
  const { environment, advance } = await show(<ConnectButton provider={PROVIDER} />);
  const seen = () => {
    const region = screen.getByRole('status');
    assert.ok(!/absolute|clip|hidden|opacity/.test(region.getAttribute('style') ?? ''), region.outerHTML);
    return region.textContent;
  };
  assert.equal(seen(), '');
  fireEvent.click(button(/Connect/));
  assert.equal(seen(), 'Connecting to Microsoft OneDrive…');
  await advance(0);
  assert.equal(seen(), 'Waiting for Microsoft OneDrive in the other window');
  environment.session(CONNECTED);
  await advance(1_000);
  assert.equal(seen(), 'Microsoft OneDrive is connected as Ada');
});

test('a connection is known by a name, and never by an id', () => {
  const named = (displayName: string | null, label: string | null) => nameOfConnection({ provider: PROVIDER, displayName, label });
  assert.deepEqual([named('Ada', 'work'), named(null, 'work'), named('', ''), named(null, null)], ['Ada', 'work', 'Microsoft OneDrive', 'Microsoft OneDrive']);
});

test('no text for a person speaks of how the app is made', () => {
  const { errors, ...others } = DEFAULT_LABELS;
  const texts = [...Object.values(others), ...Object.values(errors)].map((text) => text.replace(/\{(provider|account)\}/g, ''));
  const makers = [
    'client', 'redirect', 'uri', 'url', 'config', 'scope', 'cloud', 'clock', 'token', 'definition', 'registration', 'identify', 'issuer',
    'tenant', 'authpipe', 'vault', 'handler', 'http', 'oauth', 'claim', 'credential', 'secret', 'certificate', 'callback', '<', '_', '()',
  ];
  for (const text of texts) {
    for (const word of makers) assert.ok(!text.toLowerCase().includes(word), `${word}: ${text}`);
  }
  assert.ok(texts.length > 25);
});

test('a dictionary with the plain text only is used for the longer one too', async () => {
  const { environment, advance } = await show(<ConnectButton provider={PROVIDER} labels={{ connected: 'Verbunden' }} />);
  fireEvent.click(button(/Connect/));
  environment.session(CONNECTED);
  await advance(1_000);
  assert.equal(news(), 'Verbunden');
});

test('forged success shows nothing and calls nothing', async () => {
  let calls = 0;
  const { environment, advance } = await show(<InstallButton provider={PROVIDER} onInstall={() => (calls += 1)} />);
  fireEvent.click(button(/Install/));
  await advance(0);
  const data = { v: 1, session_id: 's1', status: 'complete', installation: INSTALLATION };
  environment.message({ data });
  environment.message({ origin: 'https://evil.example', data });
  await advance(0);
  assert.equal(calls, 0);
  assert.equal(news(), 'Waiting for Microsoft OneDrive in the other window');
});

test('the latest callback is called', async () => {
  const calls: string[] = [];
  const environment = new FakeEnvironment();
  const node = (name: string) => (
    <AuthpipeProvider environment={environment}>
      <ConnectButton provider={PROVIDER} onSuccess={() => calls.push(name)} />
    </AuthpipeProvider>
  );
  const view = render(node('old'));
  fireEvent.click(button(/Connect/));
  view.rerender(node('new'));
  environment.session(CONNECTED);
  await act(() => environment.advance(1_000));
  assert.deepEqual(calls, ['new']);
});

test('detached: reopen and cancel, and the focus is kept', async () => {
  let cancelled = 0;
  const { environment, advance } = await show(<InstallButton provider={PROVIDER} onCancel={() => (cancelled += 1)} />);
  const main = button(/Install/);
  fireEvent.click(main);
  await advance(0);
  environment.popups[0]?.close();
  await advance(6_000);
  assert.equal(news(), 'This is not finished yet. If the window is closed, open it again.');
  assert.ok(!/other window/.test(document.body.textContent ?? ''), 'a window that was closed is no other window');
  fireEvent.click(button('Reopen'));
  assert.equal(environment.popups.length, 2);
  assert.equal(document.activeElement, main);
  assert.equal(screen.queryByRole('button', { name: 'Reopen' }), null);
  environment.popups[1]?.close();
  await advance(7_000);
  environment.reply('DELETE /oauth/sessions/s1', () => {
    environment.session({ status: 'cancelled' });
    return { status: 204 };
  });
  fireEvent.click(button('Cancel'));
  await advance(0);
  assert.equal(news(), 'Cancelled');
  assert.equal(document.activeElement, main);
  assert.equal(cancelled, 1);
});

test('an error is shown in the region that describes the button', async () => {
  const environment = new FakeEnvironment();
  environment.reply('POST /oauth/sessions', { status: 401, body: problemBody(401, 'identity_required', 'Sign-in required') });
  const codes: string[] = [];
  const { advance } = await show(<ConnectButton provider={PROVIDER} onError={(error) => codes.push(error.code)} />, environment);
  fireEvent.click(button(/Connect/));
  await advance(0);
  assert.equal(news(), 'Nobody is signed in to the application, so nothing was connected. Sign in to the application and try again.');
  assert.equal(button(/Connect/).getAttribute('aria-describedby'), screen.getByRole('status').id);
  assert.deepEqual(codes, ['identity_required']);
  assert.equal(environment.popups[0]?.closed, true);
});

test('an error without a text of its own shows what a person can do, and nothing that is written for developers', async () => {
  const environment = new FakeEnvironment();
  environment.reply('POST /oauth/sessions', { status: 400, body: problemBody(400, 'provider_unknown', '<b>Unknown</b>') });
  const { advance } = await show(<ConnectButton provider="x" />, environment);
  fireEvent.click(button(/Connect/));
  await advance(0);
  assert.equal(news(), 'X could not be connected. Tell the people who run this app.');
});

test('where another person has signed in meanwhile, the session is not theirs, and they can begin one', async () => {
  const { environment, advance } = await show(<InstallButton provider={PROVIDER} />);
  fireEvent.click(button(/Install/));
  await advance(0);
  environment.reply('GET /oauth/sessions/s1', { status: 404, body: problemBody(404, 'not_found', 'Not found') });
  await advance(1_000);
  assert.equal(news(), 'This sign-in is not known here any more. Try again.');
});

test('a code that no handler has shows the text for what nobody can mend', async () => {
  const { environment, advance } = await show(<InstallButton provider={PROVIDER} />);
  environment.reply('POST /oauth/installs', { status: 400, body: problemBody(400, 'constructor', 'Refused') });
  fireEvent.click(button(/Install/));
  await advance(0);
  assert.equal(news(), 'Microsoft OneDrive could not be connected. Tell the people who run this app.');
});

test('a blocked window leads away by redirect', async () => {
  const environment = new FakeEnvironment();
  environment.popupsBlocked = true;
  const { advance } = await show(<InstallButton provider={PROVIDER} returnTo="/done" />, environment);
  fireEvent.click(button(/Install/));
  await advance(0);
  assert.deepEqual(environment.navigations, [AUTHORIZATION_URL]);
  assert.deepEqual(environment.requests[0]?.body, {
    provider: PROVIDER,
    mode: 'redirect',
    return_to: `/done?authpipe_for=redirect.install.${PROVIDER}`,
  });
});

test('back from the redirect: one callback under StrictMode, and a clean address', async () => {
  const environment = new FakeEnvironment(`${ORIGIN}/integrations?a=1&authpipe_session=s1&authpipe_for=redirect.install.${PROVIDER}`);
  environment.session(INSTALLED);
  const calls: string[] = [];
  const { advance } = await show(
    <>
      <ConnectButton provider={PROVIDER} onSuccess={() => calls.push('connected')} onError={() => calls.push('error')} />
      <InstallButton provider={PROVIDER} onInstall={(inst) => calls.push(inst.id)} />
    </>,
    environment,
  );
  await advance(10_000);
  assert.deepEqual(calls, ['inst_1']);
  assert.equal(environment.count('GET /oauth/sessions/s1'), 1);
  assert.equal(environment.href(), `${ORIGIN}/integrations?a=1`);
});

test('a completion secret is scrubbed by the provider alone, and posted once under StrictMode', async () => {
  const environment = new FakeEnvironment(`${ORIGIN}/a?authpipe_session=s1&authpipe_for=redirect.connect.${PROVIDER}#authpipe_completion=secret`);
  environment.reply('POST /oauth/sessions/s1/complete', { body: { session_id: 's1', ...CONNECTED } });
  const calls: string[] = [];
  const { view } = await show(<p>Loading</p>, environment);
  assert.ok(!environment.href().includes('secret'));
  view.rerender(
    <StrictMode>
      <AuthpipeProvider environment={environment}>
        <ConnectButton provider={PROVIDER} onSuccess={(conn) => calls.push(conn.id)} />
      </AuthpipeProvider>
    </StrictMode>,
  );
  await act(() => environment.advance(1_000));
  assert.deepEqual(calls, ['conn_1']);
  assert.equal(environment.count('POST /oauth/sessions/s1/complete'), 1);
});

test('labels, names, children and styles can be replaced', async () => {
  const environment = new FakeEnvironment();
  const labels = { connect: '{provider} verbinden', errors: { forbidden: 'Nein, {provider}.' } };
  environment.reply('POST /oauth/sessions', { status: 403, body: problemBody(403, 'forbidden', 'Forbidden') });
  const { advance, view } = await show(
    <>
      <ConnectButton provider={PROVIDER} providerName="Laufwerk" labels={labels} className="mine" unstyled />
      <InstallButton provider="slack">{(flow) => <b>{flow.status}</b>}</InstallButton>
    </>,
    environment,
  );
  const connect = button('Laufwerk verbinden');
  assert.equal(connect.className, 'mine');
  assert.equal(connect.getAttribute('style'), null);
  assert.notEqual(button('idle').getAttribute('style'), null);
  fireEvent.click(connect);
  await advance(0);
  assert.ok(view.container.textContent?.includes('Nein, Laufwerk.'));
});

test('headless: the hook alone runs a flow', async () => {
  function Headless() {
    const { status, result, buttonProps } = useInstall({ provider: PROVIDER, disabled: false });
    return <button {...buttonProps}>{result?.id ?? status}</button>;
  }
  const { environment, advance } = await show(<Headless />);
  fireEvent.click(button('idle'));
  await advance(0);
  assert.ok(button('waiting'));
  environment.session(INSTALLED);
  environment.attend();
  await advance(0);
  assert.ok(button('inst_1'));
});

test('headers are asked for each request and the latest function is used', async () => {
  const environment = new FakeEnvironment();
  const node = (token: string) => (
    <AuthpipeProvider environment={environment} headers={() => ({ authorization: token })}>
      <ConnectButton provider={PROVIDER} />
    </AuthpipeProvider>
  );
  const view = render(node('one'));
  fireEvent.click(button(/Connect/));
  await act(() => environment.advance(0));
  view.rerender(node('two'));
  await act(() => environment.advance(1_000));
  assert.deepEqual(environment.requests.map(({ headers }) => headers['authorization']), ['one', 'two']);
});

test('connections: list, list again after a connect, disconnect, say what fails', async () => {
  const environment = new FakeEnvironment();
  let rows: object[] = [];
  environment.reply(LISTING, () => ({ body: { connections: rows } }));
  function List() {
    const { connections, disconnect, isLoading, error } = useConnections({ provider: PROVIDER });
    if (isLoading) return <p>loading</p>;
    return (
      <ul>
        {connections.map((c) => (
          <li key={c.id}>
            {c.externalUserId} <button type="button" onClick={() => disconnect(c.id)}>Disconnect</button>
          </li>
        ))}
        <li>{error?.code ?? 'fine'}</li>
      </ul>
    );
  }
  const { advance } = await show(<><List /><ConnectButton provider={PROVIDER} /></>, environment);
  assert.ok(screen.getByText('fine'));
  fireEvent.click(button(/^Connect/));
  rows = [CONNECTION];
  environment.session(CONNECTED);
  await advance(1_000);
  assert.ok(screen.getByText(/ada@contoso/));

  environment.reply('DELETE /connections/conn_1', { status: 403, body: problemBody(403, 'forbidden', 'Forbidden') });
  fireEvent.click(button('Disconnect'));
  await advance(0);
  assert.ok(screen.getByText('forbidden'));

  environment.reply('DELETE /connections/conn_1', () => {
    rows = [];
    return { status: 204 };
  });
  fireEvent.click(button('Disconnect'));
  await advance(0);
  assert.equal(screen.queryByText(/ada@contoso/), null);
  assert.ok(screen.getByText('fine'));
});

test('connections: a late answer for another provider is dropped', async () => {
  const environment = new FakeEnvironment();
  let release = () => {};
  const after = new Promise<void>((resolve) => (release = resolve));
  environment.reply(LISTING, { body: { connections: [CONNECTION] }, after });
  environment.reply('GET /connections?provider=slack', { body: { connections: [] } });
  function List({ provider }: { provider: string }) {
    return <p>{useConnections({ provider }).connections.length}</p>;
  }
  const { view, advance } = await show(<List provider={PROVIDER} />, environment);
  view.rerender(
    <StrictMode>
      <AuthpipeProvider environment={environment}>
        <List provider="slack" />
      </AuthpipeProvider>
    </StrictMode>,
  );
  await advance(0);
  release();
  await advance(0);
  assert.ok(screen.getByText('0'));
});
