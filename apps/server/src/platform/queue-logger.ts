import { Logger as GraphileLogger } from 'graphile-worker';
import type { Logger } from './context.ts';

/** graphile-worker's log in ours; its information is our detail. */
export const queueLogger = (log: Logger): GraphileLogger =>
  new GraphileLogger((scope) => (level, message, meta) => {
    const details = { queue: scope, ...(meta === undefined ? {} : { meta }) };
    if (level === 'error') log.error(details, message);
    else if (level === 'warning') log.warn(details, message);
    else log.debug(details, message);
  });
