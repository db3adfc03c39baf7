import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { readWorkbenchView } from '../features/workbench/workbench-search.ts';
import { PageSkeleton } from '../ui/page.tsx';
import { queryClient, trpc } from './api.ts';
import { ediRoutes } from './edi-routes.tsx';
import { homeOf } from './navigation.ts';
import { orderRoutes } from './order-routes.tsx';
import { performanceRoutes } from './performance-routes.tsx';
import { RouteError } from './route-error.tsx';
import {
  readAccuracyView,
  readAllocationView,
  readBusinessPlanFilter,
  readCleanedFilter,
  readCommitView,
  readComparisonView,
  readDraftChoice,
  readExceptionFilter,
  readOrderFilter,
  readOwedFilter,
  readPartnerChoice,
  readPerformanceView,
  readSearch,
  readSharingFilter,
  readValueAddedView,
  readVersionChoice,
  readWorklistFilter,
} from './search-parameters.ts';
import { inShell, root, shell } from './shell-route.tsx';
import { warehouseRoutes } from './warehouse-routes.tsx';

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { from?: string } =>
    typeof search.from === 'string' && /^\/(?!\/)/.test(search.from) ? { from: search.from } : {},
  component: lazyRouteComponent(() => import('../features/sign-in/sign-in-page.tsx'), 'SignInPage'),
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/accept-invitation',
  validateSearch: (search: Record<string, unknown>): { token?: string } =>
    typeof search.token === 'string' ? { token: search.token } : {},
  component: lazyRouteComponent(() => import('../features/sign-in/invitation-page.tsx'), 'InvitationPage'),
});
const answer = createRoute({
  getParentRoute: () => root,
  path: '/answer',
  component: lazyRouteComponent(() => import('../features/answers/answer-page.tsx'), 'AnswerPage'),
});
const home = createRoute({
  ...inShell,
  path: '/',
  beforeLoad: async () => {
    throw redirect({ to: homeOf(await queryClient.ensureQueryData(trpc.session.get.queryOptions())) });
  },
});
const today = createRoute({
  ...inShell,
  path: '/today',
  component: lazyRouteComponent(() => import('../features/home/today-page.tsx'), 'TodayPage'),
});
const proposals = createRoute({
  ...inShell,
  path: '/proposals',
  validateSearch: readWorklistFilter,
  component: lazyRouteComponent(
    () => import('../features/replenishment/proposals-page.tsx'),
    'ProposalsPage',
  ),
});
const proposal = createRoute({
  ...inShell,
  path: '/proposals/$proposalId',
  component: lazyRouteComponent(() => import('../features/replenishment/proposal-page.tsx'), 'ProposalPage'),
});
const whyNot = createRoute({
  ...inShell,
  path: '/why-not',
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import('../features/replenishment/why-not-page.tsx'), 'WhyNotPage'),
});
const whyNotItem = createRoute({
  ...inShell,
  path: '/why-not/$itemLocationId',
  component: lazyRouteComponent(
    () => import('../features/replenishment/why-not-item-page.tsx'),
    'WhyNotItemPage',
  ),
});
const runs = createRoute({
  ...inShell,
  path: '/runs',
  component: lazyRouteComponent(() => import('../features/replenishment/runs-page.tsx'), 'RunsPage'),
});
const run = createRoute({
  ...inShell,
  path: '/runs/$runId',
  component: lazyRouteComponent(() => import('../features/replenishment/run-page.tsx'), 'RunPage'),
});
const backtests = createRoute({
  ...inShell,
  path: '/backtests',
  component: lazyRouteComponent(() => import('../features/backtests/backtests-page.tsx'), 'BacktestsPage'),
});
const backtest = createRoute({
  ...inShell,
  path: '/backtests/$backtestId',
  component: lazyRouteComponent(() => import('../features/backtests/backtest-page.tsx'), 'BacktestPage'),
});
const orders = createRoute({
  ...inShell,
  path: '/orders',
  validateSearch: readOrderFilter,
  component: lazyRouteComponent(() => import('../features/orders/orders-page.tsx'), 'OrdersPage'),
});
const order = createRoute({
  ...inShell,
  path: '/orders/$orderId',
  component: lazyRouteComponent(() => import('../features/orders/order-page.tsx'), 'OrderPage'),
});
const allocation = createRoute({
  ...inShell,
  path: '/allocation',
  validateSearch: readAllocationView,
  component: lazyRouteComponent(
    () => import('../features/fulfillment/allocation-page.tsx'),
    'AllocationPage',
  ),
});
const salesOrders = createRoute({
  ...inShell,
  path: '/sales-orders',
  validateSearch: readSearch,
  component: lazyRouteComponent(
    () => import('../features/fulfillment/sales-orders-page.tsx'),
    'SalesOrdersPage',
  ),
});
const salesOrder = createRoute({
  ...inShell,
  path: '/sales-orders/$orderId',
  component: lazyRouteComponent(
    () => import('../features/fulfillment/sales-order-page.tsx'),
    'SalesOrderPage',
  ),
});
const forecast = createRoute({
  ...inShell,
  path: '/forecast',
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import('../features/supplier/forecast-page.tsx'), 'ForecastPage'),
});
const stock = createRoute({
  ...inShell,
  path: '/stock',
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import('../features/inventory/stock-page.tsx'), 'StockPage'),
});
const items = createRoute({
  ...inShell,
  path: '/items',
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import('../features/catalog/items-page.tsx'), 'ItemsPage'),
});
const item = createRoute({
  ...inShell,
  path: '/items/$itemId',
  component: lazyRouteComponent(() => import('../features/catalog/item-page.tsx'), 'ItemPage'),
});
const partners = createRoute({
  ...inShell,
  path: '/partners',
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import('../features/partners/partners-page.tsx'), 'PartnersPage'),
});
const forecasts = createRoute({
  ...inShell,
  path: '/forecasts',
  component: lazyRouteComponent(
    () => import('../features/forecasting/forecast-versions-page.tsx'),
    'ForecastVersionsPage',
  ),
});
const forecastVersion = createRoute({
  ...inShell,
  path: '/forecasts/$versionId',
  component: lazyRouteComponent(
    () => import('../features/forecasting/forecast-version-page.tsx'),
    'ForecastVersionPage',
  ),
});
const cleanedItems = createRoute({
  ...inShell,
  path: '/forecasts/quality',
  validateSearch: readCleanedFilter,
  component: lazyRouteComponent(
    () => import('../features/forecasting/cleaned-items-page.tsx'),
    'CleanedItemsPage',
  ),
});
const itemForecast = createRoute({
  ...inShell,
  path: '/forecasts/item/$itemLocationId',
  component: lazyRouteComponent(
    () => import('../features/forecasting/item-forecast-page.tsx'),
    'ItemForecastPage',
  ),
});
const accuracy = createRoute({
  ...inShell,
  path: '/accuracy',
  validateSearch: readAccuracyView,
  component: lazyRouteComponent(() => import('../features/forecasting/accuracy-page.tsx'), 'AccuracyPage'),
});
const valueAdded = createRoute({
  ...inShell,
  path: '/value-added',
  validateSearch: readValueAddedView,
  component: lazyRouteComponent(
    () => import('../features/forecasting/value-added-page.tsx'),
    'ValueAddedPage',
  ),
});
const whatChanged = createRoute({
  ...inShell,
  path: '/what-changed',
  validateSearch: readComparisonView,
  component: lazyRouteComponent(
    () => import('../features/forecasting/what-changed-page.tsx'),
    'WhatChangedPage',
  ),
});
const imports = createRoute({
  ...inShell,
  path: '/imports',
  component: lazyRouteComponent(() => import('../features/imports/imports-page.tsx'), 'ImportsPage'),
});
const importReport = createRoute({
  ...inShell,
  path: '/imports/$importId',
  component: lazyRouteComponent(() => import('../features/imports/import-page.tsx'), 'ImportPage'),
});
const users = createRoute({
  ...inShell,
  path: '/users',
  component: lazyRouteComponent(() => import('../features/administration/users-page.tsx'), 'UsersPage'),
});
const rules = createRoute({
  ...inShell,
  path: '/rules',
  component: lazyRouteComponent(() => import('../features/administration/rules-page.tsx'), 'RulesPage'),
});
const apiKeys = createRoute({
  ...inShell,
  path: '/api-keys',
  component: lazyRouteComponent(() => import('../features/administration/api-keys-page.tsx'), 'ApiKeysPage'),
});
const audit = createRoute({
  ...inShell,
  path: '/audit',
  component: lazyRouteComponent(() => import('../features/administration/audit-page.tsx'), 'AuditPage'),
});
const cycle = createRoute({
  ...inShell,
  path: '/cycle',
  validateSearch: readOwedFilter,
  component: lazyRouteComponent(() => import('../features/cycle/cycle-page.tsx'), 'CyclePage'),
});
const exceptions = createRoute({
  ...inShell,
  path: '/exceptions',
  validateSearch: readExceptionFilter,
  component: lazyRouteComponent(() => import('../features/exceptions/exceptions-page.tsx'), 'ExceptionsPage'),
});
const exception = createRoute({
  ...inShell,
  path: '/exceptions/$exceptionId',
  component: lazyRouteComponent(() => import('../features/exceptions/exception-page.tsx'), 'ExceptionPage'),
});
const agreements = createRoute({
  ...inShell,
  path: '/agreements',
  component: lazyRouteComponent(() => import('../features/agreements/agreements-page.tsx'), 'AgreementsPage'),
});
const newAgreement = createRoute({
  ...inShell,
  path: '/agreements/new',
  validateSearch: readPartnerChoice,
  component: lazyRouteComponent(
    () => import('../features/agreements/new-agreement-page.tsx'),
    'NewAgreementPage',
  ),
});
/** Mails and bookmarks name an agreement; its page stands in the frame of the partnership. */
const agreementAddress = createRoute({
  ...inShell,
  path: '/agreements/$agreementId',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/partnerships/$agreementId/agreement', params });
  },
});
const partnership = createRoute({
  ...inShell,
  path: '/partnerships/$agreementId',
  component: lazyRouteComponent(() => import('../features/cycle/partnership-frame.tsx'), 'PartnershipFrame'),
});
/** Pages of a partnership stand inside its frame: they show only their own part. */
const inPartnership = { getParentRoute: () => partnership } as const;
const thisWeek = createRoute({
  ...inPartnership,
  path: '/',
  component: lazyRouteComponent(() => import('../features/cycle/this-week-page.tsx'), 'ThisWeekPage'),
});
const agreement = createRoute({
  ...inPartnership,
  path: '/agreement',
  validateSearch: readVersionChoice,
  component: lazyRouteComponent(() => import('../features/agreements/agreement-page.tsx'), 'AgreementPage'),
});
const agreementDraft = createRoute({
  ...inPartnership,
  path: '/agreement-draft',
  validateSearch: readDraftChoice,
  component: lazyRouteComponent(
    () => import('../features/agreements/agreement-draft-page.tsx'),
    'AgreementDraftPage',
  ),
});
const sharing = createRoute({
  ...inPartnership,
  path: '/sharing',
  validateSearch: readSharingFilter,
  component: lazyRouteComponent(() => import('../features/sharing/sharing-page.tsx'), 'SharingPage'),
});
const businessPlan = createRoute({
  ...inPartnership,
  path: '/business-plan',
  validateSearch: readBusinessPlanFilter,
  component: lazyRouteComponent(
    () => import('../features/business-plan/business-plan-page.tsx'),
    'BusinessPlanPage',
  ),
});
const newEvent = createRoute({
  ...inPartnership,
  path: '/events/new',
  component: lazyRouteComponent(
    () => import('../features/business-plan/event-form-page.tsx'),
    'NewEventPage',
  ),
});
const planEvent = createRoute({
  ...inPartnership,
  path: '/events/$planEventId',
  component: lazyRouteComponent(() => import('../features/business-plan/event-page.tsx'), 'EventPage'),
});
const editEvent = createRoute({
  ...inPartnership,
  path: '/events/$planEventId/edit',
  component: lazyRouteComponent(
    () => import('../features/business-plan/event-form-page.tsx'),
    'EditEventPage',
  ),
});
const partnershipExceptions = createRoute({
  ...inPartnership,
  path: '/exceptions',
  validateSearch: readExceptionFilter,
  component: lazyRouteComponent(
    () => import('../features/exceptions/exceptions-page.tsx'),
    'PartnershipExceptionsPage',
  ),
});
const commits = createRoute({
  ...inPartnership,
  path: '/commits',
  validateSearch: readCommitView,
  component: lazyRouteComponent(() => import('../features/commits/commits-page.tsx'), 'CommitsPage'),
});
const performance = createRoute({
  ...inPartnership,
  path: '/performance',
  validateSearch: readPerformanceView,
  component: lazyRouteComponent(
    () => import('../features/scorecards/performance-page.tsx'),
    'PerformancePage',
  ),
});
const tolerances = createRoute({
  ...inPartnership,
  path: '/tolerances',
  component: lazyRouteComponent(() => import('../features/exceptions/tolerances-page.tsx'), 'TolerancesPage'),
});
const scenarios = createRoute({
  ...inPartnership,
  path: '/scenarios',
  component: lazyRouteComponent(() => import('../features/scenarios/scenarios-page.tsx'), 'ScenariosPage'),
});
const scenario = createRoute({
  ...inShell,
  path: '/scenarios/$scenarioId',
  component: lazyRouteComponent(() => import('../features/scenarios/scenario-page.tsx'), 'ScenarioPage'),
});
const account = createRoute({
  ...inShell,
  path: '/account',
  component: lazyRouteComponent(() => import('../features/account/account-page.tsx'), 'AccountPage'),
});

