import { describe, expect, it } from 'vitest';
import { soundsLikeEcho } from '../../src/pipeline/echo.js';

const reply = 'The weather tomorrow will be sunny and warm. You can set timers or stop me.';

describe('soundsLikeEcho', () => {
  it.each(['weather tomorrow will', 'The weather, tomorrow!', 'set timer', 'sunny and worm', 'you can'])(
    'knows its own words: %s',
    (heard) => {
      expect(soundsLikeEcho(heard, reply)).toBe(true);
    },
  );

  it.each(['no I meant on Friday', 'what time is it', 'stop', 'please stop', 'Wait.', ''])(
    'lets a person through: %j',
    (heard) => {
      expect(soundsLikeEcho(heard, reply)).toBe(false);
    },
  );
});
