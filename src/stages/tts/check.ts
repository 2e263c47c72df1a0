/** Checks data that comes from outside against its schema. */
import type { z } from 'zod';

/** The value as the schema reads it. Throws one line that names the thing, the field and what was wanted. */
export function checked<T>(schema: z.ZodType<T>, value: unknown, thing: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'value'}: ${issue.message}`);
  throw new Error(`${thing}: ${issues.join('; ')}`);
}
