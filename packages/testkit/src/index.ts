export * from './browser.ts';
export * from './fake-clock.ts';
export { hasOpensslZlib, openssl, opensslVersion } from './openssl.ts';
export * from './postgres.ts';
export * from './test-database.ts';
export * from './until.ts';
