import { resolve } from 'node:path';
import { readConfig, setting } from '@coplan/platform';

export type Config = {
  port: number;
  dataFolder: string;
  databaseUrl: string;
  authSecret: string;
  publicUrl: string;
  trustedOrigins: readonly string[];
  gateway: {
    url: string;
    key: string;
    /** How browsers reach the gateway, and the keys that seal their tickets; without a key there are no tickets. */
    publicUrl: string;
    ticketKeys: readonly string[];
  } | null;
  mail: { from: string; smtpUrl: string | null; folder: string };
  logLevel: string;
};

/** The server's settings, the only place where it reads its environment. */
export function readServerConfig(environment = process.env): Config {
  const given = readConfig(
    {
      PORT: setting.port(3000),
      COPLAN_DATA_DIR: setting.text('.coplan'),
      DATABASE_URL: setting.postgresUrl(),
      COPLAN_AUTH_SECRET: setting.secret(),
      COPLAN_SERVER_URL: setting.httpUrl().optional(),
      COPLAN_GATEWAY_URL: setting.httpUrl().optional(),
      COPLAN_GATEWAY_KEY: setting.secret().optional(),
      COPLAN_GATEWAY_PUBLIC_URL: setting.httpUrl().optional(),
      COPLAN_TICKET_KEYS: setting.secrets(),
      COPLAN_TRUSTED_ORIGINS: setting.text(''),
      COPLAN_SMTP_URL: setting.smtpUrl().optional(),
      COPLAN_MAIL_FROM: setting.text('Coplan <no-reply@coplan.example>'),
      LOG_LEVEL: setting.logLevel(),
    },
    environment,
  );
  const { COPLAN_GATEWAY_URL: gatewayUrl, COPLAN_GATEWAY_KEY: gatewayKey } = given;
  return {
    port: given.PORT,
    dataFolder: resolve(given.COPLAN_DATA_DIR),
    databaseUrl: given.DATABASE_URL,
    authSecret: given.COPLAN_AUTH_SECRET,
    publicUrl: given.COPLAN_SERVER_URL ?? `http://localhost:${given.PORT}`,
    trustedOrigins: given.COPLAN_TRUSTED_ORIGINS.split(',').filter((origin) => origin !== ''),
    gateway:
      gatewayUrl === undefined || gatewayKey === undefined
        ? null
        : {
            url: gatewayUrl,
            key: gatewayKey,
            publicUrl: given.COPLAN_GATEWAY_PUBLIC_URL ?? gatewayUrl,
            ticketKeys: given.COPLAN_TICKET_KEYS,
          },
    mail: {
      from: given.COPLAN_MAIL_FROM,
      smtpUrl: given.COPLAN_SMTP_URL ?? null,
      folder: resolve(given.COPLAN_DATA_DIR, 'mail'),
    },
    logLevel: given.LOG_LEVEL,
  };
}
