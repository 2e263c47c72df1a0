/** Words of others on their way to a terminal or a file. */

/** Text that cannot steer what shows it: without control characters, line breaks and marks that turn the direction. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, ' ');
}
