import { isAbsolute, join } from 'node:path';
import { StartRefusal } from './ask.ts';

/** What `npm start` obeys; every value can be set in the environment. */
export type Settings = {
  root: string;
  dataFolder: string;
  port: number;
  gatewayPort: number;
  databaseUrl: string | undefined;
  gatewayDatabaseUrl: string | undefined;
  isDemoWanted: boolean;
};

function readPort(name: string, standard: number): number {
  const text = process.env[name];
  if (text === undefined || text === '') return standard;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new StartRefusal(`${name} is "${text}": set it to a port number from 1 to 65535.`);
  }
  return port;
}

const readText = (name: string): string | undefined => process.env[name] || undefined;

/** An address that both apps can use: with a database's name and a password, from which those of our users derive. */
function readDatabaseUrl(name: string): string | undefined {
  const text = readText(name);
  if (text === undefined) return undefined;
  const refuse = (why: string): never => {
    throw new StartRefusal(`${name} ${why}: write it as postgres://user:password@host:5432/database`);
  };
  if (!URL.canParse(text)) return refuse('is not an address');
  const { protocol, password, pathname } = new URL(text);
  if (!/^postgres(ql)?:$/.test(protocol)) return refuse('is not the address of a PostgreSQL database');
  if (password === '') return refuse("has no password, from which those of Coplan's own users are derived");
  if (!/^\/[a-z][a-z0-9_]{0,62}$/.test(pathname)) {
    return refuse('must name a database in small letters, digits and underscores');
  }
  return text;
}

/** Reads the environment; throws `StartRefusal` that names the variable. */
export function readSettings(root: string): Settings {
  const folder = readText('COPLAN_DATA_DIR') ?? '.coplan';
  const settings = {
    root,
    dataFolder: isAbsolute(folder) ? folder : join(root, folder),
    port: readPort('PORT', 3000),
    gatewayPort: readPort('GATEWAY_PORT', 4080),
    databaseUrl: readDatabaseUrl('DATABASE_URL'),
    gatewayDatabaseUrl: readDatabaseUrl('GATEWAY_DATABASE_URL'),
    isDemoWanted: process.env['COPLAN_DEMO'] !== '0',
  };
  if (settings.port === settings.gatewayPort) {
    throw new StartRefusal(`PORT and GATEWAY_PORT are both ${settings.port}: choose two different ports.`);
  }
  return settings;
}
