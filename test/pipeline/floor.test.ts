import { describe, expect, it } from 'vitest';
import type { SessionNews } from '../../src/pipeline/events.js';
import { Floor, type HeardWords, type OpenTurn } from '../../src/pipeline/floor.js';
import type { TurnReport } from '../../src/pipeline/report.js';
import type { Turn } from '../../src/pipeline/turn.js';
import type { TurnPhase } from '../../src/pipeline/turn-machine.js';
import { settle } from '../../scripts/profile/step-clock.js';

/** A turn that only has a phase, a voice and a player that notes what is asked of it. */
interface Puppet {
  readonly open: OpenTurn;
  readonly asked: string[];
  become(phase: TurnPhase): void;
  end(): Promise<void>;
}

class Stage {
  readonly told: string[] = [];
  nowMs = 0;
  readonly floor = new Floor((news) => this.told.push(line(news)), { now: () => this.nowMs });
  #count = 0;

  open(spokenText = '', phase: TurnPhase = 'hearing'): Puppet {
    this.#count += 1;
    const asked: string[] = [];
    let current = phase;
    let finish: (report: TurnReport) => void = () => undefined;
    const note = (what: string) => () => asked.push(what);
    const turn = {
      id: String(this.#count),
      spokenText,
      get phase() {
        return current;
      },
      player: {
        ...{ duck: note('duck'), unduck: note('unduck'), pause: note('pause'), resume: note('resume') },
        heardText: () => spokenText,
      },
      abort: (reason: string) => {
        asked.push(reason);
        current = 'ended';
        finish({} as TurnReport);
      },
    } as unknown as Turn;
    const ended = new Promise<TurnReport>((resolve) => {
      finish = resolve;
    });
    return {
      open: this.floor.open(() => ({ turn, ended })),
      asked,
      become: (next) => {
        current = next;
      },
      end: async () => {
        current = 'ended';
        finish({} as TurnReport);
        await settle();
      },
    };
  }

  /** A turn whose reply sounds. */
  answer(spokenText: string): Puppet {
    const puppet = this.open(spokenText);
    this.floor.give(puppet.open);
    puppet.become('speaking');
    return puppet;
  }

  hear(puppet: Puppet, text: string, more: Partial<HeardWords> = {}): void {
    this.floor.judge(puppet.open.turn, { text, language: 'en', isAll: false, voicedMs: 500, ...more });
  }
}

function line(news: SessionNews): string {
  return news.type === 'interjection'
    ? `${news.turn} ${news.meant}`
    : `${'turn' in news ? news.turn : ''} ${news.type}`;
}

const REPLY = 'The weather tomorrow will be sunny and warm.';

describe('who has the floor', () => {
  it('makes a reply quieter at the first sound, silent at a sure voice, and ends it at words', async () => {
    const stage = new Stage();
    const reply = stage.answer(REPLY);
    const user = stage.open();
    expect(reply.asked).toEqual(['duck']);
    stage.hear(user, 'what about');
    expect(reply.asked).toEqual(['duck']);
    stage.floor.confirm(user.open);
    stage.floor.confirm(user.open);
    expect(reply.asked).toEqual(['duck', 'pause']);
    stage.hear(user, 'what about rome');
    expect(reply.asked).toEqual(['duck', 'pause', 'barge-in']);
    await settle();
    expect(stage.told).toEqual(['1 audio.duck', '1 audio.pause']);
  });

  it('ends a reply at a call even before the voice is sure', () => {
    const stage = new Stage();
    const reply = stage.answer(REPLY);
    stage.hear(stage.open(), 'stop');
    expect(reply.asked).toEqual(['duck', 'barge-in']);
  });

  it('gives a reply its level back when the sound was nothing', async () => {
    const stage = new Stage();
    const reply = stage.answer(REPLY);
    await stage.open().end();
    expect(reply.asked).toEqual(['duck', 'unduck']);
    expect(stage.told).toEqual(['1 audio.duck', '1 audio.unduck']);
  });

  it('lets a reply go on behind a sign of listening, which is no turn', async () => {
    const stage = new Stage();
    const reply = stage.answer(REPLY);
    const user = stage.open();
    stage.floor.confirm(user.open);
    stage.hear(user, 'mm-hm');
    expect(user.asked).toEqual([]);
    stage.hear(user, 'mm-hm', { isAll: true });
    expect(user.asked).toEqual(['misfire']);
    await settle();
    expect(reply.asked).toEqual(['duck', 'pause', 'resume']);
    expect(stage.told).toContain('2 backchannel');
  });

  it('answers a question with a word, be it a sign of listening elsewhere', () => {
    const stage = new Stage();
    const reply = stage.answer('Shall I set it?');
    const user = stage.open();
    stage.floor.confirm(user.open);
    stage.hear(user, 'sure', { isAll: true });
    expect(user.asked).toEqual([]);
    expect(reply.asked).toContain('barge-in');
  });

  it('does not take its own voice for a person, and from then on lets sounds pass', async () => {
    const stage = new Stage();
    const reply = stage.answer(REPLY);
    const echo = stage.open();
    stage.hear(echo, 'weather tomorrow will be', { isAll: true });
    expect(stage.floor.mayBeEcho(echo.open)).toBe(true);
    expect(echo.asked).toEqual(['misfire']);
    await settle();
    reply.asked.length = 0;
    const again = stage.open();
    stage.floor.confirm(again.open);
    expect(reply.asked).toEqual([]);
    stage.hear(again, 'no stop that please');
    expect(reply.asked).toEqual(['barge-in']);
  });

  it('lets the reply go on under its own voice, and still hears who speaks in one breath with it', async () => {
    const stage = new Stage();
    const reply = stage.answer(REPLY);
    const both = stage.open();
    stage.floor.confirm(both.open);
    stage.hear(both, 'weather tomorrow will');
    expect(both.asked).toEqual([]);
    expect(reply.asked).toEqual(['duck', 'pause', 'resume']);
    stage.hear(both, 'weather tomorrow will no what about sunday');
    expect(reply.asked).toEqual(['duck', 'pause', 'resume', 'barge-in']);
    await settle();
    expect(stage.told.filter((news) => news.includes('echo'))).toEqual([]);
  });

  it('pauses for a key whatever it hears, and for a voice that cannot be an echo', async () => {
    const stage = new Stage();
    const reply = stage.answer(REPLY);
    stage.hear(stage.open(), 'weather tomorrow will be', { isAll: true });
    await settle();
    reply.asked.length = 0;
    const key = stage.open();
    stage.floor.confirm(key.open, true);
    expect(reply.asked).toEqual(['pause']);
    await key.end();
    reply.asked.length = 0;
    reply.become('thinking');
    stage.floor.confirm(stage.open().open);
    expect(reply.asked).toEqual(['pause']);
  });

  it('keeps the reply below waiting when the turn between is over, and asks the latest words about it', async () => {
    const stage = new Stage();
    const reply = stage.answer(REPLY);
    const between = stage.open();
    stage.floor.confirm(between.open);
    between.become('transcribing');
    stage.floor.give(between.open);
    const latest = stage.open();
    stage.floor.confirm(latest.open);
    await between.end();
    expect(reply.asked).toEqual(['duck', 'pause']);
    stage.hear(latest, 'what about sunday');
    expect(reply.asked).toEqual(['duck', 'pause', 'barge-in']);
  });

  it('takes the turn from all that wait below', () => {
    const stage = new Stage();
    const reply = stage.answer(REPLY);
    const between = stage.open();
    between.become('transcribing');
    stage.floor.give(between.open);
    const latest = stage.open();
    stage.floor.confirm(latest.open);
    stage.hear(latest, 'what about sunday');
    expect(between.asked).toEqual(['pause', 'barge-in']);
    expect(reply.asked).toEqual(['duck', 'barge-in']);
  });

  it('knows the last words of a reply that is over when they are understood', async () => {
    const stage = new Stage();
    const reply = stage.answer(REPLY);
    const echo = stage.open();
    await reply.end();
    stage.hear(echo, 'be sunny and warm', { isAll: true });
    expect(echo.asked).toEqual(['misfire']);
  });

  it('knows them where there is an echo, though the voice began when the reply was over; elsewhere it is an answer', async () => {
    const stage = new Stage();
    await stage.answer(REPLY).end();
    stage.nowMs = 200;
    const answer = stage.open();
    stage.hear(answer, 'sunny and warm');
    expect(answer.asked).toEqual([]);
    await answer.end();
    const sounding = stage.answer(REPLY);
    stage.hear(stage.open(), 'the weather tomorrow');
    await sounding.end();
    stage.nowMs = 400;
    const late = stage.open();
    stage.hear(late, 'sunny and warm', { isAll: true });
    expect(late.asked).toEqual(['misfire']);
    stage.nowMs = 1000;
    const person = stage.open();
    stage.hear(person, 'sunny and warm');
    expect(person.asked).toEqual([]);
  });

  it('keeps a reply that has not begun from beginning under the user’s words', async () => {
    const stage = new Stage();
    const reply = stage.answer(REPLY);
    reply.become('thinking');
    const user = stage.open();
    expect(reply.asked).toEqual([]);
    stage.floor.confirm(user.open);
    expect(reply.asked).toEqual(['pause']);
    await user.end();
    expect(reply.asked).toEqual(['pause', 'resume']);
    expect(stage.told).toEqual([]);
  });

  it('belongs to the turn before again while a taken turn is taken back', async () => {
    const stage = new Stage();
    const reply = stage.answer(REPLY);
    const user = stage.open();
    stage.floor.give(user.open);
    stage.floor.takeBack(user.open);
    expect(stage.floor.busy).toBe(true);
    await reply.end();
    expect(stage.floor.busy).toBe(false);
    await user.end();
    await stage.floor.settled();
  });

  it('ends everything that is open, once', () => {
    const stage = new Stage();
    const turns = [stage.answer(REPLY), stage.open(), stage.open()];
    stage.floor.abortAll('shutdown');
    expect(turns.map(({ asked }) => asked.filter((what) => what === 'shutdown'))).toEqual(
      turns.map(() => ['shutdown']),
    );
  });
});
