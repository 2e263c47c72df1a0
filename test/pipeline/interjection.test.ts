/** A table of what people (and recognisers, for coughs and hums) say over a reply. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyInterjection, isCall, type Interjection, type Interrupting } from '../../src/pipeline/interjection.js';

function classify(text: string, more: Partial<Interrupting> = {}): Interjection {
  const reply = 'The weather tomorrow will be';
  return classifyInterjection({ text, voicedMs: 700, atPause: true, language: 'en', reply, ...more });
}

/** `language | text | text …`; the wanted verdict is in front of each table. */
const table: Readonly<Record<Interjection, readonly string[]>> = {
  backchannel: [
    // As Whisper base and tiny.en write hums, laughs and signs of listening.
    'en|Uh-huh.|Uh uh|Uh-uh.|Um...|um|Huh?|Ah!|Ah|Oh.|Oh|Uh...|Aha!|HMM|HMM.|Mm.|Mm...|mm|M M|M-M|M.M.|M H M|M-H-N-N.',
    'en|mhm|MHM.|mmHM|MMHMM.|Mmhm|Mmmhm|Mmm Mmm|Mm-mm.|Mmm, HMM.|MMMMMMMMMMMMMMMMMMMMMMMMMMMMM|mmhm|Hmm.|Mm-hmm.',
    'en|Ha ha ha ha ha ha ha ha ha ha ha ha|Ha ha ha!|Ha ha!|Hahahaha|Hehe.|Oh, oh, oh.|Oh, ho, ho.|Uh oh.',
    'en|Yeah.|Yeah|Yep.|Yup.|Yes.|OK.|Okay|Right|Right.|I see.|Wow.|Sure.|Really?|Got it!|Oh wow.|Oh, I see.|Oh no.',
    'en|Yeah, yeah.|Yeah, right.|Okay, got it.|Right, right, right.|Yes, okay.|Mm-hmm, okay.|Makes sense.|Go on.',
    'en|That makes sense.|Of course.|Interesting.|Great!|Cool.|No way!|No kidding.|Exactly.|Sure thing.|Okay, thanks.',
    'de|Ja.|Ja, ja.|Genau.|Stimmt.|Aha.|Ach so.|Okay.|Alles klar.|Na klar.|Verstehe.|Ich verstehe.|Mhm.|Echt?|Wirklich?',
    "fr|Oui.|Ouais.|D'accord.|Ah bon ?|Je vois.|Je comprends.|Très bien.|C'est vrai.|Bien sûr.|Ah, d'accord.|Super !",
    'es|Sí.|Vale.|Ajá.|Claro.|Ya veo.|Entiendo.|De acuerdo.|¿En serio?|Sí, sí.|Vale, vale.|Jajaja|Perfecto.',
    'it|Sì.|Va bene.|Certo.|Capisco.|Ho capito.|Davvero?|Esatto.|Ah, ho capito.|Già.',
    'pt|Sim.|Tá bom.|Está bem.|Entendi.|Claro.|Pois é.|Sério?|Uhum.|Aham.',
    'nl|Ja.|Ja, ja.|Oké.|Precies.|Klopt.|Snap ik.|Ik snap het.|Echt waar?|Inderdaad.',
    // The language of one word is often mistaken.
    'en|Ja.|Oui.|Sí.',
  ],
  call: [
    'en|Stop.|Stop!|stop it|Please stop.|Stop, please.|Stop talking.|Okay, stop.|Stop, stop, stop!|Wait.|Wait, wait.',
    'en|Wait a minute.|Just a second.|Hold on.|So hold on.|Hang on a sec.|Never mind.|Nevermind.|Oh, never mind.|Cancel.',
    "en|Cancel that.|Quiet.|Be quiet.|Shut up.|Shush!|Shhhh|Enough.|That's enough.|That’s enough, thanks.|No.|No, no.|Nope.",
    'en|Pause.|Forget it.|No, wait.|Um, stop.|Yeah, no.|Okay, okay, enough.|Oh wait.|No, thank you.|Hey, stop!',
    'de|Stopp!|Halt.|Warte.|Warte mal.|Moment.|Moment mal, bitte.|Einen Moment.|Abbrechen.|Ruhe!|Sei still.|Still!|Genug.',
    'de|Das reicht.|Schluss jetzt.|Hör auf!|Vergiss es.|Nein.|Nein, danke.|Pause.|Halt die Klappe.',
    "fr|Stop.|Arrête.|Arrêtez !|Attends.|Attendez, s'il vous plaît.|Une seconde.|Laisse tomber.|Annule.|Silence !",
    'fr|Tais-toi.|Chut !|Ça suffit.|Assez.|Non.|Non, merci.|Pause.',
    'es|Para.|Detente.|Alto.|Espera.|Espera un momento.|Un momento, por favor.|Cancela.|Olvídalo.|Silencio.|Cállate.|Basta.',
    'es|Ya basta.|Ya.|Es suficiente.|No.|No, gracias.|Pausa.',
    'it|Fermati.|Aspetta.|Aspetta un attimo.|Un momento.|Annulla.|Lascia perdere.|Silenzio.|Zitto!|Basta!|Basta così.|No.',
    'pt|Para.|Pare.|Espera.|Espera aí.|Um momento.|Cancela.|Deixa pra lá.|Esquece.|Silêncio.|Cala a boca.|Chega.|Não.',
    'nl|Stop.|Wacht.|Wacht even.|Momentje.|Annuleer.|Laat maar.|Stil.|Wees stil.|Hou op.|Genoeg.|Nee.|Nee, bedankt.|Ho!',
    // Heard in another language than it was said in.
    'en|Basta!|Arrête!|Warte.',
  ],
  words: [
    'en|What time is it?|No, I meant on Friday.|Stop the music.|Wait for me at the station.|Cancel the timer.|What?',
    'en|Okay, what about Friday?|Yeah but what about Berlin?|Right now in Tokyo|And tomorrow?|How about Sunday?|Still',
    'en|Thank you.|Thanks.|Hello?|Parley|Bye.|Please|Sure, but not today.|I see a problem.|No idea what you mean',
    'de|Und morgen?|Ja, aber was ist mit Freitag?|Stell einen Timer.|Danke.|Nein, am Freitag.|Wie spät ist es?',
    'fr|Et demain ?|Oui mais à Paris ?|Quelle heure est-il ?|Arrête la musique.|Non, je voulais dire vendredi.',
    'es|¿Y mañana?|Sí, pero en Madrid.|Para la música.|No, el viernes.|¿Qué hora es?',
    'it|E domani?|Sì, ma a Roma?|Ferma la musica.|Che ore sono?',
    'pt|E amanhã?|Sim, mas em Lisboa?|Para a música.|Que horas são?',
    'nl|En morgen?|Ja maar vrijdag?|Stop de muziek.|Hoe laat is het?',
  ],
  nothing: [
    'en||...|[BLANK_AUDIO]|(coughs)|[ Silence ]|*sighs*|♪♪♪|(upbeat music) [MUSIC]|Thanks for watching!',
    'en|Pepepepepepepepepepepe|Please subscribe.|Boop.',
    'de|Vielen Dank fürs Zuschauen!|[Musik]',
    "fr|Sous-titres réalisés para la communauté d'Amara.org",
  ],
};

