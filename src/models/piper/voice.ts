/** A loaded Piper voice: phoneme ids in, frames of a latent out, and any stretch of them as sound. */
import { Tensor, type InferenceSession } from 'onnxruntime-node';
import { planCrop } from './crop.js';
import { floats } from './frames.js';
import type { Seam } from './cut.js';
import { loadCutGraphs, type ComputeType, type CutGraphs } from './graph-cache.js';
import { Latent } from './latent.js';
import { openSession, type SessionOptions } from '../onnx/session.js';
import { beginMark, endMark, padMark, type VoiceConfig } from './voice-config.js';
import { readVoiceFolder, type VoiceFolder } from './voice-folder.js';
import { runWindow, type RunnablePart } from './windowed-run.js';
import type { DecoderWindow } from './windows.js';

/** What the network made of one list of ids, before it is sound. */
export interface Utterance {
  readonly frames: number;
  readonly hopSamples: number;
  /** Frames that each id lasts; absent where the graph does not tell. */
  readonly durations: readonly number[] | undefined;
  /** Samples of frames `from`…`to`. The windows of one utterance follow each other in time. */
  readonly decode: (window: DecoderWindow) => Promise<Float32Array>;
}

export interface VoiceOptions extends SessionOptions {
  /** A folder with `X.onnx` and `X.onnx.json`, or the path of the former. */
  readonly modelFolder: string;
  /** Number format of the text part; whole numbers are quicker and change some lengths by 12 ms. Default float32. */
  readonly computeType?: ComputeType;
}

export interface SpeakOptions {
  /** Speaking rate; 1 is the voice's own, 2 is twice as fast. */
  readonly speed: number;
  /** Factor on the randomness of sound and rhythm that the voice was trained with. */
  readonly variation: number;
  /** 0 … speakers − 1. */
  readonly speaker: number;
}

/** The parts behind the text part of a voice that was cut. */
interface Tail {
  readonly decoder: RunnablePart;
  readonly flow: RunnablePart | undefined;
  readonly seam: Seam;
}

/** A voice that cannot be cut is handed out whole, at this many samples a frame. */
const wholeHopSamples = 256;

export class PiperVoice {
  readonly name: string;
  readonly config: VoiceConfig;
  readonly provider: string;
  /** Why the voice runs whole; undefined when it runs in windows. */
  readonly uncutReason: string | undefined;
  readonly #first: InferenceSession;
  readonly #tail: Tail | undefined;
  #isClosed = false;

  private constructor(
    folder: VoiceFolder,
    parts: { provider: string; first: InferenceSession; tail?: Tail; uncutReason?: string },
  ) {
    this.name = folder.name;
    this.config = folder.config;
    this.provider = parts.provider;
    this.uncutReason = parts.uncutReason;
    this.#first = parts.first;
    this.#tail = parts.tail;
  }

  /** Loads the only voice in the folder. Throws one line when there is none, or one that cannot be used. */
  static async load(options: VoiceOptions): Promise<PiperVoice> {
    const folder = await readVoiceFolder(options.modelFolder);
    const graphs = await loadCutGraphs(folder.path, folder.folder, options.computeType ?? 'float32');
    if ('reason' in graphs) return PiperVoice.#loadWhole(folder, graphs.reason, options);
    const { session: first, provider } = await openSession(graphs.text, options);
    const same = { ...options, providers: [provider] };
    const tail: Tail = {
      decoder: {
        session: (await openSession(graphs.decoder, same)).session,
        seam: graphs.seam.decoder,
        perFrame: graphs.seam.hopSamples,
      },
      flow: await openFlow(graphs, same),
      seam: graphs.seam,
    };
    const voice = new PiperVoice(folder, { provider, first, tail });
    const doubt = await voice.#doubt();
    if (doubt === undefined) return voice;
    await voice.close();
    return PiperVoice.#loadWhole(folder, doubt, options);
  }

  static async #loadWhole(folder: VoiceFolder, uncutReason: string, options: SessionOptions): Promise<PiperVoice> {
    const { session, provider } = await openSession(folder.path, options);
    return new PiperVoice(folder, { provider, first: session, uncutReason });
  }

  /** Runs everything up to flow and decoder; with a voice that is not cut, everything. */
  async speak(ids: readonly number[], options: SpeakOptions): Promise<Utterance> {
    const outputs = await this.#first.run(this.#feeds(ids, options));
    return this.#tail === undefined
      ? wholeUtterance(floats(Object.values(outputs)[0]))
      : cutUtterance(outputs, this.#tail, ids.length);
  }

  /** Legal any number of times. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#first.release();
    await this.#tail?.decoder.session.release();
    await this.#tail?.flow?.session.release();
  }

  /** Says next to nothing and looks whether the parts fit, as far as the graph's wiring could not tell. */
  async #doubt(): Promise<string | undefined> {
    const ids = [beginMark, padMark, padMark, endMark].flatMap((mark) => this.config.phonemeIds.get(mark) ?? []);
    const sound = await this.speak(ids, { speed: 1, variation: 1, speaker: 0 });
    try {
      await sound.decode({ from: 0, to: sound.frames });
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }

  #feeds(ids: readonly number[], options: SpeakOptions): Record<string, Tensor> {
    const { noiseScale, lengthScale, noiseWidth } = this.config;
    const long = (values: readonly number[], dims: number[]): Tensor =>
      new Tensor('int64', BigInt64Array.from(values.map(BigInt)), dims);
    const scales = Float32Array.from([
      noiseScale * options.variation,
      lengthScale / options.speed,
      noiseWidth * options.variation,
    ]);
    return {
      input: long(ids, [1, ids.length]),
      input_lengths: long([ids.length], [1]),
      scales: new Tensor('float32', scales, [3]),
      ...(this.#first.inputNames.includes('sid') ? { sid: long([options.speaker], [1]) } : {}),
    };
  }
}

async function openFlow(graphs: CutGraphs, options: SessionOptions): Promise<RunnablePart | undefined> {
  if (graphs.flow === undefined || graphs.seam.flow === undefined) return undefined;
  return { session: (await openSession(graphs.flow, options)).session, seam: graphs.seam.flow, perFrame: 1 };
}

function cutUtterance(outputs: Readonly<Record<string, Tensor>>, tail: Tail, idCount: number): Utterance {
  const { decoder, flow, seam } = tail;
  const latent = new Latent(outputs, seam.flow?.main ?? seam.decoder.main, flow);
  const { frames } = latent;
  const { hopSamples } = seam;
  const durations = seam.durations === undefined ? [] : Array.from(floats(outputs[seam.durations]));
  const isTold = durations.length === idCount && durations.reduce((sum, value) => sum + value, 0) === frames;
  return {
    frames,
    hopSamples,
    durations: isTold ? durations : undefined,
    decode: async ({ from, to }) => {
      const plan = planCrop(seam.decoder, { from, to, frames }, hopSamples);
      const source = await latent.upTo(plan.from, plan.to);
      const { data, skip } = await runWindow(decoder, plan, { source, frames, outputs });
      return data.subarray(skip, skip + (to - from) * hopSamples);
    },
  };
}

function wholeUtterance(audio: Float32Array): Utterance {
  return {
    frames: Math.ceil(audio.length / wholeHopSamples),
    hopSamples: wholeHopSamples,
    durations: undefined,
    decode: async ({ from, to }) => audio.subarray(from * wholeHopSamples, to * wholeHopSamples),
  };
}
