// The examples of README.md, here and at the top of the repository: as they stand there they are compiled as an application's own files, against
// the package as it is shipped, and rendered.

import './dom.js';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import type { ComponentType, ReactNode } from 'react';
import type { Environment } from '../src/environment.js';
import { CONNECTED, CONNECTION, FakeEnvironment, INSTALLED } from './fake-environment.js';

const require = createRequire(import.meta.url);
const root = dirname(require.resolve('@authpipe/react/package.json'));

/** The blocks of a page in this language. */
function examples(page: string): string[] {
  return [...readFileSync(join(root, page), 'utf8').matchAll(/^```tsx\n(.*?)^```$/gms)].map(([, code]) => String(code));
}

const [component, provider, ...others] = examples('README.md');
const [element, ...more] = examples('../../README.md');
const sources: Record<string, string> = {
  'integrations.tsx': String(component),
  // It is opened there, for what an application has inside.
  'provider.tsx': `import type { ReactNode } from 'react';
    import { AuthpipeProvider } from '@authpipe/react';
    export const page = (getToken: () => Promise<string>, inside: ReactNode) => ${provider}{inside}</AuthpipeProvider>;`,
  'element.tsx': `import { InstallButton } from '@authpipe/react';\nexport const button = ${element};`,
};
const PROVIDER = 'microsoft-onedrive';

// Below the package, so that its name and React are found from there.
let folder: string;
let Provider: ComponentType<{ environment?: Environment; children?: ReactNode }>;
const made = <T,>(name: string): Promise<T> => import(pathToFileURL(join(folder, 'made', name)).href) as Promise<T>;

before(async () => {
  assert.deepEqual([others.length, more.length], [0, 0], 'each is rendered below');
  folder = mkdtempSync(join(root, '.readme-'));
  for (const [name, text] of Object.entries(sources)) writeFileSync(join(folder, name), text);
  const compilerOptions = {
    target: 'ES2022', lib: ['ES2022', 'DOM'], module: 'NodeNext', jsx: 'react-jsx', types: [], strict: true, rootDir: '.', outDir: 'made',
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.tsx'] }));
  const compiler = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');
  const { status, stdout, stderr } = spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' });
  assert.equal(status, 0, `${stdout}\n${stderr}`);
  const name = '@authpipe/react';
  Provider = (await import(name)).AuthpipeProvider;
});
after(() => rmSync(folder, { recursive: true, force: true }));
afterEach(cleanup);

async function show(inside: ReactNode, environment: FakeEnvironment) {
  render(<Provider environment={environment}>{inside}</Provider>);
  await act(() => environment.advance(0));
}

const click = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));

test('the page of integrations connects, lists and disconnects', async (t) => {
  const log = t.mock.method(console, 'log', () => {});
  const environment = new FakeEnvironment();
  environment.reply(`GET /connections?provider=${PROVIDER}`, { body: { connections: [CONNECTION] } });
  const { default: Integrations } = await made<{ default: ComponentType }>('integrations.js');
  await show(<Integrations />, environment);
  assert.ok(screen.getByText(/Ada · active/));

  click(/^Install/);
  await act(() => environment.advance(0));
  environment.session(INSTALLED);
  await act(() => environment.advance(1_000));
  environment.session({ status: 'pending' });
  click(/^Connect/);
  await act(() => environment.advance(0));
  environment.session(CONNECTED);
  await act(() => environment.advance(1_000));
  assert.deepEqual(log.mock.calls.map(({ arguments: [text] }) => text), ['Installed!', 'Connected']);
  assert.equal(log.mock.calls[1]?.arguments[1], 'Ada');

  environment.reply(`DELETE /connections/${CONNECTION.id}`, { status: 204 });
  click('Disconnect');
  await act(() => environment.advance(0));
  assert.equal(environment.count(`DELETE /connections/${CONNECTION.id}`), 1);
});

test('another path, a token and other texts', async (t) => {
  const { page } = await made<{ page: (getToken: () => Promise<string>, inside: ReactNode) => ReactNode }>('provider.js');
  const { button } = await made<{ button: ReactNode }>('element.js');
  const requests: [string, Headers][] = [];
  window.fetch = async (url, init) => {
    requests.push([String(url), new Headers(init?.headers)]);
    throw new TypeError('nobody answers');
  };
  t.mock.method(window, 'open', () => null);
  render(page(async () => 'of-this-person', button));
  click('Installer Microsoft OneDrive');
  await act(async () => { for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve)); });
  assert.equal(requests[0]?.[0], 'https://api.example.com/api/authpipe/oauth/installs');
  assert.equal(requests[0]?.[1].get('authorization'), 'Bearer of-this-person');
});

test('the button of the first page installs', async (t) => {
  const log = t.mock.method(console, 'log', () => {});
  const { button } = await made<{ button: ReactNode }>('element.js');
  const environment = new FakeEnvironment();
  await show(button, environment);
  click('Install Microsoft OneDrive');
  await act(() => environment.advance(0));
  environment.session(INSTALLED);
  await act(() => environment.advance(1_000));
  assert.equal(log.mock.calls[0]?.arguments[0], 'Installed!');
});
