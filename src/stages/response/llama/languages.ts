/** Which languages a model can answer in: what its makers state, else what its file says. */

const llama31 = ['en', 'de', 'fr', 'it', 'pt', 'hi', 'es', 'th'];

/** By the beginning of the model's name, lower case, letters and digits only; the first that fits counts. */
const stated: readonly (readonly [name: string, languages: readonly string[]])[] = [
  ['smollm3', ['en', 'fr', 'es', 'de', 'it', 'pt']],
  ['smollm', ['en']],
  ['tinyllama', ['en']],
  ['phi3', ['en']],
  ['phi2', ['en']],
  ['llama2', ['en']],
  ['metallama2', ['en']],
  ...['llama31', 'llama32', 'llama33', 'metallama31'].map((name) => [name, llama31] as const),
  ['llama3', ['en']],
  ['metallama3', ['en']],
  ['mistral', ['en', 'fr', 'de', 'es', 'it']],
  ['ministral', ['en', 'fr', 'de', 'es', 'it', 'pt', 'zh', 'ja', 'ru', 'ko']],
  ['qwen', ['en', 'zh', 'fr', 'es', 'pt', 'de', 'it', 'ru', 'ja', 'ko', 'vi', 'th', 'ar']],
];

export interface ModelNames {
  /** `general.languages` of the file. */
  readonly languages?: unknown;
  /** `general.name` and `general.basename` of the file, and the file's own name. */
  readonly names: readonly (string | undefined)[];
}

/** ISO 639-1 codes, or undefined when nobody says. */
export function languagesOf({ languages, names }: ModelNames): readonly string[] | undefined {
  for (const name of names) {
    const plain = (name ?? '').toLowerCase().replaceAll(/[^a-z0-9]/g, '');
    const found = stated.find(([beginning]) => plain.startsWith(beginning));
    if (found !== undefined) return found[1];
  }
  // Second, because files often name only the language of the page that they were published on.
  if (!Array.isArray(languages)) return undefined;
  const codes = languages.filter((code): code is string => typeof code === 'string' && /^[a-z]{2,3}$/.test(code));
  return codes.length > 0 ? codes : undefined;
}
