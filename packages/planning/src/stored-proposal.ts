import { assert } from '@coplan/kernel';
import type { FactSource, ReplenishmentInput } from './replenishment-input.ts';
import type { ReplenishmentProof } from './replenishment-result.ts';

/** Input and proof as they are kept with a proposal: each source is written once, elsewhere only its index. */
export type StoredProposal = { storedVersion: 1; sources: FactSource[]; input: unknown; proof: unknown };

const isSource = (value: unknown): value is FactSource =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  'id' in value &&
  'label' in value &&
  'asOf' in value;

function mapSources(value: unknown, map: (key: string, value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((entry) => mapSources(entry, map));
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(value)) {
    copy[key] = key === 'source' ? map(key, entry) : mapSources(entry, map);
  }
  return copy;
}

/** Compact form for storing, a few kilobytes; `unpackProposal` gives back equal values. */
export function packProposal(input: ReplenishmentInput, proof: ReplenishmentProof): StoredProposal {
  const sources: FactSource[] = [];
  const indexOf = new Map<string, number>();
  const toIndex = (_key: string, value: unknown): unknown => {
    if (!isSource(value)) return value;
    const text = JSON.stringify(value);
    const known = indexOf.get(text);
    if (known !== undefined) return known;
    indexOf.set(text, sources.length);
    return sources.push(value) - 1;
  };
  return { storedVersion: 1, sources, input: mapSources(input, toIndex), proof: mapSources(proof, toIndex) };
}

/** The inverse of `packProposal`. Throws when a source is missing, i.e. the stored value was damaged. */
export function unpackProposal(stored: StoredProposal): {
  input: ReplenishmentInput;
  proof: ReplenishmentProof;
} {
  assert(stored.storedVersion === 1, `stored proposals of version ${stored.storedVersion} are not known`);
  const toSource = (_key: string, value: unknown): unknown => {
    if (typeof value !== 'number') return value;
    const source = stored.sources[value];
    assert(source !== undefined, `the stored proposal lacks source ${value}`);
    return source;
  };
  return {
    input: mapSources(stored.input, toSource) as ReplenishmentInput,
    proof: mapSources(stored.proof, toSource) as ReplenishmentProof,
  };
}
