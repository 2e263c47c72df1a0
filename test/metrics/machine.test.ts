/** What both processes take is told as it is: a core that is kept busy is one core. */
import { expect, it } from 'vitest';
import { MachineWatch } from '../../src/metrics/machine.js';

it('tells what this process computes, and what the other one tells of itself', () => {
  const inference = { cpu: 0.5, memoryBytes: 4e8 };
  const machine = new MachineWatch(() => inference);
  machine.look({});
  const fromMs = performance.now();
  const { user, system } = process.cpuUsage();
  while (performance.now() - fromMs < 200);
  const used = process.cpuUsage({ user, system });
  const { processes, cpuShare, memoryShare } = machine.look({ stt: 2 });
  machine.close();
  const [main, other] = processes;
  expect(main?.name).toBe('main');
  // Others may have had the core meanwhile: compared is with what the system gave, not with the clock.
  const given = (used.user + used.system) / 1000 / 200;
  expect(main?.cpu).toBeGreaterThan(0.5 * given);
  expect(main?.cpu).toBeLessThan(1.5 * given + 0.1);
  expect(main?.memoryBytes).toBeGreaterThan(2e7);
  expect(other).toEqual({ name: 'inference', ...inference });
  expect(cpuShare).toBeGreaterThan(0);
  expect(memoryShare).toBeGreaterThan(0);
  expect(memoryShare).toBeLessThan(1);
});

it('tells of itself alone where there is no other', () => {
  const machine = new MachineWatch(() => undefined);
  expect(machine.look({}).processes.map(({ name }) => name)).toEqual(['main']);
  machine.close();
});
