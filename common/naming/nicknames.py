"""Short and familiar forms of given names, written by hand from general knowledge: what is common, not all there is."""

# The formal name, then what people of that name are called.
FAMILIAR_FORMS = """
abigail: abby gail
abraham: abe bram avi
adam: ad
adelaide: addie heidi
adriaan: ad arie
agnieszka: aga
albert: al bert bertie
alejandro: alex jandro
aleksandra: ola sasha
alessandro: sandro ale
alexander: alex sasha sascha sandy alec xander lex shura sander
alexandra: alex sasha sandra sandy lexi alexa
alexis: alex
alfred: alf fred freddie
alice: allie
alison: ali allie
amanda: mandy
anastasia: nastya stacy asya
andrea: andy
andrew: andy drew
andrei: andrey drew
angela: angie
anna: annie anya ania anechka nan
anthony: tony ant
antonio: tony toni nino
antonia: toni
archibald: archie
arnold: arnie
arthur: art
augustus: gus
balazs: bazsi
barbara: barb babs basia
bartholomew: bart
bartlomiej: bartek
beatrice: bea trixie
benedict: ben
benjamin: ben benji benny
bernard: bernie
bradley: brad
broderick: rod
calvin: cal
cameron: cam
carolina: carol caro lina
caroline: carol carrie caro
catherine: cathy kate katie kathy kat kay kitty cat cate trina
cecilia: celia cissy
charles: charlie chuck chas chaz carlo
charlotte: charlie lottie lotte
christina: chris tina chrissy christie kirsty
christine: chris tina chrissy christie
christopher: chris kit topher
christian: chris
clarence: clay
clifford: cliff
constantine: kostya kostas costas dinos
cornelius: neil kees cor
csaba: csabi
cynthia: cindy
daniel: dan danny
daniela: dani
david: dave davy dudu
deborah: deb debbie debby
demetrius: jim
dennis: denny
dmitri: dima mitya
dimitrios: dimitris jim mitsos
dominic: dom nick
donald: don donny
dorothy: dot dotty dolly
douglas: doug
edmund: ed eddie ned
eduard: ed edi
eduardo: edu lalo
edward: ed eddie ted teddy ned
edwin: ed eddie
ekaterina: katya kate katia
eleanor: ellie nell nora
elena: lena lenochka
elizabeth: beth betty bess liz lizzie eliza lisa libby betsy elsie bette lisbeth elise
elisabeth: lisa elsa els liesbeth bettina sissi
emanuel: manny
emily: em
emma: em
enrique: quique kike
ernest: ernie
eugene: gene
eugenia: zhenya
evgeny: zhenya gene eugene
evgenia: zhenya
evelyn: evie eve
felicity: fliss
ferdinand: ferdi
florence: flo
francesca: fran franca
francesco: franco cesco
frances: fran fanny
francis: frank fran
francisco: paco pancho cisco kiko fran
franklin: frank
franz: frank
frederick: fred freddie fritz rick
friedrich: fritz fred
gabor: gabi
gabriel: gabe gabi
gabriele: gabi
gabriella: gabby gabi ella
galina: galya
genevieve: jenny
geoffrey: geoff jeff
george: geo georgie
georgios: george yorgos giorgos
gerald: gerry jerry
gerard: gerry jerry
gergely: gergo
giovanni: gianni nanni vanni
giuseppe: beppe pino peppe
gregory: greg
grzegorz: greg grzesiek
grigori: grisha greg
guillermo: memo
gwendolyn: gwen
gyorgy: gyuri
hannah: anna
hans: hansi
harold: harry hal
harriet: hattie
heinrich: heinz henry
helen: nell ellie lena
hendrik: henk rik hein
henry: harry hank hal
herbert: herb bert
hermann: armin
horatio: horace
howard: howie
hubert: bert hugh
ignacio: nacho
igor: gosha
ildiko: ildi
ilya: ilyusha
immanuel: manny
irina: ira irishka
isaac: ike zak
isabella: bella izzy
isabel: bel izzy isa
israel: srul
istvan: pista
ivan: vanya
jacob: jake jack kobi cobus jaap
jacqueline: jackie
jacques: jack
james: jim jimmy jamie jas jem
jane: janie jenny
janet: jan
janice: jan
janos: jancsi
jaroslaw: jarek
jean: jeannie
jeffrey: jeff geoff
jennifer: jen jenny jenn
jeremiah: jerry jeremy
jeremy: jerry jem
jerome: jerry
jessica: jess jessie
jesus: chucho
joachim: jochen achim
joanna: jo asia
joanne: jo
johann: hans jo
johannes: hans jan jo joop hannes
john: jack johnny jno jackie
jonathan: jon jo jonny nathan yoni
jorge: coque
jose: pepe chepe
joseph: joe joey jos jo
josef: pepi sepp
josephine: jo josie fina
joshua: josh
jozsef: joska
judith: judy jutta
julia: julie jules
julian: jules
juliana: julie
katherine: kate katie kathy kat kay kitty kath kit
katharina: kathi kati katja
kathleen: kathy kate katie kath
kazimierz: kazik
kenneth: ken kenny
kimberly: kim
konstantin: kostya kosta
krzysztof: krzys chris
larisa: lara
laszlo: laci
laura: laurie lori
laurence: larry laurie
lawrence: larry laurie lars
leonard: len lenny leo
leonardo: leo
leonid: lenya leo
leopold: leo poldi
leslie: les
lewis: lew
lillian: lily lil
linda: lindy
louis: lou louie
louise: lou
lucas: luke
lucille: lucy
lyubov: lyuba
lyudmila: lyuda mila luda
ludmila: luda mila lida
madeline: maddie
magdalena: magda lena
malcolm: mal
manuel: manolo manu
manuela: manu
marcus: marc mark
margaret: maggie meg peggy marge margie greta rita peg daisy madge
margarita: rita margot
maria: masha maja mia mariya marie
marianne: mari
marilyn: mary
marjorie: marge margie
martha: marty
martin: marty
mary: molly polly mae mamie
matilda: tilly
matthew: matt
matthias: matt mat
matthijs: thijs
matyas: matyi
maurice: mo
maximilian: max
maxim: max maks
maxwell: max
melissa: mel lissa missy
melanie: mel
michael: mike mick mickey micky misha mikey mitch micha
michal: misha
michelle: shelly
miguel: mike migue
mikhail: misha mike
mildred: millie
milton: milt
miriam: miri mim
mitchell: mitch
mohammed: md mo mohd
montgomery: monty
morris: moe
nadezhda: nadya nadia
nancy: nan
natalia: natasha nata talia natalie
nathan: nat nate
nathaniel: nat nate nathan
nicholas: nick nicky claus klaus nic
nikolaus: klaus niko
nikolai: kolya nick
nikolaos: nikos nick
nicole: nicky nikki
noah: noe
norman: norm
oliver: ollie
olga: olya
oleksandr: sasha alex
oscar: ossie
osvaldo: waldo
pamela: pam
panagiotis: takis panos
patricia: pat patty trish tricia patsy
patrick: pat paddy rick
paul: pablito
paula: polly
pavel: pasha
penelope: penny
perceval: percy
peter: pete
petrus: piet
philip: phil pip
phillip: phil
pieter: piet
piotr: petya
polina: polya
priscilla: cilla
rachel: rach
rafael: rafa
ralph: rafe
randall: randy
randolph: randy
raymond: ray
raphael: raffi rafi
rebecca: becky becca
reginald: reg reggie
ricardo: rick riki
richard: rick dick rich ricky richie
rob: bob
robbie: bobby
robert: bob rob bobby robbie bert robby
roberto: beto tito
roberta: bobbie
roderick: rod
rodney: rod
rodolfo: fito
roger: rodge
roland: rollo
ronald: ron ronnie
rosemary: rose rosie
roxana: roxy
rudolf: rudi rolf dolf
russell: russ
ruth: ruthie
salvatore: toto turi
samantha: sam
samson: sam
samuel: sam sammy
sandor: sanyi
sandra: sandy
sara: sally
sarah: sally sadie
sebastian: seb basti bastian
sergei: seryozha serge
sergio: checho
shannon: shan
shirley: shirl
sidney: sid
silvester: sly
simon: si
sofia: sonia sonya
sophia: sophie sonia
spyridon: spyros
stanislav: stas slava
stanislaw: staszek stas
stanley: stan
stefano: ste
stephanie: steph steffi
stephen: steve stevie
steven: steve stevie
stuart: stu
susan: sue susie suzy
susanne: sanne susi
svetlana: sveta lana
sylvester: sly
tamara: toma
tatiana: tanya tania
terence: terry
teresa: terry tess teri
thaddeus: tad
theodore: ted teddy theo
theresa: terry tess
thomas: tom tommy thos thom
timothy: tim timmy
tobias: tobi toby
tomasz: tomek
vadim: vadik dima
valentina: valya
valery: valera
vanessa: nessa
vasily: vasya
vassilios: vassilis bill
veronica: ronnie nika
victor: vic vitya
victoria: vicky tori vika
vincent: vince vinny
viktor: vic vitya
violet: vi
virginia: ginny
vitaly: vitalik
vladimir: vlad volodya vova
vladislav: vlad slava
vyacheslav: slava
walter: walt wally
wendy: wen
wilhelm: willi willy helmut will
wilhelmina: mina
willem: wim pim
will: bill
william: bill will billy willy liam wm
wladyslaw: wladek
wojciech: wojtek
yevgeny: zhenya
yosef: yossi
yuri: yura
zachary: zach zack zak
zbigniew: zbyszek
zoltan: zoli
zsofia: zsofi
zsolt: zsolti
zsuzsanna: zsuzsa zsuzsi
"""