const workbench = createRoute({
  ...inShell,
  path: '/workbench/$agreementId',
  validateSearch: readWorkbenchView,
  component: lazyRouteComponent(() => import('../features/workbench/workbench-page.tsx'), 'WorkbenchPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    invitation,
    answer,
    shell.addChildren([
      home,
      today,
      proposals,
      proposal,
      whyNot,
      whyNotItem,
      backtests,
      backtest,
      runs,
      run,
      orders,
      order,
      ...orderRoutes,
      ...performanceRoutes,
      allocation,
      salesOrders,
      salesOrder,
      forecast,
      stock,
      items,
      item,
      partners,
      ...ediRoutes,
      ...warehouseRoutes,
      forecasts,
      forecastVersion,
      cleanedItems,
      itemForecast,
      accuracy,
      valueAdded,
      whatChanged,
      imports,
      importReport,
      users,
      rules,
      apiKeys,
      audit,
      account,
      workbench,
      cycle,
      exceptions,
      exception,
      scenario,
      agreements,
      newAgreement,
      agreementAddress,
      partnership.addChildren([
        thisWeek,
        agreement,
        agreementDraft,
        sharing,
        businessPlan,
        newEvent,
        planEvent,
        editEvent,
        partnershipExceptions,
        commits,
        performance,
        scenarios,
        tolerances,
      ]),
    ]),
  ]),
  defaultPendingComponent: PageSkeleton,
  defaultErrorComponent: RouteError,
  defaultPreload: 'intent',
  defaultPendingMs: 150,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
