// The page: who is signed in, the two buttons, and the user's files. It never sees a token.
import { ConnectButton, InstallButton, nameOfConnection, useConnections } from '@authpipe/react';
import { useCallback, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';

const PROVIDER = 'microsoft-onedrive';
// While the provider is away, credentials are served until they expire.
const WORKS = ['active', 'degraded'];

function Page() {
  const [me, setMe] = useState(undefined);
  useEffect(() => {
    fetch('/api/me').then(async (answer) => setMe(answer.ok ? await answer.json() : null));
  }, []);
  if (me === undefined) return null;
  return me === null ? <SignIn /> : <Home me={me} />;
}

function SignIn() {
  return (
    <section>
      <h1>Acme files</h1>
      <p>This application trusts you: choose who you are.</p>
      <form method="post" action="/login">
        <button name="who" value="ada">Ada, admin of Acme</button> <button name="who" value="ben">Ben, member</button>
      </form>
    </section>
  );
}

function Home({ me }) {
  const { connections, disconnect, isLoading, refresh } = useConnections({ provider: PROVIDER });
  const [installed, setInstalled] = useState('');
  const connected = connections.some((connection) => WORKS.includes(connection.status));
  return (
    <>
      <header>
        <h1>Acme files</h1>
        <form method="post" action="/logout">
          {me.name} <button>Sign out</button>
        </form>
      </header>
      {me.isAdmin && (
        <section aria-labelledby="install">
          <h2 id="install">For everybody in Acme</h2>
          <InstallButton provider={PROVIDER} onInstall={(inst) => setInstalled(inst.status)} />
          {installed && <p role="status">Installed: {installed}</p>}
        </section>
      )}
      <section aria-labelledby="connect">
        <h2 id="connect">Your OneDrive</h2>
        {!connected && <ConnectButton provider={PROVIDER} onSuccess={() => refresh?.()} />}
        {!isLoading &&
          connections.map((connection) => (
            <p key={connection.id}>
              {nameOfConnection(connection)} · {connection.status}{' '}
              {connection.status === 'needs_reauth' && (
                <ConnectButton provider={PROVIDER} connection={connection} onSuccess={() => refresh?.()} />
              )}
              <button type="button" onClick={() => disconnect(connection.id)}>Disconnect</button>
            </p>
          ))}
        {connected && <Files />}
      </section>
    </>
  );
}

function Files() {
  const [files, setFiles] = useState([]);
  const [problem, setProblem] = useState('');
  const load = useCallback(async () => {
    const answer = await fetch('/api/files');
    const body = await answer.json();
    setFiles(answer.ok ? body.files : []);
    setProblem(answer.ok ? '' : body.problem);
  }, []);
  useEffect(() => void load(), [load]);
  return (
    <>
      <h3>Files</h3>
      {problem && <p className="alert" role="alert">{problem}</p>}
      <ul>{files.map((name) => <li key={name}>{name}</li>)}</ul>
      <button type="button" onClick={load}>Reload</button>
    </>
  );
}

createRoot(document.getElementById('root')).render(<Page />);
