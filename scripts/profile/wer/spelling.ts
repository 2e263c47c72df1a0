/** British spelling to American: rules for the regular families, a list for the rest. */

const ourStems =
  'col|fav|hon|lab|neighb|behavi|flav|harb|hum|rum|vap|od|rig|vig|ard|arm|cand|clam|demean|endeav|glam|parl|ranc|' +
  'savi|sav|splend|succ|tum|val';
const reStems = 'cent|(?:kilo|centi|milli)?met|theat|fib|(?:milli)?lit|calib|lust|meag|mit|sab|scept|somb|spect';
/** Stems whose l British spelling doubles. */
const doubleStems =
  'travel|cancel|label|model|level|fuel|signal|total|marvel|quarrel|jewel|counsel|channel|tunnel|panel|dial|duel|' +
  'equal|initial|rival|swivel|towel|unravel|shovel|shrivel|grovel|funnel|chisel|libel|revel|pencil|spiral|pedal';

/** Words in -ise that are spelt so everywhere: raise, advise, otherwise, surprise, promise, exercise, franchise. */
const alwaysIse =
  /(?:[aeou]|v|w|p|[np]r|(?:pro|pre|de|sur)m|[^i]c|(?:ver|per|ea|has|ac|mor)t|nch|(?:chan|para)d)is[a-z]+$/;

const rules: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`^(.*?)(${ourStems})our(.*)$`), '$1$2or$3'],
  [new RegExp(`^(${reStems})re(s|d)?$`), '$1er$2'],
  [new RegExp(`^(${reStems})ring$`), '$1ering'],
  [new RegExp(`^(.*)(${doubleStems})l(ed|ing|er|ers|ous|or|ors)$`), '$1$2$3'],
  [/^(.{3,})isation(s|al)?$/, '$1ization$2'],
  [/^(catal|anal|dial|monol|epil|prol)ogue(s|d)?$/, '$1og$2'],
  [/^(.*)(anal|paral|catal)ys(e|ed|es|ing|er|ers)$/, '$1$2yz$3'],
  [/^(def|off|pret|lic)ence(s|d|less)?$/, '$1ense$2'],
  [/^(ful)fil(s|ment)?$/, '$1fill$2'],
  [/^(enro|insta|ski|wi|disti|insti|appa)l(s|ful|fully|ment|ments)?$/, '$1ll$2'],
  [/^(h|an|leuk)aem(.*)$/, '$1em$2'],
  [/^(encyclop|orthop|p)aed(.*)$/, '$1ed$2'],
  [/^anaesth(.*)$/, 'anesth$1'],
  [/^diarrhoea(.*)$/, 'diarrhea$1'],
  [/^manoeuv(?:re|r|er)(s|d|ed|ing|able)?$/, 'maneuver$1'],
  [/^(judg|acknowledg)ement(s|al)?$/, '$1ment$2'],
  [/^(m|sm)ould(s|ed|ing|er|y)?$/, '$1old$2'],
];

/** Words that follow no rule; `from>to`. */
const single: ReadonlyMap<string, string> = new Map(
  (
    'grey>gray greys>grays greyer>grayer cheque>check cheques>checks tyre>tire tyres>tires kerb>curb kerbs>curbs ' +
    'plough>plow ploughs>plows ploughed>plowed ploughing>plowing programme>program programmes>programs ' +
    'sceptic>skeptic sceptics>skeptics sceptical>skeptical scepticism>skepticism storeys>stories ' +
    'aluminium>aluminum ageing>aging jewellery>jewelry pyjamas>pajamas cosy>cozy moustache>mustache ' +
    'moustaches>mustaches draught>draft draughts>drafts practise>practice practised>practiced ' +
    'practising>practicing practises>practices cancelation>cancellation cancelations>cancellations ' +
    'woollen>woolen sulphur>sulfur mum>mom mums>moms foetus>fetus oestrogen>estrogen aeroplane>airplane ' +
    'aeroplanes>airplanes artefact>artifact artefacts>artifacts tranquillity>tranquility doughnut>donut ' +
    'doughnuts>donuts omelette>omelet omelettes>omelets yoghurt>yogurt yoghurts>yogurts mollusc>mollusk'
  )
    .split(' ')
    .map((pair): [string, string] => {
      const [from = '', to = ''] = pair.split('>');
      return [from, to];
    }),
);

/** @param word in lower case; one that is spelt alike on both sides of the ocean comes back as it is */
export function toAmerican(word: string): string {
  const known = single.get(word);
  if (known !== undefined) return known;
  const rule = rules.find(([pattern]) => pattern.test(word));
  if (rule !== undefined) return word.replace(...rule);
  if (alwaysIse.test(word)) return word;
  return word.replace(/^(.{3,})is(e|ed|es|ing|er|ers)$/, '$1iz$2');
}
