/** Joins stages, times them from outside and names the one that fails. */
import { StageError } from './errors.js';
import { readAhead } from './read-ahead.js';
import type { Scope, Stage } from './stage.js';

/** Chains observe their own parts, so nobody observes them again. */
const chains = new WeakSet();

/** Two stages as one. With `ahead` > 0 the first works up to that many items ahead of the second. */
export function chain<A, B, C>(first: Stage<A, B>, second: Stage<B, C>, ahead: number): Stage<A, C> {
  const joined: Stage<A, C> = {
    name: `${first.name} → ${second.name}`,
    async warmUp(signal) {
      await Promise.all([first.warmUp?.(signal), second.warmUp?.(signal)]);
    },
    async prepare(input, scope) {
      // The first would do its work twice if it prepared for itself.
      await second.prepare?.(first.run(input, scope), scope);
    },
    run(input, scope) {
      const middle = observe(first, input, scope);
      return observe(second, ahead > 0 ? readAhead(middle, ahead, scope.signal) : middle, scope);
    },
    async close() {
      await Promise.all([first.close?.(), second.close?.()]);
    },
  };
  chains.add(joined);
  return joined;
}

/** Runs a stage with its first input, first output and last output marked on the probe, and its faults wrapped once. */
export function observe<In, Out>(stage: Stage<In, Out>, input: AsyncIterable<In>, scope: Scope): AsyncIterable<Out> {
  return chains.has(stage) ? stage.run(input, scope) : measure(stage, input, scope);
}

async function* measure<In, Out>(
  stage: Stage<In, Out>,
  input: AsyncIterable<In>,
  scope: Scope,
): AsyncGenerator<Out, void, undefined> {
  let outputs = 0;
  try {
    for await (const output of stage.run(markFirst(input, stage.name, scope), scope)) {
      if (outputs === 0) scope.probe.mark(`${stage.name}.first-out`, scope.clock.now());
      outputs += 1;
      yield output;
    }
    scope.probe.mark(`${stage.name}.last-out`, scope.clock.now());
    scope.probe.count(`${stage.name}.outputs`, outputs);
  } catch (error) {
    if (scope.signal.aborted || error instanceof StageError) throw error;
    scope.probe.count(`${stage.name}.errors`);
    throw new StageError(stage.name, error);
  }
}

async function* markFirst<T>(input: AsyncIterable<T>, name: string, scope: Scope): AsyncGenerator<T, void, undefined> {
  let first = true;
  for await (const item of input) {
    if (first) scope.probe.mark(`${name}.first-in`, scope.clock.now());
    first = false;
    yield item;
  }
}
