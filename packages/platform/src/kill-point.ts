/** Every step at which a test may kill an app, in the order in which work passes them. */
export const killPoints = [
  'import.chunk-written',
  'import.before-done',
  'run.forecast-written',
  'run.proposals-written',
  'backtest.batch-written',
  'backtest.before-done',
  'approve.before-commit',
  'approve.after-commit',
  'outbox.before-relay',
  'outbox.after-send',
  'document.stored',
  '850.numbered',
  '850.file-written',
  'as2.prepared',
  'as2.posted',
  '850.recorded',
  'as2.archived',
  'as2.receipt-posted',
  'sftp.put',
  'sftp.renamed',
  'webhook.posted',
  'sftp.uploaded',
  'sftp.fetched',
  'https.archived',
  'inbound.archived',
  'inbound.parsed',
  'inbound.posted',
  'advice.queued',
  '997.written',
] as const;
export type KillPoint = (typeof killPoints)[number];

/**
 * A test aid: with `COPLAN_KILL_AT=<step>` in the environment the process kills itself with SIGKILL, as a power cut
 * would, when it passes that step. Without the variable this does nothing.
 */
export function killPoint(step: KillPoint): void {
  if (process.env.COPLAN_KILL_AT === step) process.kill(process.pid, 'SIGKILL');
}
