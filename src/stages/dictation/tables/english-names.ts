/** English words that always begin with a capital letter: days, months, languages, lands, and the commonest first names. */
import { wordSet } from '../table.js';

export const englishNames = wordSet(`
  i i'm i'd i'll i've monday tuesday wednesday thursday friday saturday sunday january february april june july august
  september october november december english german french spanish italian portuguese dutch greek russian chinese
  japanese korean arabic hindi turkish polish swedish danish norwegian finnish european american british irish scottish
  welsh african asian indian canadian australian mexican london paris berlin madrid rome vienna york boston chicago
  texas california florida washington europe africa asia america england britain scotland wales ireland germany france
  spain italy portugal netherlands belgium switzerland austria poland sweden denmark norway finland russia china japan
  korea india canada australia mexico brazil christmas easter google microsoft apple amazon linux windows android
  wikipedia youtube facebook james john robert michael david william richard joseph thomas charles christopher
  daniel matthew anthony donald steven paul andrew joshua kenneth kevin brian george timothy ronald jason edward jeffrey
  ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory alexander patrick
  dennis jerry tyler aaron henry peter adam nathan zachary walter kyle harold carl jeremy keith roger gerald ethan arthur
  mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty sandra margaret ashley
  kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca laura sharon cynthia kathleen amy angela
  shirley anna brenda pamela emma nicole helen samantha katherine christine rachel carolyn janet catherine maria heather
  diane olivia julie joyce victoria kelly christina joan evelyn lauren judith megan andrea cheryl hannah jacqueline
  martha teresa sara madison frances kathryn janice jean alice julia sophie lucy tom ben sam tim jim joe bob mike dave
  steve chris matt dan nick tony alex kate lily jane anne`);
