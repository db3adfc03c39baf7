import { decode } from '@coplan/edi';
import { newId } from '@coplan/platform';
import { until } from '@coplan/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  agreement,
  agreementId,
  confirmationsFromPartner,
  openTestGateway,
  orderOf,
  type TestGateway,
} from '../test-gateway.ts';

let partner: TestGateway;
beforeAll(async () => {
  partner = await openTestGateway();
});
afterAll(() => partner.close());

const agree = async (changes: Record<string, unknown>): Promise<void> => {
  const put = await partner.call('PUT', `/agreements/${agreementId}`, { ...agreement, ...changes });
  expect(put.status, await put.clone().text()).toBe(200);
};
const confirmed = (): string[] =>
  partner.server.recorded.flatMap(({ envelope: { body } }) =>
    body.documentType === 'order-confirmation' ? [body.poNumber] : [],
  );
/** What our TA1s say: the control number that they answer, the verdict and the note. */
const technical = (): string[][] =>
  partner
    .files('outbox')
    .flatMap((name) =>
      decode(partner.read('outbox', name)).interchanges.flatMap(({ technicalAcknowledgements }) =>
        technicalAcknowledgements.map((one) => [1, 4, 5].map((position) => one.value(position))),
      ),
    );
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
/** ISA14 = 1: the sender wants a TA1. */
const asking = (bytes: Uint8Array): string => text(bytes).replace(/\*0\*T\*/, '*1*T*');
const settled = (name: string): Promise<{ state: string }> =>
  until(`${name} is settled`, async () => {
    const [row] = await partner.database.asOwner<{ state: string }>(
      `select state from interchanges where file_name like '%-${name}' and state <> 'received'`,
    );
    return row;
  });

test('a repetition is rejected where that is agreed: told by TA1, left to a person, and used no second time', async () => {
  await agree({ duplicatePolicy: 'reject', technicalAcknowledgement: 'when-refused' });
  partner.drop('first.x12', confirmationsFromPartner(1, 'PO-1'));
  await until('it arrived', () => confirmed().length === 1);
  expect(technical()).toEqual([]);
  partner.drop('again.x12', confirmationsFromPartner(1, 'PO-1'));
  expect(await settled('again.x12')).toEqual({ state: 'quarantined' });
  await until('the partner is told', () => technical().length === 1);
  expect(technical()).toEqual([['000000001', 'R', '025']]);
  const message = (await partner.messages()).find(({ state }) => state === 'quarantined');
  expect(message?.explanation).toMatch(/000000001 came before, in the file .*first.x12/);
  expect(confirmed()).toEqual(['PO-1']);
});

test('a repetition is used and flagged where that is agreed, also with other content under its number', async () => {
  await agree({ duplicatePolicy: 'flag' });
  partner.drop('flagged.x12', confirmationsFromPartner(1, 'PO-1'));
  partner.drop('reused.x12', confirmationsFromPartner(1, 'PO-2'));
  await until('both arrived', () => confirmed().length === 3);
  expect(confirmed().sort()).toEqual(['PO-1', 'PO-1', 'PO-2']);
  const flagged = (await partner.messages()).filter(({ issues }) =>
    issues.some(({ code, severity }) => code === 'gateway.repetition' && severity === 'warning'),
  );
  expect(flagged).toHaveLength(2);
});

test('a TA1 goes out when the partner asks for it, and one on each interchange where that is agreed', async () => {
  const before = technical().length;
  await agree({ technicalAcknowledgement: 'when-asked' });
  partner.drop('silent.x12', confirmationsFromPartner(11, 'PO-11'));
  partner.drop('wanted.x12', asking(confirmationsFromPartner(12, 'PO-12')));
  await until('both arrived', () => confirmed().includes('PO-11') && confirmed().includes('PO-12'));
  await until('the partner is told', () => technical().length === before + 1);
  expect(technical().at(-1)).toEqual(['000000012', 'A', '000']);
  await agree({ technicalAcknowledgement: 'always' });
  partner.drop('all.x12', confirmationsFromPartner(13, 'PO-13'));
  await until('the partner is told', () => technical().length === before + 2);
  // The TA1 takes a number of its own, and the group numbers of the 997s go on without a gap.
  const files = partner.files('outbox').map((name) => decode(partner.read('outbox', name)).interchanges[0]);
  const numbers = files.map((one) => Number(one?.header.reference)).sort((left, right) => left - right);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  const groups = files.flatMap((one) => one?.groups.map(({ header }) => Number(header?.reference)) ?? []);
  expect(groups.sort((left, right) => left - right)).toEqual(groups.map((_, index) => index + 1));
  await agree({});
});

