import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from './command.ts';

/** Which server, and with whose key. */
export type ServerAccount = { url: string; key: string; organisation: string };

type KeyFile = { url: string; organisations: { organisationId: string; name: string; key: string }[] };

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

/** The folder in which the product keeps its data, as `npm start` chooses it. */
export const dataFolder = (): string => resolve(repository, process.env['COPLAN_DATA_DIR'] ?? '.coplan');

function readKeyFile(): KeyFile | undefined {
  const file = join(dataFolder(), 'cli.json');
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as KeyFile;
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What the options say, completed by the file that the demo leaves; its first organisation is the one without data. */
export function findServerAccount(options: {
  url?: string | undefined;
  key?: string | undefined;
  organisation?: string | undefined;
}): ServerAccount {
  const file = readKeyFile();
  const url = (options.url ?? file?.url ?? 'http://localhost:3000').replace(/\/+$/, '');
  if (options.key !== undefined) return { url, key: options.key, organisation: 'the owner of the key' };
  if (file === undefined) {
    throw new UsageError(
      `there is no key: give --key (an administrator makes one in the portal), or start the product once, which leaves ${join(dataFolder(), 'cli.json')}`,
    );
  }
  const wanted = options.organisation?.toLowerCase();
  const found =
    wanted === undefined
      ? file.organisations[0]
      : file.organisations.find(
          ({ name, organisationId }) => name.toLowerCase() === wanted || organisationId === wanted,
        );
  if (found === undefined) {
    const names = file.organisations.map(({ name }) => `"${name}"`).join(', ');
    throw new UsageError(`there is no organisation "${options.organisation}"; there are ${names}`);
  }
  return { url, key: found.key, organisation: found.name };
}

type Answer = { status: number; body: unknown };

/** Calls the server; says in one sentence when it cannot be reached. */
export async function callServer(
  { url, key }: ServerAccount,
  path: string,
  request: RequestInit & { duplex?: 'half' } = {},
): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(`${url}${path}`, {
      ...request,
      headers: { authorization: `Bearer ${key}`, ...request.headers },
    });
  } catch (error) {
    const cause = (error as { cause?: { code?: string } }).cause?.code ?? String(error);
    throw new UsageError(
      `the server at ${url} cannot be reached (${cause}): start it with "npm start", or give --url`,
    );
  }
  const text = await response.text();
  try {
    return { status: response.status, body: JSON.parse(text) };
  } catch {
    return { status: response.status, body: { message: text.slice(0, 300) } };
  }
}

/** The sentence of a refusal, wherever the server put it. */
export function messageOf({ status, body }: Answer): string {
  const find = (value: unknown): string | undefined => {
    if (typeof value !== 'object' || value === null) return undefined;
    const { message, error } = value as { message?: unknown; error?: unknown };
    return typeof message === 'string' ? message : find(error);
  };
  return find(body) ?? `the server answered ${status}`;
}
