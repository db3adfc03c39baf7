import { DomainError } from '@coplan/kernel';
import { z } from 'zod';

/**
 * Reads settings from environment variables. `shape` maps each variable's name to a zod schema of its text.
 * An empty variable counts as absent, so that `PORT= npm start` means the default.
 * Throws one `DomainError` whose message is one sentence that names the first bad variable; its value is not
 * repeated, because it may be a secret.
 */
export function readConfig<Shape extends z.ZodRawShape>(
  shape: Shape,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): z.output<z.ZodObject<Shape>> {
  const given: Record<string, string> = {};
  for (const name of Object.keys(shape)) {
    const text = environment[name];
    if (text !== undefined && text !== '') given[name] = text;
  }
  const read = z.object(shape).safeParse(given);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const variable = String(issue?.path[0] ?? 'unknown');
  const isMissing = given[variable] === undefined;
  const sentence = isMissing
    ? `The environment variable ${variable} is missing; set it and start again.`
    : `The environment variable ${variable} has a value that cannot be used: ${issue?.message}.`;
  throw new DomainError('invalid', 'config.invalid', { variable }, sentence);
}

/** Ready-made readers for what many settings have in common. */
export const setting = {
  /** A TCP port; 0 asks the operating system for a free one. */
  port: (byDefault: number) =>
    z.coerce
      .number({ error: 'a port is a whole number from 0 to 65535' })
      .int('a port is a whole number from 0 to 65535')
      .min(0, 'a port is a whole number from 0 to 65535')
      .max(65_535, 'a port is a whole number from 0 to 65535')
      .default(byDefault),
  /** A TCP port of something that is off without it. */
  optionalPort: () =>
    z.coerce
      .number({ error: 'a port is a whole number from 0 to 65535' })
      .int('a port is a whole number from 0 to 65535')
      .min(0, 'a port is a whole number from 0 to 65535')
      .max(65_535, 'a port is a whole number from 0 to 65535')
      .optional(),
  text: (byDefault: string) => z.string().default(byDefault),
  /** A secret that has no default: too short ones are refused. */
  secret: () => z.string().min(16, 'a secret has at least 16 characters'),
  /** Secrets with commas between them: the first is used, the others are still understood. Empty where none is set. */
  secrets: () =>
    z
      .string()
      .default('')
      .transform((text) => text.split(',').filter((key) => key !== ''))
      .refine((keys) => keys.every((key) => key.length >= 16), 'a secret has at least 16 characters'),
  /** 32 bytes in base64, the key of AES-256. */
  key256: () =>
    z.string().refine((text) => Buffer.from(text, 'base64').length === 32, 'a key is 32 bytes in base64'),
  httpUrl: () =>
    z
      .string()
      .refine(
        (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
        'an address looks like http://localhost:3000',
      ),
  smtpUrl: () =>
    z
      .string()
      .refine(
        (text) => URL.canParse(text) && /^smtps?:$/.test(new URL(text).protocol),
        'a mail server’s address looks like smtp://user:password@host:587',
      ),
  postgresUrl: () =>
    z
      .string()
      .refine(
        (text) => URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol),
        'a database address looks like postgres://user:password@host:5432/name',
      ),
  logLevel: () =>
    z
      .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
        error: 'a log level is one of trace, debug, info, warn, error, fatal, silent',
      })
      .default('info'),
};
