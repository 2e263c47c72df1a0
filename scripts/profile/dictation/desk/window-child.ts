/** Runs inside the terminal that is dictated into: notes every piece of text at the moment at which it arrives. */
import { appendFileSync } from 'node:fs';

const [, , path = ''] = process.argv;
// The file is there as soon as the window can be typed into.
process.stdin.setRawMode(true);
appendFileSync(path, '');
process.stdin.on('data', (bytes: Buffer) => {
  const atMs = Number(process.hrtime.bigint()) / 1e6;
  appendFileSync(path, `${JSON.stringify({ atMs, text: bytes.toString() })}\n`);
});
