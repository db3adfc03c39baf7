export { type Command, UsageError } from './command.ts';
export { ediUsage } from './edi.ts';
export { main } from './main.ts';
