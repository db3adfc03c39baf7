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

/** Reads the environment; throws `StartRefusal` that names the variable. */
export function readSettings(root: string): Settings {
  const folder = readText('COPLAN_DATA_DIR') ?? '.coplan';
  return {
    root,
    dataFolder: isAbsolute(folder) ? folder : join(root, folder),
    port: readPort('PORT', 3000),
    gatewayPort: readPort('GATEWAY_PORT', 4080),
    databaseUrl: readText('DATABASE_URL'),
    gatewayDatabaseUrl: readText('GATEWAY_DATABASE_URL'),
    isDemoWanted: process.env['COPLAN_DEMO'] !== '0',
  };
}
