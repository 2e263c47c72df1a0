/** Takes back what was done in the home for words that went on: each device becomes what it was. */
import type { ToolBox, ToolCall, ToolResult } from '../../tools/tool.js';
import { findTool } from './home-house.js';
import type { Device } from './home-house.js';

/** Tools that set a value, with its parameter, and what `GetLiveContext` calls it with its scale. */
const SETS: Readonly<Record<string, readonly [parameter: string, attribute: string, toPercent: number]>> = {
  HassLightSet: ['brightness', 'brightness', 1 / 2.55],
  HassFanSetSpeed: ['percentage', 'percentage', 1],
  HassSetVolume: ['volume_level', 'volume_level', 100],
};

type Back = { readonly tool: string; readonly args: ToolCall['args'] };

/** Calls that make good for `call`, given how the devices were before it; undefined where not all can become that again. */
export function undoOf(call: ToolCall, devices: readonly Device[], tools: ToolBox): readonly ToolCall[] | undefined {
  const calls: ToolCall[] = [];
  for (const device of devices) {
    const back = backOf(call, device);
    if (back === undefined) return undefined;
    if (back === 'nothing') continue;
    const tool = findTool(tools, back.tool);
    if (tool === undefined) return undefined;
    calls.push({ tool: tool.name, args: { name: device.names[0], domain: [device.domain], ...back.args } });
  }
  return calls;
}

function backOf({ tool, args }: ToolCall, { state, attributes }: Device): Back | 'nothing' | undefined {
  const name = /Hass[A-Za-z]+$/.exec(tool)?.[0] ?? '';
  const wasOff = /^(?:off|standby)$/.test(state);
  const wasOn = /^(?:on|playing|paused|idle)$/.test(state);
  if (!wasOff && !wasOn) return undefined;
  if (name === 'HassTurnOn') return wasOn ? 'nothing' : { tool: 'HassTurnOff', args: {} };
  if (name === 'HassTurnOff') return wasOff ? 'nothing' : { tool: 'HassTurnOn', args: {} };
  if (name === 'HassMediaPause') return state === 'playing' ? { tool: 'HassMediaUnpause', args: {} } : 'nothing';
  if (name === 'HassMediaUnpause') return state === 'paused' ? { tool: 'HassMediaPause', args: {} } : undefined;
  const [parameter = '', attribute = '', toPercent = 1] = SETS[name] ?? [];
  if (!(parameter in args)) return wasOff && name === 'HassLightSet' ? { tool: 'HassTurnOff', args: {} } : undefined;
  if (wasOff) return { tool: 'HassTurnOff', args: {} };
  const before = attributes[attribute];
  const percent = Math.round(Number(before) * toPercent);
  return before === undefined || !Number.isFinite(percent) ? undefined : { tool: name, args: { [parameter]: percent } };
}

/** One after the other; whoever looks at the home next waits for it, and so does what is to be done there. */
export class Undoing {
  #running: Promise<void> = Promise.resolve();

  /** Resolves when the home is as it was. */
  settled(): Promise<void> {
    return this.#running;
  }

  /** `done`: what is to be undone, which may still be under way. What fails stays as it is: the home has said why. */
  begin(done: Promise<ToolResult>, calls: readonly ToolCall[], tools: ToolBox): void {
    const work = async (): Promise<void> => {
      const result = await done.catch(() => undefined);
      if (result !== undefined && result.kind !== 'ok') return;
      for (const call of calls) await tools.call(call, new AbortController().signal);
    };
    this.#running = this.#running.then(work).catch(() => undefined);
  }
}
