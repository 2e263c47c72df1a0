/** An X display: connected when it is first needed, and again after its server was started anew. */
import type { Environment } from '../tool.js';
import { connect } from './connect.js';
import type { Link } from './link.js';

export class XDisplay {
  readonly name: string;
  readonly #env: Environment;
  #opening: Promise<Link> | undefined;
  #link: Link | undefined;

  constructor(env: Environment) {
    this.#env = env;
    this.name = env['DISPLAY'] ?? '';
  }

  /** The connection as it is now; undefined when there is none. */
  get link(): Link | undefined {
    return this.#link?.isLost === true ? undefined : this.#link;
  }

  /** Connects where it is not. Throws one line. */
  async open(): Promise<Link> {
    if (this.link !== undefined) return this.link;
    this.#opening ??= connect(this.#env);
    try {
      this.#link = await this.#opening;
    } finally {
      this.#opening = undefined;
    }
    return this.#link;
  }

  /** It may be opened again. */
  close(): void {
    this.#link?.lose(new Error(`the display ${this.name} was closed`));
    this.#link = undefined;
  }
}
