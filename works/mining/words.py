"""Words that tell technical terms from other phrases. In the singular and in small letters, as they are compared."""

from works.concepts import listed


def phrases(text: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in text.split("|"))


# No term reaches over these: what binds sentences together, and other languages than English.
FUNCTION_WORDS = listed(
    """
    a about above across after again against all almost along already also although always am among an and
    another any anymore are around as at away be became because become been before being below besides
    between beyond both but by can cannot could despite did do doe does doing done down due during each
    either else enough etc even ever every everything except few fewer first following for former from
    further furthermore get had ha has have having he hence her here how however i ie eg if ii iii in indeed
    inside instead into is it its itself just kind last later latter least less let like likely little lot
    made make making many may maybe me might mere moreover most much must my namely near neither never
    nevertheless next no none nor not nothing now of off often on once one only onto or other otherwise our
    out over own per perhaps plus quite rather re said same second seem seen several shall she should since
    so some something sometime soon still such than that the their them then there thereby therefore these
    they thing third this those though through throughout thus to together too toward towards two three four
    five six seven eight nine ten under unless unlike until up upon us use used using usually various versus
    very via vs wa was way we well were what whatever when whenever where whereas whereby wherever whether
    which while who whole whom whose why will with within without would yet you your s t don isn doesn
    hundred thousand million billion half au aux avec ce ces cette comme dan dans de del den der des die du
    dun el ein eine einer en entre est et für la las le les los lo mit nou nous ne notre où ou par pas
    pour qu que qui sa se ses son sont sur un una und une von y zu zur d l n'est
    """
)

