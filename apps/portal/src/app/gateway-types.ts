/** The gateway's operations API as the portal uses it: offsets are characters of the text that is shown. */
import type { OperationsRouter } from '@coplan/edi-gateway';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';

type Outputs = inferRouterOutputs<OperationsRouter>['edi'];

export type MonitorPage = Outputs['messages']['list'];
export type MonitorRow = MonitorPage['rows'][number];
export type MonitorInput = inferRouterInputs<OperationsRouter>['edi']['messages']['list'];
export type MessageView = Outputs['messages']['get'];
export type MessageSegment = MessageView['rows'][number];
export type MessageElement = MessageSegment['elements'][number];
export type MessageIssue = MessageView['issues'][number];
export type Evidence = Outputs['messages']['evidence'];
export type RepairCheck = Outputs['messages']['checkRepair'];
export type OwedRow = Outputs['messages']['owed']['rows'][number];
export type EdiAgreementRow = Outputs['agreements']['list']['rows'][number];
export type EdiAgreement = Outputs['agreements']['get'];
export type SettingField = Outputs['agreements']['fields']['fields'][number];
export type ChangePreview = Outputs['agreements']['preview'];
export type SettingChange = Outputs['agreements']['diff']['changes'][number];
export type CertificateRow = Outputs['certificates']['list']['rows'][number];
