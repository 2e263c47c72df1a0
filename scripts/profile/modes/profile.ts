/** The profile of a mode that is no conversation. */
import type { ModeName } from '../../../src/config/runtime.js';
import type { Report } from '../summary.js';
import { profileCaptions } from './captions.js';
import { profileDictation } from './dictation.js';
import type { ModeProfileOptions } from './options.js';
import { profileTranslation } from './translation.js';

export type ProfiledMode = Exclude<ModeName, 'assistant'>;

export const modeProfiles: Readonly<Record<ProfiledMode, (options: ModeProfileOptions) => Promise<Report>>> = {
  dictation: profileDictation,
  captions: profileCaptions,
  translation: profileTranslation,
};
