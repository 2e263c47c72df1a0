/** Programs that read a text file and write a sound file: flite and pico2wave on Linux, `say` on macOS. */
import type { SpeechProgram, SystemVoice } from './program.js';

/** `-o /dev/stdout` will not do: a pipe that Node makes is a socket, which no program can open by a path. */
const flite: SpeechProgram = {
  tool: 'flite',
  package: 'flite',
  kind: 'files',
  args: ({ voice, speed }, { textPath, soundPath }) => [
    ...(voice === undefined ? [] : ['-voice', voice]),
    ...(speed === 1 ? [] : ['--setf', `duration_stretch=${(1 / speed).toFixed(3)}`]),
    ...['-f', textPath, '-o', soundPath],
  ],
  listArgs: ['-lv'],
  parseVoices: (output) =>
    namesIn(/^Voices available:(?<names>.*)$/m.exec(output)?.groups?.['names'] ?? '').map((name) => ({
      ...{ id: name, language: 'en-us', name },
    })),
};

const picoLanguages = ['en-US', 'en-GB', 'de-DE', 'es-ES', 'fr-FR', 'it-IT'];

/** It has no option for a file: the text is its one argument, behind a space so that no hyphen begins it. */
const pico2wave: SpeechProgram = {
  tool: 'pico2wave',
  package: 'libttspico-utils',
  kind: 'files',
  args: ({ text, voice, speed }, { soundPath }) => [
    ...(voice === undefined ? [] : [`--lang=${voice}`]),
    `--wave=${soundPath}`,
    ` ${speed === 1 ? text : `<speed level="${Math.round(100 * speed)}">${escaped(text)}</speed>`}`,
  ],
  listArgs: ['--help'],
  parseVoices: () => picoLanguages.map((id) => ({ id, language: id, name: id })),
};

/** Best first, after the espeaks. */
export const fileProgramsOfLinux: readonly SpeechProgram[] = [flite, pico2wave];

/** Words a minute at speed 1 of most of its voices. */
const sayWordsPerMinute = 180;

/** `say` writes a WAV only when the sample format is named; its name for signed 16 bits, low byte first, is LEI16. */
export const macosProgram: SpeechProgram = {
  tool: 'say',
  kind: 'files',
  args: ({ voice, speed }, { textPath, soundPath }) => [
    ...(voice === undefined ? [] : ['-v', voice]),
    ...(speed === 1 ? [] : ['-r', String(Math.round(sayWordsPerMinute * speed))]),
    ...['--file-format=WAVE', '--data-format=LEI16@22050', '-o', soundPath, '-f', textPath],
  ],
  listArgs: ['-v', '?'],
  parseVoices: parseSayVoices,
};

/** `Eddy (German (Germany)) de_DE    # Hallo! …` */
function parseSayVoices(output: string): SystemVoice[] {
  return [...output.matchAll(/^(?<name>\S.*?)\s+(?<language>[a-z]{2,3}[_-]\w+)\s+#/gm)].map(({ groups = {} }) => {
    const { name = '', language = '' } = groups;
    return { id: name, language: language.replace('_', '-'), name };
  });
}

function namesIn(list: string): string[] {
  return list.split(/\s+/).filter((name) => name !== '');
}

function escaped(text: string): string {
  return text.replaceAll('&', 'and').replace(/[<>]/g, ' ');
}
