/** What people say over a reply without taking the turn, and what they say to end it, in seven languages. */

/** Phrases as people write them, parted by bars. */
export interface Phrases {
  /** "I am listening", "go on", surprise, assent: the reply goes on, unless it has just asked for them. */
  readonly backchannels: string;
  /** The reply ends at once. */
  readonly calls: string;
}

/** By ISO 639-1. A recogniser is often wrong about the language of one word, so all of them hold in every language. */
export const phrases: Readonly<Record<string, Phrases>> = {
  en: {
    backchannels:
      'i see|i see what you mean|got it|i got it|gotcha|i understand|understood|makes sense|that makes sense|wow|oh wow|' +
      'really|oh really|is that so|no way|oh no|no kidding|you dont say|interesting|thats interesting|great|thats great|' +
      'good|very good|good to know|nice|cool|awesome|amazing|perfect|fantastic|lovely|sweet|fine|thats fine|thats right|' +
      'thats true|go on|keep going|carry on|continue|go ahead|so true|i know|fair enough|my goodness|oh my|' +
      'oh my god|oh god|gosh|geez|neat|roger|yay|uh oh|oops|oh dear|phew|' +
      'yeah|yea|yes|yep|yup|ya|yah|ok|okay|okey|kay|right|alright|all right|sure|sure thing|exactly|absolutely|' +
      'definitely|of course|certainly|totally|true|correct|indeed|please do|yes please|maybe|perhaps|i think so|' +
      'i guess|i guess so',
    calls:
      'stop|stop it|stop that|stop there|stop talking|stop speaking|stop right there|wait|wait up|wait a second|' +
      'wait a sec|wait a minute|wait a moment|wait for a second|just a second|just a sec|just a minute|just a moment|' +
      'one second|one sec|one moment|one minute|a moment|a second|hold on|hold on a second|hold on a sec|' +
      'hold on a minute|hold it|hold up|hang on|hang on a second|hang on a sec|hang on a minute|time out|never mind|' +
      'nevermind|forget it|forget about it|forget that|cancel|cancel it|cancel that|quit|quit it|abort|halt|pause|' +
      'quiet|be quiet|keep quiet|silence|be silent|hush|shush|shh|shhh|sh|shut up|shut it|zip it|cut it out|knock it off|' +
      'drop it|enough|thats enough|enough of that|that is enough|that will do|thatll do|thats all|i get it enough|no|nope|' +
      'nah|no no|no thanks|no thank you|no stop|dont|dont bother|let me speak|let me talk|let me finish|excuse me stop',
  },
  de: {
    backchannels:
      'ach so|achso|ach|ach was|ah ja|ah so|verstehe|ich verstehe|verstanden|gut|sehr gut|schön|toll|super|prima|' +
      'interessant|spannend|echt|ach echt|wirklich|im ernst|wahnsinn|tja|weiter|mach weiter|nur weiter|eben|cool|klasse|' +
      'ja|jaja|ja ja|na ja|naja|jawohl|jep|jo|jup|genau|ganz genau|stimmt|das stimmt|klar|na klar|alles klar|richtig|' +
      'sicher|natürlich|selbstverständlich|okay|in ordnung|einverstanden|gerne|ja gerne|bitte ja|vielleicht|doch|gern',
    calls:
      'stopp|halt|halt stopp|warte|warte mal|warte kurz|warten sie|moment|moment mal|einen moment|kleinen moment|' +
      'eine sekunde|sekunde|augenblick|einen augenblick|abbrechen|abbruch|ruhe|ruhe jetzt|sei ruhig|seien sie ruhig|' +
      'sei still|seien sie still|genug|das reicht|es reicht|jetzt reichts|reicht|schluss|schluss jetzt|aufhören|' +
      'hör auf|hören sie auf|halt die klappe|halt den mund|klappe|vergiss es|vergessen sie es|schon gut|schweig|' +
      'nein|nein danke|nein nein|nee|ne|nö|pause|lass es|lass das|lass gut sein',
  },
  fr: {
    backchannels:
      'ah bon|ah oui|ah daccord|je vois|je comprends|compris|jai compris|très bien|bien|bon|super|génial|vraiment|' +
      'cest vrai|intéressant|cest intéressant|parfait|ça marche|tiens|eh bien|dis donc|continue|continuez|vas y|chouette|' +
      'oui|ouais|mouais|oui oui|daccord|dac|exactement|exact|tout à fait|bien sûr|en effet|voilà|cest ça|entendu|' +
      'certainement|volontiers|oui merci|peut être|si',
    calls:
      'arrête|arrêtez|arrête toi|arrête ça|stop|attends|attendez|attends un peu|une seconde|un instant|un moment|' +
      'une minute|deux secondes|laisse tomber|laissez tomber|annule|annulez|annuler|silence|tais toi|taisez vous|chut|' +
      'ça suffit|cela suffit|assez|cest bon arrête|la ferme|ferme la|oublie|oubliez|oublie ça|peu importe|' +
      'ce nest pas grave|non|non merci|non non|pause',
  },
  es: {
    backchannels:
      'ya veo|entiendo|entendido|comprendo|ya entiendo|bien|muy bien|qué bien|genial|en serio|de verdad|anda|vaya|' +
      'perfecto|ya ya|interesante|qué interesante|bueno|guau|increíble|sigue|continúa|mira|no me digas|' +
      'sí|sip|vale|claro|claro que sí|por supuesto|de acuerdo|exacto|exactamente|cierto|es cierto|correcto|así es|' +
      'desde luego|sí por favor|sí claro|quizás|tal vez|okey',
    calls:
      'para|pare|para ya|detente|deténgase|alto|espera|espere|espérate|espera un momento|espera un segundo|un momento|' +
      'momento|momentito|un segundo|un minuto|cancela|cancelar|cancélalo|olvídalo|olvida eso|déjalo|no importa|silencio|' +
      'cállate|cállese|calla|chitón|basta|basta ya|ya basta|ya está|suficiente|es suficiente|no|no no|no gracias|pausa|quieto',
  },
  it: {
    backchannels:
      'capisco|ho capito|capito|bene|benissimo|molto bene|davvero|già|eh già|ecco|interessante|chiaro|bello|che bello|' +
      'ma dai|ma va|caspita|continua|vai avanti|ah ecco|perfetto|' +
      'sì|sì sì|va bene|certo|certamente|giusto|esatto|esattamente|daccordo|vero|è vero|sicuro|sì grazie|forse|magari',
    calls:
      'fermo|ferma|fermati|si fermi|aspetta|aspetti|aspetta un attimo|aspetta un momento|un attimo|un momento|' +
      'un secondo|attendi|annulla|lascia perdere|lascia stare|non importa|silenzio|zitto|zitta|sta zitto|stai zitto|' +
      'taci|basta|basta così|smettila|smetti|la smetta|no|no no|no grazie|pausa|dimentica',
  },
  pt: {
    backchannels:
      'entendi|entendo|percebi|percebo|ah sei|beleza|legal|nossa|sério|é sério|a sério|que bom|muito bem|perfeito|bom|' +
      'interessante|que interessante|puxa|continua|continue|caramba|fixe|uau|' +
      'sim|sim sim|tá|tá bom|tá certo|está bem|está bom|certo|claro|claro que sim|exato|exatamente|pois|pois é|verdade|' +
      'é verdade|isso|isso mesmo|com certeza|sim por favor|talvez',
    calls:
      'para|pare|parem|para com isso|espera|espere|espera aí|peraí|um momento|só um momento|um segundo|um minuto|' +
      'cancela|cancelar|cancele|deixa pra lá|deixa|deixa estar|esquece|esqueça|não importa|silêncio|cala a boca|' +
      'cale se|cala te|quieto|calado|chega|já chega|basta|não|não não|não obrigado|não obrigada|pausa',
  },
  nl: {
    backchannels:
      'snap ik|ik snap het|ik begrijp het|begrepen|begrijp ik|goed|heel goed|mooi|leuk|goh|echt|echt waar|wauw|' +
      'interessant|duidelijk|ach|ach zo|ga door|ga verder|nou|tof|' +
      'ja|ja ja|jawel|jazeker|jep|oké|precies|juist|klopt|dat klopt|zeker|natuurlijk|tuurlijk|inderdaad|prima|' +
      'is goed|ja graag|ja hoor|graag|misschien',
    calls:
      'wacht|wacht even|wacht eens|wacht eens even|momentje|moment|een moment|een ogenblik|even wachten|annuleer|' +
      'annuleren|laat maar|laat maar zitten|vergeet het|vergeet het maar|stil|wees stil|stilte|hou op|houd op|' +
      'hou je mond|genoeg|zo is het genoeg|dat is genoeg|nee|nee nee|nee bedankt|nee dank je|pauze|ophouden|kop dicht',
  },
};

