/** One call of a language model's engine, with a time limit for its first word. */
import { childController } from '../../pipeline/abort.js';
import type { Scope } from '../../pipeline/stage.js';
import type { EngineHandle } from '../../models/host/engine.js';
import type { ChatArgs, ChatInfo, ChatResult } from './chat.js';

/** A question waits no longer for what the engine tells of itself. */
const INFO_MS = 500;

/** No word came within `llm.first_token_timeout_ms`. */
export class FirstTokenLate extends Error {
  override readonly name = 'FirstTokenLate';
}

/** What the engine yields. Throws `FirstTokenLate`, what the engine throws, or the scope's reason. */
export async function* callChat(
  engine: EngineHandle,
  args: ChatArgs,
  { scope, timeoutMs }: { readonly scope: Scope; readonly timeoutMs: number },
): AsyncGenerator<ChatResult> {
  const call = childController(scope.signal);
  const deadline = childController(scope.signal);
  scope.clock.sleep(timeoutMs, deadline.controller.signal).then(
    () => {
      call.controller.abort(new FirstTokenLate(`no first token within ${timeoutMs} ms`));
    },
    // The first token was in time, or the turn is over.
    () => undefined,
  );
  try {
    for await (const result of engine.call('chat', args, { signal: call.controller.signal })) {
      deadline.controller.abort();
      yield result as ChatResult;
    }
    call.controller.signal.throwIfAborted();
  } finally {
    deadline.controller.abort();
    deadline.release();
    call.release();
  }
}

/** What the engine tells of itself; undefined when it cannot. Rejects only with the signal's reason. */
export async function askInfo(engine: EngineHandle, signal: AbortSignal): Promise<ChatInfo | undefined> {
  try {
    for await (const info of engine.call('info', {}, { signal })) return info as ChatInfo;
  } catch {
    // Whatever is wrong with it, the question itself will tell.
    signal.throwIfAborted();
  }
  return undefined;
}

/** The same, where a question waits for it. */
export async function askInfoSoon(engine: EngineHandle, scope: Scope): Promise<ChatInfo | undefined> {
  const { controller, release } = childController(scope.signal);
  const stop = (): void => {
    controller.abort(new Error('a question waits'));
  };
  scope.clock.sleep(INFO_MS, controller.signal).then(stop, () => undefined);
  try {
    return await askInfo(engine, controller.signal);
  } catch {
    scope.signal.throwIfAborted();
    return undefined;
  } finally {
    stop();
    release();
  }
}
