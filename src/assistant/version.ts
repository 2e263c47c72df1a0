/** Which Parley this is. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../models/package-root.js';

/** As in `package.json`. */
export function readVersion(): string {
  const manifest = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  return manifest.version;
}
