/** How what was done in the home is told: which devices it was, and what came of it. */
import type { ToolResult } from '../../tools/tool.js';
import { nameOf } from './home-target.js';
import type { Target } from './home-target.js';
import { describeResult } from './tools-phrases.js';

export type Found = Target & { readonly kind: 'found' };

const PLURALS: Readonly<Record<string, string>> = {
  light: 'lights',
  switch: 'switches',
  fan: 'fans',
  cover: 'covers',
  lock: 'locks',
  climate: 'thermostats',
  media_player: 'players',
  vacuum: 'vacuums',
};

export function isPlural({ devices }: Found): boolean {
  return (
    devices.length > 1 || /(?:lights|lamps|blinds|curtains|shutters|shades|fans|switches)$/.test(nameOf(devices[0]))
  );
}

export function subjectOf({ devices, area, isAll }: Found): string {
  if (devices.length === 1) return `The ${nameOf(devices[0])}`;
  const kind = PLURALS[devices[0].domain] ?? 'devices';
  if (isAll === true) return `All ${kind}`;
  return area === undefined ? `The ${kind}` : `The ${kind} in the ${area.toLowerCase()}`;
}

export function explain(result: ToolResult, thing: string, done: () => string): string {
  if (result.kind !== 'ok') {
    const isUnknown = result.kind === 'failed' && /MatchFailed|not found|unable to find/i.test(result.text);
    return isUnknown ? `I don't find the ${thing} in your home.` : describeResult(result);
  }
  const failed = failedIn(result.full ?? '');
  if (failed === undefined) return done();
  return failed === '' ? 'Sorry, your home could not do that.' : `Sorry, the ${failed} did not react.`;
}

/** Names of what did not do as it was told; undefined when all did. */
function failedIn(full: string): string | undefined {
  try {
    const answer = JSON.parse(full) as {
      readonly success?: boolean;
      readonly response_type?: string;
      readonly data?: { readonly failed?: readonly { readonly name?: string }[] };
    };
    const names = (answer.data?.failed ?? []).flatMap(({ name }) => name?.toLowerCase() ?? []);
    if (names.length > 0) return names.join(' and the ');
    return answer.response_type === 'error' || answer.success === false ? '' : undefined;
  } catch {
    return undefined;
  }
}
