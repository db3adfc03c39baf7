export { ediUsage } from './edi.ts';
export { type Command, UsageError } from './command.ts';
export { main } from './main.ts';
