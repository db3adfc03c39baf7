import { DiffTable } from '../../ui/diff-table.tsx';
import { type Change, changesBySection } from './version-words.ts';

type VersionDiffProps = { changes: readonly Change[]; beforeTitle: string; afterTitle: string };

/** What one version of an agreement changes against another, in the order in which agreements are read. */
export const VersionDiff = ({ changes, ...titles }: VersionDiffProps) => (
  <DiffTable sections={changesBySection(changes)} {...titles} />
);