const lines = Object.entries(table).flatMap(([wanted, rows]) =>
  rows.flatMap((row) => {
    const [language = '', ...texts] = row.split('|');
    return texts.map((text) => ({ wanted, language, text }));
  }),
);

describe('classifyInterjection', () => {
  it('has a long table', () => {
    expect(lines.length).toBeGreaterThan(300);
  });

  it.each(lines)('$language $text → $wanted', ({ wanted, language, text }) => {
    expect(classify(text, { language })).toBe(wanted);
  });

  it.each([
    'Yes.',
    'No.',
    'Okay.',
    'Mm-hmm.',
    'Uh-huh.',
    'Uh-uh.',
    'Ja.',
    'Nein.',
    'Non merci.',
    'Sí, claro.',
    'Fine.',
  ])('takes %s behind a question for the answer', (text) => {
    expect(classify(text, { reply: 'I found three. Shall I read them?' })).toBe('words');
    expect(classify(text, { reply: 'She asked: "Shall I?" ' })).toBe('words');
    expect(classify(text, { reply: 'Shall I? I think I' })).not.toBe('words');
  });

  it.each(['Stop.', 'Never mind.', 'No, stop.', 'Halt.'])('stops for %s behind a question, too', (text) => {
    expect(classify(text, { reply: 'Shall I go on?' })).toBe('call');
  });

  it.each(['Hmm.', 'Um...', 'Ha ha ha', 'Ah.'])('hears no answer in %s', (text) => {
    expect(classify(text, { reply: 'Shall I go on?' })).toBe('backchannel');
  });

  it.each(['Thank you.', 'you', 'Bye.', 'Bye bye.', 'Merci.'])('takes %s for a click when it was too short', (text) => {
    expect(classify(text, { voicedMs: 250 })).toBe('nothing');
    expect(classify(text, { voicedMs: 800 })).toBe('words');
  });

  it.each(['I', 'Got', 'That makes', 'Of', 'Verst'])('waits for more than %s', (text) => {
    expect(classify(text, { atPause: false })).toBe('nothing');
    expect(classify(text, { atPause: true })).toBe('words');
  });

  it('does not believe a sign of listening behind a long voice', () => {
    expect(classify('Yeah.', { voicedMs: 3000 })).toBe('words');
    expect(classify('Ha ha ha ha', { voicedMs: 3000 })).toBe('backchannel');
    expect(classify('Yeah okay right sure yes great cool fine')).toBe('words');
  });

  it('is a call whatever politeness, case, accents and punctuation stand around it', () => {
    const call = fc.constantFrom('stop', 'wait', 'never mind', 'hör auf', 'arrête', 'basta', 'espera', 'laat maar');
    const around = fc.array(fc.constantFrom('please', 'uh', 'okay', 'bitte', 'sorry', 'now'), { maxLength: 3 });
    const mark = fc.constantFrom('.', '!', '...', ', ', ' ');
    fc.assert(
      fc.property(call, fc.tuple(around, around), mark, fc.boolean(), (said, [before, behind], sign, isLoud) => {
        const text = [...before, said, ...behind].join(sign === ' ' ? ' ' : `${sign} `);
        expect(isCall(isLoud ? text.toUpperCase() : text, 'en')).toBe(true);
        expect(isCall(`${text} the train to Berlin`, 'en')).toBe(false);
      }),
    );
  });

  it('answers anything, quickly', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('ha', '[', 'a', 'mm ').map((part) => part.repeat(20_000)),
    );
    fc.assert(
      fc.property(text, fc.nat(5000), fc.boolean(), (said, voicedMs, atPause) => {
        expect(['backchannel', 'call', 'words', 'nothing']).toContain(classify(said, { voicedMs, atPause }));
      }),
    );
  });
});
