export * from './browser.ts';
export { type Owner, readIdPool } from './cross-tenant/id-pool.ts';
export { inputsFor, leaksIn } from './cross-tenant/leaks.ts';
export { type IdPool, sampleValue } from './cross-tenant/sample-input.ts';
export * from './fake-clock.ts';
export {
  hasSshd,
  makeSshKey,
  opensshVersion,
  runSftp,
  type Sshd,
  type SshKey,
  startSftp,
  startSshd,
} from './openssh.ts';
export { hasOpensslZlib, openssl, opensslVersion } from './openssl.ts';
export * from './postgres.ts';
export { type ReadBarcode, readBarcodes, readCode128 } from './read-barcodes.ts';
export * from './test-database.ts';
export * from './until.ts';
