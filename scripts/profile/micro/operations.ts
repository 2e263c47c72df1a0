/** Everything that `bench micro` measures, by name. */
import type { Operation } from './operation.js';
import { soundOperations } from './sound.js';
import { wordOperations } from './words.js';

export const operations: readonly Operation[] = [...soundOperations, ...wordOperations];
