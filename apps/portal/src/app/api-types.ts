/** The server's API as the portal uses it. Dates are `YYYY-MM-DD`, instants ISO 8601, quantities thousandths. */
import type { AppRouter } from '@coplan/server';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';

export type { AppRouter };

type Outputs = inferRouterOutputs<AppRouter>;
type Inputs = inferRouterInputs<AppRouter>;

export type Session = Outputs['session']['get'];
export type RoleName = Session['roles'][number];
export type OrganisationKind = 'buyer' | 'supplier' | 'carrier';

export type ProposalFilter = Inputs['proposals']['list'];
export type ProposalPage = Outputs['proposals']['list'];
export type ProposalRow = ProposalPage['rows'][number];
export type ProposalDetail = Outputs['proposals']['get'];
export type DemandHistory = NonNullable<ProposalDetail['history']>;
export type ForecastView = NonNullable<ProposalDetail['forecast']>;
export type PlanMessage = ProposalDetail['messages'][number];
export type ApprovalPreview = Outputs['proposals']['previewApproval'];
export type ApprovalOutcome = Outputs['proposals']['approve'];
export type ItemForecast = Outputs['forecasting']['item'];
export type RunRow = Outputs['runs']['list']['rows'][number];
export type RunDetail = Outputs['runs']['get'];
export type BacktestRequest = Inputs['backtests']['ask'];
export type BacktestRow = Outputs['backtests']['list']['rows'][number];
export type BacktestDetail = Outputs['backtests']['get'];
export type BacktestResult = NonNullable<BacktestDetail['result']>;
export type BacktestPoint = BacktestResult['today'];
export type BacktestItem = Outputs['backtests']['items']['rows'][number];
export type BacktestItemTrace = Outputs['backtests']['item'];

export type Board = Outputs['fulfillment']['board'];
export type BoardItem = Board['items'][number];
export type BoardLine = BoardItem['lines'][number];
export type AllocationRules = Outputs['fulfillment']['rules']['get'];
export type AllocationRulesInput = Inputs['fulfillment']['rules']['set'];
export type PromisedLine = Outputs['fulfillment']['promise']['lines'][number];

export type SalesOrderRow = Outputs['salesOrders']['list']['rows'][number];
export type SalesOrderDetail = Outputs['salesOrders']['get'];
export type SalesOrderLine = SalesOrderDetail['lines'][number];

export type OrderRow = Outputs['orders']['list']['rows'][number];
export type OrderDetail = Outputs['orders']['get'];
export type OrderLine = OrderDetail['lines'][number];
export type ScheduleLine = OrderLine['schedule'][number];
export type PromiseRow = ScheduleLine['promises'][number];
export type OrderChangeView = OrderDetail['changes'][number];
export type InvoiceView = OrderDetail['invoices'][number];
export type DisputeRow = Outputs['orders']['disputes']['list']['rows'][number];
export type DisputeDetail = Outputs['orders']['disputes']['get'];
export type DisputeSubject = Inputs['orders']['disputes']['raise']['subject'];
export type GoodsToReceive = Outputs['orders']['findGoods']['orders'][number];
export type PayableInvoice = Outputs['orders']['payable']['rows'][number];
export type PaymentRow = Outputs['orders']['payments']['rows'][number];
export type Hold = OrderDetail['holds'][number];
export type ContractRow = Outputs['orders']['contracts']['list']['rows'][number];
export type BlanketRow = Outputs['orders']['blankets']['list']['rows'][number];
export type BlanketDetail = Outputs['orders']['blankets']['get'];
export type ReleaseSeed = Outputs['orders']['blankets']['seedRelease'];
export type ReleaseRequest = Inputs['orders']['blankets']['previewRelease'];
export type ReleasePreview = Outputs['orders']['blankets']['previewRelease'];
export type ReleaseFilePreview = Outputs['orders']['blankets']['previewFile'];
export type WaitingDocument = Outputs['orders']['waiting']['list']['rows'][number];
export type LineAnswer = Inputs['orders']['confirm']['lines'][number];
export type SupplierForecastRow = Outputs['supplier']['forecast']['rows'][number];

export type ItemRow = Outputs['catalog']['items']['list']['rows'][number];
export type ItemDetail = Outputs['catalog']['items']['get'];
export type PartnerRow = Outputs['partners']['directory']['list']['rows'][number];
export type StockRow = Outputs['inventory']['stock']['list']['rows'][number];
export type ImportRow = Outputs['imports']['list']['rows'][number];
export type ImportError = Outputs['imports']['get']['errors'][number];
export type UserRow = Outputs['users']['list']['rows'][number];
export type ApiKeyRow = Outputs['apiKeys']['list']['rows'][number];

