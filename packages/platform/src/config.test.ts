import { expect, test } from 'vitest';
import { readConfig, setting } from './config.ts';

const shape = {
  PORT: setting.port(3000),
  COPLAN_AUTH_SECRET: setting.secret(),
  GATEWAY_ENCRYPTION_KEY: setting.key256(),
};
const good = {
  COPLAN_AUTH_SECRET: 'a'.repeat(32),
  GATEWAY_ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
};

test('settings have defaults, and an empty one counts as absent', () => {
  expect(readConfig(shape, { ...good, PORT: '' })).toEqual({ ...good, PORT: 3000 });
  expect(readConfig(shape, { ...good, PORT: '8080' }).PORT).toBe(8080);
});

test.each([
  [{ ...good, PORT: 'http' }, 'PORT'],
  [{ ...good, PORT: '70000' }, 'PORT'],
  [{ GATEWAY_ENCRYPTION_KEY: good.GATEWAY_ENCRYPTION_KEY }, 'COPLAN_AUTH_SECRET'],
  [{ ...good, COPLAN_AUTH_SECRET: 'short' }, 'COPLAN_AUTH_SECRET'],
  [{ ...good, GATEWAY_ENCRYPTION_KEY: 'c2hvcnQ=' }, 'GATEWAY_ENCRYPTION_KEY'],
])('a bad setting is one sentence that names the variable and never its value', (environment, variable) => {
  expect(() => readConfig(shape, environment)).toThrow(
    new RegExp(`^The environment variable ${variable} [^\n]*\\.$`),
  );
  const value = (environment as Record<string, string>)[variable];
  if (value !== undefined) expect(() => readConfig(shape, environment)).not.toThrow(value);
});
