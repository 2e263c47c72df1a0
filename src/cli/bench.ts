/** `parley bench NAME`: one benchmark each; every one of them prints the one form of report. */
import type { Command } from 'commander';
import { registerLlmBench } from './bench-llm.js';
import { registerNlpBench } from './bench-nlp.js';
import { registerSttBench } from './bench-stt.js';
import { registerTtsBench } from './bench-tts.js';
import { registerTurnsBench } from './bench-turns.js';

/** @param version of the program, for the reports */
export function registerBenchCommand(program: Command, version: string): void {
  const bench = program.command('bench').description('how fast and how good one part is, measured on this machine');
  registerSttBench(bench, version);
  registerTtsBench(bench, version);
  registerTurnsBench(bench, version);
  registerLlmBench(bench, version);
  registerNlpBench(bench, version);
}
