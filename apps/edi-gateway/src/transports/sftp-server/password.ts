import { randomBytes, scrypt as scryptWithCallback, timingSafeEqual } from 'node:crypto';

type Cost = { logN: number; r: number; p: number };
/** Some 100 ms and 64 MB for a guess (RFC 7914; OWASP's recommendation for scrypt is of this order). */
const cost: Cost = { logN: 16, r: 8, p: 1 };
const hashBytes = 32;

const scrypt = (password: string, salt: Buffer, { logN, r, p }: Cost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const options = { N: 2 ** logN, r, p, maxmem: 160 * r * 2 ** logN };
    scryptWithCallback(password.normalize('NFC'), salt, hashBytes, options, (error, hash) =>
      error === null ? resolve(hash) : reject(error),
    );
  });

/** A salted hash that names its own cost, so that the cost can rise later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await scrypt(password, salt, cost);
  return ['scrypt', cost.logN, cost.r, cost.p, salt.toString('base64'), hash.toString('base64')].join(':');
}

/** Takes as long for a user who does not exist: without a hash it computes one and says no. */
export async function isPassword(password: string, stored: string | null | undefined): Promise<boolean> {
  if (stored == null) {
    await scrypt(password, Buffer.alloc(16), cost);
    return false;
  }
  const [, logN, r, p, salt = '', expected = ''] = stored.split(':');
  const hash = await scrypt(password, Buffer.from(salt, 'base64'), {
    ...{ logN: Number(logN), r: Number(r), p: Number(p) },
  });
  return timingSafeEqual(hash, Buffer.from(expected, 'base64'));
}
