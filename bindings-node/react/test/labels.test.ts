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
