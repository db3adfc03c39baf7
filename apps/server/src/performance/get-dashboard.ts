import {
  type CycleTimes,
  type PerfectOrderComponent,
  type PerfectOrderReport,
  type PerformanceResult,
  performanceDefinitions,
  type ReportedLine,
  reportPerfectOrders,
  sumMeasures,
} from '@coplan/collaboration';
import { addDays, isoWeekLabel, type LocalDate, localDateAt, startOfIsoWeek } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import { readScores, reportedLine, type StoredLine } from './read-scores.ts';

export const getDashboardInput = z.object({
  partnerId: z.uuid().optional(),
  /** Whole weeks until the end of the present one, by the day on which lines are due. */
  weekCount: z.int().min(1).max(53).default(13),
});

/** What failed lines by the same cause cost, most expensive first. */
export type CauseRow = {
  party: string;
  cause: string;
  lineCount: number;
  /** Trucks, orders or documents behind it: one late truck is one event for all its lines. */
  eventCount: number;
  costMinor: number;
  currency: string;
};

export type PartnerRow = {
  partnerId: string;
  partnerName: string;
  perfectOrder: PerformanceResult;
  perfectLine: PerformanceResult;
  otif: PerformanceResult;
  components: Record<PerfectOrderComponent, PerformanceResult>;
  openCount: number;
  costs: Money[];
  /** Failed lines that each answers for: the scorecard of both sides. */
  parties: Partial<Record<string, number>>;
};

export type Money = { currency: string; amountMinor: number };

export type Dashboard = {
  period: { startsOn: LocalDate; endsBefore: LocalDate };
  perfectOrder: PerformanceResult;
  perfectLine: PerformanceResult;
  components: Record<PerfectOrderComponent, PerformanceResult>;
  undatedCount: number;
  openCount: number;
  rebasedCount: number;
  disputedCount: number;
  costs: Money[];
  trend: {
    startsOn: LocalDate;
    label: string;
    perfectOrder: PerformanceResult;
    perfectLine: PerformanceResult;
  }[];
  measures: (PerformanceResult & { name: string })[];
  cycleTimes: CycleTimes & { formula: string };
  causes: CauseRow[];
  partners: PartnerRow[];
};

type Line = ReportedLine & { stored: StoredLine };
type Report = PerfectOrderReport<Line>;

function sumCosts(lines: readonly Line[]): Money[] {
  const sums = new Map<string, number>();
  for (const { costMinor, stored } of lines) {
    if (costMinor > 0) sums.set(stored.currency, (sums.get(stored.currency) ?? 0) + costMinor);
  }
  return [...sums]
    .map(([currency, amountMinor]) => ({ currency, amountMinor }))
    .sort((a, b) => b.amountMinor - a.amountMinor || (a.currency < b.currency ? -1 : 1));
}

function groupCauses(lines: readonly Line[]): CauseRow[] {
  const rows = new Map<string, CauseRow & { keys: Set<string> }>();
  for (const { rootCause, costMinor, stored } of lines) {
    if (rootCause === null) continue;
    const { party, cause, key } = rootCause;
    const { currency } = stored;
    const id = `${party} ${cause} ${currency}`;
    const row = rows.get(id) ?? {
      ...{ party, cause, currency, lineCount: 0, eventCount: 0, costMinor: 0, keys: new Set<string>() },
    };
    row.lineCount += 1;
    row.costMinor += costMinor;
    row.keys.add(key);
    rows.set(id, row);
  }
  return [...rows.values()]
    .map(({ keys, ...row }) => ({ ...row, eventCount: keys.size }))
    .sort((a, b) => b.costMinor - a.costMinor || b.lineCount - a.lineCount || (a.cause < b.cause ? -1 : 1));
}

const measured = (lines: readonly Line[]) =>
  lines
    .filter(({ standing }) => standing !== 'excluded')
    .map(({ orderId, status, stored }) => ({ orderId, status, measures: stored.measures }));

function toPartner(lines: readonly Line[]): PartnerRow {
  const { perfectOrder, perfectLine, components, openCount } = reportPerfectOrders(lines);
  const [first] = lines;
  const parties: Partial<Record<string, number>> = {};
  for (const { rootCause } of lines) {
    if (rootCause !== null) parties[rootCause.party] = (parties[rootCause.party] ?? 0) + 1;
  }
  const otif = sumMeasures(measured(lines)).results.find(({ code }) => code === 'otif') as PerformanceResult;
  const { partnerId = '', partnerName = '' } = first?.stored ?? {};
  return {
    ...{ partnerId, partnerName, perfectOrder, perfectLine, otif, components, openCount, parties },
    costs: sumCosts(lines),
  };
}

function groupPartners(lines: readonly Line[]): PartnerRow[] {
  const groups = new Map<string, Line[]>();
  for (const line of lines) {
    const { partnerId } = line.stored;
    groups.set(partnerId, [...(groups.get(partnerId) ?? []), line]);
  }
  return [...groups.values()].map(toPartner).sort((a, b) => (a.partnerName < b.partnerName ? -1 : 1));
}

const nameOf = (code: string): string =>
  performanceDefinitions.find((one) => one.code === code)?.name ?? code;
const formulaOf = (code: string): string =>
  performanceDefinitions.find((one) => one.code === code)?.formula ?? '';

function toDashboard(report: Report, period: Dashboard['period']): Omit<Dashboard, 'trend'> {
  const { perfectOrder, perfectLine, components, undatedCount, openCount, rebasedCount, lines } = report;
  const { results, cycleTimes } = sumMeasures(measured(lines));
  return {
    ...{ period, perfectOrder, perfectLine, components, undatedCount, openCount, rebasedCount },
    disputedCount: lines.filter(({ status }) => status === 'DISPUTED').length,
    costs: sumCosts(lines),
    measures: results.map((result) => ({ ...result, name: nameOf(result.code) })),
    cycleTimes: { ...cycleTimes, formula: formulaOf('order-cycle-time') },
    causes: groupCauses(lines),
    partners: groupPartners(lines),
  };
}

/**
 * The perfect order of the acting organisation over whole weeks, with its components, trend, causes, every other measure
 * and the same for each partner. Both parties of an order see the same numbers. What has no denominator is NO_DATA.
 */
export async function getDashboard(
  { db, actor, clock }: Context,
  { partnerId, weekCount }: z.output<typeof getDashboardInput>,
): Promise<Dashboard> {
  const thisWeek = startOfIsoWeek(localDateAt(clock.now(), 'UTC'));
  const period = { startsOn: addDays(thisWeek, -7 * (weekCount - 1)), endsBefore: addDays(thisWeek, 7) };
  const { organisationId } = actor;
  const stored = await readScores(db, { organisationId, partnerId: partnerId ?? null, ...period });
  const lines = stored.map(reportedLine);
  const dated = lines.filter(({ dueOn }) => dueOn !== null);
  const trend = Array.from({ length: weekCount }, (_, week) => {
    const startsOn = addDays(period.startsOn, 7 * week);
    const endsBefore = addDays(startsOn, 7);
    const { perfectOrder, perfectLine } = reportPerfectOrders(dated, { startsOn, endsBefore });
    return { startsOn, label: isoWeekLabel(startsOn), perfectOrder, perfectLine };
  });
  return { ...toDashboard(reportPerfectOrders(lines, period), period), trend };
}
