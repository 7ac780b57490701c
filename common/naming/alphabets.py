"""Given names as alphabets and countries spell them, written by hand: what is common, not all there is."""

# One name in the spellings that alphabets make of it. What the general rules of `spelling.py` bring together needs
# no line; the first word is the commonest.
SAME_NAMES = """
abdul abdel abd abdal abdol
abdullah abdallah abdulla abdollah
abdurrahman abdulrahman abdelrahman abderrahman abdurahman
ahmed ahmad ahmet achmed achmad
aisha ayesha aysha aicha
alexander aleksandr alexandr oleksandr aleksander alexandre aleksandar aliaksandr
alexandra aleksandra oleksandra aliaksandra
alexei aleksei alexey aleksey oleksii oleksiy aliaksei
ali aly
amin ameen
amir ameer
anastasia anastasiya anastasiia anastassia nastassia
anatoly anatoli anatolii anatoliy
andrei andrey andrej andrii andriy
ann anne
artem artyom artiom
attila atilla
aziz azeez
bilal belal
boris borys
carl karl
catherine katherine catharine katharine kathryn cathryn
caterina katerina katarina katharina catarina kateryna
caroline karoline
carolina karolina
christian kristian cristian
christina kristina cristina khrystyna
christine kristine
christopher kristopher christoph kristof
chris kris
claudia klaudia
claus klaus
constantin konstantin constantine kostiantyn
constantinos konstantinos
daniil danil danylo daniel
daria darya dariia dariya
denis dennis denys
dmitri dmitry dmitrii dmitriy dmytro dimitri dimitry dzmitry
egor yegor yehor
ekaterina yekaterina kateryna jekaterina
elena yelena olena jelena
elizabeth elisabeth
elizaveta yelizaveta yelyzaveta
emmanuel emanuel immanuel
erik eric erich eryk
esther ester
evgenia evgeniya evgeniia yevgenia yevgeniya ievgeniia yevheniia jevgenia
evgeny evgeni evgenii evgeniy evgenij yevgeny yevgeni yevgeniy ievgen yevhen yevgen jevgeni
faisal faysal faycal feisal
farid fareed
farooq faruk farouk faruq
fatima fatma fatimah fatemeh fateme
fedor fyodor fiodor
filip philip philipp phillip
galina halyna
gennady gennadi gennadii hennadii
george georg
georgi georgy georgii georgiy heorhii
giorgos georgios yorgos yiorgos
geoffrey jeffrey jeffery geoffry
grigori grigory grigorii grigoriy hryhorii
hassan hasan hassen
helena helene elena
hossein hussein husein hussain husain hosein houssein hossain hussien husayn hussayn hosain hoseyn hossien
ibrahim ebrahim ibraheem brahim
igor ihor
ilya ilia illia ilja
ioannis yannis giannis yiannis
irina iryna irena
isaac isaak itzhak yitzhak izaak itzik
ivan iwan
jacob yaakov yakov iakov jakob jaakov
jamal gamal djamel jamel djamal
joann joanne
johan johann
javier xavier xabier
john jon
joseph yosef josef jozef iosif
julia yulia iuliia yuliya iulia yuliia julija
karim kareem
khalid khaled chalid halid
kirill kyrylo kiril cyril
laurence lawrence
leila layla laila leyla
lev leo
louis lewis luis
luis luiz
lucas lukas
lyubov liubov ljubov lubov
lyudmila ludmila liudmila ljudmila
mahmoud mahmud mahmood mehmood mahmut
marc mark
marcus markus
maria mariya mariia marija
matthew mathew
matthias mathias matias
maxim maksim maksym
mehdi mahdi mehedi
michael micheal
mikhail mykhailo mihail mikhael michail
mohammed mohamed mohammad muhammad muhammed mohamad muhamad muhamed mohamud mehmet mohammadi mohd md mohammod mohommad
moses moshe moishe
mostafa mustafa moustafa mustapha mostapha mostefa
nadezhda nadiia nadezda
nasser naser nasir nassir
natalia natalya nataliia nataliya natalija natalja natalie nathalie
nicholas nicolas nikolas
nikolai nikolay nikolaj mykola mikalai
nikolaos nicolaos
oleg oleh aleh
olga olha volha
omar umar omer
osman othman usman uthman
panagiotis panayiotis panayotis
patrick patrik
pavel pavlo pawel
peter petr pyotr petro
philippe filippe
rachel rahel
rafael raphael
rashid rasheed rachid
sabrina sabryna
said saeed saied saad
saleh salih salah
samir sameer
sarah sara
sergei sergey serge sergii serhii serhiy sergiy sergej siarhei
sheikh shaikh sheik
shlomo solomon
sofia sofya sophia sofiia sophie sofie
stanislav stanislaw
stephan stefan
stephen steven
susan suzan
susanne suzanne susanna suzanna
svetlana svitlana sviatlana
syed sayed sayyed seyed sayyid seyyed sayid seyyid
tariq tarek tarik tareq
tatiana tatyana tetiana tatjana tetyana tatsiana
theodore theodor
theresa teresa therese
thomas tomas
vadim vadym
valentin valentyn
valery valeri valerii valeriy
vasily vasili vasilii vasyl vassili vasiliy
victor viktor
victoria viktoria viktoriya viktoriia
vitaly vitali vitalii vitaliy
vladimir volodymyr wladimir
vyacheslav viacheslav vjaceslav
walid waleed oualid
walter valter
yana iana jana
yaroslav iaroslav jaroslav
yasmin jasmin yasmine jasmine yasmeen
yuri yury yurii yuriy iurii jurij juri iouri youri yurij
yusuf youssef yousef yusef yosif youcef yosef
zachary zakary
zoe zoi
"""

# One name in two languages, as people take it along when they move.
OTHER_LANGUAGES = """
alexander alessandro alejandro sandor
andrew andrei andrey andreas andre andrzej andras
anna ana
catherine ekaterina katalin
charles carlos karel karoly
eugene evgeny evgeni yevgeny evgenii
francis francois francesco francisco franz ferenc
frederick frederic friedrich frederik fredrik
george georgi georgios jorge gyorgy
gregory grigori grigory grigorios
helen elena eleni
henry heinrich henri henrik hendrik
jacob jaime
john johann johannes jean juan giovanni ivan jan ioannis yannis janos
joseph jose giuseppe yosef jozsef
julia giulia
louis ludwig luigi lajos
luke luca
mary maria marie
matthew matthieu matteo mateusz
michael mikhail michel miguel michele michal mihaly
nicholas nikolai nikolay nikolaos nicola miklos
paul pavel pablo paolo pawel
peter pierre pedro pietro piotr
stephen stefano istvan esteban
thomas tomasz tamas
william wilhelm willem guillaume
"""
