/** Arguments checked against a tool's own JSON Schema before anything is sent. */
import type { JsonSchema } from './tool.js';

/** What is wrong with the arguments, in a line, or undefined. */
export type ArgumentCheck = (args: Readonly<Record<string, unknown>>) => Promise<string | undefined>;

/**
 * By the SDK's own validator that compiles no code. The schema is read with the first call; one that cannot be read
 * lets nothing pass.
 */
export function createArgumentCheck(schema: JsonSchema, onUnreadable: (problem: string) => void): ArgumentCheck {
  let validate: Promise<(args: unknown) => string | undefined> | undefined;
  return async (args) => {
    validate ??= compile(schema).catch((error: unknown) => {
      const problem = error instanceof Error ? error.message : String(error);
      onUnreadable(problem);
      return () => 'its parameters cannot be read';
    });
    return (await validate)(args);
  };
}

async function compile(schema: JsonSchema): Promise<(args: unknown) => string | undefined> {
  const { CfWorkerJsonSchemaValidator } = await import('@modelcontextprotocol/client/validators/cf-worker');
  const validator = new CfWorkerJsonSchemaValidator({ shortcircuit: false }).getValidator(schema);
  return (args) => {
    const result = validator(args);
    // The last complaint is the innermost, and names the very value.
    return result.valid ? undefined : describe(result.errorMessage.split('; ').at(-1) ?? '');
  };
}

/** `#/location: String is too short (1 < 2).` → "location: String is too short". */
function describe(complaint: string): string {
  const missing = /required property "(\w+)"/.exec(complaint)?.[1];
  if (missing !== undefined) return `${missing} is missing`;
  return complaint
    .replace(/^#\/?/, '')
    .replace(/^: /, '')
    .replaceAll(/\s*\([^()]*\)|\.$/g, '');
}
