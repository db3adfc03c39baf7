import { type SharedMeasure, sharedMeasures } from '@coplan/collaboration';
import { isLocalDate } from '@coplan/kernel';

/** What the address says about a list. Anything that is not understood is left out, never an error. */
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;

const without = <Fields extends Record<string, unknown>>(fields: Fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Fields]?: NonNullable<Fields[Key]>;
  };

const sorts = ['money-at-risk', 'cut-off', 'value'] as const;
export type WorklistSort = (typeof sorts)[number];
export const worklistStates = [
  'open',
  'in-review',
  'needs-second',
  'conflict',
  'approved',
  'ordered',
  'rejected',
  'expired',
  'superseded',
] as const;
export type WorklistState = (typeof worklistStates)[number];
export type WorklistFilter = {
  state?: WorklistState;
  supplier?: string;
  location?: string;
  search?: string;
  sort?: WorklistSort;
};

export const readWorklistFilter = (search: Record<string, unknown>): WorklistFilter =>
  without({
    state: worklistStates.find((state) => state === search.state),
    supplier: text(search.supplier),
    location: text(search.location),
    search: text(search.search),
    sort: sorts.find((sort) => sort === search.sort),
  });

export const blanketStates = ['running', 'exhausted', 'over', 'closed'] as const;
export type BlanketFilter = { state?: (typeof blanketStates)[number]; search?: string };
export const readBlanketFilter = (search: Record<string, unknown>): BlanketFilter =>
  without({ state: blanketStates.find((state) => state === search.state), search: text(search.search) });

export const orderStates = [
  'approved',
  'sent',
  'send-failed',
  'changes-proposed',
  'change-pending',
  'acknowledged',
  'partially-shipped',
  'shipped',
  'partially-received',
  'received',
  'closed',
  'closed-short',
  'rejected',
  'cancelled',
] as const;
export const orderWorklists = [
  'to-acknowledge',
  'changed',
  'late',
  'at-risk',
  'held',
  'to-match',
  'waiting',
] as const;
export type OrderWorklist = (typeof orderWorklists)[number];
export type OrderFilter = {
  state?: (typeof orderStates)[number];
  worklist?: OrderWorklist;
  search?: string;
};
export const readOrderFilter = (search: Record<string, unknown>): OrderFilter =>
  without({
    state: orderStates.find((state) => state === search.state),
    worklist: orderWorklists.find((worklist) => worklist === search.worklist),
    search: text(search.search),
  });

export const disputeWorklists = ['mine', 'theirs', 'overdue', 'ended'] as const;
export type DisputeWorklist = (typeof disputeWorklists)[number];
export type DisputeFilter = { worklist?: DisputeWorklist };
export const readDisputeFilter = (search: Record<string, unknown>): DisputeFilter =>
  without({ worklist: disputeWorklists.find((worklist) => worklist === search.worklist) });

export type ReceivingCode = { code?: string };
export const readReceivingCode = (search: Record<string, unknown>): ReceivingCode =>
  without({ code: text(search.code) });

export type SearchOnly = { search?: string };
export const readSearch = (search: Record<string, unknown>): SearchOnly =>
  without({ search: text(search.search) });

export type AllocationView = { search?: string; show?: 'short' };
export const readAllocationView = (search: Record<string, unknown>): AllocationView =>
  without({ search: text(search.search), show: search.show === 'short' ? ('short' as const) : undefined });

export const ruleSections = ['customers', 'pools', 'substitutes', 'places'] as const;
export type AllocationRulesView = { section?: (typeof ruleSections)[number] };
export const readAllocationRulesView = (search: Record<string, unknown>): AllocationRulesView =>
  without({ section: ruleSections.find((section) => section === search.section) });

export const sharingTabs = ['matrix', 'visible', 'view-as', 'reads', 'own', 'theirs'] as const;
export type SharingTab = (typeof sharingTabs)[number];
export type SharingFilter = { tab?: SharingTab; measure?: SharedMeasure; search?: string };
export const readSharingFilter = (search: Record<string, unknown>): SharingFilter =>
  without({
    tab: sharingTabs.find((tab) => tab === search.tab),
    measure: sharedMeasures.find((measure) => measure === search.measure),
    search: text(search.search),
  });

