/** The page with captions, for a browser or a browser source of OBS: three kinds of small files, and nothing from elsewhere. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { shippedConfigPath } from '../config/file.js';

const folder = join(dirname(shippedConfigPath), '..', 'assets', 'captions');

/** What the page asks for; none of it says anything about anybody, so it needs no token of its own. */
const parts = {
  'overlay.css': 'text/css; charset=utf-8',
  'overlay.js': 'text/javascript; charset=utf-8',
  'address.js': 'text/javascript; charset=utf-8',
  'feed.js': 'text/javascript; charset=utf-8',
  'roll.js': 'text/javascript; charset=utf-8',
} as const;

/** Only what came from here runs, and only here is anything sent. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Reads the files once. Throws when the package is incomplete. */
export async function addOverlay(app: FastifyInstance): Promise<void> {
  const page = await readFile(join(folder, 'overlay.html'), 'utf8');
  for (const path of ['/', '/overlay']) {
    app.get(path, async (_request, reply) =>
      reply.header('content-security-policy', policy).type('text/html; charset=utf-8').send(page),
    );
  }
  for (const [name, type] of Object.entries(parts)) {
    const content = await readFile(join(folder, name), 'utf8');
    app.get(`/overlay/${name}`, { config: { isOpen: true } }, async (_request, reply) =>
      reply.type(type).send(content),
    );
  }
}
