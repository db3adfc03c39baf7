export { adversarialShapes } from './adversarial.ts';
export { judge, type Misbehaviour } from './judge.ts';
export { mutate, type Random, seededRandom } from './mutate.ts';
