// GitHub's own client judges the sandbox's GitHub: octokit signs as the app, mints for an installation, and signs people in.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { createAppAuth } from '@octokit/auth-app';
import { App, Octokit } from 'octokit';
import { control, ready, signIn } from '../helpers.mjs';

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
let app, key, admin, contoso, fabrikam;

before(async () => {
  const world = await control('GET', '/world');
  [app] = world.github_apps;
  [contoso, fabrikam] = world.organisations;
  [admin] = contoso.users;
  key = (await control('POST', `/github/apps/${app.client_id}/key`)).private_key_pem;
});

const at = { baseUrl: ready.tls_origin, log: quiet, retry: { enabled: false }, throttle: { enabled: false } };
const AtSandbox = Octokit.defaults(at);

/** Installs the app on GitHub's page; where the browser comes back. */
async function install(person) {
  return signIn(`${ready.tls_origin}/apps/${app.slug}/installations/new?state=s-1`, person);
}

test('the app signs as itself, by client id and by number', async () => {
  for (const appId of [app.app_id, app.client_id]) {
    const octokit = new AtSandbox({ authStrategy: createAppAuth, auth: { appId, privateKey: key } });
    const { data } = await octokit.request('GET /app');
    assert.equal(data.slug, app.slug);
  }
});

test('an installation token is minted, opens its repositories, and is minted again when it has ended', async () => {
  const back = await install(admin);
  assert.equal(back.searchParams.get('state'), 's-1');
  assert.equal(back.searchParams.get('setup_action'), 'install');
  const installationId = Number(back.searchParams.get('installation_id'));
  const auth = { appId: app.client_id, privateKey: key, installationId };
  const octokit = new AtSandbox({ authStrategy: createAppAuth, auth });
  const { token } = await octokit.auth({ type: 'installation' });
  assert.match(token, /^ghs_/);
  assert.equal(token.length, 520);
  const { data } = await octokit.request('GET /installation/repositories');
  assert.equal(data.total_count, 1);
  await octokit.request('DELETE /installation/token');
  await assert.rejects(new AtSandbox({ auth: token }).request('GET /installation/repositories'), { status: 401 });
});

test('an installation of nobody, and one that was removed, mint nothing', async () => {
  const mint = (installationId) =>
    createAppAuth({ appId: app.client_id, privateKey: key, installationId, request: new AtSandbox().request })({ type: 'installation' });
  await assert.rejects(mint(1), { status: 404 });
  const back = await install(admin);
  const id = Number(back.searchParams.get('installation_id'));
  await control('POST', `/github/apps/${app.client_id}/uninstall`, { tenant: contoso.id });
  await assert.rejects(mint(id), { status: 404 });
});

test('a person signs in, and sees the installations of the own organisation only', async () => {
  const foreign = await install(fabrikam.users[0]);
  const back = await install(admin);
  const github = new App({
    appId: app.app_id, privateKey: key, oauth: { clientId: app.client_id, clientSecret: app.secret }, Octokit: AtSandbox, log: quiet,
  });
  const { authentication } = await github.oauth.createToken({ code: back.searchParams.get('code') });
  assert.match(authentication.token, /^ghu_/);
  assert.ok(authentication.refreshToken);
  const octokit = new AtSandbox({ auth: authentication.token });
  const { data } = await octokit.request('GET /user/installations');
  const ids = data.installations.map((installation) => String(installation.id));
  assert.deepEqual(ids, [back.searchParams.get('installation_id')]);
  assert.ok(!ids.includes(foreign.searchParams.get('installation_id')));
  const { authentication: renewed } = await github.oauth.refreshToken({ refreshToken: authentication.refreshToken });
  assert.notEqual(renewed.token, authentication.token);
  await assert.rejects(octokit.request('GET /user'), { status: 401 }); // the old token dies at the refresh
  assert.equal((await new AtSandbox({ auth: renewed.token }).request('GET /user')).data.login, 'ada');
  await assert.rejects(github.oauth.refreshToken({ refreshToken: authentication.refreshToken }), /bad_refresh_token|See the documentation/);
  await github.oauth.deleteAuthorization({ token: renewed.token });
  await assert.rejects(new AtSandbox({ auth: renewed.token }).request('GET /user'), { status: 401 });
});
