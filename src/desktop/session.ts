/** What kind of desktop this program runs on. */
import type { Environment } from './tool.js';

export type SessionKind = 'x11' | 'wayland' | 'macos' | 'windows' | 'none';

/** `none` where nothing says that there is a screen: a server, a container, a plain SSH login. */
export function readSession(env: Environment = process.env, platform: NodeJS.Platform = process.platform): SessionKind {
  if (platform === 'darwin') return 'macos';
  if (platform === 'win32') return 'windows';
  const has = (name: string): boolean => (env[name] ?? '') !== '';
  // A Wayland desktop sets DISPLAY as well, for old programs; what is typed there reaches those alone.
  if (has('WAYLAND_DISPLAY')) return 'wayland';
  if (has('DISPLAY')) return 'x11';
  return 'none';
}

/** For a user: `an X11 desktop (:0)`. */
export function describeSession(kind: SessionKind, env: Environment = process.env): string {
  if (kind === 'x11') return `an X11 desktop (${env['DISPLAY'] ?? ''})`;
  if (kind === 'wayland') return `a Wayland desktop (${env['WAYLAND_DISPLAY'] ?? ''})`;
  if (kind === 'macos') return 'macOS';
  if (kind === 'windows') return 'Windows';
  const was = env['XDG_SESSION_TYPE'] ?? '';
  const hint = was === 'x11' || was === 'wayland' ? `, though the session is called ${was}` : '';
  return `no desktop: neither DISPLAY nor WAYLAND_DISPLAY is set${hint}`;
}
