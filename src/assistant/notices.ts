/** What the user is told, in one line, when something went otherwise than wished. */
import type { ChoiceOptions } from './models.js';
import type { AssistantOptions } from './options.js';
import type { HostEvent } from '../models/host/contract.js';

/** Undefined for what needs no words. */
export function describeHostEvent(event: HostEvent): string | undefined {
  if (event.type === 'died') return `the inference process ended (${event.reason}); it is started again`;
  if (event.type === 'lost') return `the ${event.engine} engine ended (${event.reason}); it is loaded again`;
  if (event.type === 'rested') {
    return `the ${event.engine} engine has given its memory back; it is loaded again when it is needed`;
  }
  if (event.type === 'restart' && event.open) {
    return `the inference process keeps ending; next attempt in ${Math.round(event.inMs / 1000)} s`;
  }
  return undefined;
}

/** For failures that the user only hears as an apology. */
export function faultNotice({ onNotice }: AssistantOptions): (error: Error) => void {
  return (error: Error) => onNotice?.(error.message);
}

/** How models are fetched on behalf of an assistant. */
export function fetchOptions(
  options: AssistantOptions,
  signal: AbortSignal,
): ChoiceOptions & { readonly signal: AbortSignal } {
  return { store: options.store, signal, onEvent: options.onFetch, onNotice: options.onNotice };
}