# How people write about any work: verbs, adverbs, and adjectives that praise or compare.
PHRASES_OF_PAPERS = listed(
    """
    able absolute accept accepted accomplish accomplished according account achieve achieved achieving
    actual actually adapt add added adding additional additionally address addressed addresses
    addressing adequate adopt adopted adopting advanced advantageous affect affected aforementioned aid aim
    aimed aiming alleviate alleviating allow allowed allowing analyse analyze analyzed analyzing analysed
    analysing annotate annotating annual answerable appear apply applied applying appropriate approximately
    argue argued arguably arise arising art aspect asked assess assessed assessing assign assigned assist
    associated assume assumed assuming attain attained attempt attempted attempting attractive author
    available average avoid avoiding aware balanced bad based basic become becoming begin behind believe
    belong beneficial benefit best better big boost bridge bridging bring bringing broad build building
    builds built careful capable capture captured capturing carried carry carrying cast cause caused causing
    central certain challenge challenging change changed changing check choose choosing chosen circumvent
    cite claim claimed clear clearly close closely collect collected collecting combine combined combining
    come coming common commonly compare compared comparing comparable comparably comparative compelling
    competitive complete complex comprehensive compute computed concern concerned conclude conduct conducted
    conducting confirm confirmed confirming consider considerable considerably considered considering
    consist consisting consistent consistently constitute construct constructed constructing consuming
    contain contained containing contribute contributed convenient convert converting corresponding could
    cover covered covering create created creating critical crucial current currently cutting daily deal
    dealing decade decide decided decrease decreasing deeper define defined defining deliver delivered
    demonstrate demonstrated demonstrating depend depending derive derived deriving describe described
    describing design designed designing desirable desired detail detailed detect detected detecting
    determine determined determining develop developed developing devise devised differ different
    differentiate differently difficult directly disclose discover discovered discovering discuss discussed
    discussing distinct distinguish distinguishing dominant dramatic dramatically draw drawing drawn drive
    earlier early easier easily easy effective effectively efficient efficiently effort elaborate eliminate
    emerge emerged emerging emphasize employ employed employing empower enable enabled enables enabling
    encounter encourage encouraging enhance enhanced enhancing enjoy enormous enrich enriched enriching
    ensure ensuring entire entirely equal equip equipped especially essential essentially establish
    established establishing estimate estimated estimating evaluate evaluated evaluating examine examined
    examining exceed exceeding excellent exceptional exemplify exhibit exhibited exist existing expand
    expanded expanding expect expected expensive experienced explain explained explaining exploit exploited
    exploiting explore explored exploring expose express expressed expressing extend extended extending
    extensive extensively extract extracted extracting extreme extremely face facilitate facilitating facing
    fail failed failing fairly fall familiar far fast faster favor feasible fill filling final finally find
    finding finds fit five fix focus focused focuses focusing follow followed follows foster found four
    frequent frequently fresh full fully fundamental furthermore gain gained gather gathered gathering
    general generally generate generated generating give given gives giving go goes going good gradually
    grasp great greater greatly grow growing guide guided guiding hamper handle handled handling happen hard
    harder heavily heavy help helpful helping helps high higher highest highlight highlighted highlighting
    highly hinder hold holding huge identical identified identify identifying ignore ignored ignoring
    illustrate illustrated imagine immediate implement implemented implementing imply important importantly
    imposing impressive improve improved improves improving include included including inconsistent
    incorporate incorporated incorporates incorporating increase increased increases increasing increasingly
    indicate indicated indicates indicating individual inferior influence influential inform informed
    inherent initial innovative inspire inspired insight insightful instead integrate integrated integrating
    intended interested interesting interestingly introduce introduced introduces introducing investigate
    investigated investigates investigating involve involved involves involving issue join keep keeping key
    know known lack lacking large largely larger largest late lately latest lead leading learn learned
    learns learnt leave leaving led left lend let leverage leveraged leverages leveraging lie limit limited
    limiting look looking lose lost lower lowest main mainly maintain maintained maintaining major majority
    make makes making manage mandatory manner manually massive mean meaningful means measure measured
    measuring meet meeting mentioned mitigate mitigating modern modest modify modified monitor motivate
    motivated multiple name necessary need needed needs new newer newly nice notable notably note noteworthy
    notice novel now numerous observe observed observing obtain obtained obtaining obvious occur occurring
    offer offered offering offers official old operate opposed optimal original originally ought outperform
    outperformed outperforming outperforms outstanding overall overcome overcoming overlook overlooked
    overview paid painstaking paper participate participated participating particular particularly past pave
    pay paying perform performed performing performs persist pick place play playing plays pleased poor
    popular pose posed posing possess possible possibly potential potentially powerful practical preceding
    precise precisely predict predicted predicting prefer preliminary prepare prepared present presented
    presenting presents preserve preserving prevent previous previously primarily primary principal probable
    produce produced produces producing profound prohibitive prominent promise promising promote promoting
    prone proper propose proposed proposes proposing prove proved proven proves provide provided provides
    providing published pursue put quick quickly range ranging rapid rapidly raise raised raising reach
    reached reaching realistic realize reasonable reasonably receive received receiving recent recently
    recognize recognized recognizing recommend reduce reduced reduces reducing refer referred reflect
    reflecting regard regarding regardless related relate relating release released releasing relevant
    relies rely relying remain remained remaining remains remarkable remarkably remove removed removing
    render repeat replace replaced replacing report reported reporting represent represented representing
    reproduce require required requires requiring resolve resolved resolving respective respectively rest
    restrict restricted result resulted resulting retain reveal revealed revealing reveals revisit
    revisiting rigorous rise rising rough roughly run running safely satisfactory satisfy save saving say
    seek seeking select selected selecting sensible separate serious serve served serves serving setting
    severe show showed showing shown shows significant significantly similar similarly simple simpler
    simplest simply simultaneously single sketch slight slightly slow small smaller sole solely solid solve
    solved solving somewhat sophisticated sort sought specific specifically spite stand start started
    starting stay step straightforward strengthen strict strong stronger strongly struggle struggling
    studied studies study studying subsequent subsequently substantial substantially succeed successful
    successfully suffer suffered suffering sufficient sufficiently suggest suggested suggesting suggests
    suitable superior support supported supporting supports surpass surpassed surpassing surpasse surprising
    surprisingly surround systematically tackle tackled tackling tailor tailored take taken takes taking
    team tell tend tested thorough thoroughly tightly today took top total traditionally train treat treated
    tremendous tried true truly try trying turn typical typically ultimately uncover undergo understand
    undertake unexplored unfortunately unique unsatisfactory upcoming useful usual utilise utilize utilized
    utilizes utilizing valid validate validated validating valuable varied varies vary varying vast verify
    verified view want wanted watch whenever wide widely wider widespread widest win winning wish witness
    work worked working works worse worst worth worthwhile write year yield yielded yielding yields obtains
    achieves allows alone apart appealing beforehand conventional diverse direct distinctive dozen
    easy-to-use empirical empirically everyday experimental experimentally explicit explicitly exclusively
    expressly fruitful fuller ideal improper in-depth indispensable intriguing intrinsically jointly
    lightweight likewise limitless longer merely minor mostly nearly non ongoing partly perfect plain
    plausible pretty principled problematic pure purely quantitative quantitatively qualitative
    qualitatively radical rare rarely ready recommended respectable scarce seamless seamlessly seemingly
    sheer sizable special state-of-the-art statistically steadily stringent subtle sure synergistic tedious
    theoretical theoretically tiny tough ubiquitous unable unclear uncommon undesirable undesired unfair
    uniform unprecedented unrealistic unrelated unresolved unstable untrained up-to-date upper urgent vague
    vital wrong zeroth rethinking towards toward revisited more plan lecture keynote fixed other baseline
    subtask submission submitted rank ranked winner
    participant participation track workshop proceeding conference chapter section appendix table figure
    github http https url www com org website edition competition competitor
    """
)

