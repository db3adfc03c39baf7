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

/** What PostgreSQL says of the row or statement at fault: business data, which has no place in a log. */
const rowFields = new Set(['detail', 'where', 'hint', 'internalQuery', 'query', 'parameters']);

/**
 * An error as it is logged: what it says and its plain properties, e.g. `code` and `constraint`. Drivers hang whole
 * connections on their errors; those and what they hold are left out.
 */
function describeError(error: Error): object {
  if (!(error instanceof Error)) return { message: withoutUrlPassword(String(error)) };
  const { message = '', stack = '', ...others } = stdSerializers.err(error);
  const plain = Object.entries(others).filter(
    ([name, value]) => name === 'details' || (typeof value !== 'object' && !rowFields.has(name)),
  );
  return {
    ...Object.fromEntries(plain),
    message: withoutUrlPassword(message),
    stack: withoutUrlPassword(stack),
  };
}

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
      err: describeError,
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
