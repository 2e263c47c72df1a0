/** Which tool of Home Assistant does what was asked, with which values, and how that is told. */
import type { DeviceSlots, LockSlots, SetSlots, SwitchSlots } from './home-requests.js';
import type { Device } from './home-house.js';
import { nameOf } from './home-target.js';
import type { Step } from './home-act.js';
import { WHITES } from './home-words.js';

type Devices = readonly [Device, ...Device[]];

/** What can be switched on and off, likeliest first; what opens and unlocks is only known here to be turned away. */
export const SWITCHED: readonly string[] =
  'light switch fan media_player scene script input_boolean climate humidifier vacuum siren automation remote water_heater lawn_mower cover valve lock alarm_control_panel'.split(
    ' ',
  );
export const SET_BY_PERCENT: readonly string[] = ['light', 'fan', 'cover', 'valve', 'media_player', 'humidifier'];
export const SHUT: readonly string[] = ['cover', 'valve', 'lock'];

export function planSwitch({ action, thing }: SwitchSlots): (devices: Devices) => Step | string {
  return (devices) => {
    const guarded = devices.find(isGuarded);
    // On opens a cover and off unlocks a lock: whoever wants that says so, and is asked.
    if (guarded !== undefined)
      return `The ${nameOf(guarded)} is no lamp. Say ${verbFor(guarded, action)} the ${thing}.`;
    const [device] = devices;
    const isOn = action === 'toggle' ? !/^(?:on|playing|heat|open)$/.test(device.state) : action === 'on';
    if (device.domain === 'scene' || device.domain === 'script')
      return { tools: ['HassTurnOn'], args: {}, done: () => `${capital(nameOf(device))} is set.` };
    return {
      tools: [isOn ? 'HassTurnOn' : 'HassTurnOff'],
      args: {},
      done: (subject, isPlural) => `${subject} ${isPlural ? 'are' : 'is'} ${isOn ? 'on' : 'off'}.`,
    };
  };
}

function isGuarded({ domain, attributes }: Device): boolean {
  return (
    /^(?:lock|valve|alarm_control_panel)$/.test(domain) ||
    (domain === 'cover' && /^(?:garage|door|gate|window)$/.test(attributes['device_class'] ?? ''))
  );
}

function verbFor({ domain }: Device, action: SwitchSlots['action']): string {
  if (domain === 'lock') return action === 'on' ? 'lock' : 'unlock';
  return action === 'on' ? 'open' : 'close';
}

export function planSet(slots: SetSlots): (devices: Devices) => Step | string {
  return (devices) => {
    const { percent, percentBy, colour, degrees, degreesBy } = slots;
    if (degrees !== undefined) return setDegrees(degrees);
    if (degreesBy !== undefined) return warm(devices[0], degreesBy);
    if (colour !== undefined) return paint(colour);
    return percent === undefined ? dim(devices, percentBy ?? 0) : setPercent(devices[0], percent);
  };
}

function setDegrees(degrees: number): Step {
  return {
    tools: ['HassClimateSetTemperature'],
    args: { temperature: degrees },
    done: (subject) => `${subject} is set to ${degrees} degrees.`,
  };
}

function warm(device: Device, by: number): Step | string {
  const now = Number(device.attributes['temperature']);
  if (device.attributes['temperature'] === undefined || !Number.isFinite(now))
    return `The ${nameOf(device)} doesn't say what it is set to. Tell me how many degrees you want.`;
  return setDegrees(Math.round((now + by) * 2) / 2);
}

function paint(colour: string): Step {
  const kelvin = WHITES[colour];
  return {
    tools: ['HassLightSet'],
    args: kelvin === undefined ? { color: colour } : { temperature: kelvin },
    done: (subject, isPlural) => `${subject} ${isPlural ? 'are' : 'is'} ${colour}.`,
  };
}

const PERCENT_TOOLS: Readonly<Record<string, readonly [tool: string, parameter: string]>> = {
  light: ['HassLightSet', 'brightness'],
  fan: ['HassFanSetSpeed', 'percentage'],
  cover: ['HassSetPosition', 'position'],
  valve: ['HassSetPosition', 'position'],
  media_player: ['HassSetVolume', 'volume_level'],
  humidifier: ['HassHumidifierSetpoint', 'humidity'],
};

function setPercent(device: Device, percent: number): Step | string {
  if (isGuarded(device)) return `I only open the ${nameOf(device)} or close it.`;
  const [tool = '', parameter = ''] = PERCENT_TOOLS[device.domain || 'light'] ?? [];
  if (tool === '') return `I can't set the ${nameOf(device)} to a percentage.`;
  return {
    tools: [tool],
    args: { [parameter]: percent },
    done: (subject, isPlural) => `${subject} ${isPlural ? 'are' : 'is'} at ${percent} percent.`,
  };
}

/** Home Assistant counts brightness from 0 to 255. */
function dim(devices: Devices, by: number): Step | string {
  const levels = devices.flatMap(({ state, attributes }) => {
    const level = Number(attributes['brightness']);
    return state === 'off' || attributes['brightness'] === undefined ? [] : [Math.round(level / 2.55)];
  });
  if (levels.length === 0 && by < 0 && devices.every(({ state }) => state === 'off'))
    return devices.length === 1 ? `The ${nameOf(devices[0])} is off.` : 'They are off.';
  const known =
    levels.length === 0 ? (by < 0 ? 100 : 30) : levels.reduce((sum, level) => sum + level, 0) / levels.length;
  return setPercent({ ...devices[0], domain: 'light' }, Math.min(100, Math.max(1, Math.round(known + by))));
}

const SHUT_TOOLS: Readonly<Record<LockSlots['action'], readonly string[]>> = {
  lock: ['HassLock', 'HassTurnOn'],
  unlock: ['HassUnlock', 'HassTurnOff'],
  open: ['HassOpen', 'HassTurnOn'],
  close: ['HassClose', 'HassTurnOff'],
};
const SHUT_WORDS = { lock: 'locked', unlock: 'unlocked', open: 'opening', close: 'closing' } as const;

export function planLock({ action }: LockSlots): (devices: Devices) => Step | string {
  return (devices) => {
    const [device] = devices;
    const isForLocks = action === 'lock' || action === 'unlock';
    if (device.domain !== '' && isForLocks !== (device.domain === 'lock')) {
      const verb = isForLocks ? (action === 'lock' ? 'close' : 'open') : action === 'close' ? 'lock' : 'unlock';
      return `The ${nameOf(device)} has ${isForLocks ? 'no lock' : 'only a lock'}. Say ${verb} the ${nameOf(device)}.`;
    }
    return {
      tools: SHUT_TOOLS[action],
      args: {},
      done: (subject, isPlural) => `${subject} ${isPlural ? 'are' : 'is'} ${SHUT_WORDS[action]}.`,
    };
  };
}

const DEVICE_TOOLS: Readonly<Record<DeviceSlots['action'], readonly [tool: string, told: string]>> = {
  clean: ['HassVacuumStart', 'is on its way'],
  dock: ['HassVacuumReturnToBase', 'is going home'],
  pause: ['HassMediaPause', 'is paused'],
  resume: ['HassMediaUnpause', 'goes on'],
  next: ['HassMediaNext', 'plays the next one'],
};

export function planDevice({ action }: DeviceSlots): (devices: Devices) => Step {
  const [tool, told] = DEVICE_TOOLS[action];
  return () => ({ tools: [tool], args: {}, done: (subject) => `${subject} ${told}.` });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
