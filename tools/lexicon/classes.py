"""Names of posts, as the sets of officeholders write them, to the office classes of lexicon/titles.tsv.

A post may belong to several classes: the president of a republic is `president` and `head_of_state`. Posts of no
interest to the news of diplomacy give none. Order matters: the first rule that matches wins."""

import re

# Presidents who also lead the government: "head of government" means them.
PRESIDENTIAL = set("""AFG AGO ARG BDI BEN BOL BRA BWA BLR CAF CHL CIV CMR COD COG COL COM CRI CUB CYP DJI DOM ECU ERI GAB GHA GIN GMB GNQ GTM GUY HND
    IDN KAZ KEN KIR KOR LBR MDV MEX MHL MOZ MRT MWI NAM NER NGA NIC NRU PAN PER PHL PLW PRY RWA SDN SEN SLE SLV SOM SSD SUR SYC SYR TCD TGO TJK TKM TUN TUR
    TZA UGA URY USA UZB VEN YEM ZAF ZMB ZWE""".split())

SOUTH_ASIA = {"IND", "PAK", "BGD", "LKA", "NPL"}

RULES = [
    # not the post itself: regional, party-internal, assistants and courts
    (r"lieutenant|vice.?(speaker|chair|governor|mayor)|first lady|justice of|chief justice|supreme court|constitutional court|judge|court of|private secretary|"
     r"counsel|parliamentary secretary|permanent secretary|former|candidate|chaplain|ombudsman|auditor|treasury \(|whip|lord of the treasury|librarian|civil defence|military cabinet|microfinance|financial (markets|services)|social justice|youth justice|(chief|financial|economic|exchequer|commercial) secretary to the treasury|home front|"
     r"shadow|flemish|quebec|catalonia|scottish|sarawak|british columbia|abkhaz|spouse|wife of|husband of|bishop|\brector|academy|university|archive|museum|olympic", []),
    (r"^deputy (speaker|governor|mayor|director|chief|head|president of|chair|commander|attorney|prosecutor|executive|general|inspector|minister president)", []),
    (r"^(first |executive |co-)?(vice.?president|deputy president)( of the republic)?$|^(first|second) vice.?president$|^first deputy president$", ["vice_president"]),
    (r"vice.?president.*atomic energy|head of the atomic energy organi", ["official"]),
    (r"vice.?president", []),
    (r"^(acting )?president( of the (republic|state|union|federation|confederation|nation|transition|swiss confederation))?$|^(state|federal|interim|transitional) president$", ["president", "head_of_state"]),
    (r"^(king|queen|emperor|empress|emir|amir|sultan|monarch|sovereign|grand duke|prince of (monaco|liechtenstein)|captain regent|yang di-pertuan agong|"
     r"head of state|o le ao o le malo|king of .*|supreme leader|governor.general|chair(man|person)? of the (presidential council|presidency.*|sovereignty council|transitional sovereignty council|presidential leadership council|state administration council|presidential transitional council)|"
     r"pope|sovereign of vatican.*|co-prince|president of the presidency|federal councillor.*president)$", ["head_of_state"]),
    (r"^crown prince(ss)?", ["crown_prince"]),
    (r"^(first |senior |second |third |executive )?(deputy|vice).?(prime minister|premier|chancellor|chairman of the council of ministers|head of government|president of the government)|vice premier|deputy taoiseach|tánaiste|tanaiste|^deputy premier", ["deputy_prime_minister"]),
    (r"^(acting |interim )?(prime minister|premier|chancellor|federal chancellor|taoiseach|head of government|chief minister|minister.president|president of the government|"
     r"president of the council of ministers|chair(man|person)? of the council of ministers|first minister|minister of state of monaco|state counsellor|state counselor|premier of the state council|president of the executive yuan|federal prime minister|chief executive|chair(man)? of the cabinet of ministers.*)$", ["prime_minister"]),
    (r"secretary of state$(?<!under secretary of state)(?<!deputy secretary of state)", ["secretary_of_state"]),
    (r"^(deputy|vice|assistant|associate|junior|state|alternate|first deputy|second)[ -]*(federal )?(minister|secretary).*(foreign|external)|minister of state for foreign|minister delegate.*foreign|vice.?minister.*foreign|"
     r"deputy secretary of state|under ?secretary of state for (political|arms control)|^state secretary.*foreign|minister of state.*(foreign|external)|assistant secretary of state for", ["deputy_foreign_minister"]),
    (r"^(deputy|vice|assistant|associate|junior|state|first deputy)[ -]*(minister|secretary).*(defen[cs]e)|minister of state for defen|^state secretary.*defence", ["deputy_defence_minister"]),
    (r"^(deputy|vice|assistant|associate|junior|alternate|first deputy|under|undersecretary|parliamentary|state secretary|state minister|minister delegate|minister of state (for|at|in)|secretary of state (of|to|at|in))", []),
    (r"(geneva|vienna|agencies)", []),
    (r"^ambassador to the united nations$|permanent representative.*united nations$|ambassador and permanent representative to the un|^permanent representative to the u\.?n", ["un_ambassador"]),
    (r"^(high commissioner|ambassador|consul general|permanent representative|head of the mission).*( to | in )", ["ambassador"]),
    (r"special (envoy|representative)|^envoy", ["envoy"]),
    (r"national security (advis[eo]r|office)|director of the national security|secretary.*(security council|national security and defen[cs]e council)|security council secretary", ["national_security_adviser"]),
    (r"judicial services", []),
    (r"director.*(\bcia\b|central intelligence|foreign intelligence|national intelligence|intelligence agency|intelligence service|inter-services|intelligence bureau|mossad|shin bet|secret service|security intelligence|federal security service|general intelligence)|"
     r"(chief|head|director|chair(man)?).*(secret intelligence|state security|security service|intelligence service|intelligence directorate|mossad|shin bet|general intelligence|committee for national security|national security service)|"
     r"chairman of the state committee for national security|minister of intelligence$|director.?general of security$|director of national intelligence", ["intelligence_chief"]),
    (r"police|chief of defen[cs]e intelligence", []),
    (r"(chief|chair(man|person)?) of (the )?(joint chiefs$|general|joint|defen[cs]e|joint chiefs of|national defen[cs]e general)( general| chiefs of)? ?staff|chief of (the )?(defen[cs]e|armed forces|joint staff|national defen[cs]e|general staff)|"
     r"commander.*(defen[cs]e forces?|armed forces)$|chief of the general staff|commander.in.chief( of the armed forces)?$|chief of staff of the armed forces", ["chief_of_defence"]),
    (r"(governor|president|chair(man)?|chairwoman|chairperson|director).*(central bank|reserve bank|national bank|bank of (england|japan|korea|canada|russia|israel|ghana|italy|france|spain|mexico|thailand|indonesia)|monetary authority|federal reserve|bundesbank|riksbank|norges bank)|chair of the federal reserve", ["central_bank_governor"]),
    (r"^(speaker|president|chair(man|person)?|chairwoman|marshal) of (the )?(national assembly|parliament|house|senate|chamber|lower house|upper house|congress|federal council|legislative|islamic consultative|bundestag|knesset|state duma|duma|federation council|seimas|saeima|riigikogu|sejm|verkhovna rada|"
     r"grand national assembly|general assembly|folketing|storting|riksdag|people's|council of representatives|states general|majlis|national council|lok sabha|rajya sabha|dáil|storting|standing committee|supreme people's|state great|assembly|milli|oliy|jogorku|mejlis|congress of deputies|house of|shura|consultative)|^speaker$", ["speaker"]),
    (r"united states trade representative|^trade representative", ["trade_representative"]),
    (r"chief cabinet secretary", ["chief_cabinet_secretary", "spokesperson"]),
    (r"spokes(person|man|woman)|^(white house |presidential )?press secretary$|press secretary (of|to) the president", ["spokesperson"]),
    (r"chief of staff.*(president|white house)|white house chief of staff|head of the presidential (administration|office)|chief of staff of the presidential", ["chief_of_staff"]),
    (r"(general|first) secretary of the (chinese )?communist party|general secretary of the (workers|central committee|communist|chinese)|first secretary of the", ["party_leader"]),
    (r"leader of the (official )?opposition|^opposition leader", ["opposition_leader"]),
    (r"(minister|secretary).*(foreign (trade|commerce|economic)|external (trade|commerce))(?!.*affairs)", ["trade_minister"]),
    (r"minister.*european and international affairs|(minister|secretary|councillor|councilor|secretary of state).*(foreign|external relations|external affairs|international relations and cooperation|foreign relations)|^foreign secretary$|^minister of external|department of foreign affairs$", ["foreign_minister"]),
    (r"(minister|secretary).*(foreign affairs|foreign relations).*", ["foreign_minister"]),
    (r"(minister|secretary).*(defen[cs]e|armed forces|ministry of the army)(?!.*(materiel|equipment|procurement|personnel|science|industr|production|consumer))", ["defence_minister"]),
    (r"(minister|secretary).*(unification|reunification|inter-korean)", ["unification_minister"]),
    (r"homeland security|(minister|secretary).*(public security|state security|national security|(?<!social )(?<!food )(?<!energy )(?<!water )(?<!nutritional )security$|internal security)", ["security_minister", "interior_minister"]),
    (r"secretary of the interior$", ["us_interior"]),
    (r"(minister|secretary).*(interior|home affairs|home department|internal affairs|territorial administration|local government and interior)|^home secretary$", ["interior_minister"]),
    (r"(minister|secretary).*(financ|treasury|budget and finance)|chancellor of the exchequer|^treasurer$|secretary of the treasury", ["finance_minister"]),
    (r"(minister|secretary).*(trade|commerce|external commerce)(?! union)", ["trade_minister"]),
    (r"(minister|secretary|councillor).*econom", ["economy_minister"]),
    (r"(minister|secretary).*(justice|law$|legal affairs)", ["justice_minister"]),
    (r"^attorney.general$", ["attorney_general"]),
    (r"(minister|secretary).*(petroleum|oil|energy)", ["energy_minister"]),
    (r"(minister|secretary).*(european|europe)", ["europe_minister"]),
    (r"(minister|secretary) of (national )?information(?! technology)|minister of (culture|media) and information", ["information_minister"]),
    (r"secretary.general of the united nations|secretary.general of nato", ["secretary_general"]),
    (r"director.general of the (world|international)", ["director_general"]),
    (r"president of the european commission", ["president_of_commission"]),
    (r"president of the european council", ["president_of_council"]),
    (r"high representative of the union", ["foreign_policy_chief", "high_representative"]),
    (r"president of the european parliament", ["speaker"]),
    (r"state counc?ill?or", ["state_councillor"]),
]
COMPILED = [(re.compile(pattern, re.I), classes) for pattern, classes in RULES]


