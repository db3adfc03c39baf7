import type { LineRules, MeasuringTerms, OtifPreset } from '@coplan/collaboration';
import { otifPresets, riskComponents } from '@coplan/collaboration';
import type { LocalDate } from '@coplan/kernel';
import { z } from 'zod';

const micros = z.int().min(0).max(1_000_000);
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'a time of day like 06:30, or 24:00');
const perTerms = <Value extends z.ZodType>(value: Value) => z.object({ prepaid: value, collect: value });
const businessDay = z.iso.date().transform((date) => date as LocalDate);

/** One version of a customer's own rules for on time in full. */
const ownRules = z.object({
  version: z.string().trim().min(1).max(40),
  validFrom: businessDay,
  earlyDays: perTerms(z.int().min(0).max(60)),
  lateDays: perTerms(z.int().min(0).max(60)),
  onTimeGoalMicros: perTerms(micros),
  inFullGoalMicros: micros,
  fineMicros: micros,
  isCollectJudgedByReady: z.boolean(),
});

const action = z.object({
  code: z.string().trim().min(1).max(40),
  name: z.string().trim().min(1).max(120),
  /** What doing it costs, in hundredths. */
  actionMinor: z.int().min(0).max(100_000_000),
  effect: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('gain-hours'), hours: z.int().min(1).max(500) }),
    z.object({ kind: z.literal('avoid'), component: z.enum(riskComponents), avoidedMicros: micros }),
  ]),
});

/** What a buyer and a supplier agreed about judging an order line. Ratios are millionths, money hundredths. */
export const termsContent = z
  .object({
    basis: z.enum(['first-promise', 'requested']),
    /** What dates a delivery: its arrival at the gate, or the day on which it was counted. */
    datedBy: z.enum(['arrival', 'receipt']).default('receipt'),
    undatedPromiseDays: z.int().min(0).max(365).nullable(),
    window: z.object({
      earlyDays: z.int().min(0).max(60).nullable(),
      lateDays: z.int().min(0).max(60),
      opens: time,
      closes: time,
    }),
    underToleranceMicros: micros,
    overToleranceMicros: micros,
    arePartsAllowed: z.boolean(),
    cancelCutoffHours: z.int().min(0).max(1_000),
    transitHours: z.int().min(0).max(2_000),
    acknowledgeWithinHours: z.int().min(1).max(1_000),
    documents: z.object({
      shipNoticeLeadHours: z.int().min(0).max(500).nullable(),
      invoiceDueDays: z.int().min(0).max(365).nullable(),
      priceToleranceMicros: micros,
    }),
    returnDays: z.int().min(0).max(365),
    creditDays: z.int().min(0).max(365),
    cutoffDays: z.int().min(0).max(60),
    costs: z.object({
      shortRatioMicros: micros,
      lateRatioMicros: micros,
      damageRatioMicros: micros,
      documentMinor: z.int().min(0).max(10_000_000),
    }),
    otif: z.object({
      preset: z.enum(otifPresets.map(({ code }) => code) as [string, ...string[]]).nullable(),
      deliveryTerms: z.enum(['prepaid', 'collect']),
      /** Where no preset is taken: the customer's own rules, each from a day on. */
      ownRules: z.array(ownRules).max(20),
    }),
    actions: z.array(action).max(20),
  })
  .refine(({ otif }) => otif.preset !== null || otif.ownRules.length > 0, {
    path: ['otif'],
    message: 'choose a preset, or give at least one version of your own rules',
  });
export type TermsContent = z.output<typeof termsContent>;

/** Corrections are taken for so many days after a score is final. */
export const restateDays = 30;

/** What counts while nothing else is agreed: SCOR with no tolerance, a day early at most, papers asked for. */
export const standardTerms: TermsContent = {
  basis: 'first-promise',
  datedBy: 'receipt',
  undatedPromiseDays: null,
  window: { earlyDays: 1, lateDays: 0, opens: '00:00', closes: '24:00' },
  underToleranceMicros: 0,
  overToleranceMicros: 0,
  arePartsAllowed: true,
  cancelCutoffHours: 24,
  transitHours: 24,
  acknowledgeWithinHours: 48,
  documents: { shipNoticeLeadHours: 2, invoiceDueDays: 14, priceToleranceMicros: 0 },
  returnDays: 30,
  creditDays: 60,
  cutoffDays: 7,
  costs: {
    shortRatioMicros: 250_000,
    lateRatioMicros: 30_000,
    damageRatioMicros: 1_000_000,
    documentMinor: 2_500,
  },
  otif: { preset: 'mass-retail', deliveryTerms: 'prepaid', ownRules: [] },
  actions: [
    {
      code: 'expedite',
      name: 'Send it by express',
      actionMinor: 12_000,
      effect: { kind: 'gain-hours', hours: 24 },
    },
    {
      code: 'ask-for-notice',
      name: 'Ask for the ship notice',
      actionMinor: 500,
      effect: { kind: 'avoid', component: 'papers', avoidedMicros: 600_000 },
    },
  ],
};

/** What the engine judges a line by. `leadTimeDays`: as agreed for the item, null: nothing is agreed. */
export function lineRules(
  content: TermsContent,
  { rulesVersion, leadTimeDays }: { rulesVersion: string; leadTimeDays: number | null },
): LineRules {
  const { otif: _, actions: _actions, acknowledgeWithinHours: _hours, documents, ...same } = content;
  return {
    ...same,
    rulesVersion,
    leadTimeDays: leadTimeDays ?? 0,
    documents: { ...documents, needsBillOfLading: false, certificates: [] },
    remainingShelfLifeDays: null,
    needsInstallation: false,
    restateDays,
  };
}

const presetOf = ({ otif }: TermsContent): OtifPreset =>
  otifPresets.find(({ code }) => code === otif.preset) ?? {
    code: 'own',
    name: 'Own rules',
    versions: otif.ownRules,
  };

/** What else a line is measured by; office hours are Monday to Friday, nine to five at the place of delivery. */
export const measuringTerms = (content: TermsContent, timeZone: string): MeasuringTerms => ({
  preset: presetOf(content),
  deliveryTerms: content.otif.deliveryTerms,
  acknowledgeWithinHours: content.acknowledgeWithinHours,
  business: {
    timeZone,
    workingWeekdays: [1, 2, 3, 4, 5],
    holidays: [],
    opensAt: '09:00',
    closesAt: '17:00',
  },
});