/** Calls that are something else in other languages ("still", "ya", "ho ho"). */
export const localCalls: Readonly<Record<string, string>> = { de: 'still|ist gut', es: 'ya', nl: 'ho' };

/** Words around the others that change nothing. */
export const polite =
  'please|now|hey|sorry|thanks|thank you|for now|bitte|jetzt|danke|mal|jetzt mal|sil te plaît|sil vous plaît|merci|' +
  'maintenant|por favor|gracias|ahora|per favore|grazie|adesso|ora|obrigado|obrigada|agora|alsjeblieft|' +
  'alstublieft|bedankt|dank je|nu|so|and|but|just|und|et|y|e|en';

/** What answers a question although it is hardly a word. */
export const assentingHums =
  'mhm|mhmm|mmhm|mmhmm|mm hm|mm hmm|mm mm|m hm|hm mm|hmm mm|uh huh|uh uh|nuh uh|unh unh|aha|aja|aham|uhum|ha ja|hm hm';

/** Calls that are a plain answer where a question was asked. */
export const denials =
  'no|nope|nah|no no|no thanks|no thank you|nein|nein danke|nein nein|nee|ne|nö|non|non merci|non non|no gracias|' +
  'no grazie|não|não não|não obrigado|não obrigada|nee nee|nee bedankt|nee dank je';

/** What recognisers write for noises though people hardly ever say it to a machine. */
export const inventions =
  'thanks for watching|thank you for watching|please subscribe|see you next time|ill see you next time|' +
  'ill see you later|subtitles by the amara org community|vielen dank fürs zuschauen|untertitel der amara org community|' +
  'untertitelung des zdf|merci davoir regardé cette vidéo|sous titres réalisés para la communauté damara org|' +
  'gracias por ver el video|subtítulos realizados por la comunidad de amara org|legendas pela comunidade amara org|' +
  'sottotitoli creati dalla comunità amara org|bedankt voor het kijken|boop|bam';

/** The same, but people do say it, only not so fast. */
export const fastInventions =
  'you|thank you|thanks|thank you very much|thank you so much|bye|bye bye|goodbye|vielen dank|danke|merci|gracias|' +
  'obrigado|obrigada|grazie|bedankt|the|so|tschüss|au revoir|adiós|ciao|tchau|doei';
