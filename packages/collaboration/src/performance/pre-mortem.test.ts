import { expect, test } from 'vitest';
import { type OpenLine, riskHistory } from './estimate-risk.ts';
import { exampleEvents, exampleLine, exampleStory, novemberMs } from './example-line.ts';
import { type PastLine, pastLineOf } from './past-line.ts';
import { type ActionOffer, preMortem } from './pre-mortem.ts';
import { scoreLine } from './score-line.ts';

/** Numbers between 0 and 1, the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A supplier that answers, ships and fills in its own way; hours before the end of the window are negative. */
type Manner = {
  supplierId: string;
  laneId: string;
  shipsAt: number;
  spread: number;
  transit: number;
  fills: number;
  papers: number;
  unharmed: number;
};
const manners: Manner[] = [
  {
    supplierId: 'steady',
    laneId: 'short',
    shipsAt: -60,
    spread: 20,
    transit: 24,
    fills: 0.98,
    papers: 0.97,
    unharmed: 0.99,
  },
  {
    supplierId: 'hurried',
    laneId: 'short',
    shipsAt: -30,
    spread: 30,
    transit: 24,
    fills: 0.93,
    papers: 0.9,
    unharmed: 0.98,
  },
  {
    supplierId: 'far',
    laneId: 'long',
    shipsAt: -110,
    spread: 40,
    transit: 96,
    fills: 0.9,
    papers: 0.95,
    unharmed: 0.93,
  },
  {
    supplierId: 'stingy',
    laneId: 'long',
    shipsAt: -140,
    spread: 30,
    transit: 96,
    fills: 0.7,
    papers: 0.85,
    unharmed: 0.95,
  },
];

/** One line as it will go. When it is late it is short, and bad weeks hit several components at once. */
function live(
  { supplierId, laneId, shipsAt, spread, transit, fills, papers, unharmed }: Manner,
  random: () => number,
): PastLine {
  const badWeek = random() < 0.1 ? 1 : 0;
  const shippedAtHours = shipsAt + spread * (random() + random() - 0.8) + badWeek * 24;
  const arrivedAtHours = shippedAtHours + transit * (0.8 + 0.5 * random());
  const isOnDate = arrivedAtHours <= 0;
  const wasShippedInFull = random() < fills - badWeek * 0.2;
  return {
    supplierId,
    laneId,
    orderedAtHours: -240,
    acknowledgedAtHours: -220 + 100 * random(),
    shippedAtHours,
    arrivedAtHours,
    wasConfirmedInFull: true,
    wasShippedInFull,
    held: {
      'in-full': wasShippedInFull && isOnDate,
      'on-date': isOnDate,
      papers: random() < papers - badWeek * 0.2,
      condition: random() < unharmed - badWeek * 0.1,
    },
  };
}

/** The line as it could be seen so many hours before the end of its window. */
function seenAt(line: PastLine, lineId: string, nowHours: number): OpenLine | undefined {
  if ((line.arrivedAtHours ?? 1) <= nowHours) return undefined;
  const isShipped = line.shippedAtHours !== null && line.shippedAtHours <= nowHours;
  return {
    lineId,
    supplierId: line.supplierId,
    laneId: line.laneId,
    nowHours,
    windowStartHours: null,
    isAcknowledged: line.acknowledgedAtHours! <= nowHours,
    isConfirmedInFull: line.acknowledgedAtHours! <= nowHours && line.wasConfirmedInFull,
    shippedAtHours: isShipped ? line.shippedAtHours : null,
    isShippedInFull: isShipped ? line.wasShippedInFull : null,
    shipNotice: 'not-due',
    costMinor: { 'in-full': 30_000, 'on-date': 10_000, papers: 2_500, condition: 50_000 },
  };
}

function simulate(seed: number, lineCount: number): PastLine[] {
  const random = seeded(seed);
  return Array.from({ length: lineCount }, (_, index) => live(manners[index % manners.length]!, random));
}
const history = riskHistory(simulate(1, 4_000));
const hoursSeen = [-130, -96, -48, -24, -8];
const future = simulate(99, 4_000);
const foretold = future.flatMap((line, index) => {
  const open = seenAt(line, `line-${index}`, hoursSeen[index % hoursSeen.length]!);
  return open === undefined ? [] : [{ line, open }];
});
const byId = new Map(foretold.map(({ line, open }) => [open.lineId, line]));
const risks = preMortem(
  foretold.map(({ open }) => open),
  { history, offers: [], currency: 'EUR' },
);
const hasFailed = (lineId: string): boolean => Object.values(byId.get(lineId)!.held).includes(false);

