import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { readMessageTab, readMonitorFilter, readVersionPair } from './search-parameters.ts';
import { inShell } from './shell-route.tsx';

/** The address that people remember. */
const ediAddress = createRoute({
  ...inShell,
  path: '/edi',
  beforeLoad: () => {
    throw redirect({ to: '/edi/messages' });
  },
});
const edi = createRoute({
  ...inShell,
  path: '/edi/messages',
  validateSearch: readMonitorFilter,
  component: lazyRouteComponent(() => import('../features/edi/monitor-page.tsx'), 'MonitorPage'),
});
const ediMessage = createRoute({
  ...inShell,
  path: '/edi/messages/$messageId',
  validateSearch: readMessageTab,
  component: lazyRouteComponent(() => import('../features/edi/message-page.tsx'), 'MessagePage'),
});
const ediRepair = createRoute({
  ...inShell,
  path: '/edi/messages/$messageId/repair',
  component: lazyRouteComponent(() => import('../features/edi/repair-page.tsx'), 'RepairPage'),
});
const ediAcknowledgements = createRoute({
  ...inShell,
  path: '/edi/acknowledgements',
  component: lazyRouteComponent(
    () => import('../features/edi/acknowledgements-page.tsx'),
    'AcknowledgementsPage',
  ),
});
const ediAgreements = createRoute({
  ...inShell,
  path: '/edi/agreements',
  component: lazyRouteComponent(() => import('../features/edi/agreements-page.tsx'), 'EdiAgreementsPage'),
});
const ediAgreement = createRoute({
  ...inShell,
  path: '/edi/agreements/$agreementId',
  validateSearch: readVersionPair,
  component: lazyRouteComponent(() => import('../features/edi/agreement-page.tsx'), 'EdiAgreementPage'),
});
const ediAgreementEdit = createRoute({
  ...inShell,
  path: '/edi/agreements/$agreementId/edit',
  component: lazyRouteComponent(() => import('../features/edi/edit-agreement-page.tsx'), 'EditAgreementPage'),
});
const ediCertificates = createRoute({
  ...inShell,
  path: '/edi/certificates',
  component: lazyRouteComponent(() => import('../features/edi/certificates-page.tsx'), 'CertificatesPage'),
});
const ediOnboarding = createRoute({
  ...inShell,
  path: '/edi/onboarding',
  component: lazyRouteComponent(
    () => import('../features/edi-practice/onboarding-page.tsx'),
    'OnboardingPage',
  ),
});
const ediDraft = createRoute({
  ...inShell,
  path: '/edi/drafts/$draftId',
  component: lazyRouteComponent(() => import('../features/edi-practice/draft-page.tsx'), 'DraftPage'),
});
const ediTimeMachine = createRoute({
  ...inShell,
  path: '/edi/time-machine',
  component: lazyRouteComponent(
    () => import('../features/edi-practice/time-machine-page.tsx'),
    'TimeMachinePage',
  ),
});

/** The pages of the EDI coordinator. */
export const ediRoutes = [
  ediAddress,
  edi,
  ediMessage,
  ediRepair,
  ediAcknowledgements,
  ediAgreements,
  ediAgreement,
  ediAgreementEdit,
  ediCertificates,
  ediOnboarding,
  ediDraft,
  ediTimeMachine,
] as const;
