import { afterAll, describe, expect, it } from 'vitest';
import { Scratch } from './scratch.js';
import { loadConfig } from '../../src/config/load.js';

const scratch = new Scratch();
afterAll(() => {
  scratch.remove();
});

describe('the captions section', () => {
  it('stays on this machine and writes nothing unless told', async () => {
    const { captions } = (await loadConfig()).settings;
    expect(captions).toMatchObject({ port: 3001, host: '127.0.0.1', token_env: '', origins: [] });
    expect([captions.srt, captions.vtt, captions.text_file]).toEqual(['', '', '']);
  });

  it('takes a port, or none', async () => {
    const { settings } = await loadConfig({
      sets: ['captions.port=off', 'captions.origins=["https://a.example:8443"]'],
    });
    expect(settings.captions.port).toBe('off');
    expect(settings.captions.origins).toEqual(['https://a.example:8443']);
  });

  it.each([
    ['port: 70000', 'captions.port: out of range, got 70000, wanted off or a whole number from 0 to 65535'],
    ['host: "a b"', 'captions.host: wrong value, got "a b", wanted an address such as 127.0.0.1, or a host name'],
    [
      'token_env: "a-b"',
      'captions.token_env: wrong value, got "a-b", wanted the name of an environment variable, or \'\'',
    ],
    ['origins: ["https://a.example/page"]', 'an address without a path, such as https://example.org'],
    ['origins: ["*"]', 'an address without a path, such as https://example.org'],
    ['origins: ["null"]', 'an address without a path, such as https://example.org'],
    ['show: all', 'captions.show: wrong value, got "all", wanted original, translation or both'],
    ['longest_chars: 5', 'captions.longest_chars: out of range, got 5, wanted a whole number from 20 to 1000'],
    ['longest_seconds: 1', 'captions.longest_seconds: out of range, got 1, wanted a number from 2 to 120'],
    ['enough_ms: 1.5', 'captions.enough_ms: not a whole number, got 1.5, wanted a whole number from 0 to 30000'],
    ['lines: 0', 'captions.lines: out of range, got 0, wanted a whole number from 1 to 6'],
  ])('refuses %s in one line', async (text, expected) => {
    const lines = await scratch.refuse(`captions:\n  ${text}\n`);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(expected);
  });
});
