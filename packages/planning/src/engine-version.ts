/** Raised whenever the same input could give another result; stored with every proposal. */
export const engineVersion = 'planning-1.1.0';
