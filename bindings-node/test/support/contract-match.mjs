// What a scenario expects of a value, and how values are put into it: tests/contract/README.md, "Values" and "Matchers".
import assert from 'node:assert/strict';

/** Puts variables into every text of a value; a text that is nothing but one variable becomes the variable's value. */
export function fill(value, variables) {
  if (typeof value === 'string') {
    const whole = /^\$\{([^}]*)\}$/.exec(value);
    if (whole) return lookUp(whole[1], variables);
    return value.replace(/\$\{([^}]*)\}/g, (_, path) => String(lookUp(path, variables)));
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, variables));
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value.$repeat)) return value.$repeat[0].repeat(value.$repeat[1]);
  if (Array.isArray(value.$merge)) return fill(value.$merge, variables).reduce(patch);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fill(item, variables)]));
}

function lookUp(path, variables) {
  let value = variables;
  for (const name of path.split('.')) {
    value = value?.[name];
    if (value === undefined) throw new Error(`the scenario knows no \${${path}}`);
  }
  return value;
}

/** A JSON Merge Patch (RFC 7396 §2). */
export function patch(target, change) {
  if (typeof change !== 'object' || change === null || Array.isArray(change)) return change;
  const result = typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(change)) {
    if (value === null) delete result[name];
    else result[name] = patch(result[name], value);
  }
  return result;
}

/**
 * Throws where a value is not what is expected.
 * @param world `now()` in milliseconds, and `issued(query)`: the values that the sandbox has issued
 */
export async function match(value, expected, world, path = 'it') {
  if (Array.isArray(expected)) {
    assert.ok(Array.isArray(value), `${path} is a list: ${show(value)}`);
    assert.equal(value.length, expected.length, `the length of ${path}: ${show(value)}`);
    for (const [i, item] of expected.entries()) await match(value[i], item, world, `${path}[${i}]`);
  } else if (typeof expected !== 'object' || expected === null) {
    assert.deepEqual(value ?? null, expected, path);
  } else {
    const names = Object.keys(expected);
    const operator = names.find((name) => name.startsWith('$'));
    if (operator === undefined) {
      assert.ok(typeof value === 'object' && value !== null && !Array.isArray(value), `${path} is an object: ${show(value)}`);
      for (const name of names) await match(value[name], expected[name], world, `${path}.${name}`);
    } else {
      assert.equal(names.length, 1, `${operator} stands alone`);
      assert.ok(Object.hasOwn(operators, operator), `there is no matcher ${operator}`);
      await operators[operator](value, expected[operator], world, path);
    }
  }
}

const operators = {
  $any: (value, _, __, path) => assert.ok(value !== undefined && value !== null, `${path} is there`),
  $not: async (value, other, world, path) => {
    assert.ok(!(await fits(value, other, world)), `${path} is not ${show(other)}: ${show(value)}`);
  },
  $all: async (value, matchers, world, path) => {
    for (const one of matchers) await match(value, one, world, path);
  },
  $contains: (value, part, _, path) => {
    assert.ok(typeof value === 'string' && value.includes(part), `${path} contains ${show(part)}: ${show(value)}`);
  },
  $length: (value, length, _, path) => {
    assert.ok(Array.isArray(value) && value.length === length, `${path} has ${length} items: ${show(value)}`);
  },
  $between: (value, [least, most], _, path) => {
    assert.ok(typeof value === 'number' && least <= value && value <= most, `${path} is in ${least}…${most}: ${show(value)}`);
  },
  $from_now_ms: (value, [least, most], world, path) => {
    const left = value - world.now();
    assert.ok(least <= left && left <= most, `${path} is ${least}…${most} ms from now: ${left}`);
  },
  $each: async (value, matcher, world, path) => {
    assert.ok(Array.isArray(value), `${path} is a list: ${show(value)}`);
    for (const [i, item] of value.entries()) await match(item, matcher, world, `${path}[${i}]`);
  },
  $in_order: async (value, matchers, world, path) => {
    assert.ok(Array.isArray(value), `${path} is a list: ${show(value)}`);
    let at = 0;
    for (const one of matchers) {
      while (at < value.length && !(await fits(value[at], one, world))) at++;
      assert.ok(at++ < value.length, `${path} has, in this order, ${show(one)}: ${show(value)}`);
    }
  },
  $issued: async (value, query, world, path) => {
    // The message names no value: it is a secret where it is one.
    assert.ok((await world.issued(query)).includes(value), `${path} was issued (${query})`);
  },
};

async function fits(value, expected, world) {
  try {
    await match(value, expected, world);
    return true;
  } catch (error) {
    if (error instanceof assert.AssertionError) return false;
    throw error;
  }
}

const show = (value) => JSON.stringify(value);
