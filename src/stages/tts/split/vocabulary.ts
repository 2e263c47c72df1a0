/** The words that decide whether a dot ends a sentence and whether a breath may be taken behind a word. */

const setOf = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Always followed by a name, a number or an explanation: the dot belongs to the word. In lower case, without last dot. */
export const beforeName = setOf(`
  mr mrs ms mx messrs dr drs prof st ste gen capt sgt lt col cmdr cpl pvt adm sen rep gov rev hon pres supt mt ft vs v
  fig figs vol ch sec pp approx ca cf al viz est dept univ assn e.g i.e eg ie incl excl esp resp tel ext max min avg
  hr fr frl dipl ing nr bzw vgl sog evtl ggf inkl exkl zzgl bspw z.b d.h u.a s.o s.u mme mlle mmes env p.ex c-à-d
  sra srta dña ud uds ee sig sigra dott avv bijv mevr dhr t.ex bl.a f.eks a.k.a
  ул им см стр руб коп млн млрд тыс
`);

/** Ends a sentence only where a large letter follows. */
export const mayEnd = setOf(`
  etc inc ltd co corp jr sr bros esq ave blvd rd ed eds phd ph.d m.d b.a m.a b.sc m.sc llc plc oz lb lbs hrs mins secs
  usw ecc enz u.s.w mio mrd str uu др
`);

/** As `mayEnd`, and their next word may be of the name: only a word that begins sentences shows that they end one. */
export const mayNameGoOn = setOf('st ave blvd rd dr mt inc ltd co corp bros jr sr ed');

/** Before a number the dot belongs to the word. */
export const beforeNumber = setOf(`
  no nos jan feb mar apr jun jul aug sep sept oct nov dec p pp art arts ch par eq ver vers vol fig nr abb kap tel
`);

/** Words that begin sentences and hardly ever stand inside a name. */
export const starters = setOf(`
  he she it they we you this that these those the there then but and if when what why how who where however yes now
  also here its your our their his her as at in on for after before since while
  er sie es wir ihr das dies dann aber und wenn il elle ils elles nous vous mais et el ella ellos pero y
  он она они это но потом
`);

/** Names with a mark of their own. */
export const markedNames = setOf('yahoo jeopardy wham oklahoma joomla kahoot panic yum ahoy');

export const monthsAndDays = setOf(`
  januar jänner februar märz april mai juni juli august september oktober november dezember
  january february march may june july october december monday tuesday wednesday thursday friday saturday sunday
  montag dienstag mittwoch donnerstag freitag samstag sonntag
`);

export const timeZones = setOf('eastern pacific central mountain greenwich est edt pst pdt cst cdt gmt utc cet cest');

/** German words before which "3. Mai" and "19. Jahrhundert" are ordinals. */
export const beforeOrdinal = setOf('der dem den des das vom zum zur im beim ihr ihrem seinem jedem jeden jeder');

/** Said at once and on their own, with a pause behind them, as people do. */
export const interjections = setOf(`
  sure well yes no okay ok alright right great hello hi hey thanks sorry absolutely certainly definitely exactly
  yeah yep nope oh ah hmm perfect wonderful excellent however unfortunately fortunately actually honestly indeed
  ja nein gut klar gerne natürlich hallo danke okay oui non bonjour merci sí claro vale bueno hola gracias
  はい いいえ ええ もちろん 好 好的 是的 当然 你好 네 아니요
  all_right thank_you of_course good_question good_morning good_evening good_afternoon no_problem no_worries one_moment
  just_a_moment let_me_see let's_see i_see got_it not_really not_at_all in_fact my_pleasure you're_welcome i'm_sorry
  guten_morgen guten_tag guten_abend vielen_dank kein_problem einen_moment bien_sûr d'accord por_supuesto muchas_gracias
`);

/** A breath after one of these sounds broken: the word belongs to what follows. */
export const clinging = setOf(`
  a an the of to in on at by for with from my your his her its our their is are was were be been am and or but nor not
  as into onto about very more most some any no this that these those each every than so too quite rather such per
  over under between against during without within through upon via like near around will would can could should shall
  may might must do does did has have had who which whose where when while if because although though unless until
  since only even just i you he she it we they there what how why all both either neither half many much few several other
  main mr mrs ms dr new
  der die das den dem des ein eine einen einem einer eines und oder aber von zu in im am auf mit für bei aus nach ist
  sind war waren nicht sehr wie als dass le la les un une des du de et ou à au aux en dans sur pour par avec est sont
  el los las unos unas y o del al con por para es son
`);

/** "while" and the like: a clause of their own begins here. */
export const subordinators = setOf(`
  because which while when where who if although though whereas unless until since whenever wherever
  weil während obwohl wenn falls damit sodass parce puisque lorsque tandis porque aunque mientras cuando
`);
export const coordinators = setOf('and but or nor yet und aber oder sondern mais ou et pero');
/** Phrases begin with these, and a little breath before them is heard as natural. */
export const prepositions = setOf(`
  on in at by for with from between during after before without through about under over into across around along
  against within near
`);
/** Behind a long subject the sentence's verb begins afresh. */
export const verbs = setOf('is are was were has have had will would can could should may might must does did');
/** Before "which", "who", "if" and the like these bind too closely for a breath. */
export const binding = setOf(
  'one ones those anyone everyone someone anything everything nothing time times reason way',
);

/** The hundredfold words that stand behind a number. */
export const numberWords = setOf(`
  one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
  nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion point
`);
