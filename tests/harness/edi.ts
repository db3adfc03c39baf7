/** A supplier's system in miniature: reads the 850 it was sent and answers with an 855. It shares no code with ours. */
export type Received850 = {
  controlNumber: string;
  groupNumber: string;
  setNumber: string;
  envelope: string[];
  group: string[];
  poNumber: string;
  poDate: string;
  deliverOn: string;
  lines: { number: string; quantity: string; unit: string; price: string; ids: string[] }[];
  segmentCount: number;
  statedCount: number;
};

/** Splits by the delimiters that the ISA itself states. */
export function read850(bytes: Buffer): Received850 {
  const text = bytes.toString('latin1');
  const separator = text[3] ?? '*';
  const terminator = text[105] ?? '~';
  const segments = text
    .split(terminator)
    .map((segment) => segment.trim().split(separator))
    .filter((segment) => segment[0] !== '');
  const one = (name: string): string[] => segments.find((segment) => segment[0] === name) ?? [];
  const requested = segments.find((segment) => segment[0] === 'DTM' && segment[1] === '002') ?? [];
  const from = segments.findIndex((segment) => segment[0] === 'ST');
  const to = segments.findIndex((segment) => segment[0] === 'SE');
  return {
    controlNumber: one('ISA')[13] ?? '',
    groupNumber: one('GS')[6] ?? '',
    setNumber: one('ST')[2] ?? '',
    envelope: one('ISA'),
    group: one('GS'),
    poNumber: one('BEG')[3] ?? '',
    poDate: one('BEG')[5] ?? '',
    deliverOn: requested[2] ?? '',
    lines: segments
      .filter((segment) => segment[0] === 'PO1')
      .map(([, number = '', quantity = '', unit = '', price = '', , ...ids]) => ({
        ...{ number, quantity, unit, price, ids },
      })),
    segmentCount: to - from + 1,
    statedCount: Number(one('SE')[1]),
  };
}

const fixed = (text: string, width: number): string => text.padEnd(width).slice(0, width);

type Body = string[][];

/** Envelopes a body in the answering direction: sender and receiver of the 850 change places. */
function envelop(order: Received850, groupType: string, controlNumber: number, body: Body): Buffer {
  const isa = order.envelope;
  const number = String(controlNumber).padStart(9, '0');
  const group = String(controlNumber);
  const parties = [isa[7] ?? '', fixed(isa[8] ?? '', 15), isa[5] ?? '', fixed(isa[6] ?? '', 15)];
  const stamp = [isa[9] ?? '', isa[10] ?? '', isa[11] ?? '', isa[12] ?? ''];
  const [, , sender = '', receiver = '', date = '', time = ''] = order.group;
  const segments: Body = [
    ['ISA', '00', fixed('', 10), '00', fixed('', 10), ...parties, ...stamp, number, '0', isa[15] ?? 'P', '>'],
    ['GS', groupType, receiver, sender, date, time, group, 'X', order.group[8] ?? '004010'],
    ...body,
    ['SE', String(body.length + 1), '0001'],
    ['GE', '1', group],
    ['IEA', '1', number],
  ];
  return Buffer.from(`${segments.map((segment) => segment.join('*')).join('~\n')}~\n`, 'latin1');
}

type Answer = { order: Received850; controlNumber: number; promisedOn: string; changedLine?: string };

/** An 855 that accepts every line; the line `changedLine`, if any, is rescheduled to `promisedOn` (CCYYMMDD). */
export function write855({ order, controlNumber, promisedOn, changedLine }: Answer): Buffer {
  const verdict = changedLine === undefined ? 'AT' : 'AC';
  const lines = order.lines.flatMap(({ number, quantity, unit, ids }) => {
    const isChanged = number === changedLine;
    const promise = [
      isChanged ? 'DR' : 'IA',
      quantity,
      unit,
      '067',
      isChanged ? promisedOn : order.deliverOn,
    ];
    return [
      ['PO1', number, quantity, unit, '', '', ...ids],
      ['ACK', ...promise],
    ];
  });
  return envelop(order, 'PR', controlNumber, [
    ['ST', '855', '0001'],
    ['BAK', '00', verdict, order.poNumber, order.poDate, '', '', '', '', order.poDate],
    ...lines,
    ['CTT', String(order.lines.length)],
  ]);
}

/** A 997 that accepts the group of the 850. */
export function write997(order: Received850, controlNumber: number): Buffer {
  return envelop(order, 'FA', controlNumber, [
    ['ST', '997', '0001'],
    ['AK1', 'PO', order.groupNumber],
    ['AK2', '850', order.setNumber],
    ['AK5', 'A'],
    ['AK9', 'A', '1', '1', '1'],
  ]);
}

/** CCYYMMDD. */
type Goods = { order: Received850; controlNumber: number; day: string };

/** What an 856 says: of which shipment, which orders, which cartons, and how much of which line. */
export function read856(bytes: Buffer) {
  const text = bytes.toString('latin1');
  const segments = text
    .split(text[105] ?? '~')
    .map((segment) => segment.trim().split(text[3] ?? '*'))
    .filter(([name]) => name !== '');
  const all = (name: string): string[][] => segments.filter((segment) => segment[0] === name);
  return {
    shipmentNumber: all('BSN')[0]?.[2] ?? '',
    poNumbers: all('PRF').map((segment) => segment[1] ?? ''),
    ssccs: all('MAN').map((segment) => (segment[2] ?? '').replace(/^00(?=\d{18}$)/, '')),
    items: all('SN1').map((segment) => Number(segment[2])),
    lots: segments.flatMap((segment) => {
      const at = segment.findIndex((value, index) => index > 0 && (value === 'LT' || value === 'LOT'));
      return at < 0 ? [] : [segment[at + 1] ?? ''];
    }),
  };
}

/** An 810 of the first line alone, of so many units, dearer by `raise` (a price in the order's currency). */
export function write810({
  order,
  controlNumber,
  day,
  raise,
  quantity,
}: Goods & { raise: number; quantity: number }): Buffer {
  const priceOf = ({ price }: { price: string }): number => Math.round((Number(price) + raise) * 100) / 100;
  const lines = order.lines.slice(0, 1);
  const total = lines.reduce((sum, line) => sum + Math.round(quantity * priceOf(line) * 100), 0);
  return envelop(order, 'IN', controlNumber, [
    ['ST', '810', '0001'],
    ['BIG', day, `INV-${order.poNumber}`, order.poDate, order.poNumber, '', '', 'DI'],
    ['CUR', 'BY', 'USD'],
    ...lines.map((line): string[] => [
      ...['IT1', line.number, String(quantity), line.unit, String(priceOf(line)), ''],
      ...line.ids.slice(0, 2),
    ]),
    ['TDS', String(total)],
    ['CTT', String(lines.length)],
  ]);
}
