import { readConfig, setting } from '@coplan/platform';

const shape = {
  GATEWAY_PORT: setting.port(4080),
  COPLAN_DATA_DIR: setting.text('.coplan'),
  /** The owner's address: migrations only. The app itself signs in as a role without that power. */
  GATEWAY_DATABASE_URL: setting.postgresUrl(),
  /** The bearer secret that the server and this gateway share. */
  COPLAN_GATEWAY_KEY: setting.secret(),
  /** 32 bytes in base64; partners' API keys and our private AS2 keys are encrypted with it. */
  GATEWAY_ENCRYPTION_KEY: setting.key256(),
  /** Partners' SFTP clients; without it there is no SFTP server. 0 takes a free one. */
  GATEWAY_SFTP_PORT: setting.optionalPort(),
  COPLAN_SERVER_URL: setting.httpUrl(),
  /** The server seals people's tickets with the first of these; without any, no person may ask. */
  COPLAN_TICKET_KEYS: setting.secrets(),
  COPLAN_TRUSTED_ORIGINS: setting.text(''),
  LOG_LEVEL: setting.logLevel(),
};

export type GatewayConfig = {
  port: number;
  sftpPort: number | undefined;
  dataFolder: string;
  ownerUrl: string;
  gatewayKey: string;
  encryptionKey: Buffer;
  serverUrl: string;
  ticketKeys: readonly string[];
  /** From whose pages browsers may ask. */
  portalOrigins: readonly string[];
  logLevel: string;
};

/** Reads the environment; throws one sentence that names the variable that is wrong. */
export function readGatewayConfig(environment?: Readonly<Record<string, string | undefined>>): GatewayConfig {
  const read = readConfig(shape, environment);
  return {
    port: read.GATEWAY_PORT,
    sftpPort: read.GATEWAY_SFTP_PORT,
    dataFolder: read.COPLAN_DATA_DIR,
    ownerUrl: read.GATEWAY_DATABASE_URL,
    gatewayKey: read.COPLAN_GATEWAY_KEY,
    encryptionKey: Buffer.from(read.GATEWAY_ENCRYPTION_KEY, 'base64'),
    ticketKeys: read.COPLAN_TICKET_KEYS,
    portalOrigins: [
      new URL(read.COPLAN_SERVER_URL).origin,
      ...read.COPLAN_TRUSTED_ORIGINS.split(',').filter((origin) => origin !== ''),
    ],
    serverUrl: read.COPLAN_SERVER_URL.replace(/\/$/, ''),
    logLevel: read.LOG_LEVEL,
  };
}