# Too general to be the last word of a term.
NO_HEADS = listed(
    """
    benchmark influencing
    detect encode translate retrieve parse classify summarize transform train rank tune infer interpret correct
    reproduce model-agnostic learn capture article post page website length size speed
    ability absence abstract access accuracy achievement acm activity addition advance advancement advantage
    amount analyses application approach aspect assumption attempt author avenue background base basis
    behavior behaviour benefit body bottleneck breakthrough bunch capability capacity case category
    challenge chance change characteristic choice class closer collection combination comparison complexity
    component concept concern condition configuration consequence consideration constraint content context
    contribution copy correlation cost count criteria criterion dataset day deal definition degree demand
    demo demonstration design detail development difference difficulty dimension direction discussion
    diversity domain drawback edge effect effectiveness efficacy efficiency effort element end entry
    environment era error evidence example exercise existence expectation experience experiment expert
    expression extension extent fact factor failure fashion feature field finding flow form format
    formulation foundation framework function future gain gap goal group growth guideline guidance hand help
    hour idea impact implementation importance improvement inability information input insight inspiration
    instance interest investigation issue item kind label language lack layer level library limitation line
    link list literature machine maker management manner margin matter means mechanism member method
    methodology metric mode model module name need notion number object objective observation one online
    opportunity option order output overview pair paper paradigm parameter part participant pattern people
    percent percentage performance period person perspective phase phenomena phenomenon philosophy piece
    pipeline platform point pool population position possibility potential power practice practitioner
    precision presence pressure principle problem procedure process progress project property proportion
    proposal prospect purpose quality quantity question range rate reason region relation relationship
    release reliability requirement research researcher resource respect restriction result review role
    round rule run sample scale scarcity scenario scheme scientist scope score sensitivity sentence series
    set setting setup shape share shift shortcoming side significance situation size solution source space
    spectrum speed split stage standard state statement statistic step strategy strength structure studies
    study subject subset success suitability suite superiority support survey system target task team
    technique technology tendency term test theme thing threshold time tool toolkit train treatment trend
    trial type unit usage user utility validity value variability variable variant variation variety version
    view volume way weakness weight whole word work world year art lot architecture f1 p map gold baseline
    pre semi multi cross inter intra sub non self co fine based driven aware oriented specific agnostic free
    related dependent independent wise grained hop shot aligned guided augmented enhanced centric supervised
    unsupervised trained resourced lingual labelled labeled unlabeled annotated translated generated written
    human comment counterpart speaker annotator reader writer student american british european university
    laboratory lab institute department company engineer multilingual monolingual bilingual lexical
    syntactic semantic morphological phonological statistical neural linguistic computational textual
    contextual visual sequential hierarchical temporal spatial social political medical clinical legal
    financial biomedical scientific technical automatic automated manual interactive english chinese french
    german spanish japanese arabic hindi korean russian italian portuguese turkish dutch czech natural deep
    large small low high long short open general dynamic static global local random hybrid joint generative
    discriminative extractive abstractive contrastive adversarial conditional probabilistic bayesian
    machine-readable real downstream upstream
    """
)

