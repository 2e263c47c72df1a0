/** A page of Parley's own: one HTML file and the small files beside it, and nothing from elsewhere. */
import { readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { shippedConfigPath } from '../config/file.js';

export interface PageOptions {
  /** Folder under `assets`. */
  readonly folder: string;
  /** The HTML file in it. */
  readonly page: string;
  /** Where the page is offered; its files lie under `/FOLDER/`, which says nothing about anybody and needs no token. */
  readonly paths: readonly string[];
  readonly parts: readonly string[];
  /** The prefix of those files in addresses. */
  readonly prefix: string;
}

/** What more than one page uses; lies beside the folders of the pages, on disk as in addresses. */
const SHARED = { folder: 'shared', parts: ['feed.js'], prefix: '/shared' };

const assets = join(dirname(shippedConfigPath), '..', 'assets');

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

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
export async function addPage(app: FastifyInstance, options: PageOptions): Promise<void> {
  const page = await readFile(join(assets, options.folder, options.page), 'utf8');
  for (const path of options.paths) {
    app.get(path, async (_request, reply) =>
      reply.header('content-security-policy', policy).type('text/html; charset=utf-8').send(page),
    );
  }
  for (const { folder, parts, prefix } of [options, SHARED]) {
    for (const name of parts) {
      const content = await readFile(join(assets, folder, name), 'utf8');
      const type = TYPES[extname(name)] ?? 'text/plain; charset=utf-8';
      app.get(`${prefix}/${name}`, { config: { isOpen: true } }, async (_request, reply) =>
        reply.type(type).send(content),
      );
    }
  }
}
