import { defineLifecycle } from '@coplan/kernel';

/** One version of an agreement: nothing counts before both have signed the same content. */
export const agreementLifecycle = defineLifecycle('draft', {
  draft: { propose: 'proposed', withdraw: 'withdrawn' },
  proposed: {
    counter: 'countered',
    accept: 'agreed',
    reject: 'rejected',
    withdraw: 'withdrawn',
    expire: 'expired',
  },
  agreed: { activate: 'active', expire: 'expired' },
  active: { suspend: 'suspended', supersede: 'superseded', terminate: 'terminated', lapse: 'expired' },
  suspended: { resume: 'active', supersede: 'superseded', terminate: 'terminated', lapse: 'expired' },
  countered: {},
  superseded: {},
  rejected: {},
  withdrawn: {},
  expired: {},
  terminated: {},
});
export type AgreementState = keyof typeof agreementLifecycle.table;

/** One party's forecast of one purpose and cycle, and the joint one that grows from both. */
export const forecastPlanLifecycle = defineLifecycle('working', {
  working: { submit: 'submitted', supersede: 'superseded' },
  submitted: { publish: 'published', supersede: 'superseded' },
  published: { compare: 'in-review', supersede: 'superseded' },
  'in-review': { agree: 'consensus', revise: 'superseded', supersede: 'superseded' },
  consensus: { freeze: 'frozen' },
  frozen: { amend: 'consensus', roll: 'archived' },
  archived: {},
  superseded: {},
});
export type ForecastPlanState = keyof typeof forecastPlanLifecycle.table;

/** An exception: one criterion and one cause. `absorbed` ones are children of another. */
export const exceptionLifecycle = defineLifecycle('detected', {
  detected: { group: 'absorbed', open: 'open' },
  open: {
    assign: 'assigned',
    propose: 'proposed',
    clear: 'self-cleared',
    snooze: 'snoozed',
    accept: 'accepted',
    lapse: 'auto-resolved',
  },
  assigned: {
    assign: 'assigned',
    ask: 'waiting-partner',
    propose: 'proposed',
    clear: 'self-cleared',
    snooze: 'snoozed',
    accept: 'accepted',
    lapse: 'auto-resolved',
  },
  'waiting-partner': {
    reply: 'assigned',
    lapse: 'auto-resolved',
    propose: 'proposed',
    clear: 'self-cleared',
  },
  proposed: { agree: 'resolved', reject: 'assigned', clear: 'self-cleared', lapse: 'auto-resolved' },
  snoozed: { wake: 'open', clear: 'self-cleared' },
  resolved: { close: 'closed', reopen: 'assigned' },
  'auto-resolved': { close: 'closed', reopen: 'assigned' },
  absorbed: {},
  'self-cleared': {},
  accepted: {},
  closed: {},
});
export type ExceptionState = keyof typeof exceptionLifecycle.table;

/**
 * A promotion or another event of the joint business plan; it is not done before it has been evaluated. A change that
 * the other side refuses leaves the event as it was agreed.
 */
export const planEventLifecycle = defineLifecycle('draft', {
  draft: { propose: 'proposed', cancel: 'cancelled' },
  proposed: { agree: 'agreed', reject: 'draft', 'refuse-change': 'agreed', cancel: 'cancelled' },
  agreed: { lock: 'locked', change: 'proposed', cancel: 'cancelled' },
  locked: { start: 'running', change: 'changed-after-lock', cancel: 'cancelled' },
  'changed-after-lock': { agree: 'locked', 'refuse-change': 'locked', cancel: 'cancelled' },
  running: { end: 'ended', cancel: 'cancelled' },
  ended: { evaluate: 'evaluated' },
  evaluated: {},
  cancelled: {},
});
export type PlanEventState = keyof typeof planEventLifecycle.table;

/** A branch of the joint plan that both sides edit; merging it is an amendment that both sign. */
export const scenarioLifecycle = defineLifecycle('open', {
  open: { review: 'in-review', 'move-base': 'stale', abandon: 'abandoned' },
  'in-review': { merge: 'merged', reject: 'open', 'move-base': 'stale', abandon: 'abandoned' },
  stale: { rebase: 'open', abandon: 'abandoned' },
  merged: {},
  abandoned: {},
});
export type ScenarioState = keyof typeof scenarioLifecycle.table;

/** A supplier's answer to the order forecast of one item, location and bucket. */
export const commitLifecycle = defineLifecycle('due', {
  due: { draft: 'draft', submit: 'submitted', 'miss-due-time': 'overdue' },
  draft: { submit: 'submitted', 'miss-due-time': 'overdue' },
  overdue: { draft: 'draft', submit: 'submitted' },
  submitted: { accept: 'accepted', 'find-short': 'short', supersede: 'superseded' },
  short: { accept: 'accepted', supersede: 'superseded' },
  accepted: { supersede: 'superseded' },
  superseded: {},
});
export type CommitState = keyof typeof commitLifecycle.table;

/** A number on a scorecard: as scored, and after a dispute as agreed. */
export const metricResultLifecycle = defineLifecycle('provisional', {
  provisional: { 'cut-off': 'final', restate: 'provisional' },
  final: { dispute: 'disputed' },
  disputed: { restate: 'restated', uphold: 'upheld' },
  restated: {},
  upheld: {},
});
export type MetricResultState = keyof typeof metricResultLifecycle.table;
