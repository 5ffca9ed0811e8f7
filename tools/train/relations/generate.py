#!/usr/bin/env python3
"""Sentences with a known relation between two marked spans, from phrases/*.txt (format: phrases/README.md).

usage: generate.py [-n PER_TYPE] [--seed N] > sentences.jsonl      lines {"text","source":[b,e],"target":[b,e],"type","mode"}

Each phrase is used in turn, the more often the more ways it holds. Half of what is made for AGREE, REJECT, THREATEN, REQUEST and
ACCUSE is composed: "agreed to VERB", "refused to VERB", "threatened to VERB", "urged X to VERB", "accused X of VERBing" over the
phrases of other types. Around the clause come dates, sources, appositions, and clauses that tell something else of
others, so that what stands near the pair is learnt, and what stands far is not. Names are invented, states real."""
import argparse, json, os, random, re

HERE = os.path.dirname(os.path.abspath(__file__))
STATES = """Albania/Albanian/Tirana Algeria/Algerian/Algiers Angola/Angolan/Luanda Argentina/Argentine/Buenos_Aires Armenia/Armenian/Yerevan
Australia/Australian/Canberra Austria/Austrian/Vienna Azerbaijan/Azerbaijani/Baku Bangladesh/Bangladeshi/Dhaka Belarus/Belarusian/Minsk
Belgium/Belgian/Brussels Bolivia/Bolivian/La_Paz Brazil/Brazilian/Brasilia Britain/British/London Burundi/Burundian/Bujumbura
Cambodia/Cambodian/Phnom_Penh Canada/Canadian/Ottawa Chad/Chadian/N'Djamena Chile/Chilean/Santiago China/Chinese/Beijing
Colombia/Colombian/Bogota Cuba/Cuban/Havana Denmark/Danish/Copenhagen Ecuador/Ecuadorian/Quito Egypt/Egyptian/Cairo
Eritrea/Eritrean/Asmara Ethiopia/Ethiopian/Addis_Ababa Finland/Finnish/Helsinki France/French/Paris Georgia/Georgian/Tbilisi
Germany/German/Berlin Ghana/Ghanaian/Accra Greece/Greek/Athens Haiti/Haitian/Port-au-Prince Hungary/Hungarian/Budapest
India/Indian/New_Delhi Indonesia/Indonesian/Jakarta Iran/Iranian/Tehran Iraq/Iraqi/Baghdad Israel/Israeli/Jerusalem Italy/Italian/Rome
Japan/Japanese/Tokyo Jordan/Jordanian/Amman Kazakhstan/Kazakh/Astana Kenya/Kenyan/Nairobi Kuwait/Kuwaiti/Kuwait_City Laos/Laotian/Vientiane
Lebanon/Lebanese/Beirut Libya/Libyan/Tripoli Mali/Malian/Bamako Mexico/Mexican/Mexico_City Morocco/Moroccan/Rabat Myanmar/Burmese/Naypyidaw
Nepal/Nepalese/Kathmandu Nicaragua/Nicaraguan/Managua Nigeria/Nigerian/Abuja Norway/Norwegian/Oslo Pakistan/Pakistani/Islamabad
Peru/Peruvian/Lima Poland/Polish/Warsaw Qatar/Qatari/Doha Romania/Romanian/Bucharest Russia/Russian/Moscow Rwanda/Rwandan/Kigali
Serbia/Serbian/Belgrade Somalia/Somali/Mogadishu Spain/Spanish/Madrid Sudan/Sudanese/Khartoum Sweden/Swedish/Stockholm
Syria/Syrian/Damascus Taiwan/Taiwanese/Taipei Thailand/Thai/Bangkok Tunisia/Tunisian/Tunis Turkey/Turkish/Ankara Uganda/Ugandan/Kampala
Ukraine/Ukrainian/Kyiv Venezuela/Venezuelan/Caracas Vietnam/Vietnamese/Hanoi Yemen/Yemeni/Sanaa Zimbabwe/Zimbabwean/Harare
North_Korea/North_Korean/Pyongyang South_Korea/South_Korean/Seoul Saudi_Arabia/Saudi/Riyadh the_United_States/U.S./Washington""".split()
STATES = [tuple(p.replace("_", " ") for p in s.split("/")) for s in STATES]
FIRST = "Ana Boris Carlos Dina Emil Farah Goran Hana Ivan Jamal Karim Lena Marek Nadia Omar Pavel Rosa Samir Tomas Vera Yusuf Zoran Min Li Kofi Amadou".split()
LAST = "Adeyemi Barzani Castellan Dubrov Eriksen Farouki Gomez Haddad Ivanko Janda Kessler Lindqvist Mbeke Navarro Okafor Petrosyan Quiroga Rahimi Sorokin Tanaka Ulrich Varga Wanjiru Yildiz Zhao Park Nguyen".split()
OFFICES = ["President", "Prime Minister", "Foreign Minister", "Defence Minister", "Vice President", "Interior Minister", "Secretary of State",
           "Chancellor", "King", "Senator", "General", "opposition leader", "Ambassador", "Governor", "Judge"]
