/** Two hundred replies with numbers, dates and names: as written, and what a listener should have heard, in words. */

export interface ReadAloudSentence {
  readonly written: string;
  /** A transcript without digits; short names such as FBI stand as people write them. */
  readonly spoken: string;
}

/** One sentence on each line; behind the arrow what is said, where that differs from what is written. */
const lines = `
The train to Boston leaves at 7:05. => The train to Boston leaves at seven oh five.
Your meeting with Sarah starts at 10:30. => Your meeting with Sarah starts at ten thirty.
It is 3 p.m. in London right now. => It is three PM in London right now.
I set an alarm for 6:45 a.m. tomorrow. => I set an alarm for six forty-five AM tomorrow.
The store closes at 21:00 on Fridays. => The store closes at twenty-one hundred on Fridays.
Dinner with Emma is at 7:30 pm. => Dinner with Emma is at seven thirty PM.
The museum is open from 9 am to 5 pm. => The museum is open from nine AM to five PM.
Your flight to Chicago boards at 14:20. => Your flight to Chicago boards at fourteen twenty.
The news begins at 8:00 every evening. => The news begins at eight o'clock every evening.
The bus comes at 12:15 and again at 12:45. => The bus comes at twelve fifteen and again at twelve forty-five.
The office is open 9am-5pm. => The office is open nine AM to five PM.
You have two calls before noon.
The movie runs from 19:30 to 22:10. => The movie runs from nineteen thirty to twenty-two ten.
I moved the reminder to 4:10. => I moved the reminder to four ten.
The last train leaves at 23:59. => The last train leaves at twenty-three fifty-nine.
It takes 25 minutes to walk to the station. => It takes twenty-five minutes to walk to the station.
The timer is set for 12 minutes. => The timer is set for twelve minutes.
The drive to Denver takes about 3 1/2 hours. => The drive to Denver takes about three and a half hours.
She finished the race in 48 minutes. => She finished the race in forty-eight minutes.
The video is 90 seconds long. => The video is ninety seconds long.
Your appointment is on May 3, 2024. => Your appointment is on May third, twenty twenty-four.
The concert is on November 21st. => The concert is on November twenty-first.
Anna was born on 12 March 1998. => Anna was born on the twelfth of March, nineteen ninety-eight.
The contract ends on 2026-12-31. => The contract ends on December thirty-first, twenty twenty-six.
The next holiday is Monday, September 7. => The next holiday is Monday, September seventh.
The report is due on 10/15/2025. => The report is due on October fifteenth, twenty twenty-five.
School starts again on Aug. 24. => School starts again on August twenty-fourth.
The museum was founded in 1887. => The museum was founded in eighteen eighty-seven.
The first moon landing was in July 1969. => The first moon landing was in July nineteen sixty-nine.
The Berlin Wall fell on November 9, 1989. => The Berlin Wall fell on November ninth, nineteen eighty-nine.
Columbus reached America in 1492. => Columbus reached America in fourteen ninety-two.
The company was started in 2006 by two brothers. => The company was started in two thousand six by two brothers.
That song was popular in the 1980s. => That song was popular in the nineteen eighties.
The bridge was built between 1933 and 1937. => The bridge was built between nineteen thirty-three and nineteen thirty-seven.
The new law takes effect on January 1, 2027. => The new law takes effect on January first, twenty twenty-seven.
His birthday is on the 14th of June. => His birthday is on the fourteenth of June.
Mozart was born in Salzburg on January 27, 1756. => Mozart was born in Salzburg on January twenty-seventh, seventeen fifty-six.
The war lasted from 1914 to 1918. => The war lasted from nineteen fourteen to nineteen eighteen.
The library opened in 1905. => The library opened in nineteen oh five.
The year 2000 was a leap year. => The year two thousand was a leap year.
Your next dentist visit is on Tuesday, March 18. => Your next dentist visit is on Tuesday, March eighteenth.
The festival runs from June 5 to June 9. => The festival runs from June fifth to June ninth.
She moved to Paris in the spring of 2019. => She moved to Paris in the spring of twenty nineteen.
The order was placed on Oct. 2. => The order was placed on October second.
The treaty was signed in 1648. => The treaty was signed in sixteen forty-eight.
It is Saturday, 21 November 2026. => It is Saturday, the twenty-first of November, twenty twenty-six.
The ticket is valid until February 28. => The ticket is valid until February twenty-eighth.
The warranty ran out in August 2023. => The warranty ran out in August twenty twenty-three.
The eclipse will happen on August 12. => The eclipse will happen on August twelfth.
Thanksgiving falls on November 26 this year. => Thanksgiving falls on November twenty-sixth this year.
The ticket costs $25. => The ticket costs twenty-five dollars.
Your total comes to $14.50. => Your total comes to fourteen dollars and fifty cents.
The house sold for $1.2 million. => The house sold for one point two million dollars.
A coffee costs €3 in Rome. => A coffee costs three euros in Rome.
The rent is £950 a month. => The rent is nine hundred fifty pounds a month.
The company earned $4 billion last year. => The company earned four billion dollars last year.
You spent $320 on groceries in October. => You spent three hundred twenty dollars on groceries in October.
The meal was $18.75 without the tip. => The meal was eighteen dollars and seventy-five cents without the tip.
The stamp costs 73¢. => The stamp costs seventy-three cents.
The taxi to the airport is about €40. => The taxi to the airport is about forty euros.
He won $500 in the lottery. => He won five hundred dollars in the lottery.
The bike costs $1,299 in the store. => The bike costs one thousand two hundred ninety-nine dollars in the store.
The fee went up from $5 to $8. => The fee went up from five dollars to eight dollars.
She donated £2,000 to the school. => She donated two thousand pounds to the school.
The price of milk is $3.99. => The price of milk is three dollars and ninety-nine cents.
A room for two costs $85-$120. => A room for two costs eighty-five to one hundred twenty dollars.
The sofa is now $200 cheaper. => The sofa is now two hundred dollars cheaper.
The project has a budget of $75k. => The project has a budget of seventy-five thousand dollars.
One share is worth $212.30 today. => One share is worth two hundred twelve dollars and thirty cents today.
The phone bill was €29.90. => The phone bill was twenty-nine euros and ninety cents.
It is 72°F and sunny in San Diego. => It is seventy-two degrees Fahrenheit and sunny in San Diego.
Tonight it will drop to -5 °C. => Tonight it will drop to minus five degrees Celsius.
The lake is 12 km from here. => The lake is twelve kilometers from here.
The package weighs 3 kg. => The package weighs three kilograms.
The wind blows at 20 mph from the west. => The wind blows at twenty miles per hour from the west.
The mountain is 8,849 m high. => The mountain is eight thousand eight hundred forty-nine meters high.
The battery is at 80%. => The battery is at eighty percent.
There is a 40% chance of rain on Sunday. => There is a forty percent chance of rain on Sunday.
The laptop has 16 GB of memory. => The laptop has sixteen gigabytes of memory.
Bake it at 180 °C for 35 minutes. => Bake it at one hundred eighty degrees Celsius for thirty-five minutes.
Add 250 ml of milk and stir. => Add two hundred fifty milliliters of milk and stir.
The marathon is 42 km long. => The marathon is forty-two kilometers long.
Michael is 6'2" tall. => Michael is six foot two tall.
You need 1/2 cup of sugar. => You need one half cup of sugar.
Use 2 1/2 cups of flour. => Use two and a half cups of flour.
About 3/4 of the people said yes. => About three quarters of the people said yes.
The screen is 27 inches wide. => The screen is twenty-seven inches wide.
The file is 350 MB. => The file is three hundred fifty megabytes.
The pool is 2.5 m deep. => The pool is two point five meters deep.
You walked 9,412 steps today. => You walked nine thousand four hundred twelve steps today.
The speed limit here is 55 mph. => The speed limit here is fifty-five miles per hour.
The humidity is 65 percent. => The humidity is sixty-five percent.
The garden is 400 m² in size. => The garden is four hundred square meters in size.
The cable is 10 ft long. => The cable is ten feet long.
Your baby weighs 7 lbs 4 oz. => Your baby weighs seven pounds four ounces.
It will be between 15 and 20 degrees. => It will be between fifteen and twenty degrees.
The car uses 6 liters for 100 km. => The car uses six liters for one hundred kilometers.
The tower is 324 meters tall. => The tower is three hundred twenty-four meters tall.
The download needs 1.5 GB of space. => The download needs one point five gigabytes of space.
A mile is about 1.6 km. => A mile is about one point six kilometers.
There are 365 days in a year. => There are three hundred sixty-five days in a year.
The answer is 42. => The answer is forty-two.
The city has 1,250,000 people. => The city has one million two hundred fifty thousand people.
You have 3 new messages from Peter. => You have three new messages from Peter.
I found 17 results for that. => I found seventeen results for that.
The book has 412 pages. => The book has four hundred twelve pages.
The square root of 144 is 12. => The square root of one hundred forty-four is twelve.
7 x 8 = 56. => Seven times eight equals fifty-six.
15 + 27 is 42. => Fifteen plus twenty-seven is forty-two.
Pi is about 3.14159. => Pi is about three point one four one five nine.
The team won 3-1 on Saturday. => The team won three to one on Saturday.
Choose a number from 1 to 10. => Choose a number from one to ten.
The recipe serves 4-6 people. => The recipe serves four to six people.
She came in 2nd in the race. => She came in second in the race.
This is the 3rd time you asked. => This is the third time you asked.
We live on the 21st floor. => We live on the twenty-first floor.
You are in room 204. => You are in room two oh four.
Over 5,000 fans came to the game. => Over five thousand fans came to the game.
The population of Japan is about 124 million. => The population of Japan is about one hundred twenty-four million.
There are 8 planets and the sun. => There are eight planets and the sun.
The vote was 52 to 48. => The vote was fifty-two to forty-eight.
Light travels 300,000 kilometers in one second. => Light travels three hundred thousand kilometers in one second.
Chapter 12 is the longest one. => Chapter twelve is the longest one.
He scored 30 points in Game 7. => He scored thirty points in Game seven.
The temperature fell by 0.5 degrees. => The temperature fell by zero point five degrees.
Please wait 5-10 minutes. => Please wait five to ten minutes.
The answer to question #5 is no. => The answer to question number five is no.
The class has 28 students and 2 teachers. => The class has twenty-eight students and two teachers.
Almost 1 in 3 people own a bike. => Almost one in three people own a bike.
The stadium holds 80,000 people. => The stadium holds eighty thousand people.
Henry VIII had six wives. => Henry the Eighth had six wives.
Queen Elizabeth II was born in 1926. => Queen Elizabeth the Second was born in nineteen twenty-six.
World War II ended in 1945. => World War Two ended in nineteen forty-five.
Louis XIV ruled France for 72 years. => Louis the Fourteenth ruled France for seventy-two years.
Pope John Paul II came from Poland. => Pope John Paul the Second came from Poland.
Rocky IV is my favorite film. => Rocky Four is my favorite film.
Dr. Smith can see you on Thursday. => Doctor Smith can see you on Thursday.
Mr. Jones lives at 12 Oak Street. => Mister Jones lives at twelve Oak Street.
Mrs. Brown called twice this morning. => Missus Brown called twice this morning.
Prof. Miller teaches physics at Oxford. => Professor Miller teaches physics at Oxford.
Martin Luther King Jr. was born in Atlanta. => Martin Luther King Junior was born in Atlanta.
Albert Einstein won the Nobel Prize in 1921. => Albert Einstein won the Nobel Prize in nineteen twenty-one.
Marie Curie won it twice, in 1903 and 1911. => Marie Curie won it twice, in nineteen oh three and nineteen eleven.
William Shakespeare wrote about 37 plays. => William Shakespeare wrote about thirty-seven plays.
Isaac Newton was born in England in 1643. => Isaac Newton was born in England in sixteen forty-three.
Abraham Lincoln was the 16th president. => Abraham Lincoln was the sixteenth president.
Vincent van Gogh painted The Starry Night in 1889. => Vincent van Gogh painted The Starry Night in eighteen eighty-nine.
Neil Armstrong walked on the moon in 1969. => Neil Armstrong walked on the moon in nineteen sixty-nine.
Beethoven wrote nine symphonies.
The capital of Australia is Canberra.
Charles Darwin sailed on a ship called the Beagle.
Amsterdam is famous for its canals.
Jane Austen wrote Pride and Prejudice.
The Amazon River flows through Brazil.
Mount Everest lies between Nepal and China.
Tom Hanks was born in California in 1956. => Tom Hanks was born in California in nineteen fifty-six.
Leonardo da Vinci painted the Mona Lisa.
The Eiffel Tower was finished in 1889. => The Eiffel Tower was finished in eighteen eighty-nine.
Nelson Mandela became president in 1994. => Nelson Mandela became president in nineteen ninety-four.
Rosa Parks lived in Montgomery, Alabama.
Thomas Edison held more than 1,000 patents. => Thomas Edison held more than one thousand patents.
The Statue of Liberty stands in New York.
Oliver and Sophie sent you a photo.
I added Daniel to the call with Rebecca.
Your cousin Laura lives in Toronto.
Call Jessica back before Friday, please.
NASA launched the rocket on time.
The FBI was founded in 1908. => The FBI was founded in nineteen oh eight.
The USA has 50 states. => The USA has fifty states.
The BBC started in 1922. => The BBC started in nineteen twenty-two.
My favorite CD is by the Beatles.
She has a PhD in history.
The CEO of the company is Karen Lee.
Save the song as an MP3. => Save the song as an MP three.
The DVD player broke down.
Both TVs are on sale.
You can reach them at 555-0134. => You can reach them at five five five zero one three four.
Call 911 if it gets worse. => Call nine one one if it gets worse.
The zip code is 90210. => The zip code is nine zero two one zero.
Your code is 4821. => Your code is four eight two one.
Flight 370 leaves from gate 22. => Flight three seventy leaves from gate twenty-two.
Take Highway 101 to San Francisco. => Take Highway one oh one to San Francisco.
The bus stops at Main St. and Park Ave. => The bus stops at Main Street and Park Avenue.
We have apples, pears, etc. in the kitchen. => We have apples, pears, et cetera in the kitchen.
Bring warm clothes, e.g. a coat and a hat. => Bring warm clothes, for example a coat and a hat.
It is the Lakers vs. the Bulls tonight. => It is the Lakers versus the Bulls tonight.
The shop is open 24/7. => The shop is open twenty-four seven.
Salt & pepper are on the table. => Salt and pepper are on the table.
**Good news:** your package has arrived. => Good news, your package has arrived.
Your 3 tasks are done, and 2 are left. => Your three tasks are done, and two are left.
It rained 15 mm in Seattle on Oct. 30. => It rained fifteen millimeters in Seattle on October thirtieth.
The game on March 4 ended 2-0. => The game on March fourth ended two to zero.
The 8:15 to Leeds costs £12.40. => The eight fifteen to Leeds costs twelve pounds and forty pence.
In 2010 David ran 100 km in 9 hours. => In twenty ten David ran one hundred kilometers in nine hours.
At 5 p.m. it was 68°F in Austin. => At five PM it was sixty-eight degrees Fahrenheit in Austin.
George VI was king until February 6, 1952. => George the Sixth was king until February sixth, nineteen fifty-two.
On June 1, gas cost $3.20 a gallon. => On June first, gas cost three dollars and twenty cents a gallon.
Mark lost 5 kg between May and July. => Mark lost five kilograms between May and July.
King Charles III was crowned on May 6, 2023. => King Charles the Third was crowned on May sixth, twenty twenty-three.
Room 12 is free from 2 to 4 p.m. on Nov. 30. => Room twelve is free from two to four PM on November thirtieth.
`;

export const readAloudSentences: readonly ReadAloudSentence[] = lines
  .trim()
  .split('\n')
  .map((line) => {
    const [written = '', spoken = written] = line.split(' => ');
    return { written, spoken };
  });
