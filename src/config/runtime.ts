/** The keys of `pipeline` and `inference`: what runs, and how much of the machine it takes. */
import { z } from 'zod';

/** What the same stages are put together to. */
export const modeNames = ['assistant', 'dictation', 'translation', 'captions'] as const;
export type ModeName = (typeof modeNames)[number];
/** The key that chooses one of them. */
export const MODE_KEY = 'pipeline.mode';

export const pipelineSchema = z.strictObject({
  mode: z.enum(modeNames),
  processing: z.strictObject({
    /** `async` overlaps the stages; `sync` runs one after the other. */
    mode: z.enum(['async', 'sync']),
    /** Sentences synthesised ahead of the one that plays. */
    max_workers: z.number().int().min(1).max(16),
  }),
});

export const inferenceSchema = z.strictObject({
  /** Threads of one graph run; `auto` is cores − 1. */
  threads: z.union([z.literal('auto'), z.number().int().min(1).max(64)]),
  /** Execution providers in the order tried; `auto` asks this machine. */
  providers: z.union([z.literal('auto'), z.array(z.enum(['cpu', 'cuda', 'coreml', 'dml', 'webgpu'])).min(1)]),
  /** Niceness of the recogniser and the language model, 0…19. Where threads cannot differ in it, that of every engine. */
  nice: z.number().int().min(0).max(19),
  /** Room for all models together, in MB; `auto` is half of what this machine has. */
  memory_mb: z.union([z.literal('auto'), z.number().int().min(64).max(1_048_576)]),
  /** A model that nobody has used for so many minutes gives its memory back; 0 for never. */
  idle_minutes: z.number().min(0).max(10_080),
});
