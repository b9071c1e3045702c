// A page that shows a code: the hook, as a component sees it.

import './dom.js';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { StrictMode } from 'react';
import { AuthpipeProvider, useDeviceConnect } from '../src/index.js';
import { CONNECTED, FakeEnvironment } from './fake-environment.js';

afterEach(cleanup);

function Television({ told }: { told: string[] }) {
  const { start, cancel, status, code, result } = useDeviceConnect({ provider: 'github', onSuccess: (connection) => told.push(connection.id) });
  return (
    <section>
      <button type="button" onClick={start}>Connect</button>
      <button type="button" onClick={() => void cancel()}>Cancel</button>
      <p role="status">{code === null ? `${status} ${result?.displayName ?? ''}` : `${code.verificationUri} ${code.userCode}`}</p>
    </section>
  );
}

test('a page shows the code, and then whose account is connected', async () => {
  const environment = new FakeEnvironment();
  const started = { session_id: 's1', user_code: 'WDJB-MJHT', verification_uri: 'https://id.example/device', expires_in: 900, interval: 5 };
  environment.reply('POST /oauth/device/start', { status: 201, body: started });
  environment.reply('POST /oauth/device/poll', { body: { status: 'pending', interval: 5 } });
  const told: string[] = [];
  render(
    <StrictMode>
      <AuthpipeProvider environment={environment}>
        <Television told={told} />
      </AuthpipeProvider>
    </StrictMode>,
  );
  const shown = () => screen.getByRole('status').textContent;
  assert.equal(shown(), 'idle ');
  fireEvent.click(screen.getByRole('button', { name: 'Connect' }));
  await act(() => environment.advance(0));
  assert.equal(shown(), 'https://id.example/device WDJB-MJHT');
  environment.reply('POST /oauth/device/poll', { body: { status: 'complete', connection_id: 'conn_1' } }).session(CONNECTED);
  await act(() => environment.advance(5_000));
  assert.deepEqual([shown(), told], ['complete Ada', ['conn_1']]);
  cleanup();
  assert.equal(environment.timers.size, 0);
});
