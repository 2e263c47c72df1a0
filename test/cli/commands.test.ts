import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addCommands, commands } from '../../src/cli/commands.js';

const termsOf = (program: Command): string[] => program.commands.map((command) => command.name());

describe('the table of commands', () => {
  it.each([...commands])('registers %s as it is announced', async (name, { about, register }) => {
    const program = new Command();
    await register(program, '1.2.3');
    expect(program.commands.map((command) => [command.name(), command.description()])).toEqual([[name, about]]);
  });

  it('adds the command that is asked for, with its options, and no other', async () => {
    const program = new Command();
    await addCommands(program, 'config', '1.2.3');
    expect(termsOf(program)).toEqual(['config']);
    expect(program.commands[0]?.commands[0]?.options.length).toBeGreaterThan(2);
  });

  it.each([undefined, '--help', 'strat'])('names all of them for the help: %s', async (asked) => {
    const program = new Command();
    await addCommands(program, asked, '1.2.3');
    expect(termsOf(program)).toEqual([...commands.keys()]);
    expect(program.helpInformation()).toContain('the settings in force');
  });
});
