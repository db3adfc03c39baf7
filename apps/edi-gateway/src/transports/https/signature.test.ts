import { expect, test } from 'vitest';
import { isSigned, makeSecret, readSecret, sign } from './signature.ts';

// The example of the specification (Standard Webhooks 1.0, "Verifying signatures").
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const parts = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: 1_614_265_330,
  body: Buffer.from('{"test": 2432232314}'),
};
const expected = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';

test('a signature is that of the specification’s example', () => {
  expect(sign([secret], parts)).toBe(expected);
  expect(isSigned(expected, [secret], parts)).toBe(true);
});

test('one of several signatures and one of several secrets is enough, so that secrets can be changed', () => {
  const other = makeSecret();
  expect(isSigned(sign([other, secret], parts), [secret], parts)).toBe(true);
  expect(isSigned(sign([secret], parts), [other, secret], parts)).toBe(true);
  expect(isSigned(sign([other], parts), [secret], parts)).toBe(false);
});

test('whatever is changed breaks it: id, time, body, version, or a cut signature', () => {
  const changed = [
    isSigned(expected, [secret], { ...parts, id: 'msg_other' }),
    isSigned(expected, [secret], { ...parts, timestamp: parts.timestamp + 1 }),
    isSigned(expected, [secret], { ...parts, body: Buffer.from('{"test": 2432232315}') }),
    isSigned(expected.replace('v1', 'v2'), [secret], parts),
    isSigned(expected.slice(0, 20), [secret], parts),
    isSigned('', [secret], parts),
  ];
  expect(changed).toEqual(changed.map(() => false));
});

test('a secret holds at least 24 bytes', () => {
  expect(readSecret(makeSecret())).toHaveLength(32);
  for (const text of ['', 'whsec_', 'whsec_c2hvcnQ=', secret.slice(6)])
    expect(readSecret(text)).toBeUndefined();
});
