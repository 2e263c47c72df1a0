/** Words of a skill's phrases that nobody ever hears, since what is heard is put into another form first. */
import type { AnySkill } from './skill.js';
import { parseTemplate, type Part } from './template/parse.js';

/** How heard text is written before it is compared with templates. */
export type Normalise = (text: string) => string;

/** One line for each phrase with words that can only fit by chance, with the form in which they would. */
export function findUnheard({ phrases = [] }: AnySkill, normalise: Normalise): string[] {
  return phrases.flatMap((phrase) => {
    const [unheard] = wordRuns(parseTemplate(phrase)).filter((run) => ![run, ''].includes(normalise(run)));
    if (unheard === undefined) return [];
    return [`phrase "${phrase}": "${unheard}" is heard as "${normalise(unheard)}"; write it so`];
  });
}

/** Words that stand side by side, whatever is around them. */
function wordRuns(part: Part): string[] {
  if (part.kind === 'word') return [part.word];
  if (part.kind === 'choice') return part.options.flatMap(wordRuns);
  if (part.kind === 'slot') return [];
  const runs: string[] = [];
  let run: string[] = [];
  const close = (): void => {
    if (run.length > 0) runs.push(run.join(' '));
    run = [];
  };
  for (const inner of part.parts) {
    if (inner.kind === 'word') run.push(inner.word);
    else {
      close();
      runs.push(...wordRuns(inner));
    }
  }
  close();
  return runs;
}
