import { z } from 'zod';
import { httpUrl } from './as2-settings.ts';

/** How files of ours reach the partner. What he sends is taken by every way that the agreement describes. */
export const sendingWays = ['folder', 'as2', 'sftp', 'webhook'] as const;
export type SendingWay = (typeof sendingWays)[number];

const remoteFolder = z
  .string()
  .min(1)
  .max(300)
  .regex(/^[^\0\r\n]+$/)
  .transform((path) => (path === '/' ? path : path.replace(/\/+$/, '')));

/** SHA-256 of a host key as OpenSSH prints it. */
export const hostKeyFingerprint = z
  .string()
  .regex(
    /^SHA256:[A-Za-z0-9+/]{43}$/,
    'a fingerprint looks like SHA256:… (ssh-keyscan host | ssh-keygen -lf -)',
  );

/** The partner's SFTP server, on which we are the client. Password and key are kept beside it. */
export const sftpSettings = z.object({
  host: z.string().min(1).max(255).describe("the partner's server: a name or an address"),
  port: z.int().min(1).max(65_535).default(22).describe('its port'),
  userName: z.string().min(1).max(100).describe('who we are there'),
  hostKeys: z
    .array(hostKeyFingerprint)
    .min(1)
    .max(10)
    .describe('fingerprints of its keys; with any other key nothing is sent, not even the password'),
  receiveFrom: remoteFolder
    .optional()
    .describe('the folder from which we fetch; without it we fetch nothing'),
  afterReceipt: z
    .enum(['remove', 'move'])
    .default('remove')
    .describe('what becomes of a file there once it is in our archive'),
  moveTo: remoteFolder.optional().describe('the folder into which `move` puts it; needed with `move`'),
  sendTo: remoteFolder.optional().describe('the folder into which we put files; needed with `sendBy: sftp`'),
  pollSeconds: z.int().min(5).max(86_400).default(60).describe('the time between two looks'),
  settleSeconds: z
    .number()
    .min(0)
    .max(60)
    .default(5)
    .describe('a file has to look the same twice with this pause in between before it is fetched'),
  attemptsMax: z.int().min(1).max(50).default(10).describe('tries for a file before a person has to look'),
  timeoutSeconds: z.int().min(1).max(3_600).default(300).describe('for one visit in all'),
  allowPrivateAddresses: z
    .boolean()
    .default(false)
    .describe('call addresses in loopback and private networks: for tests, and partners behind a VPN'),
});
export type SftpSettings = z.output<typeof sftpSettings>;

/** The address to which files are posted, signed with a shared secret. */
export const webhookSettings = z.object({
  url: httpUrl.describe('where the partner receives'),
  attemptsMax: z.int().min(1).max(50).default(10).describe('tries for a file before a person has to look'),
  timeoutSeconds: z.int().min(1).max(300).default(60).describe('for one try in all'),
  allowPrivateAddresses: z
    .boolean()
    .default(false)
    .describe('call addresses in loopback and private networks: for tests, and partners behind a VPN'),
});
export type WebhookSettings = z.output<typeof webhookSettings>;

const publicKey = z
  .string()
  .min(20)
  .max(10_000)
  .regex(/^(ssh|ecdsa|sk)-[\w@.-]+ [A-Za-z0-9+/=]+/, 'a public key is one line: ssh-ed25519 AAAA… comment');

/** How a partner signs in on our SFTP server. */
export const sftpAccountInput = z.object({
  userName: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'a user name has lower-case letters, digits, dots and dashes')
    .describe('unique among all partners'),
  password: z
    .string()
    .min(12)
    .max(200)
    .optional()
    .describe('at least 12 characters; only its hash (scrypt) is kept. Absent: it stays as it was'),
  publicKeys: z.array(publicKey).max(20).default([]).describe('keys in the form of authorized_keys'),
  afterPickUp: z
    .enum(['keep', 'archive', 'remove'])
    .default('keep')
    .describe('what becomes of a file in his outbox once he has read it to its end'),
  isOpen: z.boolean().default(true).describe('false: nobody can sign in'),
});
export type SftpAccountInput = z.output<typeof sftpAccountInput>;
