import { formatState } from './format.ts';

type Tone = 'good' | 'warn' | 'bad' | 'info' | '';

const toneOfState: Readonly<Record<string, Tone>> = {
  approved: 'good',
  acknowledged: 'good',
  active: 'good',
  confirmed: 'good',
  done: 'good',
  ordered: 'good',
  promised: 'good',
  received: 'good',
  released: 'good',
  accepted: 'good',
  resolved: 'good',
  'self-cleared': 'good',
  merged: 'good',
  closed: 'good',
  matched: 'good',
  paid: 'good',
  shipped: 'info',
  'partially-shipped': 'info',
  'part-shipped': 'info',
  'partially-received': 'info',
  'part-received': 'info',
  'change-pending': 'warn',
  'closed-short': 'warn',
  variance: 'warn',
  open: 'warn',
  proposed: 'info',
  settled: 'good',
  disputed: 'warn',
  'changes-proposed': 'warn',
  short: 'warn',
  stale: 'warn',
  'waiting-partner': 'warn',
  conflict: 'warn',
  'needs-second': 'warn',
  negotiating: 'warn',
  backordered: 'warn',
  abandoned: 'bad',
  cancelled: 'bad',
  expired: 'bad',
  failed: 'bad',
  overdue: 'bad',
  rejected: 'bad',
  'send-failed': 'bad',
  undeliverable: 'bad',
  'in-review': 'info',
  new: 'info',
  queued: 'info',
  running: 'info',
  sent: 'info',
  'awaiting-supplier': 'info',
};

/** A state as words; its colour only repeats them. */
export function StateTag({ state }: { state: string }) {
  const tone = toneOfState[state.toLowerCase().replaceAll('_', '-')] ?? '';
  return <span className={`tag ${tone}`}>{formatState(state)}</span>;
}
