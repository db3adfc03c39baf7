import type { OrganisationId } from '@coplan/kernel';
import type { z } from 'zod';
import type { Actor } from '../platform/index.ts';
import { appRouter } from '../router.ts';
import type { TestApp } from '../test-app.ts';

type ProcedureDef = { _def: { type: 'query' | 'mutation' | 'subscription'; inputs: z.ZodType[] } };

export type Target = { path: string; type: ProcedureDef['_def']['type']; inputs: readonly z.ZodType[] };

/** Every procedure there is, read from the router itself: a new one is attacked by being there. */
export const targets = (): Target[] =>
  Object.entries(appRouter._def.procedures as unknown as Record<string, ProcedureDef>).map(
    ([path, { _def }]) => ({ path, type: _def.type, inputs: _def.inputs }),
  );

const followMs = 50;

/** What a subscription tells within a moment. */
async function firstNotices(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const notices: unknown[] = [];
  const iterator = stream[Symbol.asyncIterator]();
  for (;;) {
    const timeout = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), followMs));
    const next = await Promise.race([iterator.next(), timeout]);
    if (next === 'late' || next.done === true) break;
    notices.push(next.value);
  }
  void iterator.return?.();
  return notices;
}

const isStream = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

export type Answer = { isRefused: boolean; text: string };

/** Calls a procedure as that actor and keeps everything that came back, refusals included. */
export async function call(app: TestApp, actor: Actor, target: Target, input: unknown): Promise<Answer> {
  return answerOf(async () => {
    let procedure: unknown = app.createCaller(actor);
    for (const part of target.path.split('.')) procedure = (procedure as Record<string, unknown>)[part];
    return (procedure as (input: unknown) => Promise<unknown>)(input);
  });
}

export async function answerOf(work: () => Promise<unknown>): Promise<Answer> {
  try {
    const result = await work();
    const content = isStream(result) ? await firstNotices(result) : result;
    return { isRefused: false, text: JSON.stringify(content) ?? '' };
  } catch (error) {
    const { message, cause, ...rest } = error as Error & { cause?: unknown };
    const details = (cause as { details?: unknown } | undefined)?.details ?? {};
    return { isRefused: true, text: `${message} ${JSON.stringify(rest)} ${JSON.stringify(details)}` };
  }
}

export type Forbidden = { texts: readonly string[]; ids: ReadonlySet<string>; who: OrganisationId };
