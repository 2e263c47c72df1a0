/** The keys of `dictation`: how what was heard is written, and where it goes. */
import { z } from 'zod';
import { deliveryKeys } from './dictation-delivery.js';
import { dictationTextKeys } from './dictation-text.js';

export const dictationSchema = z.strictObject({
  ...dictationTextKeys.shape,
  ...deliveryKeys,
});
