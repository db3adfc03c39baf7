/** The server's API as the portal uses it. Dates are `YYYY-MM-DD`, instants ISO 8601, quantities thousandths. */
import type { ReplenishmentInput, ReplenishmentProof } from '@coplan/planning';
import type { AppRouter as ServerRouter } from '@coplan/server';
import type {
  inferRouterInputs,
  inferRouterOutputs,
  TRPCBuiltRouter,
  TRPCMutationProcedure,
  TRPCQueryProcedure,
} from '@trpc/server';

type Query<Input, Output> = TRPCQueryProcedure<{ input: Input; output: Output; meta: unknown }>;
type Command<Input, Output> = TRPCMutationProcedure<{ input: Input; output: Output; meta: unknown }>;
type PageInput = { cursor?: string; limit?: number };
type Page<Row> = { rows: Row[]; nextCursor: string | null };
type NoInput = Record<string, never> | undefined;
type Json = Record<string, unknown>;
type Outputs = inferRouterOutputs<ServerRouter>;

export type Session = Outputs['session']['get'];
export type RoleName = Session['roles'][number];
export type OrganisationKind = 'buyer' | 'supplier' | 'carrier';
export type ItemRow = Outputs['catalog']['items']['list']['rows'][number];
export type StockRow = Outputs['inventory']['stock']['list']['rows'][number];
export type ImportRow = Outputs['imports']['list']['rows'][number];
export type ImportError = Outputs['imports']['get']['errors'][number];
export type UserRow = Outputs['users']['list']['rows'][number];
export type ApiKeyRow = Outputs['apiKeys']['list']['rows'][number];
export type LiveEvent = { type: string; subjectKind: string; subjectId: string };

export type ProposalRow = {
  proposalId: string;
  state: string;
  itemNumber: string;
  description: string;
  locationCode: string;
  locationName: string;
  supplierId: string;
  supplierName: string;
  quantityMilli: number;
  proposedQuantityMilli: number;
  unit: string;
  packs: string;
  valueMinor: number;
  currency: string;
  moneyAtRiskMinor: number;
  orderOn: string;
  deliverOn: string;
  cutOffAt: string;
  isEdited: boolean;
  version: number;
  allowedEvents: string[];
};
type Facet = { id: string; name: string; count: number };
export type ProposalPage = Page<ProposalRow> & {
  totals: { count: number; valueMinor: number; moneyAtRiskMinor: number };
  facets: { suppliers: Facet[]; locations: Facet[] };
};
export type DemandHistory = {
  bucketDays: number;
  startsOn: string;
  soldMilli: (number | null)[];
  inStock: boolean[];
};
export type ForecastView = {
  startsOn: string;
  bucketDays: number;
  meanMilli: number[];
  p10Milli: number[];
  p50Milli: number[];
  p90Milli: number[];
  model: string;
  demandClass: string;
  issuedAt: string;
};
export type ProposalDetail = ProposalRow & {
  input: ReplenishmentInput;
  proof: ReplenishmentProof;
  history: DemandHistory;
  forecast: ForecastView;
  run: { runId: string; engineVersion: string; snapshotHash: string };
  conflict?: { otherQuantityMilli: number };
  timeline: { at: string; text: string; actorName: string }[];
};
type ProposalFilter = {
  state?: 'open' | string[];
  supplierId?: string;
  locationId?: string;
  search?: string;
  sort?: 'money-at-risk' | 'cut-off' | 'value';
};
export type ApprovalOutcome = {
  approved: number;
  needsSecond: number;
  refused: { proposalId: string; code: string; message: string }[];
  orders: { orderId: string; poNumber: string }[];
};
export type ApprovalPreview = {
  count: number;
  unitsMilli: number;
  valueMinor: number;
  currency: string;
  bySupplier: { supplierId: string; name: string; count: number; valueMinor: number }[];
  needSecondCount: number;
  refusedCount: number;
};

export type RunRow = {
  runId: string;
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  phase: string | null;
  doneCount: number;
  totalCount: number;
  counts: Record<string, number>;
  startedAt: string | null;
  endedAt: string | null;
  error: string | null;
};
export type RunDetail = RunRow & {
  snapshotHash: string | null;
  engineVersion: string | null;
  seed: number | string | null;
  parameters: Json;
};

export type OrderRow = Outputs['orders']['list']['rows'][number];
export type OrderDetail = Outputs['orders']['get'];
export type OrderLine = OrderDetail['lines'][number];
export type ScheduleLine = OrderLine['schedule'][number];
export type PromiseRow = ScheduleLine['promises'][number];
export type LineAnswer = inferRouterInputs<ServerRouter>['orders']['confirm']['lines'][number];
export type SupplierForecastRow = Outputs['supplier']['forecast']['rows'][number];

type Records = {
  proposals: {
    list: Query<ProposalFilter & PageInput, ProposalPage>;
    get: Query<{ proposalId: string }, ProposalDetail>;
    edit: Command<
      { proposalId: string; quantityMilli: number; reason: string; expectedVersion: number },
      Json
    >;
    approve: Command<{ proposals: { proposalId: string; expectedVersion: number }[] }, ApprovalOutcome>;
    previewApproval: Query<{ proposalIds: string[] }, ApprovalPreview>;
    reject: Command<{ proposalId: string; reason: string; muteDays: number; expectedVersion: number }, Json>;
    resolveConflict: Command<
      { proposalId: string; take: 'edit' | 'run'; reason: string; expectedVersion: number },
      Json
    >;
    whyNot: Query<{ itemLocationId: string }, { proof: ReplenishmentProof; input?: ReplenishmentInput }>;
  };
  runs: {
    start: Command<NoInput, { runId: string }>;
    list: Query<PageInput, Page<RunRow>>;
    get: Query<{ runId: string }, RunDetail>;
    cancel: Command<{ runId: string }, Json>;
    replay: Command<{ runId: string }, { isIdentical: boolean; hashBefore: string; hashAfter: string }>;
  };
};

/** What a refusal carries besides its sentence. */
export type ErrorData = {
  code: string;
  httpStatus: number;
  domainCode?: string;
  kind?: string;
  details?: unknown;
  requestId?: string;
};

export type AppRouter = TRPCBuiltRouter<
  ServerRouter['_def']['_config']['$types'],
  ServerRouter['_def']['record'] & Records
>;
