/** Loads a Whisper model: weights to graphs, graphs to sessions, and silence encoded once. */
import { basename } from 'node:path';
import { openSession, type LoadedSession } from '../onnx/session.js';
import type { Checkpoint } from './checkpoint.js';
import { buildDecoder } from './decoder-graph.js';
import { Decoder } from './decoder.js';
import { readDescription, type Description } from './description.js';
import { createEffort, type Effort } from './effort.js';
import { buildEncoder } from './encoder-graph.js';
import { computeSilence, Encoder, tailRows, type SilenceTail } from './encoder.js';
import { checkGraphSize } from './graph-size.js';
import { graphKey, loadGraphs, type GraphFiles, type StoredGraphs } from './graph-store.js';
import type { Precision } from './layers.js';
import { MelAnalysis } from './log-mel.js';
import { openCheckpoint } from './model-folder.js';
import { Weights, type Dimensions } from './weights.js';

export interface WhisperOptions {
  /** Folder with the weights (`model.bin` of CTranslate2 or safetensors), `config.json` and the vocabulary. */
  readonly modelFolder: string;
  /** The file with the weights, where the folder holds several. */
  readonly weightsFile?: string | undefined;
  /** `auto`: int8 on the CPU, float32 elsewhere. */
  readonly computeType: 'auto' | Precision;
  /** Threads of one run. */
  readonly threads: number;
  /** Execution providers in the order tried. */
  readonly providers: readonly string[];
}

export interface WhisperModel {
  readonly name: string;
  readonly dimensions: Dimensions;
  readonly description: Description;
  readonly analysis: MelAnalysis;
  readonly encoder: Encoder;
  readonly decoder: Decoder;
  /** Sums over everything that this model was asked. */
  readonly effort: Effort;
  readonly provider: string;
  readonly computeType: Precision;
  readonly graphBytes: number;
  /** What did not go as wished, one line each: a provider that failed, graphs that could not be stored. */
  readonly notes: readonly string[];
  close(): Promise<void>;
}

/** Throws one line that names the file or the setting at fault. */
export async function loadWhisper(options: WhisperOptions): Promise<WhisperModel> {
  const file = openCheckpoint(options.weightsFile ?? options.modelFolder);
  try {
    const weights = new Weights(file);
    const description = await readDescription(options.modelFolder, weights.dimensions);
    const notes: string[] = [];
    for (const provider of options.providers) {
      const computeType =
        options.computeType === 'auto' ? (provider === 'cpu' ? 'int8' : 'float32') : options.computeType;
      try {
        return await assemble({ options, file, weights, description, provider, computeType, notes });
      } catch (error) {
        notes.push(`${provider}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    throw new Error(
      `speech model ${options.modelFolder} could not be loaded: ${notes.join('; ') || 'no provider named'}`,
    );
  } finally {
    file.close();
  }
}

interface Parts {
  readonly options: WhisperOptions;
  readonly file: Checkpoint;
  readonly weights: Weights;
  readonly description: Description;
  readonly provider: string;
  readonly computeType: Precision;
  readonly notes: string[];
}

async function assemble(parts: Parts): Promise<WhisperModel> {
  const { options, weights, description, provider, computeType, notes } = parts;
  const { dimensions } = weights;
  checkGraphSize(dimensions, computeType);
  const graphs = await loadGraphs(
    options.modelFolder,
    graphKey(parts.file, computeType, [dimensions, description.alignmentHeads]),
    () => writeGraphs(parts),
  );
  if (graphs.unsaved !== undefined) notes.push(`graphs kept in memory only: ${graphs.unsaved}`);
  const encoder = await open(graphs, 'encoder.onnx', parts);
  const decoder = await open(graphs, 'decoder.onnx', parts);
  const effort = createEffort();
  const tail = readTail(graphs.files, dimensions);
  return {
    name: basename(options.modelFolder),
    dimensions,
    description,
    analysis: new MelAnalysis(dimensions.melBands),
    encoder: new Encoder(encoder.session, { dimensions, tail, effort }),
    decoder: new Decoder(decoder.session, dimensions, effort),
    effort,
    provider,
    computeType,
    graphBytes: graphs.bytes,
    notes,
    close: async () => {
      await encoder.session.release();
      await decoder.session.release();
    },
  };
}

function open(graphs: StoredGraphs, name: string, { options, provider }: Parts): Promise<LoadedSession> {
  const bytes = graphs.files.get(name);
  if (bytes === undefined)
    throw new Error(`graph ${name} is missing from the cache; delete ${options.modelFolder}/graphs`);
  return openSession(bytes, { providers: [provider], threads: options.threads });
}

/** Both graphs, and what the encoder makes of silence: half a second to two that no later start pays again. */
async function writeGraphs({ options, weights, description, provider, computeType }: Parts): Promise<GraphFiles> {
  const encoder = buildEncoder(weights, computeType);
  const { session } = await openSession(encoder, { providers: [provider], threads: options.threads });
  const tail = await computeSilence(session, weights.dimensions);
  await session.release();
  const { alignmentHeads } = description;
  return new Map([
    ['encoder.onnx', encoder],
    ['decoder.onnx', buildDecoder(weights, { precision: computeType, alignmentHeads })],
    ['silence.f32', new Uint8Array(tail.values.buffer)],
  ]);
}

function readTail(files: GraphFiles, { audioPositions }: Dimensions): SilenceTail {
  const bytes = files.get('silence.f32') ?? new Uint8Array(0);
  // A copy: the bytes of a file need not lie on a multiple of four.
  const values = new Float32Array(bytes.slice().buffer);
  return { rows: tailRows(audioPositions), values };
}
