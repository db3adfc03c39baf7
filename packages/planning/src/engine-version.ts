/** Raised whenever the same input could give another result; stored with every proposal. */
export const engineVersion = 'planning-1.4.0';

/**
 * Earlier versions whose proofs this engine recomputes to the byte: what they knew is answered as they answered it. The
 * version alone is then no difference.
 */
export const engineVersionsProvenAlike: readonly string[] = [
  'planning-1.1.0',
  'planning-1.2.0',
  'planning-1.3.0',
];