# Of any field: a term that has nothing else in it has to prove itself by more.
GENERAL = listed(
    """
    scale labeled unlabeled unlabelled
    textual heterogeneous summary length online hidden asian european african western eastern international national
    long short large small high low deep rich raw full open free common basic simple special specialized dynamic static
    action activity agent algorithm analysis answer application approach architecture area argument article
    attention attribute automatic base character class classification classifier collection community
    component computer concept content context control corpora corpus data dataset decision detection
    development dictionary discovery document domain engineering entity environment error evaluation event
    evidence example expert expression extraction feature feedback field form formal frame framework
    function generation graph group human image information input instruction interaction interface item
    joint knowledge label language layer learner learning lexical library linguistic list local global long
    low machine management manual mapping matching meaning measure mechanism media medium memory message
    method metric mining mixed mobile modality mode model modeling modelling module multi multiple name
    native natural network neural new news node noise number object ontology open operation order output
    pair paragraph parameter part path pattern people person phrase platform point policy population
    position prediction preference privacy probability problem procedure process processing product
    production program property public quality query question random reading reality reasoning recognition
    record reference region relation report representation request research resource response review role
    rule sample schema science scientific score search segment selection self semantic sentence sequence
    series service set setting short signal similarity simulation single size social software source space
    speaker speech stage standard state statistic statistical story strategy stream structure student style
    subject support surface symbol syntactic system table target task teacher technical technique technology
    template test text theme time title token tool topic training transfer transition translation tree type
    understanding unit user utterance value variable vector verb view visual vocabulary voice web weight
    word world writing automated interactive intelligent digital electronic virtual online english chinese
    french german spanish japanese arabic hindi korean russian italian portuguese turkish dutch czech
    language-specific target-side bilingual monolingual multilingual
    """
)

# What they say is of no subject, whatever their words.
STOP_PHRASES = phrases(
    """
    ablation studies|ablation study|human evaluation|human rating|manual annotation|automatic evaluation|
    african language|annual meeting|asian language|baseline system|
    best practice|black box|broad coverage|case studies|case study|character level|chinese language|
    chinese text|code base|cost effective|data driven|data set|deep dive|demo paper|development set|
    different language|document level|domain expert|domain specific|end to end|end user|english language|
    english sentence|english text|english word|error analysis|error rate|european commission|
    european language|european parliament|european union|experimental result|f measure|f score|f1 score|
    feasibility study|fine grained|first language|foreign language|future work|gold standard|
    good performance|ground truth|hand craft|high quality|hong kong|human annotator|human evaluator|
    human expert|human judge|human judgement|human judgment|human language|human language technology|
    human level|human performance|human written|indian language|inference time|input sentence|input text|
    labor intensive|language data|language independent|language pair|language processing|language resource|
    language specific|language technology|large scale|lesson learned|linguistic data|linguistic resource|
    long distance|long paper|long range|long term|machine generated|machine learning algorithm|
    machine readable|main conference|mother tongue|native speaker|natural language|natural language text|
    natural language understanding system|new york|new york time|non native speaker|open domain|
    open source|output text|pilot study|position paper|proof of concept|real life|real time|real world|
    recent work|related work|research area|research community|research direction|research field|
    research project|research question|road map|run time|running time|second language|sentence level|
    short paper|short term|side effect|source code|source domain|source language|source sentence|
    source side|source text|special interest group|special issue|speech data|spoken language|
    state of the art|student research|survey paper|system description|target domain|target language|
    target sentence|target side|target text|task specific|test data|test set|test suite|text data|
    textual data|time consuming|token level|training corpora|training corpus|training data|
    training example|training instance|training sample|training set|training time|united kingdom|
    united states|user friendly|user studies|user study|validation set|wall street|wall street journal|
    wide coverage|word level|work in progress|world language|world wide web|written language|written text
    """
)

