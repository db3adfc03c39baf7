export { engineVersion } from './engine-version.ts';
export { deliveryDateOf, type OrderChance, orderChanceOf, riskWindowOf } from './order-slot.ts';
export { proposeReplenishment } from './propose-replenishment.ts';
export type * from './replenishment-input.ts';
export type * from './replenishment-result.ts';
export { packProposal, type StoredProposal, unpackProposal } from './stored-proposal.ts';
export { type ProofDifference, type ProofVerification, verifyProof } from './verify-proof.ts';
