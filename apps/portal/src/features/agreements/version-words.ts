/** What a version of an agreement is waiting for, in one sentence. Pure. */
import type { Side } from '@coplan/collaboration';
import type { DiffRow } from '../../ui/diff-table.tsx';

export type VersionStanding = {
  state: string;
  authorSide: Side;
  signatures: readonly { side: Side }[];
  validFrom?: string;
};
export type Viewer = { mySide: Side; partnerName: string };

const hasSigned = ({ signatures }: VersionStanding, side: Side): boolean =>
  signatures.some((signature) => signature.side === side);

/** "Waits for your signature." and its like. */
export function versionSentence(version: VersionStanding, { mySide, partnerName }: Viewer): string {
  const isMine = version.authorSide === mySide;
  const otherSide: Side = mySide === 'buyer' ? 'seller' : 'buyer';
  switch (version.state) {
    case 'draft':
      return isMine ? 'Your draft: nobody else sees it.' : `${partnerName} is writing it.`;
    case 'proposed':
      if (hasSigned(version, mySide)) return `Waits for ${partnerName}’s signature.`;
      return hasSigned(version, otherSide) ? 'Waits for your signature.' : 'Waits for both signatures.';
    case 'countered':
      return `${isMine ? partnerName : 'You'} answered with another version.`;
    case 'agreed':
      return `Signed by both; takes effect${version.validFrom === undefined ? ' on its first day' : ` on ${version.validFrom}`}.`;
    case 'active':
      return 'In force: everything is planned under it.';
    case 'suspended':
      return 'Suspended: nothing is planned or shared under it.';
    default:
      return endings[version.state] ?? version.state;
  }
}

const endings: Readonly<Record<string, string>> = {
  superseded: 'Replaced by a later version.',
  rejected: 'Rejected.',
  withdrawn: 'Withdrawn.',
  expired: 'Expired.',
  terminated: 'Terminated.',
};

/** Whether the viewer's side has not signed a version that is offered. */
export const waitsForMe = (version: VersionStanding, { mySide }: Viewer): boolean =>
  version.state === 'proposed' && !hasSigned(version, mySide);

/** The first and last digits of a hash, for reading aloud. */
export const shortHash = (hash: string): string => `${hash.slice(0, 8)}…${hash.slice(-8)}`;

export type Change = DiffRow;

const sectionTitles: Readonly<Record<string, string>> = {
  general: 'General',
  scope: 'Scope',
  leads: 'Who leads',
  calendar: 'Calendar',
  horizons: 'Horizons and liability',
  units: 'Units and money',
  consensus: 'Consensus',
  criteria: 'Exceptions',
  sharing: 'Sharing',
  orderTerms: 'Order terms',
  metrics: 'Metrics',
  governance: 'Governance',
};

/** Changes under the section that they belong to, in the order in which the agreement is read. */
export function changesBySection<Each extends Change>(
  changes: readonly Each[],
): { title: string; changes: Each[] }[] {
  const sections = new Map<string, Each[]>();
  for (const change of changes) {
    const part = /^[A-Za-z]+/.exec(change.path)?.[0] ?? '';
    const title = sectionTitles[part] ?? 'General';
    sections.set(title, [...(sections.get(title) ?? []), change]);
  }
  return [...sections].map(([title, own]) => ({ title, changes: own }));
}
