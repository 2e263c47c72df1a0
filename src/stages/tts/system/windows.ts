/** The voices of Windows, through the PowerShell that every Windows has. */
import type { SpeechProgram } from './program.js';

/** The engine's rate −10…10 is three times as fast at 10 (SAPI 5, `SpVoice.Rate`). */
const fastestRate = 10;
const fastestFactor = 3;

/** Nothing of a job is part of the script: the text comes through standard input, the rest through the environment. */
const speakScript = `
$ErrorActionPreference = 'Stop'
Add-Type -AssemblyName System.Speech
$utf8 = New-Object System.Text.UTF8Encoding($false)
$text = (New-Object System.IO.StreamReader([Console]::OpenStandardInput(), $utf8)).ReadToEnd()
$voice = New-Object System.Speech.Synthesis.SpeechSynthesizer
if ($env:PARLEY_VOICE) { $voice.SelectVoice($env:PARLEY_VOICE) }
$voice.Rate = [int]$env:PARLEY_RATE
$sound = New-Object System.IO.MemoryStream
$voice.SetOutputToWaveStream($sound)
$voice.Speak($text)
$voice.Dispose()
$out = [Console]::OpenStandardOutput()
$bytes = $sound.ToArray()
$out.Write($bytes, 0, $bytes.Length)
$out.Flush()
`;

const listScript = `
Add-Type -AssemblyName System.Speech
[Console]::OutputEncoding = New-Object System.Text.UTF8Encoding($false)
$voice = New-Object System.Speech.Synthesis.SpeechSynthesizer
$voice.GetInstalledVoices() | Where-Object { $_.Enabled } | ForEach-Object {
  [Console]::WriteLine($_.VoiceInfo.Culture.Name + [char]9 + $_.VoiceInfo.Name)
}
`;

export const windowsProgram: SpeechProgram = {
  tool: 'powershell',
  kind: 'pipes',
  args: () => scriptArgs(speakScript),
  environment: ({ voice, speed }) => ({ PARLEY_VOICE: voice ?? '', PARLEY_RATE: String(rateOf(speed)) }),
  listArgs: scriptArgs(listScript),
  parseVoices: (output) =>
    [...output.matchAll(/^(?<language>[^\t\r\n]*)\t(?<name>[^\r\n]+)/gm)].map(({ groups = {} }) => {
      const { language = '', name = '' } = groups;
      return { id: name, language, name };
    }),
};

/** Encoded, a script needs no quoting. */
function scriptArgs(script: string): string[] {
  const encoded = Buffer.from(script, 'utf16le').toString('base64');
  return ['-NoLogo', '-NoProfile', '-NonInteractive', '-EncodedCommand', encoded];
}

function rateOf(speed: number): number {
  const rate = Math.round((fastestRate * Math.log(speed)) / Math.log(fastestFactor));
  return Math.min(fastestRate, Math.max(-fastestRate, rate));
}
