import type { AgreementContent } from '../agreement-content.ts';
import type { AgreementBlock } from './agreement-block.ts';
import { describeAgreement } from './describe-agreement.ts';

/** One difference of two versions in words. Every change of what is signed needs the signatures of both sides. */
export type AgreementChange = {
  path: string;
  label: string;
  before: string | null;
  after: string | null;
  kind: 'added' | 'removed' | 'changed';
  takesBothSides: true;
};

/**
 * What `next` changes against `previous`, in the order in which the agreement is read. Entries of lists are found by their
 * key, so that moving a criterion changes nothing and adding one is one change.
 */
export function diffAgreements(previous: AgreementContent, next: AgreementContent): AgreementChange[] {
  const before = new Map(describeAgreement(previous).map((block) => [block.path, block]));
  const after = describeAgreement(next);
  const kept = new Set(after.map((block) => block.path));
  const changes = after.flatMap((block) => {
    const old = before.get(block.path);
    return old === undefined ? [wholeChange(block, 'added')] : factChanges(old, block);
  });
  const removed = [...before.values()]
    .filter((block) => !kept.has(block.path))
    .map((block) => wholeChange(block, 'removed'));
  return [...changes, ...removed];
}

const wholeChange = (block: AgreementBlock, kind: 'added' | 'removed'): AgreementChange => ({
  path: block.path,
  label: block.label,
  before: kind === 'removed' ? block.summary : null,
  after: kind === 'added' ? block.summary : null,
  kind,
  takesBothSides: true,
});

function factChanges(old: AgreementBlock, block: AgreementBlock): AgreementChange[] {
  const before = new Map(old.facts.map((fact) => [fact.path, fact]));
  const now = new Map(block.facts.map((fact) => [fact.path, fact]));
  const paths = [...new Set([...now.keys(), ...before.keys()])];
  return paths.flatMap((path) => {
    const left = before.get(path);
    const right = now.get(path);
    if (left?.text === right?.text) return [];
    const change: AgreementChange = {
      path,
      label: `${block.label}: ${(right ?? left)?.label ?? path}`,
      before: left?.text ?? null,
      after: right?.text ?? null,
      kind: left === undefined ? 'added' : right === undefined ? 'removed' : 'changed',
      takesBothSides: true,
    };
    return [change];
  });
}
