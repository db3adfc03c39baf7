import type { BacktestRequest } from '../../app/api-types.ts';

/** The form as it is typed: percents as percents. */
export type Draft = {
  kind: BacktestRequest['alternative']['kind'];
  percent: number;
  minDays: number;
  maxDays: number;
  orderDays: number;
  /** "all", "supplier <id>" or "category <name>". */
  scope: string;
  shortagePercent: number;
  holdingPercent: number;
  orderCost: number;
};

export const firstDraft: Draft = {
  kind: 'service-level',
  percent: 97,
  minDays: 7,
  maxDays: 21,
  orderDays: 14,
  scope: 'all',
  shortagePercent: 30,
  holdingPercent: 20,
  orderCost: 0,
};

/** What is asked of the server; without the binary dust of a division ("0.9740000000000001"). */
export function policyOfDraft(draft: Draft): BacktestRequest['alternative'] {
  const ratio = Math.round(draft.percent * 100) / 10_000;
  switch (draft.kind) {
    case 'service-level':
      return { kind: 'service-level', level: ratio };
    case 'fill-rate':
      return { kind: 'fill-rate', fillRate: ratio };
    case 'cost-optimal':
      return { kind: 'cost-optimal', shortageFactor: 1 };
    case 'min-max':
      return { kind: 'min-max', minDays: draft.minDays, maxDays: draft.maxDays };
    case 'reorder-point':
      return { kind: 'reorder-point', level: ratio, orderDays: draft.orderDays };
  }
}

export function scopeOfValue(value: string): BacktestRequest['scope'] {
  const [kind = '', ...rest] = value.split(' ');
  const name = rest.join(' ');
  if (kind === 'supplier') return { kind: 'supplier', supplierId: name };
  return kind === 'category' ? { kind: 'category', category: name } : { kind: 'all' };
}
