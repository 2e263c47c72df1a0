/** The machine's own clock, for those who see nothing else of the pipeline. */
export { systemClock } from '../pipeline/clock.js';
