import { AsyncLocalStorage } from 'node:async_hooks';
import { type DestinationStream, type Logger as PinoLogger, pino, stdSerializers } from 'pino';

export type Log = PinoLogger;

const requests = new AsyncLocalStorage<{ readonly requestId: string }>();

/** Everything that `work` logs, however deep, carries this request id. */
export const withRequestId = <Answer>(requestId: string, work: () => Answer): Answer =>
  requests.run({ requestId }, work);

/** The id of the request that is being answered, if any. */
export const currentRequestId = (): string | undefined => requests.getStore()?.requestId;

/** Names that are never written to a log, at the top and up to two levels deep. */
const secretNames = [
  'password',
  'passwordHash',
  'secret',
  'token',
  'apiKey',
  'apiKeys',
  'authorization',
  'Authorization',
  'cookie',
  'Cookie',
  'encryptionKey',
  'connectionString',
  'databaseUrl',
  'ownerUrl',
];

const redactedPaths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*["set-${name}"]`]);

/** Passwords inside connection addresses, e.g. in a driver's error message. */
const withoutUrlPassword = (text: string): string =>
  text.replace(/(\b[a-z]+:\/\/[^:@/\s]{1,200}):[^@/\s]{1,500}@/gi, '$1:[secret]@');

/**
 * A structured logger: one JSON object a line on standard output. Secrets are replaced by `[secret]`; line breaks in
 * values are escaped by JSON, so a partner's text cannot forge a line.
 */
export function createLog(
  { name, level = 'info' }: { name: string; level?: string },
  destination?: DestinationStream,
): Log {
  const options = {
    level,
    base: { app: name },
    messageKey: 'message',
    timestamp: () => `,"at":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: redactedPaths, censor: '[secret]' },
    mixin: () => requests.getStore() ?? {},
    serializers: {
      err: (error: Error) => {
        const plain = stdSerializers.err(error);
        return {
          ...plain,
          message: withoutUrlPassword(plain.message ?? ''),
          stack: withoutUrlPassword(plain.stack ?? ''),
        };
      },
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
