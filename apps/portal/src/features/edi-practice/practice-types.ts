/** What the gateway answers about samples, drafts and traced messages. */
import type { OperationsRouter } from '@coplan/edi-gateway';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';

type Outputs = inferRouterOutputs<OperationsRouter>['edi'];
type Inputs = inferRouterInputs<OperationsRouter>['edi'];

export type Proposed = Outputs['onboarding']['propose'];
export type Question = Proposed['proposal']['questions'][number];
export type Finding = Proposed['proposal']['findings'][number];
export type Evidence = Question['evidence'][number];
export type SetUse = Proposed['proposal']['sets'][number];
export type Answers = NonNullable<Inputs['onboarding']['propose']['answers']>;
export type Answer = Answers[string];
export type PostedFile = Inputs['onboarding']['propose']['files'][number];
export type DraftRow = Outputs['onboarding']['drafts']['rows'][number];
export type DraftContent = Inputs['onboarding']['adopt']['content'];
export type Guide = Outputs['onboarding']['guide'];
export type GuideBlock = Guide['blocks'][number];
export type Conformance = Outputs['onboarding']['conform'];
export type ConformanceRule = Conformance['rules'][number];
export type Traced = Outputs['timeMachine']['trace']['messages'][number];
export type TracedField = Traced['fields'][number];
export type Preview = Outputs['timeMachine']['preview'];
export type ReplayPage = Outputs['timeMachine']['replay'];
export type ReplayedMessage = ReplayPage['different'][number];
