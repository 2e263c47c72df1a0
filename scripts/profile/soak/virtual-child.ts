/** The process of a virtual soak: runs it with the options it is sent, and sends back what it saw. */
import type { SoakOptions } from './run.js';
import { soak } from './run.js';

const options = JSON.parse(process.argv[2] ?? '') as SoakOptions;
try {
  const run = await soak({ ...options, onSample: (turns) => process.send?.({ turns }) });
  process.send?.({ run }, () => process.exit());
} catch (error) {
  process.send?.({ fault: error instanceof Error ? (error.stack ?? error.message) : String(error) }, () =>
    process.exit(1),
  );
}
