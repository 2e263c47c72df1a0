/** Where the voice for tests lies, as the model store lays it out; says so once when it is not there. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { modelsFolder } from '../../src/models/store.js';

export const modelFolder = join(modelsFolder(), 'piper-en_US-joe-medium');
export const voiceFile = 'en_US-joe-medium.onnx';
export const isPresent = existsSync(join(modelFolder, voiceFile));

if (!isPresent) console.warn(`skipped: no voice in ${modelFolder}; run parley models fetch piper-en_US-joe-medium`);
