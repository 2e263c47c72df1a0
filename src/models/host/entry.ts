/** Finds the compiled file behind a module's address: child processes and workers run JavaScript only. */
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * `file:` URL of the JavaScript to load for `module`, itself a `file:` URL such as `new URL('./engine.js', import.meta.url)`.
 * When the asking code runs straight from `src/`, its modules lie in `dist/src/`. Throws when there is no such file.
 */
export function resolveEngineModule(module: string | URL): string {
  const asked = toPath(module);
  const path = compiledPath(asked);
  if (existsSync(path)) return pathToFileURL(path).href;
  const way = path === asked ? 'check the address' : 'run: npm run build';
  throw new Error(`engine module not found: ${path} (${way})`);
}

function toPath(module: string | URL): string {
  const url = String(module);
  if (!url.startsWith('file:')) throw new Error(`engine module: got "${url}", wanted a file: URL`);
  return fileURLToPath(url);
}

function compiledPath(path: string): string {
  const parts = /^(.*)([\\/])(src[\\/].*)\.(ts|js)$/.exec(path);
  if (parts === null || (parts[4] === 'js' && existsSync(path))) return path;
  const [, root = '', separator = '/', rest = ''] = parts;
  return /[\\/]dist$/.test(root) ? path : `${root}${separator}dist${separator}${rest}.js`;
}