# Names of languages: two in a row are a pair to translate between.
LANGUAGES = listed(
    """
    afrikaans albanian amharic arabic armenian assamese basque bengali bangla brazilian bulgarian burmese cantonese
    catalan chinese croatian czech danish dutch egyptian english estonian ethiopian farsi finnish flemish french
    galician georgian german greek gujarati hausa hebrew hindi hungarian icelandic igbo indian indonesian inuktitut
    irish italian japanese kannada kazakh khmer korean kurdish lao latin latvian lithuanian macedonian malay
    malayalam
    maltese mandarin marathi mongolian nepali norwegian odia oriya pashto persian polish portuguese punjabi quechua
    romanian russian sanskrit scottish serbian sindhi sinhala sinhalese slovak slovene slovenian somali
    spanish swahili
    swedish swiss tagalog tamil telugu thai tibetan turkish ukrainian urdu uyghur uzbek vietnamese welsh wolof
    xhosa
    yoruba zulu
    """
)

# With one of these before it, a term is a kind of itself.
MODIFIERS = LANGUAGES | listed(
    """
    accurate adaptive attentional attentive automated automatic bilingual bidirectional computational contextual
    controllable cross-lingual data-driven deep discriminative dynamic enhanced ensemble exact explainable
    flexible fuzzy
    generative generic global hierarchical hybrid improved incremental interactive interpretable iterative joint
    large-scale latent linguistic local monolingual multilingual naive neural nonparametric offline online parallel
    parameterized pretrained probabilistic realistic recursive scalable semantic sequential simultaneous soft
    statistical structural structured symbolic syntactic syntactical traditional unified universal
    unsupervised supervised
    weighted long high low
    """
)

# Words in -ing that begin terms: "learning rate"; others begin clauses: "improving translation".
GERUNDS = listed(
    """
    aligning bootstrapping boosting branching building captioning chunking clustering coding crowdsourcing
    data decoding
    dialing drawing editing embedding encoding engineering filtering gating grounding handwriting hashing indexing
    inferencing interpreting keying labeling labelling landing learning licensing linking listening mapping
    marketing
    masking matching meaning mining modeling morning naming nursing online opening ordering parsing peering pending
    planning pooling priming processing programming prompting pruning punning ranking reading reasoning recurring
    reporting role routing sampling scaling scheduling screening seeding singing smoothing smuggling spelling
    spring
    steering stemming string stemming speaking storytelling summing supertagging switching tagging teaching testing
    thinking timing tracking training translating tuning turing tutoring typing voting weighting wording writing
    warning closing shopping cooking gaming advertising hearing banking
    """
)

# Who is called so is no subject.
INSTITUTIONS = listed(
    """
    academy agency assembly association center centre chapter college committee community conference congress
    consortium council faculty foundation government group initiative institute institution laboratory library
    meeting ministry nation network-of-excellence office organization parliament proceeding program programme
    project
    school society symposium team track union university workshop
    """
)

# Names in mixed letters that are of no subject: events, sites and companies.
NO_SUBJECTS = listed(
    """
    aclweb acronym amazon apple arxiv bionlp conll deepmind deepset ebay eacl emnlp facebook github gitlab google
    huggingface ibm icml iwslt javascript lrec linkedin mcdonald mediaeval naacl neurips openai phd semeval starsem
    americasnlp biolaysumm dravidianlangtech loresmt muller parlamint vardial
    thyme tiktok tripadvisor ukp whatsapp wmt youtube covid isca evalita clef trec fire iberlef dialdoc finsim
    """
)

# No adjectives, though they end like them.
NOUNS_LIKE_ADJECTIVES = listed(
    """
    appraisal arithmetic arousal arrival clinic critic derivative dialectal feed fabric goal heuristic interval journal
    logic lyric music narrative news objective polemic proposal recall referral removal retrieval rhetoric seed signal
    statistic topic trial tutorial variable
    """
)
