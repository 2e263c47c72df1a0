/** `parley bench NAME`: one benchmark each; every one of them prints the one form of report. */
import type { Command } from 'commander';
import { registerAnswersBench } from './bench-answers.js';
import { addComparing } from './bench-compare.js';
import { registerCaptionsBench } from './bench-captions.js';
import { registerInjectionBench } from './bench-injection.js';
import { registerCountsBench } from './bench-counts.js';
import { registerDictationBench } from './bench-dictation.js';
import { registerLatencyBench } from './bench-latency.js';
import { registerLlmBench } from './bench-llm.js';
import { registerMemoryBench } from './bench-memory.js';
import { registerMicroBench } from './bench-micro.js';
import { registerNlpBench } from './bench-nlp.js';
import { registerStartupBench } from './bench-startup.js';
import { registerSttBench } from './bench-stt.js';
import { registerThroughputBench } from './bench-throughput.js';
import { registerTranslationBench } from './bench-translation.js';
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
  registerDictationBench(bench, version);
  registerAnswersBench(bench, version);
  registerInjectionBench(bench, version);
  registerCaptionsBench(bench, version);
  registerTranslationBench(bench, version);
  registerMicroBench(bench, version);
  registerLatencyBench(bench, version);
  registerThroughputBench(bench, version);
  registerStartupBench(bench, version);
  registerMemoryBench(bench, version);
  registerCountsBench(bench, version);
  addComparing(bench);
}