export type VersionChoice = { version?: string; compare?: string };
export const readVersionChoice = (search: Record<string, unknown>): VersionChoice =>
  without({ version: text(search.version), compare: text(search.compare) });

const draftPurposes = ['draft', 'counter', 'revise'] as const;
export type DraftChoice = { from: string; as: (typeof draftPurposes)[number] };
export const readDraftChoice = (search: Record<string, unknown>): DraftChoice => ({
  from: text(search.from) ?? '',
  as: draftPurposes.find((purpose) => purpose === search.as) ?? 'draft',
});

const day = (value: unknown): string | undefined =>
  typeof value === 'string' && isLocalDate(value) ? value : undefined;
export type BusinessPlanFilter = { period?: string; from?: string; weeks?: number };
export const readBusinessPlanFilter = (search: Record<string, unknown>): BusinessPlanFilter => {
  const period = text(search.period);
  return without({
    period: period !== undefined && /^20\d\d(-Q[1-4])?$/.test(period) ? period : undefined,
    from: day(search.from),
    weeks: [13, 26, 52].find((weeks) => weeks === Number(search.weeks)),
  });
};

const exceptionStates = ['snoozed', 'ended', 'all'] as const;
const exceptionOwners = ['me', 'us', 'partner'] as const;
const exceptionKinds = ['forecast', 'operational', 'metric', 'data-quality', 'event', 'pooled'] as const;
const exceptionSorts = ['respond-by', 'priority', 'newest'] as const;
/** Without a state: what waits for somebody; without a sort: most money first. */
export type ExceptionFilter = {
  state?: (typeof exceptionStates)[number];
  owner?: (typeof exceptionOwners)[number];
  kind?: (typeof exceptionKinds)[number];
  sort?: (typeof exceptionSorts)[number];
  agreement?: string;
  search?: string;
};
export const readExceptionFilter = (search: Record<string, unknown>): ExceptionFilter =>
  without({
    state: exceptionStates.find((state) => state === search.state),
    owner: exceptionOwners.find((owner) => owner === search.owner),
    kind: exceptionKinds.find((kind) => kind === search.kind),
    sort: exceptionSorts.find((sort) => sort === search.sort),
    agreement: text(search.agreement),
    search: text(search.search),
  });

const commitViews = ['open', 'short', 'answered', 'all'] as const;
export type CommitView = { show?: (typeof commitViews)[number]; search?: string };
export const readCommitView = (search: Record<string, unknown>): CommitView =>
  without({ show: commitViews.find((show) => show === search.show), search: text(search.search) });

export const cleanedKinds = [
  'out-of-stock',
  'outlier',
  'level-shift',
  'promotion',
  'own-value',
  'new-item',
] as const;
export type CleanedKind = (typeof cleanedKinds)[number];
export const readCleanedFilter = (search: Record<string, unknown>): { kind?: CleanedKind; search?: string } =>
  without({ kind: cleanedKinds.find((kind) => kind === search.kind), search: text(search.search) });

export const monitorShows = ['failing', 'overdue', 'waiting'] as const;
/** Without `show`: every message, those that somebody has to look at first. */
export type MonitorFilter = {
  search?: string;
  show?: (typeof monitorShows)[number];
  agreement?: string;
  direction?: 'in' | 'out';
};
export const readMonitorFilter = (search: Record<string, unknown>): MonitorFilter =>
  without({
    search: text(search.search),
    show: monitorShows.find((show) => show === search.show),
    agreement: text(search.agreement),
    direction: (['in', 'out'] as const).find((direction) => direction === search.direction),
  });

const messageTabs = ['evidence', 'document'] as const;
export type MessageTab = { tab?: (typeof messageTabs)[number] };
export const readMessageTab = (search: Record<string, unknown>): MessageTab =>
  without({ tab: messageTabs.find((tab) => tab === search.tab) });

