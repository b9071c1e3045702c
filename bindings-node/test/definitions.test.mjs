// What is wrong with a definition is told by its path, with what to do and without the value.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Authpipe } from '@authpipe/node';

const GOOD = { name: 'Acme', auth: ['user'], api: { origins: ['https://api.acme.example'] },
  oauth: { authorization_endpoint: 'https://acme.example/authorize', token_endpoint: 'https://acme.example/token' } };

/** The error that a definition gets in place of an object. */
function refusal(definition) {
  try {
    new Authpipe({ baseUrl: 'https://app.example', providers: { acme: { clientId: 'x', clientSecret: 'y', scopes: ['read'], definition } } });
  } catch (error) {
    assert.deepEqual([error.name, error.code], ['ConfigError', 'config_invalid']);
    assert.ok(!`${error.message} ${error.hint}`.includes('canary'), error.message);
    return error;
  }
  throw new Error('It is taken.');
}

test('what JSON cannot hold is told by its path', () => {
  const own = { ...GOOD };
  own.probe = own;
  for (const [definition, message] of [
    [{ ...GOOD, probe: { url: () => 'canary' } }, 'providers["acme"].definition.probe.url must hold what JSON can hold.'],
    [{ ...GOOD, auth: ['user', 1n] }, 'providers["acme"].definition.auth[1] must hold what JSON can hold.'],
    [{ ...GOOD, lifetime: { idle_seconds: NaN } }, 'providers["acme"].definition.lifetime.idle_seconds must hold what JSON can hold.'],
    [own, /^providers\["acme"\]\.definition\.probe[a-z.]* must hold what JSON can hold\.$/],
    [new Map(), 'providers["acme"].definition must be an object.'],
    [[GOOD], 'providers["acme"].definition must be an object.'],
  ]) {
    const told = refusal(definition).message;
    if (message instanceof RegExp) assert.match(told, message);
    else assert.equal(told, message);
  }
});

test('a wrong member is told with what to do', () => {
  const oauth = (member, value) => ({ ...GOOD, oauth: { ...GOOD.oauth, [member]: value } });
  for (const [definition, message, hint] of [
    [{ auth: ['user'] }, /definition lacks the field "name"\./, /^Add name\.$/],
    [{ ...GOOD, auth: 'canary' }, /definition\.auth has the wrong type\./, /^It must be a list/],
    [{ ...GOOD, canaries: 1 }, /definition\.canaries is not a field of a definition\./, /^Known here: /],
    [oauth('tokenEndpoint', 'canary'), /oauth\.tokenEndpoint is not a field/, /^Did you mean "token_endpoint"\?$/],
    [oauth('token_endpoint', 'http://canary.example/t'), /oauth\.token_endpoint must be https\./, /^Write https:\/\/\./],
    [oauth('token_endpoint', 'https://{canary}.acme.example/t'), /oauth\.token_endpoint uses a variable/, /its grammar/],
    [{ ...GOOD, probe: { url: 'https://canary.example/me' } }, /probe\.url must be at one of/, /^Add the origin to api\.origins/],
  ]) {
    const error = refusal(definition);
    assert.match(error.message, message);
    assert.match(error.hint ?? '', hint);
  }
});
