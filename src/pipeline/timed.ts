/** Times a stage that lives as long as a session: how long each item of its input takes to become something. */
import type { Scope, Stage } from './stage.js';

/** Tells the probe `NAME.frame`, from an input to the first output behind it. An input that gives none counts to the next that does. */
export function timed<In, Out>(stage: Stage<In, Out>): Pick<Stage<In, Out>, 'name' | 'run'> {
  return {
    name: stage.name,
    async *run(input, scope) {
      const began: { atMs?: number } = {};
      for await (const output of stage.run(note(input, began, scope), scope)) {
        if (began.atMs !== undefined) scope.probe.observe?.(`${stage.name}.frame`, scope.clock.now() - began.atMs);
        delete began.atMs;
        yield output;
      }
    },
  };
}

async function* note<In>(
  input: AsyncIterable<In>,
  began: { atMs?: number },
  { clock }: Scope,
): AsyncGenerator<In, void, undefined> {
  for await (const item of input) {
    began.atMs ??= clock.now();
    yield item;
  }
}
