/** Chance that is the same every time: for data that must look alive and come out alike. */
export type SeededRandom = {
  /** At least 0, less than 1. */
  uniform(): number;
  between(low: number, high: number): number;
  /** A whole number, both ends included. */
  whole(low: number, high: number): number;
  chance(probability: number): boolean;
  normal(): number;
  poisson(mean: number): number;
  pick<Choice>(choices: readonly Choice[]): Choice;
  /** An independent source of its own for each label, so that a new item does not change the others. */
  fork(label: string): SeededRandom;
};

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** Mulberry32 by a label: small, fast, and good enough for a demo. */
export function createSeededRandom(label: string): SeededRandom {
  let state = hashOf(label);
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return {
    uniform,
    normal,
    between: (low, high) => low + (high - low) * uniform(),
    whole: (low, high) => low + Math.floor((high - low + 1) * uniform()),
    chance: (probability) => uniform() < probability,
    poisson(mean) {
      if (mean > 40) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
      const limit = Math.exp(-mean);
      let count = 0;
      for (let product = uniform(); product > limit; product *= uniform()) count += 1;
      return count;
    },
    pick<Choice>(choices: readonly Choice[]): Choice {
      return choices[Math.floor(uniform() * choices.length)] as Choice;
    },
    fork: (more) => createSeededRandom(`${label}/${more}`),
  };
}
