import { expect, test } from 'vitest';
import { decode, issuesOf } from '../decode.ts';
import { bytesOf, orderText } from '../samples.ts';

test('a code outside of a closed list is refused with the codes that there are', () => {
  const [issue] = issuesOf(decode(bytesOf(orderText().replace('PID*F', 'PID*Q'))));
  expect(issue).toMatchObject({
    code: 'element-code',
    message: expect.stringMatching(/^PID01: "Q" is no .*: there are F, S, X$/),
    place: { segment: 'PID', element: 1 },
    value: 'Q',
  });
});

test('a CONTRL with an action that does not exist is refused', () => {
  const text = "UNB+UNOC:3+A:14+B:14+261102:0815+17'UNH+1+CONTRL:D:3:UN'UCI+1+A+B+5'UNT+3+1'UNZ+1+17'";
  expect(issuesOf(decode(bytesOf(text)))[0]).toMatchObject({ code: 'element-code', value: '5' });
});
