/** Where notes are kept: beside the lists, as a list of their own. */

export const NOTES = 'notes';
