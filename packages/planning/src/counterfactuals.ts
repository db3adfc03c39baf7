import { addDays, formatMilli } from '@coplan/kernel';
import type { NettingStory } from './netting-steps.ts';
import { missingMilliOf } from './order-rule.ts';
import { type StepTrace, said } from './proof-steps.ts';
import type { Counterfactual, ProofStep } from './replenishment-result.ts';
import { type OrderLimit, orderStepMilli } from './round-order.ts';

const lastChange = (
  steps: readonly ProofStep[],
  isWanted: (deltaMilli: number) => boolean,
): ProofStep | undefined =>
  steps.findLast((step) => isWanted(step.quantityAfterMilli - step.quantityBeforeMilli));

function whyNone(trace: StepTrace): Counterfactual {
  const last = trace.steps.findLast(
    (step) => step.ruleId === 'net.requirement' || step.quantityAfterMilli < step.quantityBeforeMilli,
  );
  return {
    question: 'why-none',
    ruleId: last?.ruleId ?? 'net.requirement',
    alternativeMilli: 0,
    text: last?.text ?? 'Nothing is needed.',
  };
}

function whyNotLess(trace: StepTrace, story: NettingStory, stepMilli: number): Counterfactual {
  const { input, facts, netting, need } = story;
  const alternativeMilli = Math.max(0, trace.quantityMilli - stepMilli);
  const needMilli = Math.max(0, missingMilliOf(need, netting));
  const raised = lastChange(
    trace.steps.slice(trace.steps.findIndex((step) => step.ruleId === 'net.requirement') + 1),
    (delta) => delta > 0,
  );
  if (alternativeMilli >= needMilli && raised !== undefined) {
    return {
      question: 'why-not-less',
      ruleId: raised.ruleId,
      alternativeMilli,
      text: `${said(alternativeMilli, input)} would do for the need of ${said(needMilli, input)}, but: ${raised.text}`,
    };
  }
  if (need !== undefined) {
    return {
      question: 'why-not-less',
      ruleId: 'net.requirement',
      alternativeMilli,
      text: `${said(alternativeMilli, input)} would raise stock and what is on its way to ${said(need.positionMilli + alternativeMilli, input)} only; the policy asks for ${said(need.positionMilli + needMilli, input)}.`,
    };
  }
  const leftMilli = facts.floorMilli - needMilli + alternativeMilli;
  return {
    question: 'why-not-less',
    ruleId: 'net.requirement',
    alternativeMilli,
    text: `${said(alternativeMilli, input)} would leave ${said(leftMilli, input)} on ${addDays(input.today, netting.criticalDay)}, below the ${said(facts.floorMilli, input)} that must stay.`,
  };
}

function whyNotMore(
  trace: StepTrace,
  story: NettingStory,
  limits: readonly OrderLimit[],
  stepMilli: number,
): Counterfactual {
  const { input, facts, netting, need } = story;
  const alternativeMilli = trace.quantityMilli + stepMilli;
  const bound = limits.find((limit) => limit.roomMilli < alternativeMilli);
  if (bound !== undefined) {
    const room = said(Math.max(0, bound.roomMilli), input);
    return {
      question: 'why-not-more',
      ruleId: bound.ruleId,
      alternativeMilli,
      text: `${bound.say()}: ${said(alternativeMilli, input)} would pass the room of ${room}.`,
    };
  }
  if (need !== undefined) {
    const askedMilli = need.positionMilli + need.needMilli;
    return {
      question: 'why-not-more',
      ruleId: 'net.requirement',
      alternativeMilli,
      text: `${said(alternativeMilli, input)} would raise stock and what is on its way to ${said(need.positionMilli + alternativeMilli, input)}; the policy asks for ${said(askedMilli, input)}.`,
    };
  }
  const leftMilli = facts.floorMilli - netting.missingMilli + trace.quantityMilli;
  return {
    question: 'why-not-more',
    ruleId: 'net.requirement',
    alternativeMilli,
    text: `${formatMilli(stepMilli)} more would raise the lowest balance from ${said(leftMilli, input)} to ${said(leftMilli + stepMilli, input)}; ${said(facts.floorMilli, input)} are enough until the next order arrives.`,
  };
}

/** Which rule bounded the quantity from below and from above, and why there is none when there is none. */
export function counterfactualsOf(
  trace: StepTrace,
  story: NettingStory,
  limits: readonly OrderLimit[],
): Counterfactual[] {
  const stepMilli = orderStepMilli(story.input);
  const more = whyNotMore(trace, story, limits, stepMilli);
  return trace.quantityMilli === 0 ? [whyNone(trace), more] : [whyNotLess(trace, story, stepMilli), more];
}
