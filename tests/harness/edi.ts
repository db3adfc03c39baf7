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
  lines: { number: string; quantity: string; unit: string; ids: string[] }[];
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
      .map(([, number = '', quantity = '', unit = '', , , ...ids]) => ({ number, quantity, unit, ids })),
    segmentCount: to - from + 1,
    statedCount: Number(one('SE')[1]),
  };
}

const fixed = (text: string, width: number): string => text.padEnd(width).slice(0, width);

type Answer = { order: Received850; controlNumber: number; promisedOn: string; changedLine?: string };

/** An 855 that accepts every line; the line `changedLine` (or none) is rescheduled to `promisedOn` (CCYYMMDD). */
export function write855({ order, controlNumber, promisedOn, changedLine }: Answer): Buffer {
  const isa = order.envelope;
  const number = String(controlNumber).padStart(9, '0');
  const group = String(controlNumber);
  const version = order.group[8] ?? '004010';
  const body = [
    ['ST', '855', '0001'],
    [
      'BAK',
      '00',
      changedLine === undefined ? 'AT' : 'AC',
      order.poNumber,
      order.poDate,
      '',
      '',
      '',
      '',
      order.poDate,
    ],
    ...order.lines.flatMap(({ number: line, quantity, unit, ids }) => [
      ['PO1', line, quantity, unit, '', '', ...ids],
      [
        'ACK',
        line === changedLine ? 'DR' : 'IA',
        quantity,
        unit,
        '067',
        line === changedLine ? promisedOn : order.deliverOn,
      ],
    ]),
    ['CTT', String(order.lines.length)],
  ];
  const segments = [
    [
      'ISA',
      '00',
      fixed('', 10),
      '00',
      fixed('', 10),
      isa[7],
      fixed(isa[8] ?? '', 15),
      isa[5],
      fixed(isa[6] ?? '', 15),
      isa[9],
      isa[10],
      isa[11],
      isa[12],
      number,
      '0',
      isa[15],
      '>',
    ],
    ['GS', 'PR', order.group[3], order.group[2], order.group[4], order.group[5], group, 'X', version],
    ...body,
    ['SE', String(body.length + 1), '0001'],
    ['GE', '1', group],
    ['IEA', '1', number],
  ];
  return Buffer.from(`${segments.map((segment) => segment.join('*')).join('~\n')}~\n`, 'latin1');
}
