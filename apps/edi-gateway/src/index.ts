export type { AgreementInput } from './agreements/agreement.ts';
export { type Gateway, startGateway } from './app.ts';
export type { GatewayStatus, MessageRow } from './archive/list-messages.ts';
export type { GatewayConfig } from './config.ts';
export type { OperationsRouter } from './operations/operations-router.ts';
