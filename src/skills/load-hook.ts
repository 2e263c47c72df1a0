/** Lets a skill `import … from 'parley'`, wherever its folder lies: the name then means the Parley that loads it. */
import { register } from 'node:module';

/**
 * Runs beside the program, where Node resolves imports. Packages keep their own ways: what lies in `node_modules` and
 * says `parley` means whatever was installed there.
 */
const HOOK = `
let parley;
export async function initialize(data) {
  parley = data.parley;
}
export async function resolve(specifier, context, next) {
  const isPackage = context.parentURL?.includes('/node_modules/') === true;
  return specifier === 'parley' && !isPackage ? { url: parley, shortCircuit: true } : next(specifier, context);
}
`;

/** An import of Parley, or of a file beside it that may import Parley. */
const MAY_NEED = /["'](?:parley|\.{1,2}\/[^"'\n]*)["']/;

let isRegistered = false;

/** Registers once, and only where one of the sources may need it: it takes some 50 ms. */
export function letImportParley(sources: readonly string[]): void {
  if (isRegistered || !sources.some((source) => MAY_NEED.test(source))) return;
  isRegistered = true;
  const parley = new URL('../index.js', import.meta.url).href;
  register(`data:text/javascript,${encodeURIComponent(HOOK)}`, { data: { parley } });
}
