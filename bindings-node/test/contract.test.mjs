// The scenarios that every language runs: tests/contract.
import assert from 'node:assert/strict';
import test from 'node:test';
import Ajv from 'ajv/dist/2020.js';
import { defaults, mustFail, runScenario, scenarios, schema } from './support/contract.mjs';

// Options that a scenario leaves out must not come from the machine.
for (const name of Object.keys(process.env)) if (/^AUTHPIPE_(?!SANDBOX_)/.test(name)) delete process.env[name];

assert.ok(scenarios.length > 0, 'tests/contract/scenarios holds scenarios');

test('every scenario is written as the schema says', () => {
  const ajv = new Ajv({ allErrors: true, strictTypes: false });
  const fits = ajv.compile({ ...schema, $id: 'scenario' });
  const problems = (name) => (fits.errors ?? []).map(({ instancePath, message }) => `${name}${instancePath} ${message}`);
  const wrong = scenarios.flatMap(({ name, ...scenario }) => (fits(scenario), problems(name)));
  assert.deepEqual(wrong, []);
  for (const [part, value] of Object.entries({ defaults, must_fail: mustFail })) {
    const fitsPart = ajv.getSchema(`scenario#/$defs/${part}`);
    assert.ok(fitsPart(value), JSON.stringify(fitsPart.errors));
  }
});

for (const scenario of scenarios) {
  test(`${scenario.name}: ${scenario.title}`, { timeout: 120_000 }, (t) => runScenario(t, scenario));
}

for (const scenario of mustFail.scenarios) {
  test(`it is noticed: ${scenario.title}`, { timeout: 120_000 }, async (t) => {
    // What makes it fail is a judgement of the runner, not an accident.
    await assert.rejects(runScenario(t, scenario), (error) => /^step \d|printed/.test(error.message));
  });
}
