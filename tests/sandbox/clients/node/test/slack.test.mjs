// Slack's own clients judge the sandbox's Slack: @slack/oauth installs and rotates, @slack/web-api asks and revokes.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { InstallProvider, LogLevel } from '@slack/oauth';
import { ErrorCode, WebClient } from '@slack/web-api';
import { control, ready, signIn } from '../helpers.mjs';

const redirectUri = 'http://localhost:3999/slack/callback';
const slackApiUrl = `${ready.tls_origin}/api/`;
const quiet = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel: () => LogLevel.ERROR, setName() {} };
let apps, admin, member;

before(async () => {
  const world = await control('GET', '/world');
  apps = world.slack_apps;
  [admin, member] = world.organisations[0].users;
});

/** Goes through Slack's page with Slack's own client; gives the client, and what it has stored. */
async function install(app, person, { scopes = ['chat:write', 'channels:read'], userScopes = ['users:read'] } = {}) {
  const stored = new Map();
  const key = (query) => query.teamId ?? query.enterpriseId;
  const provider = new InstallProvider({
    clientId: app.client_id,
    clientSecret: app.secret,
    stateSecret: 'a secret of this test',
    authorizationUrl: `${ready.tls_origin}/oauth/v2/authorize`,
    clientOptions: { slackApiUrl, retryConfig: { retries: 0 } },
    logger: quiet,
    installationStore: {
      storeInstallation: async (installation) => stored.set((installation.team ?? installation.enterprise).id, installation),
      fetchInstallation: async (query) => stored.get(key(query)),
      deleteInstallation: async (query) => stored.delete(key(query)),
    },
  });
  const cookies = [];
  const response = { headers: {}, getHeader() {}, setHeader: (name, value) => cookies.push([name, value]), writeHead() {}, end() {} };
  await provider.handleInstallPath({}, response, undefined, { scopes, userScopes, redirectUri });
  const [, cookie] = cookies.find(([name]) => name === 'Set-Cookie');
  const state = cookie.split(';')[0].split('=').slice(1).join('=');
  const url = await provider.generateInstallUrl({ scopes, userScopes, redirectUri }, true, state);
  const back = await signIn(url, person);
  const request = { url: back.pathname + back.search, headers: { cookie: cookie.split(';')[0], host: 'localhost:3999' } };
  const installation = await new Promise((resolve, reject) => {
    provider.handleCallback(request, response, { success: resolve, failure: reject });
  });
  return { provider, installation, stored };
}

const client = (token) => new WebClient(token, { slackApiUrl, retryConfig: { retries: 0 }, logger: quiet });
const refused = (error) => (thrown) => {
  assert.equal(thrown.code, ErrorCode.PlatformError);
  assert.equal(thrown.data.error, error);
  return true;
};

test('one installation gives a bot and a person, each with a token that ends', async () => {
  const { installation } = await install(apps.find((app) => app.client_id === 'slack-rotating'), admin);
  assert.equal(installation.tokenType, 'bot');
  assert.deepEqual(installation.bot.scopes, ['chat:write', 'channels:read']);
  assert.deepEqual(installation.user.scopes, ['users:read']);
  assert.match(installation.bot.token, /^xoxe\.xoxb-1-/);
  assert.match(installation.user.token, /^xoxe\.xoxp-1-/);
  assert.match(installation.bot.id, /^B/); // asked for at auth.test by the client itself
  const bot = await client(installation.bot.token).auth.test();
  const person = await client(installation.user.token).auth.test();
  assert.equal(bot.team_id, installation.team.id);
  assert.equal(bot.user_id, installation.bot.userId);
  assert.equal(person.user_id, installation.user.id);
});

test('the client rotates both tokens, and a used refresh token is gone', async () => {
  const { provider, installation } = await install(apps.find((app) => app.client_id === 'slack-rotating'), admin);
  const before = { bot: { ...installation.bot }, user: { ...installation.user } };
  // The client looks at its own clock: what it has stored is to end within its two hours.
  installation.bot.expiresAt = installation.user.expiresAt = Math.floor(Date.now() / 1000) + 60;
  const renewed = await provider.authorize({ teamId: installation.team.id, isEnterpriseInstall: false });
  assert.notEqual(renewed.botToken, before.bot.token);
  assert.notEqual(renewed.userToken, before.user.token);
  assert.match(renewed.botToken, /^xoxe\.xoxb-/);
  assert.match(renewed.userToken, /^xoxe\.xoxp-/);
  assert.equal((await client(renewed.botToken).auth.test()).ok, true);
  const app = apps.find((known) => known.client_id === 'slack-rotating');
  await assert.rejects(
    client().oauth.v2.access({
      client_id: app.client_id, client_secret: app.secret, grant_type: 'refresh_token', refresh_token: before.bot.refreshToken,
    }),
    refused('invalid_refresh_token'),
  );
});

test('an app without rotation gets tokens without end', async () => {
  const { installation } = await install(apps.find((app) => app.client_id === 'slack-long-lived'), admin);
  assert.match(installation.bot.token, /^xoxb-/);
  assert.equal(installation.bot.refreshToken, undefined);
  assert.equal(installation.bot.expiresAt, undefined);
});

test('a person alone', async () => {
  const { installation } = await install(apps.find((app) => app.client_id === 'slack-rotating'), member, { scopes: [] });
  assert.equal(installation.bot, undefined);
  assert.equal((await client(installation.user.token).auth.test()).ok, true);
});

test('revoked, expired and unknown tokens are told apart', async () => {
  const { installation } = await install(apps.find((app) => app.client_id === 'slack-rotating'), admin);
  const person = client(installation.user.token);
  assert.equal((await person.auth.revoke({ test: true })).revoked, false);
  assert.equal((await person.auth.revoke()).revoked, true);
  await assert.rejects(person.auth.test(), refused('token_revoked'));
  await assert.rejects(client('xoxb-unknown').auth.test(), refused('invalid_auth'));
  await assert.rejects(client().auth.test(), refused('not_authed'));
  await control('POST', '/clock', { advance_ms: 13 * 3600_000 });
  try {
    await assert.rejects(client(installation.bot.token).auth.test(), refused('token_expired'));
  } finally {
    await control('POST', '/clock', { reset: true });
  }
});
