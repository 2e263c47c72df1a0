/** espeak-ng and its forerunner: they read standard input and write their sound while they speak. */
import type { SpeechProgram, SystemVoice } from './program.js';

/** Words a minute at speed 1, and what the program accepts. */
const wordsPerMinute = 175;
const slowest = 80;
const fastest = 700;

export const espeakPrograms: readonly SpeechProgram[] = ['espeak-ng', 'espeak'].map((tool) => ({
  tool,
  package: tool,
  kind: 'pipes',
  args: ({ voice, speed }) => [
    ...['--stdin', '--stdout', '-b', '1', '-z'],
    ...(voice === undefined ? [] : ['-v', voice]),
    ...(speed === 1 ? [] : ['-s', String(Math.round(Math.min(fastest, Math.max(slowest, wordsPerMinute * speed))))]),
  ],
  listArgs: ['--voices'],
  parseVoices,
  isVariant,
}));

/** Columns: priority, language, age and gender, name with `_` for spaces, file, other languages. */
function parseVoices(output: string): SystemVoice[] {
  return output.split('\n').flatMap((line) => {
    const [priority = '', language = '', , name = ''] = line.trim().split(/\s+/);
    return /^\d+$/.test(priority) && name !== '' ? [{ id: language, language, name: name.replaceAll('_', ' ') }] : [];
  });
}

/** `en-us+f3`: a voice with the throat of another. */
function isVariant(voice: string, known: readonly SystemVoice[]): boolean {
  const [base = '', variant = ''] = voice.split('+');
  return /^\w[\w-]*$/.test(variant) && known.some(({ id }) => id === base.toLowerCase());
}
