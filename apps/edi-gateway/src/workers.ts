import { schedule } from 'node-cron';
import type { Agreement } from './agreements/agreement.ts';
import { postDocuments } from './inbound/post-documents.ts';
import { readInterchanges } from './inbound/read-interchanges.ts';
import { receiveFiles } from './inbound/receive-files.ts';
import { checkOverdue } from './outbound/check-overdue.ts';
import { giveUpBegun } from './outbound/give-up-begun.ts';
import { numberDocuments } from './outbound/number-documents.ts';
import { writeFiles } from './outbound/write-files.ts';
import type { Tools } from './tools.ts';
import { sendMessages } from './transports/as2/send-messages.ts';
import { sendReceipts } from './transports/as2/send-receipts.ts';
import { createFolderWatch } from './transports/folder/pick-up.ts';
import { sendByWebhook } from './transports/https/send-by-webhook.ts';
import { visitPartner } from './transports/sftp-client/visit-partner.ts';

export type Workers = {
  /** Looks for work now instead of at the next turn. */
  nudge(): void;
  /** Lets the current turn finish and begins no other. */
  stop(): Promise<void>;
};

/** After a failed turn, e.g. while the database restarts. */
const failurePauseMs = 1_000;

/** True: there was more than one turn may take. */
type Step = (tools: Tools, agreement: Agreement) => Promise<boolean>;

/** One step that fails does not keep the next from its turn. True: there is more. */
async function runSteps(tools: Tools, steps: readonly Step[], agreement: Agreement): Promise<boolean> {
  let hasMore = false;
  for (const step of steps) {
    try {
      hasMore = (await step(tools, agreement)) || hasMore;
    } catch (error) {
      tools.log.error({ err: error, agreement: agreement.name, step: step.name }, 'a step failed');
    }
  }
  return hasMore;
}

/** Runs steps for every agreement at once; whatever happens to one agreement delays no other. */
async function forEachAgreement(tools: Tools, steps: readonly Step[]): Promise<boolean> {
  const agreements = await tools.agreements.list();
  let hasMore = false;
  await Promise.all(
    agreements.map(async (agreement) => {
      hasMore = (await runSteps(tools, steps, agreement)) || hasMore;
    }),
  );
  return hasMore;
}

/**
 * A turn for each agreement on its own: a partner that is slow to answer holds up nobody, not even the end of the turn.
 * `settled` waits for what is under way.
 */
function createIndependentTurns(
  tools: Tools,
  steps: readonly Step[],
): { turn: () => Promise<boolean>; settled: () => Promise<void> } {
  const running = new Map<string, Promise<void>>();
  return {
    async turn() {
      for (const agreement of await tools.agreements.list()) {
        const { agreementId, name } = agreement;
        const { as2, sftp, webhook } = agreement;
        if ((as2 ?? sftp ?? webhook) === undefined || running.has(agreementId)) continue;
        const work = runSteps(tools, steps, agreement).catch((error: unknown) =>
          tools.log.error({ err: error, agreement: name }, 'an exchange with a partner failed'),
        );
        running.set(
          agreementId,
          work.then(() => void running.delete(agreementId)),
        );
      }
      return false;
    },
    settled: async () => void (await Promise.all(running.values())),
  };
}

/** One loop: a turn, a pause unless there is more, a turn … until it is stopped. Of several gateways one takes the turn. */
function startLoop(
  tools: Tools,
  { name, pauseMs, turn }: { name: string; pauseMs: number; turn: () => Promise<boolean> },
): Workers {
  let isStopping = false;
  let wake: () => void = () => undefined;
  let isNudged = false;
  let hasFailed = false;
  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, isNudged || isStopping ? 0 : hasFailed ? failurePauseMs : pauseMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
      isNudged = false;
    });
  const run = async (): Promise<void> => {
    while (!isStopping) {
      try {
        await tools.database.exclusively(`coplan-gateway-${name}`, async () => {
          isNudged = (await turn()) || isNudged;
        });
        hasFailed = false;
      } catch (error) {
        hasFailed = true;
        tools.log.error({ err: error, loop: name }, 'a turn failed');
      }
      await pause();
    }
  };
  const ended = run();
  return {
    nudge() {
      isNudged = true;
      wake();
    },
    async stop() {
      isStopping = true;
      wake();
      await ended;
    },
  };
}

/**
 * Three loops, so that a slow server holds up no partner and a slow disk or partner no server: files (folders, reading,
 * numbering, writing), partners (AS2, SFTP servers and webhooks of theirs) and posts (documents for the server). Each
 * minute node-cron looks for missing acknowledgements.
 */
export function startWorkers(
  tools: Tools,
  { pauseMs = 400, quietMs = 1_000 }: { pauseMs?: number; quietMs?: number } = {},
): Workers {
  const watch = createFolderWatch(quietMs);
  const receive: Step = async function receiveStep(_, agreement) {
    await receiveFiles(tools, agreement, watch);
    return false;
  };
  const fileSteps: Step[] = [receive, readInterchanges, numberDocuments, writeFiles, giveUpBegun];
  const posts = startLoop(tools, {
    name: 'posts',
    pauseMs,
    turn: () => forEachAgreement(tools, [postDocuments]),
  });
  const files = startLoop(tools, { name: 'files', pauseMs, turn: () => forEachAgreement(tools, fileSteps) });
  const partnerSteps: Step[] = [sendMessages, sendReceipts, sendByWebhook, visitPartner];
  const partnerTurns = createIndependentTurns(tools, partnerSteps);
  const partners = startLoop(tools, { name: 'partners', pauseMs, turn: partnerTurns.turn });
  const alarms = schedule('* * * * *', async () => {
    await checkOverdue(tools).catch((error: unknown) =>
      tools.log.error({ err: error }, 'the alarm check failed'),
    );
  });
  return {
    nudge() {
      files.nudge();
      partners.nudge();
      posts.nudge();
    },
    async stop() {
      await alarms.stop();
      await Promise.all([files.stop(), partners.stop(), posts.stop()]);
      await partnerTurns.settled();
    },
  };
}
