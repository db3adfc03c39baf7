import type { BacktestPolicy, BacktestResult, PolicyPoint } from '@coplan/planning';

const percent = (ratio: number | undefined): string =>
  ratio === undefined ? '–' : `${(100 * ratio).toFixed(1)} %`;
const amount = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: value >= 100 ? 0 : 2 });

/** A policy in words and as it is written on the command line. */
export function policyText(policy: BacktestPolicy): string {
  const short = (value: number): string => String(Number(value.toFixed(4)));
  switch (policy.kind) {
    case 'as-planned':
      return 'as-planned';
    case 'service-level':
      return `service-level:${policy.level === undefined ? 'own' : short(policy.level)}`;
    case 'fill-rate':
      return `fill-rate:${short(policy.fillRate)}`;
    case 'cost-optimal':
      return `cost-optimal:${short(policy.shortageFactor)}`;
    case 'min-max':
      return `min-max:${short(policy.minDays)}:${short(policy.maxDays)}`;
    case 'reorder-point':
      return `reorder-point:${short(policy.level)}:${short(policy.orderDays)}`;
  }
}

type Row = { name: string; read(point: PolicyPoint): string };
const rows: Row[] = [
  { name: 'fill rate', read: ({ figures }) => percent(figures.fillRate) },
  { name: 'cycles without a miss', read: ({ figures }) => percent(figures.cycleService) },
  { name: 'average stock, money', read: ({ figures }) => amount(figures.averageStockMoney) },
  {
    name: 'days of supply',
    read: ({ figures }) => (figures.supplyDays === undefined ? '–' : figures.supplyDays.toFixed(1)),
  },
  { name: 'order lines', read: ({ figures }) => amount(figures.orderCount) },
  { name: 'missed units', read: ({ figures }) => amount(figures.missedUnits) },
  { name: 'cost: holding', read: ({ figures }) => amount(figures.holdingCost) },
  { name: 'cost: shortage', read: ({ figures }) => amount(figures.shortageCost) },
  { name: 'cost: ordering', read: ({ figures }) => amount(figures.orderingCost) },
  { name: 'cost', read: ({ figures }) => amount(figures.totalCost) },
];

/** Both policies and the cheapest of all points beside each other. */
function tableLines({ today, alternative, cheapest }: BacktestResult): string[] {
  const points = [today, alternative, cheapest];
  const head = ['', 'today', 'alternative', 'cheapest'];
  const cells = [
    head,
    ['', ...points.map(({ policy }) => policyText(policy))],
    ...rows.map(({ name, read }) => [name, ...points.map(read)]),
  ];
  const widths = head.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return cells.map((line) =>
    line
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}

function differenceLine(name: string, { againstToday: { cost, interval } }: PolicyPoint): string {
  const verb = cost <= 0 ? 'saves' : 'costs';
  const range =
    interval === undefined
      ? ''
      : ` (90 % of the weeks drawn again: ${amount(Math.round(interval.low))} to ${amount(Math.round(interval.high))})`;
  return `The ${name} ${verb} ${amount(Math.abs(cost))} a year against today${range}.`;
}

const width = 60;
const height = 14;

/** Service upwards, stock to the right: · the frontier, T today, A the alternative, * the cheapest point. */
export function frontierLines({
  today,
  alternative,
  cheapest,
  frontier,
  todayFrontier,
}: BacktestResult): string[] {
  const marked: [string, PolicyPoint][] = [
    ...[...todayFrontier, ...frontier].map((point): [string, PolicyPoint] => ['·', point]),
    ['*', cheapest],
    ['A', alternative],
    ['T', today],
  ];
  const stocks = marked.map(([, { figures }]) => figures.averageStockMoney);
  const rates = marked.map(([, { figures }]) => figures.fillRate ?? 0);
  const [stockMax, low, high] = [Math.max(...stocks, 1e-9), Math.min(...rates), Math.max(...rates)];
  const cells = Array.from({ length: height }, () => new Array<string>(width + 1).fill(' '));
  for (const [mark, { figures }] of marked) {
    const share = high > low ? ((figures.fillRate ?? 0) - low) / (high - low) : 1;
    const line = cells[Math.round((1 - share) * (height - 1))];
    if (line !== undefined) line[Math.round((figures.averageStockMoney / stockMax) * width)] = mark;
  }
  const labelOf = (line: number): string =>
    line === 0 ? percent(high) : line === height - 1 ? percent(low) : '';
  return [
    'fill rate',
    ...cells.map((line, index) => `${labelOf(index).padStart(8)} │${line.join('').trimEnd()}`),
    `${' '.repeat(9)}└${'─'.repeat(width + 1)}`,
    `${' '.repeat(10)}0${`average stock, money ${amount(stockMax)}`.padStart(width)}`,
    '· frontier  T today  A alternative  * cheapest',
  ];
}

/** What a person reads after a backtest. */
export function backtestLines(result: BacktestResult): string[] {
  const { seriesCount, skippedCount, estimatedShare, windowDays } = result;
  const about = [
    `${amount(seriesCount)} series over ${windowDays / 7} weeks`,
    ...(skippedCount > 0 ? [`${amount(skippedCount)} left out: too little history`] : []),
    ...(estimatedShare > 0
      ? [`${percent(estimatedShare)} of the weeks had no stock, their demand is estimated`]
      : []),
  ];
  return [
    `${about.join('; ')}.`,
    '',
    ...tableLines(result),
    '',
    differenceLine('alternative', result.alternative),
    differenceLine('cheapest point', result.cheapest),
    '',
    ...frontierLines(result),
  ];
}
