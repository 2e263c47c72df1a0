/** Which of the user's profiles counts for the window in front. */
import type { DictationProfile, DictationText } from '../../config/dictation-text.js';
import type { FocusedWindow } from '../../pipeline/dictation.js';

/** How text is written in one program. */
export type Manner = Pick<
  DictationText,
  'punctuation' | 'commands' | 'capitals' | 'numbers' | 'times' | 'start' | 'trailing_space' | 'newline'
>;

/** The settings with every profile over them that fits the window, later ones last. */
export function mannerFor(settings: DictationText, window: FocusedWindow | undefined): Manner {
  const fitting = settings.profiles.filter(({ match }) => fits(match, window));
  // A profile leaves keys out; it never sets one to nothing.
  return fitting.reduce<Manner>((manner, profile) => ({ ...manner, ...(profile as Partial<Manner>) }), settings);
}

function fits({ application, title }: DictationProfile['match'], window: FocusedWindow | undefined): boolean {
  if (window === undefined) return false;
  if (application !== undefined && !new RegExp(`^(?:${application})$`, 'iu').test(window.application ?? ''))
    return false;
  return title === undefined || new RegExp(title, 'iu').test(window.title ?? '');
}