test('an interchange that is broken as a whole is refused by TA1 with its reason, and by nothing else', async () => {
  await agree({ technicalAcknowledgement: 'when-refused' });
  const before = technical().length;
  const broken = text(confirmationsFromPartner(21, 'PO-21')).replace('IEA*1*000000021', 'IEA*1*000000022');
  partner.drop('broken.x12', broken);
  expect(await settled('broken.x12')).toEqual({ state: 'quarantined' });
  await until('the partner is told', () => technical().length === before + 1);
  expect(technical().at(-1)).toEqual(['000000021', 'R', '001']);
  const acknowledged = await partner.database.asOwner(
    "select 1 from interchanges where direction = 'out' and convert_from(bytes, 'LATIN1') like '%AK1*PR*21%'",
  );
  expect(acknowledged).toEqual([]);
  await agree({});
});

test('where the order is kept nothing overtakes a document that waits for the server, else it does', async () => {
  for (const [keepsOrder, expected] of [
    [true, ['PO-31', 'PO-32']],
    [false, ['PO-42', 'PO-41']],
  ] as const) {
    await agree({ keepsOrder });
    const [first = '', second = ''] = [...expected].sort();
    partner.server.answerWith(503);
    partner.drop(`${first}.x12`, confirmationsFromPartner(Number(first.slice(3)), first));
    await until('it was tried', async () => {
      const rows = await partner.database.asOwner(
        "select 1 from messages where state = 'waiting' and attempt_count > 0 and next_attempt_at > recorded_at",
      );
      return rows.length > 0;
    });
    partner.server.answerWith(undefined);
    partner.drop(`${second}.x12`, confirmationsFromPartner(Number(second.slice(3)), second));
    await settled(`${second}.x12`);
    if (!keepsOrder) await until('it overtakes', () => confirmed().includes(second));
    else await new Promise((resolve) => setTimeout(resolve, 200));
    expect(confirmed().includes(second)).toBe(!keepsOrder);
    partner.clock.advanceMs(600_000);
    await until('both arrived', () => confirmed().includes(first) && confirmed().includes(second));
    expect(confirmed().slice(-2)).toEqual(expected);
  }
});

test('where the order is kept a document that makes the server fail holds back those in the same request', async () => {
  await agree({ keepsOrder: true });
  partner.server.poisoned.add('PO-62');
  partner.drop('kept.x12', confirmationsFromPartner(61, 'PO-61', 'PO-62', 'PO-63'));
  await until('the first arrived', () => confirmed().includes('PO-61'));
  await until('the second was tried', async () => {
    const rows = await partner.database.asOwner(
      "select 1 from messages where state = 'waiting' and attempt_count > 0",
    );
    return rows.length > 0;
  });
  expect(confirmed()).not.toContain('PO-63');
  partner.server.poisoned.clear();
  partner.clock.advanceMs(600_000);
  await until('all arrived', () => confirmed().includes('PO-63'));
  expect(confirmed().slice(-3)).toEqual(['PO-61', 'PO-62', 'PO-63']);
});

test('orders go out in the order in which they came, also when the outbox could not be written for a while', async () => {
  await agree({ keepsOrder: true });
  const poNumbers = Array.from({ length: 12 }, (_, index) => `PO-5${index}`);
  for (const poNumber of poNumbers) await partner.send(orderOf(poNumber), newId());
  const sent = await partner.sent('850', poNumbers.length);
  const texts = sent.map((name) => text(partner.read('outbox', name)));
  expect(texts.map((one) => /BEG\*00\*NE\*([^*]+)/.exec(one)?.[1] ?? /PO-5\d+/.exec(one)?.[0])).toEqual(
    poNumbers,
  );
});

test("a partner's poison holds up no other partner, and not his own later files", async () => {
  const other = '019a0000-0000-7000-8000-0000000000d1';
  const second = {
    ...{ ...agreement, partnerOrganisationId: other, name: 'Oil Foods' },
    folder: { inbox: 'edi/oil/inbox', outbox: 'edi/oil/outbox' },
  };
  await partner.call('PUT', '/agreements/019a0000-0000-7000-8000-0000000000a9', second);
  await agree({});
  const header = text(confirmationsFromPartner(61, 'PO-61')).split('~')[0] ?? '';
  const poisons = [
    Buffer.alloc(2_000_000, '*'),
    `${header}~${'GS*PR*A*B*20261122*0900*1*X*004010~'.repeat(2_000)}`,
    `${header}~GS*PR*A*B*20261122*0900*1*X*004010~ST*855*0001~${'N1*ST*X~'.repeat(5_000)}`,
    Buffer.from(Array.from({ length: 500_000 }, (_, index) => (index * 7_919) % 256)),
  ];
  for (const [index, poison] of poisons.entries()) partner.drop(`poison-${index}.x12`, poison);
  const { writeFileSync } = await import('node:fs');
  writeFileSync(`${partner.config.dataFolder}/edi/oil/inbox/good.x12`, confirmationsFromPartner(61, 'PO-61'));
  partner.drop('own-good.x12', confirmationsFromPartner(62, 'PO-62'));
  await until(
    'both good files arrived',
    () => confirmed().includes('PO-61') && confirmed().includes('PO-62'),
  );
  for (const index of poisons.keys()) await settled(`poison-${index}.x12`);
});
