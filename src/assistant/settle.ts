/** Brings a plan to life: the first voice engine that can speak, every other engine, and all of them warm. */
import type { EnsureOptions } from '../models/fetch-events.js';
import { ensurePreferred } from '../models/fetch-preferred.js';
import type { InferenceHost } from '../models/host/contract.js';
import type { EngineSpec } from '../models/host/engine.js';
import { EngineError } from '../models/host/error.js';
import { errorLine, ModelError } from '../models/model-error.js';
import { engineSpecs, isSameSpec } from './engines.js';
import type { EngineName } from './models.js';
import { realise, type Plan, type RealiseParts, type Running } from './running.js';
import type { VoiceChoice } from './voices.js';

export interface SettleParts extends RealiseParts {
  readonly fetch: EnsureOptions & { readonly signal: AbortSignal };
  readonly onNotice?: ((text: string) => void) | undefined;
}

/** What the host has loaded by now. */
type Loaded = Map<EngineName, EngineSpec>;

interface PassedVoice {
  readonly engine: VoiceChoice['engine'];
  readonly error: Error;
}

/**
 * Without `before` the host is loading what `wanted` asks for; with it, what differs is loaded beside what runs, then
 * swapped. A voice engine that cannot speak is passed over with a notice while another one may. What does not load is
 * thrown, and everything that was swapped is put back then.
 */
export async function settle(wanted: Running, parts: SettleParts): Promise<Running> {
  const { before, host } = parts;
  const loaded: Loaded = new Map((before ?? wanted).specs);
  try {
    const running = await tryTurnModel(await findVoice(wanted, loaded, parts), loaded, parts);
    const others = [...running.specs.keys()].filter((name) => name !== 'tts' && name !== 'turn');
    await swapEngines(host, loaded, { specs: running.specs, names: others });
    await warmStages(running, others, parts);
    return running;
  } catch (error) {
    if (before !== undefined) await swapEngines(host, loaded, { specs: before.specs, names: [...before.specs.keys()] });
    throw error;
  }
}

/** Tries the voice engines in order. Throws when none of them can speak. */
async function findVoice(wanted: Running, loaded: Loaded, parts: SettleParts): Promise<Running> {
  const passed: PassedVoice[] = [];
  for (const choice of wanted.voices) {
    try {
      const running = choice === wanted.voices[0] ? wanted : await runningWith(wanted, choice, parts);
      await swapEngines(parts.host, loaded, { specs: running.specs, names: ['tts'] });
      await warmStages(running, ['tts'], parts);
      for (const voice of passed)
        parts.onNotice?.(`tts: ${voice.engine} not used: ${reasonOf(voice)}; ${choice.engine} speaks instead`);
      return running;
    } catch (error) {
      if (!mayTryNext(error)) throw error;
      passed.push({ engine: choice.engine, error });
    }
  }
  const [only] = passed;
  if (only === undefined) return wanted;
  throw passed.length === 1 ? only.error : noneSpeaks(passed);
}

/** Turns end without their model, too: where it does not load, a notice says so. */
async function tryTurnModel(running: Running, loaded: Loaded, parts: SettleParts): Promise<Running> {
  try {
    await swapEngines(parts.host, loaded, { specs: running.specs, names: ['turn'] });
    await warmStages(running, ['turn'], parts);
    return running;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    // An engine that was not there from the start has no place in the inference process.
    const reason = error.code === 'invalid' ? 'the turn model is loaded at the next start' : loadReason(error);
    parts.onNotice?.(`turn.model: ${reason}; until then words and habit alone tell when you have finished`);
    const [models, specs] = [new Map(running.models), new Map(running.specs)];
    models.delete('turn');
    specs.delete('turn');
    return realise({ ...running, models, specs }, { ...parts, before: parts.before ?? running });
  }
}

/** The same plan with another voice engine, whose model is fetched where it is missing. */
async function runningWith(wanted: Running, choice: VoiceChoice, parts: SettleParts): Promise<Running> {
  const models = new Map(wanted.models);
  models.delete('tts');
  const [model] = choice.models.length === 0 ? [] : await ensurePreferred([choice.models], parts.fetch);
  if (model !== undefined) models.set('tts', model);
  const voices = [choice, ...wanted.voices.filter((voice) => voice !== choice)];
  const { config, providers } = wanted;
  const { asksServer, asksTranslator, specs: before } = wanted;
  const plan: Plan = { config, providers, models, voices, asksServer, asksTranslator, specs: before };
  const tts = engineSpecs(config.settings, plan, providers).get('tts');
  const specs = new Map(wanted.specs);
  if (tts !== undefined) specs.set('tts', tts);
  return realise({ ...plan, specs }, { ...parts, before: parts.before ?? wanted });
}

/** Loads beside what runs whatever differs, one engine after the other. */
async function swapEngines(
  host: InferenceHost,
  loaded: Loaded,
  wanted: { readonly specs: ReadonlyMap<EngineName, EngineSpec>; readonly names: readonly EngineName[] },
): Promise<void> {
  for (const name of wanted.names) {
    const spec = wanted.specs.get(name);
    if (spec === undefined || isSameSpec(loaded.get(name), spec)) continue;
    await host.replace(name, spec);
    loaded.set(name, spec);
  }
}

async function warmStages(
  { stages, specs }: Running,
  names: readonly EngineName[],
  { host, fetch }: SettleParts,
): Promise<void> {
  const { recognizer, responder, synthesizer, endpointing } = stages;
  const stageOf = {
    ...{ stt: recognizer, llm: responder, tts: synthesizer, turn: endpointing.listener },
    ...{ wake: undefined, translator: undefined, 'translator-server': undefined },
    // One responder for both.
    'llm-server': names.includes('llm') && specs.has('llm') ? undefined : responder,
  };
  await Promise.all(
    names
      .filter((name) => specs.has(name))
      .map(async (name) => {
        await host.engine(name).ready(fetch.signal);
        performance.mark('parley.load');
        await stageOf[name]?.warmUp?.(fetch.signal);
      }),
  );
}

/** Whether this was about one voice engine alone, so that another one might do. */
function mayTryNext(error: unknown): error is Error {
  if (error instanceof ModelError) return ['fetch', 'licence', 'usage'].includes(error.kind);
  return error instanceof EngineError && ['load', 'failed', 'crashed'].includes(error.code);
}

function noneSpeaks(passed: readonly PassedVoice[]): EngineError {
  const names = passed.map(({ engine }) => engine);
  const reasons = passed.map((voice) => `${voice.engine}: ${reasonOf(voice)}`).join('; ');
  const other = names.includes('espeak') ? '' : ', or add espeak, which needs neither weights nor a network';
  const message = `tts.engine: none of ${names.join(', ')} can speak here (${reasons}); mend one of them${other}`;
  return new EngineError({ engine: 'tts', code: 'load', message });
}

/** What the engine itself had to say. */
function loadReason(error: Error): string {
  return errorLine(error).replace(/^cannot load the \w+ engine: /, '');
}

function reasonOf({ engine, error }: PassedVoice): string {
  const line = loadReason(error);
  return line.startsWith(`${engine}: `) ? line.slice(engine.length + 2) : line;
}