ORGS = ["the United Nations", "NATO", "the European Union", "the African Union", "the Security Council", "the World Bank", "the IMF", "ASEAN",
        "the Red Cross", "the European Commission", "the Arab League", "Amnesty International", "the World Health Organization", "OPEC",
        "Human Rights Watch", "the International Criminal Court", "UNICEF", "the World Food Programme", "the Organisation of Islamic Cooperation"]
GROUPS = ["Taliban militants", "Hezbollah", "Hamas", "the rebels", "al-Shabab fighters", "Islamic State", "Boko Haram", "the militia", "Maoist guerrillas",
          "Kurdish fighters", "the FARC", "gunmen", "suicide bombers", "Islamist insurgents", "separatists", "paramilitaries", "the Houthis", "pirates",
          "armed men", "extremists", "drug cartels", "Tuareg rebels"]
PEOPLE = ["protesters", "students", "farmers", "journalists", "activists", "opposition supporters", "women's groups", "teachers", "refugees", "migrants",
          "civilians", "demonstrators", "residents", "villagers", "prisoners", "thousands of people", "opposition activists", "monks", "doctors", "students and teachers",
          "political prisoners", "human rights activists", "dissidents", "hundreds of demonstrators", "Muslims", "Christians", "a group of lawyers", "exiles"]
WORKERS = ["miners", "dock workers", "nurses", "teachers", "pilots", "railway workers", "employees", "truck drivers", "textile workers", "oil workers",
           "trade unions", "bus drivers", "2,000 workers", "civil servants", "steelworkers", "warehouse staff", "transport workers"]
POLICE = ["police", "riot police", "security forces", "the army", "soldiers", "authorities", "border guards", "the secret police", "customs officials", "the coast guard",
          "intelligence agents", "federal agents", "anti-terror police", "prosecutors", "immigration officers"]
COURTS = ["a court", "the Supreme Court", "a judge", "a military court", "a federal judge", "the constitutional court", "a tribunal", "a jury"]
THINGS = ["the government", "the ruling party", "the opposition", "parliament", "the central bank", "the military", "the foreign ministry", "the ministry of defence",
          "the cabinet", "a spokesman", "the junta", "the interim government", "lawmakers", "the Senate", "the regime", "the administration"]