def classify(position, country):
    """Office classes of a post in a country ([] = not kept)."""
    text = re.sub(r"^(federal|union|cabinet|coordinating|senior|acting|interim|co-?ordinating) (?=minister|secretary|chancellor)", "", position.strip(), flags=re.I)
    text = re.sub(r"\bminister for\b", "minister of", text, flags=re.I)
    if country == "IND" and text.lower() == "minister of foreign affairs" or country in SOUTH_ASIA and text.lower() == "foreign secretary":
        return ["deputy_foreign_minister"]  # the civil servant; the minister is "of External Affairs"
    for pattern, classes in COMPILED:
        if pattern.search(text):
            break
    else:
        return []
    if classes == ["secretary_of_state"]:
        return ["foreign_minister"] if country in ("USA", "VAT") and text.lower() == "secretary of state" else []
    if classes == ["us_interior"]:
        return [] if country == "USA" else ["interior_minister"]
    if classes == ["deputy_foreign_minister"] and country == "USA" and "assistant" in text.lower():
        return ["official"]
    if classes == ["attorney_general"] and country == "USA":
        return ["attorney_general", "justice_minister"]
    if classes == ["president", "head_of_state"] and country in PRESIDENTIAL:
        return ["president", "head_of_state"]
    if classes == ["security_minister", "interior_minister"] and country not in ("CHN", "VNM", "USA"):
        return ["security_minister"]
    return classes
