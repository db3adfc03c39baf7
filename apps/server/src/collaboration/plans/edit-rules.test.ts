import { forecastPlanLifecycle, scenarioLifecycle } from '@coplan/collaboration';
import { DomainError, type LocalDate, type OrganisationId } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { worldContent } from '../collaboration-world-content.ts';
import { assertPlanEditable, assertWindowsAllow, type CellEdit } from './edit-rules.ts';
import type { PlanRow } from './load-plan.ts';

const me = 'me' as OrganisationId;
const partner = 'partner' as OrganisationId;

const planOf = (about: Partial<PlanRow>): PlanRow => ({
  planId: 'plan',
  buyerId: me,
  supplierId: partner,
  agreementId: 'agreement',
  agreementVersionId: 'version',
  agreementVersionNumber: 1,
  cycleId: null,
  kind: 'joint',
  partyId: null,
  purpose: 'sales',
  state: 'in-review',
  versionNumber: 1,
  basePlanId: null,
  startsOn: '2026-11-23' as LocalDate,
  bucketDays: 7,
  bucketCount: 26,
  source: {},
  issuedAt: new Date(0),
  publishedAt: null,
  createdBy: 'somebody',
  note: null,
  version: 1,
  ...about,
});

const isAllowed = (work: () => void): boolean => {
  try {
    work();
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
};

test('who may type into which plan, for every kind and state', () => {
  const states = Object.keys(forecastPlanLifecycle.table) as PlanRow['state'][];
  const editable = (plan: PlanRow, layer: 'base' | 'override' = 'override') =>
    isAllowed(() => assertPlanEditable(plan, [layer], me));
  const party = (partyId: OrganisationId) =>
    states.filter((state) => editable(planOf({ kind: 'party', partyId, state })));
  expect(party(me)).toEqual(['working']);
  expect(party(partner)).toEqual([]);
  expect(states.filter((state) => editable(planOf({ state })))).toEqual(['in-review', 'consensus']);
  const branches = Object.keys(scenarioLifecycle.table) as PlanRow['state'][];
  expect(branches.filter((state) => editable(planOf({ kind: 'scenario', state })))).toEqual(['open']);
  expect(editable(planOf({ kind: 'party', partyId: me, state: 'working' }), 'base')).toBe(true);
  expect(editable(planOf({}), 'base')).toBe(false);
  expect(editable(planOf({ kind: 'scenario', state: 'open' }), 'base')).toBe(false);
});

test('windows bind what both agreed before, in joint plans only; the past is over everywhere', () => {
  const { horizons } = worldContent();
  const kinds = [
    planOf({}),
    planOf({ kind: 'party', partyId: me, state: 'working' }),
    planOf({ kind: 'scenario', state: 'open' }),
  ];
  const allowed = (
    plan: PlanRow,
    about: { bucketIndex: number; agreedMilli: number | null; afterMilli: number },
  ) => {
    const { bucketIndex, afterMilli, agreedMilli } = about;
    const edit: CellEdit = {
      itemLocationId: 'row',
      layer: 'override',
      beforeMilli: null,
      bucketIndex,
      afterMilli,
    };
    const today = '2026-12-02' as LocalDate;
    return isAllowed(() =>
      assertWindowsAllow(plan, [edit], { horizons, today, agreedMilliOf: () => agreedMilli }),
    );
  };
  const cases = [
    { window: 'past', bucketIndex: 0, agreedMilli: null, afterMilli: 1, joint: false, others: false },
    { window: 'frozen', bucketIndex: 1, agreedMilli: 100, afterMilli: 101, joint: false, others: true },
    {
      window: 'frozen, unchanged',
      bucketIndex: 1,
      agreedMilli: 100,
      afterMilli: 100,
      joint: true,
      others: true,
    },
    {
      window: 'frozen, never agreed',
      bucketIndex: 1,
      agreedMilli: null,
      afterMilli: 7,
      joint: true,
      others: true,
    },
    {
      window: 'slushy, within',
      bucketIndex: 4,
      agreedMilli: 100,
      afterMilli: 120,
      joint: true,
      others: true,
    },
    {
      window: 'slushy, beyond',
      bucketIndex: 4,
      agreedMilli: 100,
      afterMilli: 121,
      joint: false,
      others: true,
    },
    { window: 'slushy, down', bucketIndex: 4, agreedMilli: 100, afterMilli: 79, joint: false, others: true },
    {
      window: 'slushy, from zero',
      bucketIndex: 4,
      agreedMilli: 0,
      afterMilli: 1,
      joint: false,
      others: true,
    },
    { window: 'liquid', bucketIndex: 20, agreedMilli: 100, afterMilli: 900, joint: true, others: true },
  ];
  for (const { window, joint, others, ...edit } of cases) {
    const [ofJoint, ...ofOthers] = kinds.map((plan) => allowed(plan, edit));
    expect([window, ofJoint, ...ofOthers]).toEqual([window, joint, others, others]);
  }
});
