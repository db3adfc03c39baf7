import type { Agreement } from '../../agreements/agreement.ts';
import type { SftpSettings } from '../../agreements/transport-settings.ts';
import {
  type ArchivedInterchange,
  claimInterchange,
  giveBackInterchange,
  listToSend,
} from '../../archive/interchange-archive.ts';
import type { Tools } from '../../tools.ts';
import { sendLater } from '../send-later.ts';
import { fetchFiles } from './fetch-files.ts';
import { claimPoll, endPoll } from './polls.ts';
import { putFile } from './put-files.ts';
import { openRemote, type Remote } from './remote.ts';

const later = (now: Date, seconds: number): Date => new Date(now.getTime() + seconds * 1_000);

type Visit = { agreement: Agreement; settings: SftpSettings; leaseUntil: Date };

/** Files of ours that this gateway now holds for one try. */
async function claimFiles(tools: Tools, { agreement, leaseUntil }: Visit): Promise<ArchivedInterchange[]> {
  const { database, clock } = tools;
  const { keepsOrder } = agreement;
  const now = clock.now();
  const due = await listToSend(database, agreement, { way: 'sftp', now });
  const claimed: ArchivedInterchange[] = [];
  for (const { interchangeId } of due) {
    const file = await claimInterchange(database, { interchangeId, way: 'sftp', now, leaseUntil });
    if (file !== undefined) claimed.push(file);
    else if (keepsOrder) break;
  }
  return claimed;
}

async function connectTo(tools: Tools, { agreement, settings }: Visit): Promise<Remote> {
  const login = await tools.sftpLogins.open(agreement.agreementId);
  if (login === undefined) {
    throw new Error('There is no login for the partner’s server; store a password or a key.');
  }
  return openRemote(settings, login);
}

/** Puts the claimed files; one that fails delays the others only where the order is kept. */
async function putAll(
  tools: Tools,
  { agreement, settings }: Visit,
  { remote, files }: { remote: Remote; files: readonly ArchivedInterchange[] },
): Promise<void> {
  let isHeld = false;
  for (const file of files) {
    if (isHeld) {
      await giveBackInterchange(tools.database, file.interchangeId, tools.clock.now());
      continue;
    }
    try {
      await putFile(tools, agreement, { remote, settings, file });
    } catch (error) {
      const why = (error as Error).message;
      await sendLater(tools, agreement, { file, attemptsMax: settings.attemptsMax, why });
      isHeld = agreement.keepsOrder;
    }
  }
}

/** Goes to the partner's server; true when there may be more to fetch. Throws when the visit failed. */
async function visit(
  tools: Tools,
  about: Visit,
  { files, fetches }: { files: readonly ArchivedInterchange[]; fetches: boolean },
): Promise<boolean> {
  const { agreement, settings } = about;
  let remote: Remote;
  try {
    remote = await connectTo(tools, about);
  } catch (error) {
    const why = `The partner's server could not be reached: ${(error as Error).message}`;
    for (const file of files)
      await sendLater(tools, agreement, { file, attemptsMax: settings.attemptsMax, why });
    throw new Error(why, { cause: error });
  }
  try {
    await putAll(tools, about, { remote, files });
    return fetches && (await fetchFiles(tools, agreement, { remote, settings }));
  } finally {
    remote.close();
  }
}

/**
 * One visit to the partner's SFTP server, when there is something to put or it is time to look: files of ours first, then
 * his. Of several gateways one visits at a time. True: there is more.
 */
export async function visitPartner(tools: Tools, agreement: Agreement): Promise<boolean> {
  const settings = agreement.sftp;
  if (settings === undefined) return false;
  const { database, clock, log } = tools;
  const { agreementId } = agreement;
  const leaseUntil = new Date(clock.now().getTime() + settings.timeoutSeconds * 1_000 + tools.leaseMarginMs);
  const about: Visit = { agreement, settings, leaseUntil };
  const files = await claimFiles(tools, about);
  const fetches =
    settings.receiveFrom !== undefined &&
    (await claimPoll(database, { agreementId, now: clock.now(), leaseUntil }));
  if (files.length === 0 && !fetches) return false;
  let hasMore = false;
  let why: string | null = null;
  try {
    hasMore = await visit(tools, about, { files, fetches });
  } catch (error) {
    why = (error as Error).message;
    log.error({ err: error, agreement: agreement.name }, 'a visit to a partner’s SFTP server failed');
  }
  const now = clock.now();
  const nextPollAt = hasMore ? now : later(now, settings.pollSeconds);
  if (fetches) await endPoll(database, { agreementId, now, nextPollAt, why });
  return hasMore;
}
