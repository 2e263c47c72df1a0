/** The one look of progress bars. */
import { SingleBar } from 'cli-progress';

/** @param width of the bar itself, in characters */
export function progressBar(stream: NodeJS.WritableStream, format: string, width = 24): SingleBar {
  return new SingleBar({
    stream,
    format,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: width,
    hideCursor: true,
    clearOnComplete: true,
    // A redraw timer of its own would keep the process alive and fight with other output.
    synchronousUpdate: true,
    formatValue: (value) => String(value),
  });
}
