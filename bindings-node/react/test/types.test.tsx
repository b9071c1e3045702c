// What application code may write. The compiler is the test.

import { test } from 'node:test';
import { type AuthpipeClientError, ConnectButton, type Installation, InstallButton, useConnections } from '../src/index.js';

export default function Integrations() {
  const { connections, disconnect, isLoading } = useConnections({ provider: 'microsoft-onedrive' });
  return (
    <section aria-labelledby="int">
      <h2 id="int">OneDrive</h2>
      <InstallButton provider="microsoft-onedrive" onInstall={(inst) => console.log('Installed!', inst)} />
      <ConnectButton provider="microsoft-onedrive" onSuccess={(conn) => console.log('Connected', conn.externalUserId)} />
      {!isLoading &&
        connections.map((c) => (
          <p key={c.id}>
            {c.externalUserId} · {c.status} <button type="button" onClick={() => disconnect(c.id)}>Disconnect</button>
          </p>
        ))}
    </section>
  );
}

export const checks = [
  <InstallButton key={1} provider="p" onInstall={(inst) => inst satisfies Installation} mode="redirect" scopes={['a']} style={{ color: 'red' }} />,
  // @ts-expect-error a provider is needed
  <InstallButton key={2} />,
  // @ts-expect-error an installation has no credential
  <InstallButton key={3} provider="p" onInstall={(inst) => inst.credential} />,
  // @ts-expect-error onInstall belongs to InstallButton
  <ConnectButton key={4} provider="p" onInstall={() => {}} />,
  // @ts-expect-error the browser never names a tenant
  <ConnectButton key={5} provider="p" tenantId="org_acme" />,
];

export function isOver(error: AuthpipeClientError): boolean {
  // @ts-expect-error a misspelt code
  return error.code === 'session_expird' || error.code === 'popup_blocked';
}

test('what an application writes compiles', () => {});