export type VersionPair = { before?: number; after?: number };
export const readVersionPair = (search: Record<string, unknown>): VersionPair => {
  const number = (value: unknown): number | undefined =>
    Number.isInteger(Number(value)) && Number(value) > 0 ? Number(value) : undefined;
  return without({ before: number(search.before), after: number(search.after) });
};

const performanceTabs = ['scorecard', 'accuracy', 'value', 'maturity', 'benefits'] as const;
export type PerformanceTab = (typeof performanceTabs)[number];
export type PerformanceView = { tab?: PerformanceTab; metric?: string };
export const readPerformanceView = (search: Record<string, unknown>): PerformanceView =>
  without({ tab: performanceTabs.find((tab) => tab === search.tab), metric: text(search.metric) });

const fulfilmentTabs = ['figures', 'lines', 'risks', 'customers', 'untouched'] as const;
export type FulfilmentTab = (typeof fulfilmentTabs)[number];
export const fulfilmentWeeks = [4, 13, 26, 52] as const;
export const lineVerdicts = [
  'failed',
  'perfect',
  'open',
  'excluded',
  'undated',
  'disputed',
  'restated',
] as const;
export type FulfilmentView = {
  tab?: FulfilmentTab;
  weeks?: (typeof fulfilmentWeeks)[number];
  partner?: string;
  verdict?: (typeof lineVerdicts)[number];
  cause?: string;
  party?: string;
  search?: string;
};
export const readFulfilmentView = (search: Record<string, unknown>): FulfilmentView =>
  without({
    tab: fulfilmentTabs.find((tab) => tab === search.tab),
    weeks: fulfilmentWeeks.find((weeks) => weeks === Number(search.weeks)),
    partner: text(search.partner),
    verdict: lineVerdicts.find((verdict) => verdict === search.verdict),
    cause: text(search.cause),
    party: text(search.party),
    search: text(search.search),
  });

export type OwedFilter = { owed?: 'me' };
export const readOwedFilter = (search: Record<string, unknown>): OwedFilter =>
  search.owed === 'me' ? { owed: 'me' } : {};

export type PartnerChoice = { partner?: string };
export const readPartnerChoice = (search: Record<string, unknown>): PartnerChoice =>
  without({ partner: text(search.partner) });

export const accuracyLevels = ['total', 'category', 'location', 'supplier', 'item'] as const;
export type AccuracyLevel = (typeof accuracyLevels)[number];
export const accuracyLags = [1, 2, 4, 8] as const;
export const accuracyWindows = [13, 26, 52] as const;
const accuracySorts = ['error', 'alarm', 'name'] as const;
export type AccuracyView = {
  level?: AccuracyLevel;
  lag?: (typeof accuracyLags)[number];
  weeks?: (typeof accuracyWindows)[number];
  sort?: (typeof accuracySorts)[number];
  search?: string;
  /** The line of the level whose weeks are drawn. */
  key?: string;
};
export const readAccuracyView = (search: Record<string, unknown>): AccuracyView =>
  without({
    level: accuracyLevels.find((level) => level === search.level),
    lag: accuracyLags.find((lag) => lag === Number(search.lag)),
    weeks: accuracyWindows.find((weeks) => weeks === Number(search.weeks)),
    sort: accuracySorts.find((sort) => sort === search.sort),
    search: text(search.search),
    key: text(search.key),
  });

export type ValueAddedView = Pick<AccuracyView, 'level' | 'lag' | 'weeks'> & { agreement?: string };
export const readValueAddedView = (search: Record<string, unknown>): ValueAddedView => {
  const { level, lag, weeks } = readAccuracyView(search);
  return without({ level, lag, weeks, agreement: text(search.agreement) });
};

export type ComparisonView = { of?: 'forecasts'; before?: string; after?: string; cause?: string };
export const readComparisonView = (search: Record<string, unknown>): ComparisonView =>
  without({
    of: search.of === 'forecasts' ? ('forecasts' as const) : undefined,
    before: text(search.before),
    after: text(search.after),
    cause: text(search.cause),
  });
