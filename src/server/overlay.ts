/** The page with captions, for a browser or a browser source of OBS. */
import type { FastifyInstance } from 'fastify';
import { addPage } from './page.js';

export function addOverlay(app: FastifyInstance): Promise<void> {
  return addPage(app, {
    ...{ folder: 'captions', page: 'overlay.html', paths: ['/', '/overlay'], prefix: '/overlay' },
    parts: ['overlay.css', 'overlay.js', 'address.js', 'roll.js'],
  });
}
