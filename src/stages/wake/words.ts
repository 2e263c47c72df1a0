/** What a wake word's model listens for, told from the name of its file. */
import { basename } from 'node:path';

/** `…/hey_jarvis_v0.1.onnx` → `hey jarvis`: openWakeWord's models are named after their words. */
export function wordOfFile(file: string): string {
  return basename(file)
    .replace(/\.onnx$/i, '')
    .replace(/[_-]v\d[\d.]*$/i, '')
    .replace(/[_-]+/g, ' ')
    .trim()
    .toLowerCase();
}
