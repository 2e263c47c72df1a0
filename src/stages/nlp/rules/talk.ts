/** Small talk, and talk about the conversation itself: hello, thanks, stop, say that again. */
import { phrases, type Rule } from './rule.js';

const dice: Rule = (text) => {
  const match =
    /^(?:roll|throw)(?: me)? (?:a |an |the |some )?(?:(\d+) )?(?:(\d+|[a-z]+) sided )?(die|dice|d ?(?:4|6|8|10|12|20|100))(?: again)?$/.exec(
      text,
    );
  if (match === null) return undefined;
  const [, count, sides = '', die = ''] = match;
  const named = /\d+/.exec(die)?.[0];
  const faces = Number(named ?? (/^\d+$/.test(sides) ? sides : 6));
  if (sides !== '' && !/^\d+$/.test(sides)) return undefined;
  const dice = Number(count ?? 1);
  return dice >= 1 && dice <= 20 && faces >= 2 && faces <= 1000
    ? { name: 'dice', slots: { count: dice, sides: faces } }
    : undefined;
};

export const talkRules: readonly Rule[] = [
  phrases(
    'greeting',
    /^(?:(?:hello|hi|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day))(?: there| again| everyone)?)(?: (?:hello|hi|hey))?$/,
  ),
  phrases(
    'well-being',
    /^(?:(?:hello|hi|hey) )?(?:there )?(?:how are you|how are you doing|how is it going|how do you do|what is up|are you ok|are you okay)(?: doing)?(?: today| this morning)?$/,
  ),
  phrases(
    'thanks',
    /^(?:(?:ok|okay|great|good|cool|perfect|alright) )?(?:thanks|thank you|cheers|many thanks)(?: (?:a lot|so much|very much|you|again|for (?:that|your help|the help|helping)))*$/,
  ),
  phrases(
    'goodbye',
    /^(?:(?:ok|okay|thanks|thank you) )?(?:goodbye|good bye|bye|bye bye|see you|see you (?:later|soon|tomorrow)|good night|goodnight|farewell|talk to you later)(?: (?:for now|then|now))?$/,
  ),
  phrases(
    'name',
    /^(?:who are you|what are you|what is your name|what are you called|what should i call you|what do i call you|do you have a name|tell me your name|say your name|who am i (?:talking|speaking) to|introduce yourself)$/,
  ),
  phrases(
    'help',
    /^(?:what (?:can|else can|all can) (?:you|i) (?:do|ask|say|help with|help me with)(?: you)?|what can i ask you|what can you help (?:me )?with|what do you do|what do you know how to do|what are you able to do|what are your (?:skills|abilities|commands)|how can you help(?: me)?|how do you work|help|help me|list (?:your )?(?:commands|skills))$/,
  ),
  phrases(
    'repeat',
    /^(?:(?:sorry |pardon )?(?:say|repeat) (?:that|it|this)(?: again| once more| one more time)?|say (?:that )?again|again|repeat|repeat yourself|come again|pardon|pardon me|what|what did you say|what did you just say|what was that|sorry what(?: was that| did you say)?|1 more time|once more|i did not (?:hear|catch|get|understand) (?:that|you|it))$/,
  ),
  phrases(
    'stop',
    /^(?:(?:no )?(?:stop|cancel|abort|halt|quit|never ?mind|forget (?:it|that|about it)|shut up|be quiet|quiet|silence|enough|that is enough|that will do|hush|stop (?:it|that|talking|speaking)|cancel (?:it|that)|no never ?mind|do not bother|no thanks|no thank you))(?: (?:now|stop|it))?$/,
  ),
  phrases('coin', /^(?:(?:flip|toss|throw)(?: me)? (?:a|the|1) coin(?: again)?|heads or tails|coin (?:flip|toss))$/),
  dice,
];
