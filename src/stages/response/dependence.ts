/** What a question's answer depends on besides its words: whether a kept answer may be given, and whether one may be kept. */

/** The moment, the world outside, or the whim of the speaker: asked again, the answer should be another one. */
const PASSING =
  /\b(?:now|today|tonight|tomorrow|yesterday|currently?|latest|recent(?:ly)?|news|weather|forecast|temperature outside|time|date|day is|week|month|year is|this (?:morning|evening|afternoon)|joke|story|poem|song|riddle|random|surprise|guess|flip|roll|choose|pick|timers?|alarms?|remind(?:er)?|playing|price|stock|score)\b/;

/** Words that point at the speaker, the assistant, or something said before. */
const POINTING =
  /\b(?:i|me|my|mine|myself|we|us|our|ours|you|your|yours|yourself|it|its|this|that|these|those|he|him|his|she|her|hers|they|them|their|theirs|there|here|other|others|another|again|more|else|same|too|also|instead|earlier|before|above|previous|last|next|former|latter|such|then|both)\b/;

/** What a question that stands alone begins with. */
const OPENING =
  /^(?:what|who|whose|whom|where|when|why|which|how|is|are|was|were|do|does|did|can|could|will|would|should|has|have|define|explain|describe|name|list|spell|translate|tell)\b/;
/** "what about …", "how come", "why not": these go on from something. */
const CONTINUING = /^(?:what about|how about|how so|how come|why not|what if|and|or|but|so|because)\b/;
const FEWEST_WORDS = 4;

/** The answer changes with time or state: never kept, never given from what was kept. */
export function isPassing(normalised: string): boolean {
  return PASSING.test(normalised);
}

/** The question means the same whatever was said before. Doubtful ones do not count. */
export function standsAlone(normalised: string): boolean {
  return (
    normalised.split(' ').length >= FEWEST_WORDS &&
    OPENING.test(normalised) &&
    !CONTINUING.test(normalised) &&
    !POINTING.test(normalised.replace(/^tell me\b/, 'tell'))
  );
}
