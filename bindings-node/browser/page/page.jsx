// The application's page: the package's components as its README shows them. The address says which, and how they open the provider.
import {
  ConnectButton,
  InstallButton,
  nameOfConnection,
  nameOfInstallation,
  useConnections,
  useInstallations,
} from '@authpipe/react';
import { createRoot } from 'react-dom/client';

const query = new URLSearchParams(location.search);
const provider = query.get('provider') ?? 'microsoft-onedrive';
const mode = query.get('mode') ?? undefined;

function Connections() {
  const { connections, disconnect, isLoading, refresh } = useConnections({ provider });
  return (
    <section>
      <ConnectButton provider={provider} mode={mode} />
      <ul>
        {!isLoading && connections.map((connection) => (
          <li key={connection.id}>
            {nameOfConnection(connection)} · {connection.status}{' '}
            {connection.status === 'needs_reauth' && (
              <ConnectButton provider={provider} mode={mode} connection={connection} onSuccess={() => refresh()} />
            )}
            <button type="button" onClick={() => disconnect(connection.id)}>Disconnect</button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Installations() {
  const { installations, isLoading } = useInstallations({ provider });
  return (
    <section>
      <InstallButton provider={provider} mode={mode} />
      <ul>
        {!isLoading && installations.map((installation) => (
          <li key={installation.id}>{nameOfInstallation(installation)} · {installation.status}</li>
        ))}
      </ul>
    </section>
  );
}

const pages = { '/connections': Connections, '/installations': Installations };
const Page = pages[location.pathname];
createRoot(document.getElementById('root')).render(<Page />);
