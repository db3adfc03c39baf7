/** What measuring terms say: one list that form, reading view and differences share. Pure. */
import { otifPresets } from '@coplan/collaboration';
import type { MeasuringTerms } from '../../../app/api-types.ts';

export type NumberUnit = 'days' | 'hours' | '%' | 'money';
export type FieldKind =
  | {
      kind: 'number';
      unit: NumberUnit;
      most: number;
      /** What it says when nothing is given; absent: something must be. */
      emptyText?: string;
    }
  | { kind: 'choice'; options: readonly { value: string | null; label: string }[] }
  | { kind: 'time' }
  | { kind: 'yes' };
export type TermField = { path: readonly string[]; label: string } & FieldKind;
export type TermSection = { title: string; about: string; fields: readonly TermField[] };

const days = (most: number, emptyText?: string): FieldKind => ({
  ...{ kind: 'number', unit: 'days', most },
  ...(emptyText === undefined ? {} : { emptyText }),
});
const hours = (most: number, emptyText?: string): FieldKind => ({
  ...{ kind: 'number', unit: 'hours', most },
  ...(emptyText === undefined ? {} : { emptyText }),
});
const share: FieldKind = { kind: 'number', unit: '%', most: 100 };
const money: FieldKind = { kind: 'number', unit: 'money', most: 100_000 };

export const deliveryTerms = [
  { value: 'prepaid', label: 'The supplier brings the goods' },
  { value: 'collect', label: 'The buyer’s carrier collects them' },
] as const;

/** Everything but the versions of own rules and the actions, which are lists. */
export const termSections: readonly TermSection[] = [
  {
    title: 'Its day',
    about: 'When a line is on time. What a supplier promises later never moves its day.',
    fields: [
      {
        path: ['basis'],
        label: 'Measured against',
        kind: 'choice',
        options: [
          { value: 'first-promise', label: 'The first day promised' },
          { value: 'requested', label: 'The day asked for' },
        ],
      },
      {
        path: ['datedBy'],
        label: 'A delivery is dated by',
        kind: 'choice',
        options: [
          { value: 'receipt', label: 'The day it was counted' },
          { value: 'arrival', label: 'Its arrival at the gate' },
        ],
      },
      { path: ['window', 'earlyDays'], label: 'Early at most', ...days(60, 'any day before') },
      { path: ['window', 'lateDays'], label: 'Late at most', ...days(60) },
      { path: ['window', 'opens'], label: 'Doors open', kind: 'time' },
      { path: ['window', 'closes'], label: 'Doors close', kind: 'time' },
      {
        path: ['undatedPromiseDays'],
        label: 'Without a day it is due after',
        ...days(365, 'it is not judged'),
      },
      { path: ['transitHours'], label: 'On the way, as agreed', ...hours(2_000) },
      { path: ['cancelCutoffHours'], label: 'Called off without blame until', ...hours(1_000) },
    ],
  },
  {
    title: 'In full',
    about: 'What may come less or more of a line.',
    fields: [
      { path: ['underToleranceMicros'], label: 'Less at most', ...share },
      { path: ['overToleranceMicros'], label: 'More at most', ...share },
      { path: ['arePartsAllowed'], label: 'May come in parts', kind: 'yes' },
    ],
  },
  {
    title: 'Papers',
    about: 'Which papers a perfect line needs, and when.',
    fields: [
      { path: ['acknowledgeWithinHours'], label: 'Answer an order within', ...hours(1_000) },
      {
        path: ['documents', 'shipNoticeLeadHours'],
        label: 'Ship notice before arrival',
        ...hours(500, 'not asked for'),
      },
      {
        path: ['documents', 'invoiceDueDays'],
        label: 'Invoice after the receipt within',
        ...days(365, 'not asked for'),
      },
      { path: ['documents', 'priceToleranceMicros'], label: 'Price may differ by', ...share },
    ],
  },
  {
    title: 'Afterwards',
    about: 'How long what comes later still counts. A score is final after the last of these days.',
    fields: [
      { path: ['cutoffDays'], label: 'Final after', ...days(60) },
      { path: ['returnDays'], label: 'A return fails the line within', ...days(365) },
      { path: ['creditDays'], label: 'A credit fails its papers within', ...days(365) },
    ],
  },
  {
    title: 'What a failure costs',
    about: 'Shares are of the value of what is concerned.',
    fields: [
      { path: ['costs', 'shortRatioMicros'], label: 'Missing goods', ...share },
      { path: ['costs', 'lateRatioMicros'], label: 'Goods on another day', ...share },
      { path: ['costs', 'damageRatioMicros'], label: 'Damaged goods', ...share },
      { path: ['costs', 'documentMinor'], label: 'Wrong papers, each line', ...money },
    ],
  },
  {
    title: 'On time in full',
    about: 'The customer’s own measure in cases, beside the perfect order.',
    fields: [
      {
        path: ['otif', 'preset'],
        label: 'By',
        kind: 'choice',
        options: [
          ...otifPresets.map(({ code, name }) => ({ value: code as string, label: name })),
          { value: null, label: 'Own rules' },
        ],
      },
      { path: ['otif', 'deliveryTerms'], label: 'Freight', kind: 'choice', options: deliveryTerms },
    ],
  },
];

/** Of one version of own rules for on time in full. */
export const otifRuleFields: readonly TermField[] = [
  { path: ['earlyDays', 'prepaid'], label: 'Early, brought', ...days(60) },
  { path: ['earlyDays', 'collect'], label: 'Early, collected', ...days(60) },
  { path: ['lateDays', 'prepaid'], label: 'Late, brought', ...days(60) },
  { path: ['lateDays', 'collect'], label: 'Late, collected', ...days(60) },
  { path: ['onTimeGoalMicros', 'prepaid'], label: 'On time, brought: goal', ...share },
  { path: ['onTimeGoalMicros', 'collect'], label: 'On time, collected: goal', ...share },
  { path: ['inFullGoalMicros'], label: 'In full: goal', ...share },
  { path: ['fineMicros'], label: 'Fine of what fails', ...share },
  { path: ['isCollectJudgedByReady'], label: 'Collected goods: ready counts', kind: 'yes' },
];

type Tree = Readonly<Record<string, unknown>>;

/** What stands at the path. */
export function valueAt(tree: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (part, name) => (typeof part === 'object' && part !== null ? (part as Tree)[name] : undefined),
    tree,
  );
}

/** The same tree with another value at the path. */
export function withValue<Whole>(tree: Whole, [name, ...rest]: readonly string[], value: unknown): Whole {
  if (name === undefined) return value as Whole;
  return { ...tree, [name]: withValue((tree as Tree)[name], rest, value) };
}

/** How many stored units one shown unit is: ratios are millionths, money hundredths. */
export const scaleOf = (unit: NumberUnit): number => (unit === '%' ? 10_000 : unit === 'money' ? 100 : 1);

export type OwnOtifRules = MeasuringTerms['otif']['ownRules'][number];
export type TermAction = MeasuringTerms['actions'][number];
