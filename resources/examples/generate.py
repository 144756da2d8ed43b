#!/usr/bin/env python3
"""Writes the generated examples again, byte for byte (run by hand, standard library only).

The hand-written ones (letters, tidepool) are not touched. What a reader must find out is never written down in the
files: the right answer goes to example.json, where only the tests read it.
"""
import json
import random
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent


def write(name, info, files):
    folder = HERE / name
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    (folder / "example.json").write_text(json.dumps(info, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


# ---- demo: the log book of a lighthouse ----------------------------------------------------------------------

LOG = {
    "weather": [
        "Wind {dir} force {force}, rain since {hour}.", "Thick fog from {hour}, horn sounded until {later}.", "Clear night after the gale, hard frost on the gallery.",
        "Barometer fell {n} points before noon; storm shutters closed.", "Snow showers in the morning, visibility under {n} cables.", "A quiet day, light wind from the {dir}, sunshine until evening.",
        "Heavy swell breaking over the landing, wind {dir}.", "Thunder in the {dir}, no rain reached us.", "Gale warning at {hour}; wind rose to force {force} by dark.",
        "Sleet and wind all day, lantern glass iced twice.", "Fog lifted at {hour}, then drizzling rain.", "Sea like glass, not a breath of wind, haze in the {dir}."],
    "repair": [
        "Replaced the wick carrier and cleaned the oil pump.", "{name} mended the gutter on the store roof.", "Bearing of the lamp clockwork squeaks; greased it and ordered a spare.",
        "Painted the gallery rail, second coat.", "A bolt of the boat winch broke; fitted a new one by {hour}.", "The fog signal engine would not hold pressure, valve ground in and fixed.",
        "Scraped rust from the lower door and gave it red lead paint.", "{name} welded the cracked bracket of the ladder.", "Generator ran hot; found the oil filter blocked and cleaned it.",
        "Fuse of the telephone line burnt out, replaced it.", "Took the weight off the clockwork and repaired the chain.", "New bulb in the standby lamp, {n} hours on the old one."],
    "visit": [
        "A party of {n} from the village school climbed the tower.", "Inspector {name} came by the noon boat and stayed two hours.", "Two tourists asked to see the lens; signed the book.",
        "The vicar called in with {n} guests from the mainland.", "Visitors: a painter from {town}, who stayed until {hour}.", "{name} of the pilot office stayed overnight.",
        "A delegation of the county council was shown the new stairs, {n} people.", "Guests from {town} for tea, gone by {hour}.", "The schoolmaster stayed an hour and borrowed a chart.",
        "A party of students from {town} measured the tower's shadow."],
    "wildlife": [
        "{n} grey seals on the skerry at low water.", "A flock of eider passed close under the rock.", "Found an exhausted tern on the gallery, let it go at {hour}.",
        "Puffins back on the {dir} slope, first of the year.", "Two porpoises followed the tide past the landing.", "Gannets diving off the point all afternoon.",
        "An otter took a fish on the slip in full view.", "Counted {n} nests on the {dir} ledge, eggs in most.", "Whale blowing to the {dir} at {hour}, about a mile off.",
        "{n} birds struck the lantern in the night, most recovered.", "Cormorant with a ring on its leg, number {n}{n}.", "Young gull in the coal bunker, carried out by {name}."],
    "traffic": [
        "Trawler {ship} passed inward at {hour}.", "The ferry {ship} passed {n} minutes behind her time.", "Tug with two barges in tow, bound for {town}.",
        "Steam yacht {ship} lay under the lee until {hour}.", "Tanker {ship} asked for our name by signal.", "Coaster {ship} aground on the bar, off again at {hour}.",
        "Three vessels in sight at dusk, all northbound.", "Freighter {ship} of {town} passed close, flags at half mast.", "A convoy of {n} fishing boats passed out before dawn, trawlers leading.",
        "The trawler {ship} signalled all well and passed on."],
    "supply": [
        "Tender brought {n} crates and the newspapers.", "Flour and potatoes landed, {n} sacks, one wet.", "Paraffin run: {n} drums hauled up by {hour}.",
        "Coffee finished; next stores due with the {town} boat.", "Coal landed at high water, {n} hundredweight.", "Checked the provisions: tins for {n} weeks.",
        "Supplies delayed, bread from our own oven.", "Groceries came up in good order, the eggs excepted.", "Received {n} yards of rope and a case of tins from the depot."]}
NAMES = ["Aldous Kerr", "Tamsin Roe", "Ewan Baird", "Greta Lind", "Jonas Thorne", "Maud Pellew", "Osric Vane", "Hanne Dahl"]
SHIPS = ["Brenda Mae", "Kittiwake II", "Solveig", "Northern Star", "Marigold", "Cape Wrath", "Adelina", "Sandpiper", "Guillemot", "Halcyon"]
TOWNS = ["Leith", "Bergen", "Wick", "Stromness", "Aberdeen", "Lerwick", "Thurso"]


def demo():
    rng = random.Random(1921)
    counts = dict.fromkeys(LOG, 0)
    weights = {"weather": 30, "repair": 17, "visit": 9, "wildlife": 14, "traffic": 24, "supply": 10}
    files = {}
    for year in range(1921, 1927):
        rows, day = [f"# Log book of Skarvoe lighthouse, {year}"], date(year, 1, 1)
        while day.year == year:
            for _ in range(rng.choice((0, 1, 1, 1, 2))):
                kind = rng.choices(list(weights), list(weights.values()))[0]
                hour = f"{rng.randrange(4, 22):02d}:{rng.choice((0, 10, 15, 20, 30, 40, 50)):02d}"
                text = rng.choice(LOG[kind]).format(
                    dir=rng.choice(("north", "north-west", "west", "south-west", "south", "east", "north-east")), force=rng.randrange(3, 11),
                    hour=hour, later=f"{rng.randrange(1, 12)} in the night", n=rng.randrange(2, 29), name=rng.choice(NAMES), town=rng.choice(TOWNS), ship=rng.choice(SHIPS))
                keeper = rng.choice(("Kerr", "Roe", "Baird", "Lind"))
                rows.append(f"{day.isoformat()} | {keeper} | {text}")
                counts[kind] += 1
            day += timedelta(days=1)
        files[f"logbook/{year}.txt"] = "\n".join(rows) + "\n"
    top = max(counts, key=counts.get)
    write("demo", {
        "title": "What fills a lighthouse log book?",
        "summary": f"Six years of a log book, {sum(counts.values()):,} entries, none of them labelled. Children read one year each and count.",
        "question": "Which kind of entry is most common in this log book, and how many are there of each kind? The kinds are: weather, repair, visit, wildlife, traffic or supply.",
        "context": ["logbook"], "strategy": "rlm", "depth": 2, "model": "sim", "minutes": 0.5, "icon": "demo",
        "expected": [top] + [f"{kind}: {n}" for kind, n in counts.items()],
        "lesson": "The root never reads the log book. It looks at the shape, gives each year to a child with its own session, and adds up what they count; every child "
                  "labels its entries in batches of sub-calls and checks a sample.",
    }, files)
    return counts


# ---- support: five thousand messages --------------------------------------------------------------------------

OPEN = ["", "", "", "Hello, ", "Hi there, ", "Good morning. ", "To whom it may concern: ", "Hi, ", "Dear team, ", "Once more: "]
CLOSE = ["", "", "", " Regards, {first}", " Please reply soon.", " {first}", " Sent on the train.", " Waiting for your reply.", " Order {order}."]
ITEMS = ["kettle", "desk lamp", "headphones", "rain jacket", "backpack", "toaster", "running shoes", "keyboard", "garden hose", "alarm clock", "tent", "coffee grinder"]
SUPPORT = {
    "billing": [
        "I was charged twice for the {item}, {amount} each time.", "the invoice for order {order} shows the wrong VAT rate.", "my card was debited {amount} but I never confirmed anything.",
        "why is there a payment of {amount} on my bank statement from you?", "the discount code {code} was not applied, I paid the full price.", "please send a corrected invoice with our company address.",
        "you took the money for a subscription fee that I ended in {month}.", "the price on the bill is higher than on the page, by {amount}.", "I need a receipt for {amount} for my tax papers.",
        "direct debit failed and now I have to pay a late fee of {amount}?", "the voucher worth {amount} disappeared at the payment step.", "two payments left my bank, only one invoice came."],
    "delivery": [
        "my parcel has been in transit for {n} days.", "the courier says he rang, but nobody came to our door.", "tracking shows the {item} at a depot in {town} since {weekday}.",
        "the driver left the box in the rain on my doorstep.", "when will order {order} be dispatched?", "the package went to a neighbour that I do not know.",
        "it was promised for {weekday} and it is late again.", "half of the shipment arrived, the {item} is missing from the parcel.", "tracking number {code} is not known to the courier.",
        "can the driver leave it at the pick-up point in {town}?", "customs in {town} have held the parcel for {n} days.", "still waiting for my {item}, the tracking page has not moved since {weekday}."],
    "returns": [
        "the {item} is too small, I would like to exchange it.", "how do I send it back? There was no return label in the box.", "I returned the {item} {n} days ago and have heard nothing since.",
        "I changed my mind about the {item}, it is unopened.", "this is not what I ordered: wrong colour, I want to swap it.", "where is my refund for the {item} that I sent back in {month}?",
        "the jacket does not fit, is a different size possible?", "a return of order {order} was refused at the counter, why?", "please take the {item} back, it is too big for our shelf.",
        "I want my money back for the unwanted {item}.", "I have sent back two of three, please confirm the return.", "may I return a gift without the paper from {month}?"],
    "account": [
        "I cannot log in since {weekday}, my password is refused.", "please change the email address on my profile to {first}@example.org.", "the reset link leads to an empty page.",
        "I am locked out after {n} attempts.", "two-factor codes never reach my phone.", "please delete my account and all my data.",
        "my username still shows my old surname.", "I want to unsubscribe from the newsletter, the switch in my profile does nothing.", "somebody logged in from {town}, that was not me.",
        "I have two accounts with the same email address, please merge them.", "the verification mail went to an address that I no longer use.", "how do I sign in without the old phone number?"],
    "technical": [
        "the {item} stopped working after {n} days.", "the app crashes when I open the settings.", "the screen flickers at low brightness.",
        "bluetooth drops every {n} minutes.", "error {n} appears and then it restarts.", "the battery lasts {n} hours instead of a day.",
        "a red light blinks and nothing happens.", "there is a rattling noise from the {item}.", "it will not turn on since the last firmware.",
        "the button on the left side is stuck, so it overheats.", "wi-fi is found but it freezes while connecting.", "a smell of burning comes out of the {item}, I unplugged it."],
    "praise": [
        "thank you, the {item} is exactly what I hoped for.", "brilliant service from {first}, well done!", "I am delighted with the {item}, even my sister wants one.",
        "what a lovely surprise, the card in the box made my day.", "great advice on the phone on {weekday}, thanks.", "just to say that the {item} is wonderful.",
        "I recommend you to everybody in {town}.", "fantastic quality for the {item}, I am impressed.", "your colleague {first} was so kind, perfect help.",
        "excellent, I am very happy with the {item}.", "superb workmanship, thank you very much.", "we love the {item}, the best we ever had."]}
FIRST = ["Amara", "Bjarne", "Chidi", "Dorothea", "Emeka", "Fiona", "Gustav", "Hiroko", "Imre", "Jolanta", "Kofi", "Leila", "Marek", "Nadia", "Otis", "Priya"]
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October"]
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]


def support():
    rng = random.Random(5000)
    counts = dict.fromkeys(SUPPORT, 0)
    rows = ["# Messages to customer service, January to March"]
    for number in range(1, 5001):
        kind = rng.choices(list(SUPPORT), (21, 26, 15, 13, 17, 8))[0]
        counts[kind] += 1
        body = rng.choice(SUPPORT[kind])
        opening = rng.choice(OPEN)
        if not opening or opening.endswith(". "):
            body = body[0].upper() + body[1:]
        text = (opening + body + rng.choice(CLOSE)).format(
            item=rng.choice(ITEMS), amount=f"{rng.randrange(4, 180)}.{rng.randrange(10, 99)} euro", order=f"A{rng.randrange(10000, 99999)}",
            code=f"{rng.choice('KLMNP')}{rng.randrange(100, 999)}X", month=rng.choice(MONTHS), n=rng.randrange(2, 15), town=rng.choice(TOWNS),
            weekday=rng.choice(WEEKDAYS), first=rng.choice(FIRST))
        day = date(2025, 1, 2) + timedelta(minutes=number * 25)
        day = date(2025, 1, 2) + timedelta(days=number * 88 // 5000)
        rows.append(f"{number:04d} | {day.isoformat()} | {rng.choice(('mail', 'mail', 'form', 'chat'))} | {text}")
    write("support", {
        "title": "Five thousand messages, six kinds",
        "summary": "A log of customer messages without categories. Count them by what they are about.",
        "question": "How many of the messages belong to each category: billing, delivery, returns, account, technical or praise?",
        "context": ["messages.txt"], "strategy": "rlm", "depth": 1, "model": "sim", "minutes": 0.5, "icon": "count",
        "expected": [f"{kind}: {n}" for kind, n in counts.items()],
        "lesson": "Judging is for the model, counting is for code. A hundred numbered messages fit in one prompt; fifty prompts go out as one batch; code parses the replies, "
                  "asks again for gaps and checks a sample. Try sim:rot=0.3 to see long prompts go wrong and the check notice it.",
    }, {"messages.txt": "\n".join(rows) + "\n"})
    return counts


# ---- minutes: one fact in four years of meetings -----------------------------------------------------------------

TOPICS = {
    "Roads": ["The gravel on {street} has washed out again; {who} will ask for two offers.", "{who} reported {n} holes on {street}.", "The lamp at the corner of {street} stays on all day.",
              "It was agreed to close {street} on the day of the fair.", "Snow clearing cost {sum} crowns this winter."],
    "School": ["{who} presented the new timetable; {n} children start in autumn.", "The roof of the gymnasium drips over the third bench.", "Parents ask for a crossing on {street}.",
               "The library received {n} books from the estate of {who2}.", "The choir needs the hall on Thursdays."],
    "Market": ["Stall fees stay at {sum} crowns.", "{who} wants to sell cheese from a cart; no objections.", "The clock above the market hall is {n} minutes slow.",
               "{who} and {who2} disagree about the place of the fish stall.", "The Christmas market opens one week earlier."],
    "Water": ["{who} read out the levels: {n} centimetres above the usual mark.", "The pump house door was found open; {who2} has changed nothing.", "Dredging of the mill pond is put off until spring.",
              "The east sluice gate leaks a little, {who} will watch it.", "Algae in the pond, {n} dead carp.", "The weir was inspected by {who}; the timber is sound."],
    "Money": ["Accounts for the quarter were approved, {sum} crowns in hand.", "{who} proposed to raise the dog licence by {n} crowns; lost by one vote.", "The loan for the bridge is repaid in {n} years.",
              "An anonymous gift of {sum} crowns goes to the fire brigade."],
    "Sundries": ["{who2} thanked the helpers at the fair.", "The key to the attic hangs in the office of {who}.", "The band asks for new music stands.", "{who} found a ring on {street}; the owner may call.",
                 "Next time, so was asked, the minutes should be shorter."]}
STREETS = ["Mill Lane", "Tanner Street", "the Upper Road", "Chapel Hill", "Station Street", "Orchard Way", "the Old Quay"]
PEOPLE = ["Mrs Ebner", "Mr Castell", "Mrs Wenzel", "Mr Abel", "Mrs Irmler", "Mr Thoss", "Mrs Quandt", "Mr Szabo", "Mrs Lorenz", "Mr Pohl"]


def minutes():
    rng = random.Random(48)
    files = {}
    for year in range(2016, 2022):
        for month in range(1, 13):
            day = date(year, month, rng.randrange(3, 27))
            rows = [f"# Minutes of the parish council of Niederau, {day.isoformat()}", "", "Present: " + ", ".join(rng.sample(PEOPLE, 6)) + ".", ""]
            for topic in rng.sample(list(TOPICS), 5):
                rows.append(f"## {topic}")
                for line in rng.sample(TOPICS[topic], rng.randrange(2, len(TOPICS[topic]))):
                    who, who2 = rng.sample(PEOPLE, 2)
                    rows.append(line.format(street=rng.choice(STREETS), who=who, who2=who2, n=rng.randrange(2, 60), sum=f"{rng.randrange(3, 90)},{rng.randrange(1, 9)}00"))
                rows.append("")
            if (year, month) == (2019, 8):
                place = rows.index("## Water") if "## Water" in rows else len(rows) - 1
                if "## Water" not in rows:
                    rows.append("## Water")
                    place = len(rows) - 1
                rows.insert(place + 1, "After the flood the padlock on the north sluice gate was exchanged. Its combination is now 7-31-94; Mr Abel keeps a copy in the pump house.")
            if (year, month) == (2017, 3):
                rows.insert(5, "The combination of the safe in the office was handed over in a sealed letter and is not recorded here.")
            files[f"minutes/{year}/{day.isoformat()}.md"] = "\n".join(rows) + "\n"
    write("minutes", {
        "title": "One sentence in six years of minutes",
        "summary": f"{len(files)} records of a village council. Somewhere in them is the combination of a padlock.",
        "question": "What is the combination of the padlock on the north sluice gate?",
        "context": ["minutes"], "strategy": "rlm", "depth": 1, "model": "sim", "minutes": 0.2, "icon": "find",
        "expected": ["7-31-94", "2019-08"],
        "lesson": "A fact is found by searching, not by reading. Code ranks the lines that share rare words with the question, a sub-model reads the best passages, and the answer "
                  "is checked in place, with its file and line.",
    }, files)


# ---- people: pairs that agree in two things ------------------------------------------------------------------

GIVEN = ["Ines", "Tobias", "Mirela", "Anselm", "Yuki", "Paulo", "Signe", "Kwame", "Lucia", "Bogdan", "Freya", "Ismail", "Noor", "Wim", "Clara", "Dmitri", "Saoirse", "Henrik", "Aiko", "Rafael",
         "Tilda", "Omar", "Petra", "Luca", "Zofia", "Elias", "Marta", "Jonas", "Nia", "Viktor"]
FAMILY = ["Okafor", "Brandt", "Silva", "Novak", "Haddad", "Lindqvist", "Moreau", "Tanaka", "Kowalski", "Byrne", "Ferrari", "Jansen", "Petrov", "Castillo", "Weiss", "Adeyemi", "Larsen", "Rossi"]
CITIES = ["Leiden", "Porto", "Tartu", "Ghent", "Turku", "Graz", "Galway", "Brno", "Uppsala", "Bologna", "Vilnius", "Aarhus", "Malmo", "Bruges"]
HOBBIES = ["fencing", "beekeeping", "chess", "pottery", "rowing", "astronomy", "calligraphy", "climbing", "gardening", "bookbinding", "archery", "origami", "kayaking", "falconry"]
JOBS = ["nurse", "translator", "carpenter", "baker", "engineer", "teacher", "surveyor", "pharmacist", "violinist", "electrician"]
PROFILES = ["{name}, {age}, works as {ajob} and lives in {city}. In the spare time {he} enjoys {hobby}.",
            "{name} lives in {city} and earns a living as {ajob}; the hobby is {hobby}.",
            "After years abroad {name} settled in {city}. {Ajob} by day, {he} spends every weekend on {hobby}.",
            "{name} ({age}) is {ajob} from abroad, now based in {city}, and is mad about {hobby}.",
            "Ask {name} about {hobby} and you will hear stories until midnight: {he} loves {hobby}. By day {ajob}, {he} lives in {city}."]


def people():
    rng = random.Random(120)
    names = [f"{a} {b}" for a in GIVEN for b in FAMILY]
    rng.shuffle(names)
    rows, facts = ["# The members of a letter-writing club, one per line"], []
    combos = [(c, h) for c in CITIES for h in HOBBIES]
    rng.shuffle(combos)
    chosen = combos[:113] + combos[:7]
    rng.shuffle(chosen)
    for name, (city, hobby) in zip(names, chosen):
        facts.append((name, city, hobby))
        job = rng.choice(JOBS)
        ajob = ("an " if job[0] in "aeiou" else "a ") + job
        rows.append(rng.choice(PROFILES).format(name=name, age=rng.randrange(19, 78), ajob=ajob, Ajob=ajob.capitalize(), city=city, hobby=hobby, he=rng.choice(("she", "he"))))
    pairs = sorted(tuple(sorted((a[0], b[0]))) for i, a in enumerate(facts) for b in facts[i + 1:] if a[1:] == b[1:])
    write("people", {
        "title": "Who shares a town and a hobby?",
        "summary": "120 people in prose. 7,140 possible pairs, a handful of right ones.",
        "question": "Which pairs of people live in the same town and have the same hobby?",
        "context": ["members.txt"], "strategy": "rlm", "depth": 1, "model": "sim", "minutes": 0.2, "icon": "pairs",
        "expected": [f"{a} and {b}" for a, b in pairs],
        "lesson": "No model can compare 7,140 pairs in its head. A sub-model turns each profile into fields once, five prompts in all; then code compares everything with everything.",
    }, {"members.txt": "\n".join(rows) + "\n"})
    return pairs


# ---- harbour: a table, for which no model is needed --------------------------------------------------------------

def harbour():
    rng = random.Random(1908)
    ports = ["Anstruther", "Buckie", "Eyemouth", "Lerwick", "Peterhead", "Stornoway", "Wick"]
    fish = ["herring", "cod", "haddock", "ling", "mackerel"]
    boats = ["Good Hope", "Isabella", "Maggie", "Rose of Dawn", "Provider", "Lily", "Breadwinner", "Ocean Gift", "Venus", "Guide Me"]
    rows, totals = ["landed,port,boat,fish,year,weight,price"], dict.fromkeys(ports, 0)
    for _ in range(2400):
        day = date(1906, 1, 4) + timedelta(days=rng.randrange(0, 1450))
        port, kind = rng.choice(ports), rng.choices(fish, (5, 2, 2, 1, 1))[0]
        weight = rng.randrange(15, 420) + (60 if port == "Wick" else 0)
        if kind == "herring" and day.year == 1908:
            totals[port] += weight
        rows.append(f"{day.isoformat()},{port},{rng.choice(boats)},{kind},{day.year},{weight},{weight * rng.randrange(8, 19) / 100:.2f}")
    best = max(totals, key=totals.get)
    write("harbour", {
        "title": "The herring of 1908",
        "summary": "2,400 landings in a table. A question for code alone.",
        "question": "Which port landed the highest total weight of herring in 1908?",
        "context": ["landings.csv"], "strategy": "rlm", "depth": 0, "model": "sim", "minutes": 0.1, "icon": "aggregate",
        "expected": [best, str(totals[best])],
        "lesson": "Paper depth 0: a REPL and no sub-calls. Where the input is a table, code answers exactly and for almost nothing; a good root knows when not to ask a model.",
    }, {"landings.csv": "\n".join(rows) + "\n"})
    return best, totals[best]


if __name__ == "__main__":
    print("demo", demo())
    print("support", support())
    minutes()
    print("people", people())
    print("harbour", harbour())
