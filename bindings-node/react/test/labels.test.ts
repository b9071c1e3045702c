// What a person is told where an application shows an error itself.
import assert from 'node:assert/strict';
import test from 'node:test';
import { AuthpipeClientError } from '../src/errors.js';
import { DEFAULT_LABELS, textOfError } from '../src/labels.js';

const error = (code: string) => new AuthpipeClientError({ code: code as 'network_error', message: 'identify() returned null for GET /connections.' });

test('an error has a text for a person, and none of its own words are in it', () => {
  assert.equal(textOfError(error('network_error')), DEFAULT_LABELS.errors['network_error']);
  for (const code of ['unexpected_response', 'config_invalid', 'a_code_of_tomorrow', 'toString']) {
    assert.equal(textOfError(error(code)), 'This did not work. Tell the people who run this app.');
    assert.equal(textOfError(error(code), 'CRM'), 'CRM could not be connected. Tell the people who run this app.');
  }
});

test('an application has its own texts for errors too', () => {
  const labels = { failed: '{provider}: nein.', errors: { network_error: 'Kein Netz.' } };
  assert.equal(textOfError(error('network_error'), 'CRM', labels), 'Kein Netz.');
  assert.equal(textOfError(error('config_invalid'), 'CRM', labels), 'CRM: nein.');
  assert.equal(textOfError(error('access_denied'), 'CRM', labels), DEFAULT_LABELS.errors['access_denied']);
});

test('what answers in the place of the handler is told by its status', () => {
  const error = (status: number, code: 'unexpected_response' | 'config_invalid' = 'unexpected_response') =>
    new AuthpipeClientError({ code, message: 'for developers', status });
  const { errors } = DEFAULT_LABELS;
  for (const [status, code] of [
    [401, 'identity_required'],
    [403, 'forbidden'],
    [429, 'rate_limited'],
    [502, 'network_error'],
    [503, 'network_error'],
    [504, 'timeout'],
  ] as const) {
    assert.equal(textOfError(error(status), 'CRM'), errors[code], `${status}`);
    assert.match(textOfError(error(status, 'config_invalid'), 'CRM'), /^CRM could not be connected/, 'the handler has said more');
  }
  for (const status of [0, 200, 404, 500]) assert.match(textOfError(error(status), 'CRM'), /^CRM could not be connected/, `${status}`);
});
