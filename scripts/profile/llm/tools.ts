/** Whether a model calls the right tool, and none where none is needed. */
import type { ChatCall } from '../../../src/stages/response/chat.js';
import type { LanguageModel } from './model.js';
import { requests, tools, type Request } from './questions.js';

interface Judged {
  readonly said: string;
  readonly wanted: string;
  readonly made: string;
  readonly isRight: boolean;
}

export async function judgeTools(
  model: LanguageModel,
  system: string,
  onProgress: (line: string) => void,
): Promise<Readonly<Record<string, unknown>>> {
  const judged: (Judged & { readonly request: Request; readonly call: ChatCall | undefined })[] = [];
  for (const [index, request] of requests.entries()) {
    const args = { system, messages: [{ role: 'user', text: request.said } as const], tools, maxTokens: 40 };
    const { results } = await model.ask({ ...args, temperature: 0, conversation: 'tools' });
    const call = results.find((result) => result.kind === 'call');
    judged.push({
      ...{ said: request.said, wanted: request.tool ?? 'none', request, call, isRight: call?.name === request.tool },
      made: call === undefined ? 'none' : `${call.name} ${JSON.stringify(call.args)}`,
    });
    onProgress(`request ${index + 1} of ${requests.length}`);
  }
  const needed = judged.filter(({ request }) => request.tool !== undefined);
  const right = needed.filter(({ isRight }) => isRight);
  const unasked = judged.filter(({ request, call }) => request.tool === undefined && call !== undefined);
  const wrong = judged.filter(({ isRight }) => !isRight);
  return {
    'tools.right': `${right.length} of ${needed.length}`,
    'tools.argumentsRight': `${right.filter(hasWord).length} of ${right.length}`,
    'tools.calledWithoutNeed': `${unasked.length} of ${judged.length - needed.length}`,
    'wrong tools': wrong.map(({ said, wanted, made }) => ({ said, wanted, made })),
  };
}

function hasWord({ request, call }: { readonly request: Request; readonly call: ChatCall | undefined }): boolean {
  return JSON.stringify(call?.args ?? {})
    .toLowerCase()
    .includes(request.word ?? '');
}
