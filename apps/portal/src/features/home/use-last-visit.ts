import { useState } from 'react';
import { visitOf } from './since-last-visit.ts';

/** Reads what the browser kept; whatever is not understood counts as never having been here. */
function readVisit(key: string): { before: string; seen: string } | undefined {
  const text = localStorage.getItem(key);
  const parts = text?.split(' ') ?? [];
  const [before = '', seen = ''] = parts;
  return Number.isNaN(Date.parse(before)) || Number.isNaN(Date.parse(seen)) ? undefined : { before, seen };
}

/** The instant since when things are news for this person in this browser. */
export function useLastVisit(userId: string, organisationId: string): string {
  const [since] = useState(() => {
    const key = `coplan visit ${userId} ${organisationId}`;
    const visit = visitOf(readVisit(key), new Date().toISOString());
    localStorage.setItem(key, `${visit.before} ${visit.seen}`);
    return visit.before;
  });
  return since;
}