test('of lines that are said to fail with 30 %, about 30 % fail, and so in every class', () => {
  const classes = new Map<number, { said: number; failed: number; n: number }>();
  for (const { lineId, failsMicros } of risks) {
    const key = Math.min(9, Math.floor(failsMicros / 100_000));
    const one = classes.get(key) ?? { said: 0, failed: 0, n: 0 };
    classes.set(key, {
      said: one.said + failsMicros / 1e6,
      failed: one.failed + (hasFailed(lineId) ? 1 : 0),
      n: one.n + 1,
    });
  }
  expect(classes.size).toBeGreaterThanOrEqual(5);
  let gapSum = 0;
  for (const [key, { said, failed, n }] of classes) {
    const gap = Math.abs(said - failed) / n;
    gapSum += gap * n;
    if (n >= 100)
      expect(gap, `class ${key} of ${n} lines: said ${said / n}, was ${failed / n}`).toBeLessThan(0.06);
  }
  expect(gapSum / risks.length).toBeLessThan(0.03);
});

test('it says more than the rate of failures alone does', () => {
  const rate = risks.filter(({ lineId }) => hasFailed(lineId)).length / risks.length;
  const brier = (chanceOf: (risk: (typeof risks)[number]) => number): number =>
    risks.reduce((sum, risk) => sum + (chanceOf(risk) - (hasFailed(risk.lineId) ? 1 : 0)) ** 2, 0) /
    risks.length;
  expect(brier(({ failsMicros }) => failsMicros / 1e6)).toBeLessThan(0.7 * brier(() => rate));
});

test('the nearer the end and the less has happened, the likelier the failure', () => {
  const waiting = (nowHours: number): OpenLine => ({
    ...foretold[0]!.open,
    supplierId: 'steady',
    laneId: 'short',
    nowHours,
    shippedAtHours: null,
    isShippedInFull: null,
    isAcknowledged: true,
    isConfirmedInFull: true,
  });
  const fails = (nowHours: number): number =>
    preMortem([waiting(nowHours)], { history, offers: [], currency: 'EUR' })[0]!.components['on-date']
      .failsMicros;
  expect(fails(-24)).toBeGreaterThan(fails(-48));
  expect(fails(-48)).toBeGreaterThan(fails(-96));
});

test('the longer a truck is on its way, the likelier it comes late', () => {
  const moving = (nowHours: number): OpenLine => ({
    ...foretold[0]!.open,
    supplierId: 'far',
    laneId: 'long',
    nowHours,
    shippedAtHours: -100,
    isShippedInFull: true,
  });
  const fails = (nowHours: number): number =>
    preMortem([moving(nowHours)], { history, offers: [], currency: 'EUR' })[0]!.components['on-date']
      .failsMicros;
  expect(fails(-10)).toBeGreaterThan(fails(-99) + 100_000);
});

test('a line that was shipped short fails by its quantity, one without its ship notice by its papers', () => {
  const open = {
    ...foretold[0]!.open,
    supplierId: 'steady',
    laneId: 'short',
    nowHours: -60,
    shippedAtHours: -70,
  };
  const tell = (changes: Partial<OpenLine>) =>
    preMortem([{ ...open, isShippedInFull: true, ...changes }], { history, offers: [], currency: 'EUR' })[0]!;
  expect(tell({ isShippedInFull: false }).likeliest).toBe('in-full');
  const noPapers = tell({ shipNotice: 'missed' });
  expect(noPapers).toMatchObject({ likeliest: 'papers', failsMicros: 1_000_000 });
  expect(noPapers.text).toContain('the ship notice is late already');
});