IRREGULAR = {}
for triple in """be/was/been have/had/had hold/held/held meet/met/met give/gave/given send/sent/sent make/made/made take/took/taken say/said/said tell/told/told
bring/brought/brought lend/lent/lent pay/paid/paid sell/sold/sold buy/bought/bought feed/fed/fed build/built/built rebuild/rebuilt/rebuilt let/let/let
set/set/set put/put/put cut/cut/cut shut/shut/shut hit/hit/hit beat/beat/beaten fight/fought/fought shoot/shot/shot slay/slew/slain break/broke/broken
speak/spoke/spoken seek/sought/sought stand/stood/stood withdraw/withdrew/withdrawn leave/left/left fly/flew/flown find/found/found sink/sank/sunk
sign/signed/signed swear/swore/sworn begin/began/begun go/went/gone come/came/come fall/fell/fallen rise/rose/risen lay/laid/laid arise/arose/arisen
quit/quit/quit wage/waged/waged drive/drove/driven throw/threw/thrown burn/burned/burned forgive/forgave/forgiven overthrow/overthrew/overthrown
oversee/oversaw/overseen hang/hanged/hanged blow/blew/blown ride/rode/ridden win/won/won lose/lost/lost know/knew/known think/thought/thought teach/taught/taught
see/saw/seen hear/heard/heard feel/felt/felt uphold/upheld/upheld withhold/withheld/withheld strike/struck/struck stick/stuck/stuck keep/kept/kept
spread/spread/spread split/split/split forbid/forbade/forbidden overrun/overran/overrun run/ran/run draw/drew/drawn show/showed/shown become/became/become
undertake/undertook/undertaken swing/swung/swung rise/rose/risen write/wrote/written read/read/read sit/sat/sat sleep/slept/slept freeze/froze/frozen
unfreeze/unfroze/unfrozen steal/stole/stolen flee/fled/fled ring/rang/rung shake/shook/shaken hide/hid/hidden deal/dealt/dealt retake/retook/retaken
commit/committed/committed refer/referred/referred ban/banned/banned bar/barred/barred stop/stopped/stopped plan/planned/planned ship/shipped/shipped
admit/admitted/admitted permit/permitted/permitted drop/dropped/dropped rap/rapped/rapped rip/ripped/ripped slam/slammed/slammed nab/nabbed/nabbed
ram/rammed/rammed stab/stabbed/stabbed club/clubbed/clubbed jam/jammed/jammed snub/snubbed/snubbed scrap/scrapped/scrapped trim/trimmed/trimmed
swap/swapped/swapped equip/equipped/equipped kidnap/kidnapped/kidnapped gag/gagged/gagged rid/rid/rid bug/bugged/bugged down/downed/downed prod/prodded/prodded
beg/begged/begged defer/deferred/deferred confer/conferred/conferred compel/compelled/compelled expel/expelled/expelled repel/repelled/repelled deter/deterred/deterred
propel/propelled/propelled concur/concurred/concurred omit/omitted/omitted submit/submitted/submitted pin/pinned/pinned tap/tapped/tapped wiretap/wiretapped/wiretapped
whip/whipped/whipped flog/flogged/flogged rob/robbed/robbed step/stepped/stepped prop/propped/propped chip/chipped/chipped slip/slipped/slipped mop/mopped/mopped
cede/ceded/ceded dub/dubbed/dubbed funnel/funneled/funneled label/labelled/labelled travel/travelled/travelled cancel/cancelled/cancelled shun/shunned/shunned""".split():
    base, past, pp = triple.split("/")
    IRREGULAR[base] = (past, pp)
FIXED = {"is", "are", "was", "were", "will", "would", "could", "may", "must", "should", "wants", "wanted", "plans", "intends", "threatens", "quietly", "jointly", "sought", "won't"}


def past(v):
    if v in IRREGULAR:
        return IRREGULAR[v][0]
    return v + "d" if v.endswith("e") else v[:-1] + "ied" if re.search("[^aeiou]y$", v) else v + "ed"


def participle(v):
    return IRREGULAR[v][1] if v in IRREGULAR else past(v)


def third(v):
    if v in ("be", "have"):
        return {"be": "is", "have": "has"}[v]
    return v[:-1] + "ies" if re.search("[^aeiou]y$", v) else v + "es" if re.search("(s|x|z|ch|sh|o)$", v) else v + "s"


def gerund(v):
    if v in IRREGULAR and re.search(r"(.)\1ed$", IRREGULAR[v][0]):
        return IRREGULAR[v][0][:-2] + "ing"
    if v in ("cut", "shut", "put", "set", "let", "hit", "run", "quit", "split", "begin", "overrun", "forbid", "sit", "win"):
        return v + v[-1] + "ing"
    return v[:-2] + "ying" if v.endswith("ie") else v + "ing" if v.endswith("ee") or not v.endswith("e") or v == "be" else v[:-1] + "ing"


