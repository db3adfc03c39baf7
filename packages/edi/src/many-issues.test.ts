import { expect, test } from 'vitest';
import { decode, issuesOf, messagesOf } from './decode.ts';
import { copyMessage } from './index.ts';
import { asAccepted } from './message-copy.ts';
import { bytesOf, orderText } from './samples.ts';

const setCount = 40;
const isa = orderText().slice(0, 107);
const tinySets = (interchangeNumber = '000000042'): Uint8Array => {
  const sets = Array.from({ length: setCount }, (_, at) => `ST*850*${1000 + (at >> 1)}~SE*9*0000~`).join('');
  return bytesOf(
    `${isa}GS*PO*AB*CD*20261102*0815*7*X*004010~${sets}GE*${setCount}*7~IEA*1*${interchangeNumber}~`,
  );
};

test('of many faults some are described, each message is refused all the same, and none is left out of the count', () => {
  const all = issuesOf(decode(tinySets(), { issuesMax: 100_000 }));
  expect(all.map(({ code }) => code)).not.toContain('issues-cut');
  const decoded = decode(tinySets(), { issuesMax: 30 });
  expect(messagesOf(decoded).map(({ isAccepted }) => isAccepted)).toEqual(Array(setCount).fill(false));
  const told = issuesOf(decoded);
  const note = told.find(({ code }) => code === 'issues-cut');
  const more = Number(/^(\d+) more issues/.exec(note?.message ?? '')?.[1]);
  expect(note?.severity).toBe('warning');
  expect(told.length - 1 + more).toBe(all.length);
  expect(told.filter((issue) => issue !== note).slice(0, 20)).toEqual(all.slice(0, 20));
});

test('a fault of the envelope is told after many faults of messages', () => {
  const [interchange] = decode(tinySets('000000043'), { issuesMax: 30 }).interchanges;
  expect(interchange?.isAccepted).toBe(false);
  expect(interchange?.issues[0]).toMatchObject({
    code: 'interchange-reference-differs',
    message: expect.stringContaining('mend those first'),
  });
});

test('a message that was refused can be read as if it was not, with its segments and loops', () => {
  const [message] = messagesOf(decode(bytesOf(orderText().replace('CTT*2', 'CTT*x'))));
  if (message === undefined) throw new Error('there is a message');
  const read = asAccepted(message);
  expect([message.isAccepted, read.isAccepted]).toEqual([false, true]);
  expect(read.segments).toHaveLength(12);
  expect(read.root?.loops('PO1')).toHaveLength(2);
  expect(copyMessage(read).message.segments).toHaveLength(12);
});

test('interchanges with other delimiters each keep their own, whenever their segments are asked for', () => {
  const one = (number: number): string =>
    number % 2 === 0
      ? `UNB+UNOA:3+A+B+261122:1015+${number}'UNG+ORDERS+C+D+261122:1015+7+UN+D:96A'UNH+1+ORDERS:D:96A:UN'UNT+2+1'UNE+1+7'UNZ+1+${number}'`
      : `UNA:*.? !UNB*UNOA:3*A*B*261122:1015*${number}!UNH*1*ORDERS:D:96A:UN!UNT*2*1!UNZ*1*${number}!`;
  const texts = Array.from({ length: 400 }, (_, number) => one(number));
  const { interchanges } = decode(bytesOf(texts.join('')));
  expect(interchanges).toHaveLength(400);
  let offset = 0;
  for (const [number, { header, groups }] of interchanges.entries()) {
    const isPlain = number % 2 === 0;
    expect(header.segment.offset).toBe(offset + (isPlain ? 0 : 9));
    expect(header.segment.elements[4]).toBe(String(number));
    expect(groups[0]?.header?.segment.raw).toBe(
      isPlain ? 'UNG+ORDERS+C+D+261122:1015+7+UN+D:96A' : undefined,
    );
    expect(groups[0]?.messages[0]?.segments.map(({ count }) => count)).toEqual([2, 2]);
    offset += texts[number]?.length ?? 0;
  }
});

test('issues that are added to a message or an interchange afterwards stay with it', () => {
  const [interchange] = decode(tinySets(), { issuesMax: 30 }).interchanges;
  const message = interchange?.groups[0]?.messages[3];
  const before = message?.issues.length ?? 0;
  message?.issues.push({ code: 'document-invalid', severity: 'error', message: 'no', place: { offset: 0 } });
  expect(message?.issues).toHaveLength(before + 1);
  expect(message?.issues.at(-1)?.code).toBe('document-invalid');
});
