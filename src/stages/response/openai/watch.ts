/** Aborts a request with the line that says what did not come in time. */
export class Watch {
  readonly #controller: AbortController;
  #timer: NodeJS.Timeout | undefined;

  constructor(controller: AbortController) {
    this.#controller = controller;
  }

  arm(ms: number, reason: Error): void {
    this.disarm();
    this.#timer = setTimeout(
      () => {
        this.#controller.abort(reason);
      },
      Math.max(0, ms),
    );
  }

  disarm(): void {
    clearTimeout(this.#timer);
  }
}
