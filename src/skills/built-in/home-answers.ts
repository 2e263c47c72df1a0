/** Answers to questions about the home, from what the home tells of itself. */
import type { ToolBox } from '../../tools/tool.js';
import type { SkillReply } from '../skill.js';
import { askWhich, whyNoHome } from './home-act.js';
import { findTool, isHouse, readHouse } from './home-house.js';
import type { Device, House } from './home-house.js';
import type { AskSlots } from './home-questions.js';
import { findTarget, nameOf, plain } from './home-target.js';
import { describeResult } from './tools-phrases.js';

/** Rejects only with the signal's reason. */
export async function answerAsk(slots: AskSlots, tools: ToolBox, signal: AbortSignal): Promise<SkillReply> {
  const missing = whyNoHome(tools);
  if (missing !== undefined) return missing;
  const house = await readHouse(tools, signal);
  if (isHouse(house)) return slots.quality === undefined ? tellState(slots, house) : tellQuality(slots, house);
  if (house !== undefined) return describeResult(house);
  const tool = findTool(tools, 'HassGetState');
  if (tool === undefined) return "Your home doesn't tell me how things are.";
  return describeResult(await tools.call({ tool: tool.name, args: { name: slots.thing } }, signal));
}

const DOMAINS: Readonly<Record<string, readonly string[]>> = {
  locked: ['lock', 'binary_sensor'],
  unlocked: ['lock', 'binary_sensor'],
  open: ['cover', 'binary_sensor', 'valve', 'lock'],
  closed: ['cover', 'binary_sensor', 'valve', 'lock'],
};

function tellState(slots: AskSlots, house: House): SkillReply {
  const { thing, state, isWhich = false } = slots;
  const domains = DOMAINS[state ?? ''] ?? [];
  const all = isWhich ? ofKind(inRoom(house, slots.area), thing) : undefined;
  const target = all === undefined ? findTarget(house, thing, { domains }) : undefined;
  if (target?.kind === 'several') return askWhich(again(slots), target.devices);
  const devices = all ?? (target?.kind === 'found' ? target.devices : []);
  const [device] = devices;
  if (device === undefined) return `I don't find ${isWhich ? `any ${thing}` : `the ${thing}`} in your home.`;
  if (state !== undefined && (isWhich || devices.length > 1)) return count(devices, state, thing);
  return oneState(device, state);
}

/** Everything where no room was named. */
function inRoom(house: House, area: string | undefined): House {
  return area === undefined ? house : house.filter(({ areas }) => areas.some((name) => plain(name) === area));
}

/** "Which windows are open": by the word for the kind, or by the class of a sensor. */
function ofKind(house: House, thing: string): House {
  const kind = thing
    .replace(/s$/, '')
    .replace(/^lamp$/, 'light')
    .replace(/^speaker$/, 'media_player');
  const isShut = /^(?:door|window|blind|curtain|shutter)$/.test(kind);
  return house.filter(({ domain, attributes, names }) => {
    if (!isShut) return domain === kind || domain === kind.replace(/e$/, '');
    const isSensor = domain === 'cover' || domain === 'binary_sensor' || domain === 'lock';
    return (
      isSensor && ((attributes['device_class'] ?? '').includes(kind) || names.join(' ').toLowerCase().includes(kind))
    );
  });
}

function count(devices: House, state: string, thing: string): string {
  const fitting = devices.filter((device) => isIn(device, state));
  const kind = /s$/.test(thing) ? thing : 'things';
  if (fitting.length === 0) return `No, none of the ${kind} ${devices.length > 1 ? 'are' : 'is'} ${state}.`;
  const names = fitting.slice(0, 4).map((device) => `the ${nameOf(device)}`);
  const list = names.length === 1 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
  if (fitting.length > 4) return `${fitting.length} are ${state}, among them ${list}.`;
  return `${list.charAt(0).toUpperCase()}${list.slice(1)} ${fitting.length === 1 ? 'is' : 'are'} ${state}.`;
}

function oneState(device: Device, asked: string | undefined): string {
  const name = `the ${nameOf(device)}`;
  const verb = /(?:lights|lamps|blinds|curtains|shutters)$/.test(name) ? 'are' : 'is';
  const state = wordFor(device);
  if (state === undefined) return `I can't tell: ${name} ${verb} not reporting.`;
  if (asked === undefined) return `The ${nameOf(device)} ${verb} ${state}.`;
  if (isIn(device, asked)) return `Yes, ${name} ${verb} ${asked}.`;
  const isOpposite = [/^(?:un)?locked$/, /^(?:open|closed)$/, /^(?:on|off)$/].some(
    (pair) => pair.test(asked) && pair.test(state),
  );
  return isOpposite ? `No, ${name} ${verb} ${state}.` : `The ${nameOf(device)} ${verb} ${state}.`;
}

/** How a state is said: sensors of doors say on for open. */
function wordFor({ domain, state, attributes }: Device): string | undefined {
  if (/^(?:unavailable|unknown|none|)$/i.test(state)) return undefined;
  if (domain !== 'binary_sensor') return state.replaceAll('_', ' ');
  const kind = attributes['device_class'] ?? '';
  if (/^(?:door|window|garage_door|opening)$/.test(kind)) return state === 'on' ? 'open' : 'closed';
  if (kind === 'lock') return state === 'on' ? 'unlocked' : 'locked';
  return state;
}

function isIn(device: Device, asked: string): boolean {
  const word = wordFor(device);
  if (word === asked) return true;
  if (asked === 'on' || asked === 'running')
    return /^(?:playing|heat|cool|auto|cleaning|heat cool|on)$/.test(word ?? '');
  return asked === 'off' && /^(?:idle|standby|docked|off)$/.test(word ?? '');
}

const UNITS: Readonly<Record<string, string>> = {
  temperature: 'degrees',
  humidity: 'percent',
  brightness: 'percent',
  battery: 'percent',
  position: 'percent',
  volume: 'percent',
};

function tellQuality(slots: AskSlots, house: House): SkillReply {
  const { thing, quality = '' } = slots;
  const reading = house.flatMap((device) => {
    const value = readQuality(device, quality);
    return value === undefined ? [] : [{ device, value }];
  });
  const target = findTarget(
    reading.map(({ device }) => device),
    thing,
    { domains: ['sensor', 'climate', 'light', 'fan', 'cover', 'media_player', 'weather'] },
  );
  const found = target.kind === 'found' ? reading.find(({ device }) => device === target.devices[0]) : undefined;
  if (target.kind === 'several') return askWhich(again(slots), target.devices);
  if (found === undefined) return `I don't know the ${quality} of the ${thing}.`;
  return `The ${quality} of the ${thing} is ${found.value} ${UNITS[quality] ?? ''}`.trimEnd() + '.';
}

function readQuality({ domain, state, attributes }: Device, quality: string): number | undefined {
  const { device_class: kind, brightness, current_temperature: temperature, volume_level: volume } = attributes;
  const text =
    domain === 'sensor' && kind === quality
      ? state
      : {
          temperature,
          humidity: attributes['humidity'],
          position: attributes['current_position'],
          speed: attributes['percentage'],
        }[quality];
  if (quality === 'brightness' && brightness !== undefined) return Math.round(Number(brightness) / 2.55);
  if (quality === 'volume' && volume !== undefined) return Math.round(Number(volume) * 100);
  const value = Number(text);
  return text === undefined || text === '' || !Number.isFinite(value) ? undefined : Math.round(value * 10) / 10;
}

function again(slots: AskSlots) {
  return { again: (thing: string) => ({ run: 'home-ask', slots: { ...slots, thing } }) };
}
