/** Engines by name, and the mark of those that are looked for only when one is needed. */
import type { EngineSpec } from '../models/host/engine.js';
import type { EngineName } from './models.js';

export type EngineSpecs = ReadonlyMap<EngineName, EngineSpec>;

/** Stands for engines that are loaded when they are first asked for something. */
export const onDemand: EngineSpecs = new Map();