export type AgreementRow = Outputs['agreements']['list']['rows'][number];
export type AgreementDetail = Outputs['agreements']['get'];
export type AgreementVersion = AgreementDetail['versions'][number];

export type ExceptionTotals = Outputs['exceptions']['list']['totals'];
export type CycleBarRow = Outputs['cycles']['bar']['rows'][number];
export type SharingMatrixRow = Outputs['sharing']['matrix']['measures'][number];
export type SharedRow = Outputs['sharing']['viewAs']['rows'][number];
export type BusinessPlan = Outputs['businessPlans']['get'];
export type PlanEventRow = Outputs['businessPlans']['events']['list']['rows'][number];
export type PlanEventDetail = Outputs['businessPlans']['events']['get'];
export type PlanEventContent = PlanEventDetail['content'];
export type PlanEventEvaluation = Outputs['businessPlans']['events']['evaluation'];

export type ExceptionPage = Outputs['exceptions']['list'];
export type ExceptionRow = ExceptionPage['rows'][number];
export type ExceptionDetail = Outputs['exceptions']['get'];
export type ExceptionListInput = Inputs['exceptions']['list'];
export type ThreadSubject = Pick<Inputs['threads']['post'], 'subjectKind' | 'subjectId' | 'cell'>;
export type ThreadMessage = Outputs['threads']['list']['messages'][number];
export type CommitRow = Outputs['commits']['list']['rows'][number];
export type CommitAnswer = Inputs['commits']['submit']['commits'][number];
export type CommitEvaluation = Outputs['orderForecasts']['evaluateCommit'];
export type ScenarioRow = Outputs['scenarios']['list']['rows'][number];
export type ScenarioComparison = Outputs['scenarios']['compare'];
export type Scorecard = Outputs['analysis']['scorecard'];

export type Dashboard = Outputs['performance']['dashboard'];
export type VerdictRow = Outputs['performance']['lines']['rows'][number];
export type LineVerdictView = Outputs['performance']['line'];
export type VerdictClaim = Inputs['performance']['disputeVerdict']['claim'];
export type RiskRow = Outputs['performance']['risks']['rows'][number];
export type TermsView = Outputs['performance']['terms']['get'];
export type MeasuringTerms = TermsView['versions'][number]['content'];
export type RiskTotals = Outputs['performance']['risks']['totals'];
export type UntouchedWeeks = Outputs['performance']['untouched'];

export type PlanGrid = Outputs['plans']['grid'];
export type PlanGridRow = Outputs['plans']['gridRows']['rows'][number];
export type PlanCard = Outputs['plans']['list']['rows'][number];
export type PlanRowOutlook = Outputs['plans']['rowOutlook'];

export type CandidateOrder = Outputs['warehouse']['waves']['candidates']['orders'][number];
export type WaveRow = Outputs['warehouse']['waves']['list']['rows'][number];
export type LotRow = Outputs['warehouse']['lots']['list']['rows'][number];
export type SerialRow = Outputs['warehouse']['serials']['list']['rows'][number];
export type SerialTrace = Outputs['warehouse']['serials']['trace'];
export type LotTrace = Outputs['warehouse']['lots']['trace'];
export type WaveDetail = Outputs['warehouse']['waves']['get'];
export type PickListView = Outputs['warehouse']['picks']['list'];
export type PickStop = PickListView['stops'][number];
export type PackingView = Outputs['warehouse']['packing']['get'];
export type PackingCarton = PackingView['cartons'][number];
export type PackingOrder = Outputs['warehouse']['packing']['list']['orders'][number];
export type ShipmentRow = Outputs['warehouse']['shipments']['list']['rows'][number];
export type CustomersReport = Outputs['performance']['customers'];
export type ShipmentDetail = Outputs['warehouse']['shipments']['get'];
export type TransferRow = Outputs['transfers']['list']['rows'][number];
export type TransferDetail = Outputs['transfers']['get'];
export type CountRow = Outputs['warehouse']['counts']['list']['rows'][number];
export type WarehouseSetUp = Outputs['warehouse']['setUp']['get'];

/** What the subscription tells; `subjectKind` is `*` when everything must be read afresh. */
export type LiveEvent = { type: string; subjectKind: string; subjectId: string };

/** What a refusal carries besides its sentence. */
export type ErrorData = {
  code: string;
  httpStatus: number;
  domainCode?: string;
  kind?: string;
  details?: unknown;
  requestId?: string;
};

export type Combination = Outputs['proposals']['combine'];
export type CombineInput = Inputs['proposals']['combine'];
export type WaitingLoad = Outputs['proposals']['loads'][number];
export type ShownPolicy = Outputs['catalog']['policies']['get'];
export type PlanningPolicy = NonNullable<Inputs['catalog']['policies']['set']['policy']>;