test('the action that saves most money is first, with its arithmetic, and none is named that costs more than it saves', () => {
  const open: OpenLine = {
    ...foretold[0]!.open,
    lineId: 'open',
    supplierId: 'hurried',
    laneId: 'short',
    nowHours: -20,
    shippedAtHours: null,
    isShippedInFull: null,
    isAcknowledged: true,
    isConfirmedInFull: true,
    costMinor: { 'in-full': 300_000, 'on-date': 100_000, papers: 2_500, condition: 50_000 },
  };
  const offers: ActionOffer[] = [
    {
      actionId: 'x',
      lineId: 'open',
      name: 'Send it by express',
      actionMinor: 20_000,
      effect: { kind: 'gain-hours', hours: 20 },
    },
    {
      actionId: 'y',
      lineId: 'open',
      name: 'Inspect at loading',
      actionMinor: 4_000,
      effect: { kind: 'avoid', component: 'condition', avoidedMicros: 500_000 },
    },
    {
      actionId: 'z',
      lineId: 'open',
      name: 'Fly it in',
      actionMinor: 5_000_000,
      effect: { kind: 'gain-hours', hours: 40 },
    },
  ];
  const [risk] = preMortem([open], { history, offers, currency: 'EUR' });
  expect(risk!.best).toMatchObject({ actionId: 'x' });
  for (const { savesMinor, lossAfterMinor, actionMinor } of risk!.actions) {
    expect(savesMinor).toBe(risk!.expectedLossMinor - lossAfterMinor - actionMinor);
  }
  expect(risk!.text).toContain('"Send it by express" saves');
  const [poor] = preMortem([open], { history, offers: offers.slice(2), currency: 'EUR' });
  expect(poor!).toMatchObject({ best: null, text: expect.stringContaining('No action is worth its cost.') });
});

test('ordering elsewhere counts only on orders that were placed as late', () => {
  const late = simulate(5, 400)
    .filter(({ supplierId }) => supplierId === 'steady')
    .map((line) => ({ ...line, orderedAtHours: -60, acknowledgedAtHours: -50 }));
  const withLate = riskHistory([...history.all, ...late]);
  const open: OpenLine = {
    ...foretold[0]!.open,
    lineId: 'open',
    supplierId: 'stingy',
    laneId: 'long',
    nowHours: -72,
    shippedAtHours: null,
    isShippedInFull: null,
    isAcknowledged: true,
    isConfirmedInFull: true,
  };
  const offers: ActionOffer[] = [
    {
      actionId: 's',
      lineId: 'open',
      name: 'Order from steady',
      actionMinor: 1_000,
      effect: { kind: 're-source', supplierId: 'steady', laneId: 'short' },
    },
  ];
  const tell = (of: typeof history) => preMortem([open], { history: of, offers, currency: 'EUR' })[0]!;
  expect(tell(withLate).best).toMatchObject({ actionId: 's' });
  expect(tell(history).best).toBeNull();
});

test('without any history nothing is certain, and it says from how many lines it speaks', () => {
  const [risk] = preMortem([foretold[0]!.open], { history: riskHistory([]), offers: [], currency: 'EUR' });
  expect(risk!.components.condition).toMatchObject({ failsMicros: 500_000, matchedCount: 0 });
});

test('the same lines in another order give the same bytes', () => {
  const some = foretold.slice(0, 200).map(({ open }) => open);
  const turned = { history: riskHistory([...history.all].reverse()), offers: [], currency: 'EUR' };
  expect(JSON.stringify(preMortem([...some].reverse(), turned))).toBe(
    JSON.stringify(preMortem(some, { ...turned, history })),
  );
});

test('a scored line becomes history, an open one does not', () => {
  const facts = exampleLine({ events: exampleEvents(...exampleStory()) });
  const who = { supplierId: 's', laneId: 'l' };
  const past = pastLineOf(facts, scoreLine(facts, { asOfMs: novemberMs(60) }), who);
  expect(past).toMatchObject({
    wasShippedInFull: true,
    held: { 'in-full': true, 'on-date': true, papers: true, condition: true },
  });
  expect(past!.arrivedAtHours! - past!.shippedAtHours!).toBe(25);
  expect(pastLineOf(facts, scoreLine(facts, { asOfMs: novemberMs(10) }), who)).toBeNull();
});