class Maker:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.lines = {}
        for name in sorted(os.listdir(os.path.join(HERE, "phrases"))):
            if not name.endswith(".txt"):
                continue
            for line in open(os.path.join(HERE, "phrases", name), encoding="utf-8"):
                line = line.rstrip("\n")
                if line and not line.startswith("#"):
                    m = re.match(r"([a-z-]+): (?=\S)", line)
                    self.lines.setdefault(name[:-4], []).append((m.group(1) if m else None, line[m.end():] if m else line))

    # ---- names ----
    def person(self):
        state = self.r.choice(STATES)
        name = self.r.choice(FIRST) + " " + self.r.choice(LAST)
        return self.r.choice([f"{self.r.choice(OFFICES)} {name}", f"{state[1]} {self.r.choice(OFFICES)} {name}", name, name.split()[1],
                              f"{state[1]} {self.r.choice(OFFICES).lower()} {name}", f"the {state[1]} president", f"former {state[1]} president {name}",
                              f"the {state[1]} foreign minister"])

    def state(self):
        s = self.r.choice(STATES)
        return self.r.choice([s[0], s[0], s[0], f"the {s[1]} government", s[2], f"{s[1]} officials", f"the {s[1]} parliament", f"{s[1]} authorities",
                              f"the government of {s[0]}", f"{s[1]} troops", f"the {s[1]} army"])

    def named(self, kind):
        c, s = self.r.choice, self.r.choice(STATES)
        of_state = lambda x: c([x, x, f"{x} in {s[0]}" if not x.startswith("the ") else x, f"{s[1]} {x}" if x[0].islower() and not re.match("(the|a|an|thousands|hundreds) ", x) else x])
        if kind == "state":
            return self.state()
        if kind == "state2":
            return self.state()
        if kind in ("leader", "person"):
            return self.person()
        if kind == "demonym":
            return s[1]
        if kind == "place":
            return c([s[0], s[2], f"the {s[1]} capital", f"northern {s[0]}", f"{s[2]}", f"eastern {s[0]}", f"the {s[1]} border region", f"parts of {s[0]}", s[0]]) \
                .replace("northern the ", "the northern ").replace("eastern the ", "the eastern ")
        if kind == "org":
            return c(ORGS)
        if kind == "group":
            return c(GROUPS)
        if kind == "people":
            return of_state(c(PEOPLE))
        if kind == "workers":
            return of_state(c(WORKERS))
        if kind in ("police", "armed"):
            return of_state(c(POLICE)) if kind == "police" or self.r.random() < .4 else c(GROUPS)
        if kind == "court":
            return of_state(c(COURTS))
        x = self.r.random()
        return self.state() if x < .45 else self.person() if x < .7 else c(ORGS) if x < .8 else c(GROUPS) if x < .87 else \
            c(THINGS) if x < .93 else of_state(c(PEOPLE))

    # ---- phrases ----
    def choose(self, s):
        """Picks from each (a|b), innermost first."""
        while True:
            m = re.search(r"\(([^()]*)\)", s)
            if not m:
                return re.sub(r"\s+", " ", s).strip()
            s = s[:m.start()] + self.r.choice(m.group(1).split("|")) + s[m.end():]

    def tense(self, s, plural):
        def one(m):
            v = m.group(1)
            if v in FIXED:
                return v
            x = self.r.random()
            if v == "be":
                return "were" if plural else self.r.choice(["was", "was", "is"])
            return past(v) if x < .66 else ("have " if plural else "has ") + participle(v) if x < .86 else v if plural else third(v)
        return re.sub(r"%([a-z'-]+):?", lambda m: one(m) + (" " if m.group(0).endswith(":") else ""), s)

    def fill(self, s):
        """[(text, which)] with which of S, T or None."""
        parts, at = [], 0
        name = lambda m: self.named(m.group(1))
        for m in re.finditer(r"(?<![\w@])([ST])(?![\w-])(?::([a-z]+)|\[([^\]]*)\])?", s):
            parts.append((re.sub(r"@([a-z0-9]+)", name, s[at:m.start()]), None))
            inner = re.sub(r"@([a-z0-9]+)", name, m.group(3)) if m.group(3) else self.named(m.group(2))
            parts.append((inner, m.group(1)))
            at = m.end()
        parts.append((re.sub(r"@([a-z0-9]+)", name, s[at:]), None))
        return parts

    def clause(self, kind):
        """A whole clause of a type, as text without spans."""
        _, line = self.r.choice(self.lines[kind])
        return "".join(t for t, _ in self.fill(self.tense(self.choose(line), False)))

    def predicate(self, kinds):
        """("free", "prisoners held by T"): a verb phrase of one of the types, its verb apart."""
        while True:
            _, line = self.r.choice(self.lines[self.r.choice(kinds)])
            s = self.choose(line)
            m = re.match(r"S(?::[a-z]+)? %([a-z-]+) (.*)$", s)
            if m and "%" not in m.group(2) and m.group(1) not in FIXED and "S" not in re.findall(r"\b[ST]\b", m.group(2)):
                return m.group(1), m.group(2)

    def composed(self, kind):
        c = self.r.choice
        soft, hard = ["CONSULT", "COOPERATE", "AID", "RETREAT", "CONCEDE"], ["SANCTION", "COERCE", "ASSAULT"]
        if kind == "AGREE":
            v, rest = self.predicate(soft)
            return c(["S %agree to {v} {r}", "S %promise to {v} {r}", "S %offer to {v} {r}", "S %pledge to {v} {r}", "S will {v} {r} next week", "S is ready to {v} {r}",
                      "S is willing to {v} {r}", "S %say it would {v} {r}", "S plans to {v} {r}", "S %decide to {v} {r}", "S is to {v} {r}", "S is expected to {v} {r}",
                      "S %express its readiness to {v} {r}", "S would {v} {r} , officials said", "S %announce that it would {v} {r}", "S %vow to {v} {r}"]).format(v=v, r=rest)
        if kind == "REJECT":
            v, rest = self.predicate(soft + ["SUPPORT"])
            return c(["S %refuse to {v} {r}", "S %decline to {v} {r}", "S will not {v} {r}", "S %say it would not {v} {r}", "S %rule out {g} {r}", "S is unwilling to {v} {r}",
                      "S %say it has no plans to {v} {r}", "S %reject calls to {v} {r}", "S %oppose {g} {r}", "S %vow never to {v} {r}"]).format(v=v, r=rest, g=gerund(v))
        if kind == "THREATEN":
            v, rest = self.predicate(hard)
            return c(["S %threaten to {v} {r}", "S %warn that it would {v} {r}", "S %vow to {v} {r}", "S %threaten to {v} {r} unless @state withdraws", "S would {v} {r} if attacked , @leader warned",
                      "S %say it would {v} {r} if the talks failed", "S %announce it would {v} {r}"]).format(v=v, r=rest)
        v, rest = self.predicate(soft + ["SUPPORT"] if kind == "REQUEST" else hard)
        rest = re.sub(r"(?<![\w@])T(?![\w-])(?::([a-z]+)|\[([^\]]*)\])?", lambda m: m.group(2) or "@" + (m.group(1) or "state"), rest)
        if kind == "REQUEST":
            return c(["S %urge T to {v} {r}", "S %call on T to {v} {r}", "S %ask T to {v} {r}", "S %demand that T {v} {r}", "S %appeal to T to {v} {r}", "S %tell T to {v} {r}",
                      "S %press T to {v} {r}", "S %order T to {v} {r}", "T was urged by S to {v} {r}", "S %say T must {v} {r}", "S %want T to {v} {r}"]).format(v=v, r=rest)
        return c(["S %accuse T of {g} {r}", "S %condemn T for {g} {r}", "S %criticise T for {g} {r}", "S %charge T with {g} {r}", "S %denounce T for {g} {r}", "S %blame T for {g} {r}",
                  "S %say T had {p} {r}", "T was accused by S of {g} {r}", "S %allege that T {d} {r}", "S %slam T over {g} {r}"]).format(
                      g=gerund(v), p=participle(v), d=past(v), r=rest)

    # ---- sentences ----
    BEFORE = ["On Tuesday , ", "Last week , ", "In a statement , ", "On 12 March , ", "In @place , ", "Earlier this month , ", "For the second time this year , ", "Meanwhile , ",
              "Despite the truce , ", "@leader said that ", "According to @org , ", "After weeks of tension , ", "Since last year , ", "At a news conference in @place , ", "But ",
              "In 2014 , ", "Late on Monday , ", "Following a meeting of the cabinet , ", "State media said ", "As the war entered its third month , ", "Officials say "]
    AFTER = [" on Monday", ", officials said", ", state media reported", " last week", " amid rising tension", ", a spokesman said on Tuesday", " in the latest round of the dispute",
             ", according to witnesses", " this year", ", its foreign ministry said", ", ending months of speculation", " despite objections from @state", " after years of mistrust",
             ", the news agency reported", " in the disputed region", ", who took office in May", ", which has been at odds with its neighbours"]
    ASIDE = [" , a close ally of @state , ", " , which holds the chair of @org , ", " , speaking in @place , ", " , who took office last year , ", " on Thursday ", " , for its part , ",
             " , according to @org , "]

    def sentence(self, kind, mode, line):
        s = self.choose(line)
        subject = re.match(r"S(:[a-z]+)?", s)
        plural = bool(subject and subject.group(1) in (":people", ":workers", ":police", ":group")) or s.startswith("S and T")
        s, x = self.tense(s, plural), self.r.random()
        if subject and x < .12:
            s = s[:subject.end()] + self.r.choice(self.ASIDE) + s[subject.end():].lstrip()
        if self.r.random() < .35:
            s = self.r.choice(self.BEFORE) + s
        if self.r.random() < .4:
            s += self.r.choice(self.AFTER)
        parts = self.fill(s)
        if self.r.random() < .18 and kind != "NONE":
            other = self.clause(self.r.choice(sorted(k for k in self.lines if k != kind)))
            parts.append((self.r.choice([" , while ", " as ", " , a day after ", " , and ", " , after "]) + other, None))
        text, span = "", {}
        for t, which in parts:
            if which and not text and t[0].islower():
                t = t[0].upper() + t[1:]
            t = t if text else t[:1].upper() + t[1:]
            if which and which not in span:
                span[which] = [len(text), len(text) + len(t)]
            text += t
        text += " ."
        tight, back = [], []  # removes the blanks before punctuation, keeping offsets
        for i, ch in enumerate(text):
            back.append(len(tight))
            if ch == " " and (i + 1 >= len(text) or text[i + 1] in ",." and (i + 2 >= len(text) or text[i + 2] == " ") or text[i + 1] in " '" and text[i + 1:i + 3] in ("'s",)):
                continue
            tight.append(ch)
        back.append(len(tight))
        move = lambda k: [back[span[k][0]], back[span[k][1]]] if k in span else None
        if "S" not in span:
            return None
        return {"text": "".join(tight), "source": move("S"), "target": move("T"), "type": kind, "mode": mode}


def make(per_type, seed):
    m, seen = Maker(seed), set()
    for kind in sorted(m.lines):
        want = per_type if kind != "NONE" else per_type * 2 // 3
        weights = [min(40, 2 + line.count("|")) for _, line in m.lines[kind]]
        whole = kind in ("AGREE", "REJECT", "THREATEN", "REQUEST", "ACCUSE")
        made = 0
        for turn in range(20 * want):
            if made >= want:
                break
            if whole and turn % 5 < 2:
                mode, line = None, m.composed(kind)
            else:
                mode, line = m.r.choices(m.lines[kind], weights)[0]
            row = m.sentence(kind, mode, line)
            if row and row["text"] not in seen:
                seen.add(row["text"])
                made += 1
                yield row


if __name__ == "__main__":
    a = argparse.ArgumentParser()
    a.add_argument("-n", type=int, default=700)
    a.add_argument("--seed", type=int, default=1)
    a = a.parse_args()
    for row in make(a.n, a.seed):
        print(json.dumps(row, ensure_ascii=False))
