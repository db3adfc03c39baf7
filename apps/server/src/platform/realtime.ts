import type { OrganisationId } from '@coplan/kernel';
import type { PublishedEvent } from './subscription.ts';

/** Follows the stream of committed events. */
export type EventFeed = {
  /** Events of that organisation after `position`, oldest first, then live ones until `signal` aborts. */
  follow(about: {
    organisationId: OrganisationId;
    position: number | null;
    signal: AbortSignal;
  }): AsyncIterable<PublishedEvent>;
};
