"""Vocabulary of generated postmortems: names, people, companies and sentences, in English and Russian.

In a sentence `{slot}` stands for one of the phrases in `SLOTS` (`RU_SLOTS`), or for a fact of the record itself.
"""

from __future__ import annotations

import itertools

ADJECTIVES = """
    Amber Ancient Backwards Bitter Borrowed Bottled Brazen Brittle Broken Candid Careful Clockwork Cobalt Copper
    Counted Crooked Crowded Curious Delayed Distant Double Drowsy Dusty Eager Early Electric Empty Endless Expensive
    Faithful Fearless Floating Folded Forgotten Foreign Fourth Frozen Gentle Gilded Golden Grand Half-Price Hasty
    Haunted Heavy Hidden Hollow Honest Humble Hungry Impatient Invisible Iron Jealous Jumping Knotted Late Leaking
    Lonely Loyal Magnetic Marble Midnight Misty Muted Narrow Nervous Nomadic Obedient Odd Orphaned Painted Paper
    Steady Perfect Polite Porcelain Proud Quarrelsome Quiet Reckless Restless Returning Ribbon Weathered Sailing Second
    Secret Shallow Silent Simple Sleeping Slow Cheerful Spotless Stubborn Sunday Swapped Tangled Thirsty Timid
    Tireless Unsigned Velvet Wandering Wooden
""".split()
NOUNS = """
    Abacus Accordion Airship Almanac Anchor Antenna Atlas Avalanche Balcony Barometer Beacon Bicycle Biscuit Blanket
    Boomerang Bridge Calendar Campfire Caravan Carousel Cathedral Chandelier Chimney Compass Courier Cradle Crossroads
    Curtain Detour Domino Doorbell Drawbridge Dress-Rehearsal Echo Elevator Encore Envelope Escalator Ferry
    Fireworks Flagpole Footnote Fountain Funnel Gallery Gearbox Glacier Greenhouse Guestlist Hammock Handshake
    Harbour Harvest Horizon Hourglass Iceberg Invoice Jigsaw Jukebox Kettle Keyhole Kite Labyrinth Ladder Lantern
    Lighthouse Locksmith Magnet Marathon Megaphone Menu Metronome Microscope Mirror Monsoon Mosaic Notebook Orchard
    Origami Overture Parachute Parade Passport Pendulum Periscope Piano Pilgrim Postcard Puddle Puppet Pyramid
    Quarantine Raincoat Receipt Relay Riddle Sailboat Sandcastle Scaffold Shortcut Signpost Snowball Spotlight
    Staircase Stopwatch Suitcase Sundial Tailwind Tapestry Telegram Thermostat Tightrope Timetable Trampoline
    Treadmill Umbrella Vineyard Voucher Waltz Waterfall Weathervane Whistle Windmill Xylophone Yardstick Zeppelin
""".split()
RU_ADJECTIVES = [
    tuple(row.split("/"))
    for row in """
    Бесшумный/Бесшумная Бумажный/Бумажная Вечерний/Вечерняя Второй/Вторая Глубокий/Глубокая Деревянный/Деревянная
    Дорогой/Дорогая Забытый/Забытая Замёрзший/Замёрзшая Запоздалый/Запоздалая Золотой/Золотая Кривой/Кривая
    Лишний/Лишняя Медленный/Медленная Непослушный/Непослушная Ночной/Ночная Одинокий/Одинокая Первый/Первая
    Прозрачный/Прозрачная Пустой/Пустая Ржавый/Ржавая Северный/Северная Скрипучий/Скрипучая Случайный/Случайная
    Стеклянный/Стеклянная Сухой/Сухая Терпеливый/Терпеливая Тихий/Тихая Упрямый/Упрямая Хрупкий/Хрупкая
    Честный/Честная Чужой/Чужая
""".split()
]
RU_NOUNS = [
    tuple(row.split("/"))
    for row in """
    автобус/m антракт/m аккордеон/m антенна/f барабан/m библиотека/f бумеранг/m воронка/f вокзал/m витрина/f
    гамак/m гирлянда/f горизонт/m дверь/f дождь/m ёлка/f журнал/m задвижка/f зонтик/m кассета/f календарь/m
    карусель/f колокол/m компас/m конверт/m крепость/f лабиринт/m лестница/f лодка/f маяк/m маятник/m мозаика/f
    мост/m музыка/f туча/f огород/m окраина/f парашют/m парковка/f перекрёсток/m пирамида/f плотина/f
    подкова/f половик/m причал/m пружина/f пьеса/f репетиция/f свеча/f секундомер/m снежинка/f сковорода/f
    телеграмма/f тоннель/m тропинка/f увертюра/f фонарь/m хоровод/m царапина/f чемодан/m шкатулка/f шлюпка/f
    экскурсия/f якорь/m ярмарка/f
""".split()
]
CITIES = """
    Aarhus Almaty Antwerp Baku Bergen Bologna Bratislava Bristol Cardiff Cork Dresden Durban Gdansk Geneva Ghent
    Granada Grenoble Hobart Izmir Jaipur Kazan Kigali Lagos Leeds Lima Lyon Malmo Medellin Minsk Monterrey Nagoya
    Nantes Naples Odense Osaka Oulu Perth Porto Pune Quito Riga Salvador Samara Seville Split Tampere Tartu Tbilisi
    Turin Utrecht Valencia Varna Verona Vilnius Wellington Wroclaw York Zagreb Zaragoza Zurich
""".split()

FIRST_NAMES = """
    Aisha Alejandro Amara Anna Arjun Astrid Ben Camila Chen Clara Daniel Diego Elif Emma Erik Fatima Femi Gabriel
    Grace Hana Helena Hugo Ines Ivan Jonas Julia Kenji Laila Lars Leila Lucia Malik Maria Mateo Mei Milan Nadia Naomi
    Nikhil Nora Oleg Olga Omar Paula Pavel Priya Rafael Rana Rosa Ruth Samuel Sara Sofia Sven Tariq Tomas Uma Vera
    Victor Yara Yusuf Zoe
""".split()
LAST_NAMES = """
    Abbasi Adeyemi Almeida Andersson Aydin Bakker Becker Berg Bianchi Brandt Carvalho Castillo Chaudhry Costa Dahl
    Diallo Dubois Eriksen Fischer Fontaine Garcia Gruber Haddad Hansen Horvat Ibrahim Ito Ivanova Jansen Kamau Kaya
    Keller Khan Kim Kovac Kowalski Kumar Larsen Lehmann Lopez Mahlangu Marino Mehta Mendes Meyer Moreau Murphy Nair
    Nakamura Novak Okafor Olsen Ortiz Pereira Petrov Popescu Quinn Rahman Rossi Ruiz Sato Schmidt Silva Singh Sokolov
    Suzuki Takahashi Torres Virtanen Wagner Walsh Weber Yamada Yilmaz Zhang Zimmermann
""".split()
RU_PEOPLE = """
    Айгуль_Сейтова Алексей_Громов Анна_Лебедева Вера_Королёва Дарья_Миронова Денис_Акимов Евгений_Тарасов
    Елена_Фомина Жанна_Абдуллина Иван_Сафонов Ирина_Белова Кирилл_Егоров Лариса_Зотова Максим_Щукин Марина_Юдина
    Никита_Орлов Ольга_Черных Павел_Рябов Полина_Ершова Руслан_Хасанов Светлана_Пак Тимур_Ибраев Фёдор_Кузьмин
    Юлия_Назарова
""".replace("_", "\u00a0").split("\n")
RU_PEOPLE = [person.replace("\u00a0", " ") for line in RU_PEOPLE for person in line.split(" ") if person]

COMPANY_HEADS = """
    Aldgate Arbor Aster Atlas Beacon Brightwater Calder Castor Cobalt Corvid Delta Elm Ember Fairway Fjord Granite
    Harbour Helio Heron Indigo Juniper Kestrel Lumen Marlow Meridian Moss Nimbus Northlight Orbis Osprey Pinewood
    Quarry Redwood Saffron Sable Sierra Solstice Tarn Tessel Thistle Umbra Vantor Verdant Willow Wren Zephyr
""".split()
COMPANY_TAILS = """
    Analytics Bank Clinics Dairy Energy Foods Freight Health Homes Hotels Insurance Labs Logistics Media Mobility
    Motors Outdoors Packaging Pharma Retail Robotics Schools Software Stores Systems Telecom Textiles Travel
""".split()
PRODUCTS = """
    Planner Ledger Courier Sparkle Trail Pantry Skin Breeze Lens Notes Harvest Relay Shelf Guard Roast Stride Hydrate
    Canvas Pulse Nest Tally Bright Orbit Fleet Snack Loop
""".split()

MARKETS = (
    ("US", 14), ("DE", 12), ("GB", 9), ("RU", 8), ("FR", 7), ("KZ", 5), ("BR", 5), ("IN", 5), ("PL", 5), ("ES", 4),
    ("IT", 4), ("NL", 4), ("SE", 3), ("JP", 3), ("TR", 3), ("AE", 2), ("AU", 2), ("CA", 2), ("MX", 2), ("ID", 2),
    ("UZ", 1), ("ZA", 1), ("KR", 1), ("CH", 1), ("FI", 1), ("PT", 1),
)  # fmt: skip
CURRENCIES = {"US": "USD", "GB": "GBP", "RU": "RUB", "KZ": "KZT", "JP": "JPY", "IN": "INR", "BR": "BRL", "CH": "CHF"}
TAGS = (
    ("pricing", 9), ("localisation", 8), ("creator-fit", 8), ("attribution", 7), ("influencer", 7), ("targeting", 6),
    ("slow-response", 5), ("rollout", 5), ("promotion", 5), ("seasonality", 5), ("misleading-early-kpi", 4),
    ("security-review", 4), ("decision-maker", 4), ("landing-page", 4), ("rerun", 4), ("champion", 3),
    ("discounting", 3), ("status-quo", 3), ("incumbent", 3), ("integration", 3), ("proof-of-concept", 3),
    ("paid-search", 3), ("user-content", 3), ("weak-control", 3), ("ab-test", 2), ("churn", 2), ("renewal", 2),
    ("upsell", 2), ("single-contact", 2), ("supply-chain", 2), ("data-quality", 2), ("incrementality", 2),
    ("overpromise", 2), ("onboarding", 2), ("market-entry", 2), ("product-launch", 2), ("enterprise", 2),
    ("small-business", 2), ("public-procurement", 1), ("geo-experiment", 1), ("recession", 1), ("rebrand", 1),
    ("viral", 1), ("charity", 1), ("boycott", 1), ("unrepeatable", 1), ("hindsight", 1),
)  # fmt: skip
TEAMS = """
    sales presales account-management marketing brand creator-partnerships partnerships communications product design
    research analytics customer-success support operations finance legal security agency
""".split()
REASONS = """
    price terms budget product-fit integration security quality service delivery proof trust relationship champion
    decision-maker incumbent timing speed requirements-change strategy-change in-house no-decision
""".split()
STAGES = ("Discovery", "Demo", "Pilot", "Proposal", "Security review", "Contract review", "Final two")
CONTENT_TYPES = """
    video short-video live-stream stories carousel image-post article review tutorial testimonial email landing-page
    search-ad social-ad outdoor podcast webinar event demo contest coupon
""".split()
METRICS = {
    "conversion_rate": ("Conversion rate", "higher", 1, 9, 1), "cac": ("Cost per new customer", "lower", 15, 400, 0),
    "reach": ("Reach", "higher", 40_000, 4_000_000, -3), "engagement_rate": ("Engagement", "higher", 1, 8, 1),
    "leads": ("Leads", "higher", 80, 6000, -1), "sign_ups": ("Sign-ups", "higher", 200, 20_000, -2),
    "click_through_rate": ("Click-through rate", "higher", 0.3, 4, 2), "roas": ("Return on spend", "higher", 1, 6, 1),
    "cost_per_lead": ("Cost per lead", "lower", 8, 160, 0), "churn": ("Cancelled within 90 days", "lower", 2, 20, 1),
    "retention_rate": ("Still customers after a quarter", "higher", 40, 92, 0),
    "awareness": ("Aided awareness", "higher", 8, 60, 0), "redemption_rate": ("Take-up", "higher", 1, 25, 1),
    "sales_cycle": ("Days from first call to signature", "lower", 30, 240, 0),
    "response_time": ("Days to answer", "lower", 1, 20, 0), "win_rate": ("Deals won", "higher", 10, 60, 0),
}  # fmt: skip
"""Metric of the vocabulary → name, better, least and most as planned, digits to round to."""
VARIABLES = {
    "creators": ("four mid-size reviewers", "one star with two million followers", "twelve micro-creators",
                 "employees in front of the camera", "no creators"),
    "messaging": ("price first", "time saved", "what the neighbours do", "fear of missing the deadline", "a joke"),
    "targeting": ("lapsed customers", "people who compared prices", "everybody between 18 and 34", "buyers of a rival",
                  "finance leads in firms of 50 to 500"),
    "timing": ("two weeks before the holidays", "first week of the quarter", "after the trade fair", "in August"),
    "structure": ("one big push", "pilot, then rollout in three waves", "always on", "six weekly themes"),
    "budget": ("half of the last run", "as in the last run", "four times the pilot", "shared with a partner"),
    "channel": ("short video", "partner newsletters", "paid search", "stores only", "events and calls"),
    "offer": ("first month free", "20% off the annual plan", "no offer", "a second item for a friend"),
    "landing_page": ("one page for all", "a page a segment", "the product page as it was"),
    "measurement": ("last click", "survey and sales", "two regions held back", "a code a creator"),
    "sales_process": ("security answers up front", "demo on the second call", "procurement met last"),
    "decision_maker": ("never in the room", "joined in the final week", "sponsor from the first call"),
}  # fmt: skip

SLOTS = {
    "thing": """
        the landing page|the trial|the price list|the demo environment|the security questionnaire|the first video
        the creator's audience|the discount ladder|the onboarding mail|the contract template|the holiday offer
        the reference call|the tracking link|the translated copy|the pilot report|the partner's newsletter|the roadmap
        the procurement portal|the sample pack|the store display|the comparison table|the webinar|the renewal notice
        the data export|the payment plan|the loyalty card|the shipping promise|the case study|the media plan
        the test region|the call script|the integration guide|the packaging|the follow-up|the budget line
        the quarterly review|the shortlist|the brand survey|the help article|the sign-up form
    """,
    "effect": """
        doubled in a week|fell below what the pilot had shown|stayed flat for a month|moved to the rival
        grew, and nobody could say why|stopped the day the offer ended|looked good for ten days and then sank
        cost three times as much as planned|reached people who already were customers|arrived after the decision
        brought sign-ups and no purchases|made finance nervous|was praised and not used|split the buying committee
        held up in every region but one|came back cheaper in the second wave|was copied within a fortnight
        hardly moved the number it was meant to move|carried the whole result|lost its effect with repetition
    """,
    "clause": """
        the buyer wanted proof from their own industry|nobody had asked who signs|the season did half of the work
        the first number hid how few people it stood for|our answers took longer than their patience
        the audience trusted the creator and not the brand|the price was compared with the wrong rival
        the segment was too wide to say anything to anyone|the two offers ran against each other
        support heard about the launch from customers|the rival answered within a day
        the new page loaded slowly on old phones|legal saw the terms in the last week
        the local team had warned about the holiday|the pilot had been run by our best people
        the tracking broke and was repaired after the peak|stock ran out on the second weekend
        the champion changed jobs in the middle of the review|the survey asked people who had bought before
        we had no region left to compare with|the message was translated and not rewritten
        the budget was cut after the first bad day|the old contract renewed itself
        the free month attracted people who collect free months|our demo answered questions nobody had
        the committee met without our sponsor|the creator had promoted a rival in spring
        the discount taught customers to wait|the sales team was measured on meetings
        the integration was promised for a version that did not exist
    """,
    "advice": """
        hold back one region before going national|ask who signs before the second call
        answer security questions within two working days|write the local copy with the local team
        agree on the stopping rule before the start|count purchases, not sign-ups
        price against what the buyer uses today|brief support a week before the launch
        check what a creator advertised in the last six months|keep the offer and change the page, not both
        bring the reference customer in before procurement does|repair the tracking before spending on reach
        set the target from the last run, not from the wish|plan stock for twice the forecast
        show the integration working or leave it out of the offer|ask lapsed customers why they left
        run the rerun in the same season|put the whole cost into the comparison
        talk to finance before the quarter ends|let the second wave wait for the first result
    """,
    "short": """
        late answers|no local proof|the wrong segment|a cheaper rival|an early holiday|a tired audience|missing stock
        a broken link|a change of sponsor|a vague offer|a slow page|no control group|an old price list
        a good reviewer|a clear promise|a quick pilot|a patient partner|one honest demo|a well-timed reminder
    """,
    "who": """
        the sales lead|the regional team|the agency|the analyst|the partner manager|two creators|the customer
        procurement|the finance team|the product manager|the head of brand|support|the local reseller|the champion
    """,
}  # fmt: skip
SENTENCES = """
    In week {week} {thing} {effect}.
    {who} said that {clause}, and the figures agree.
    {thing} {effect}; {who} had expected the opposite.
    We had planned {amount} and spent {spent}, most of it before {thing} was ready.
    Nobody owned {thing}, so {clause}.
    {person} asked in the kick-off whether {clause}, and we moved on.
    By {month} it was plain that {clause}.
    The plan rested on {short}, and what we met was {short}.
    Of {many} people who saw {thing}, {few} came back.
    {rival} offered less, and {clause}.
    What worked was {short}: {thing} {effect}.
    When {who} changed {thing}, the rest {effect}.
    Two explanations are left: {clause}, or {clause}.
    Compared with the run before, {thing} {effect}, while {thing} stayed as it was.
    {company} told us afterwards that {clause}.
    It took {days} days until somebody noticed that {clause}.
    The team in {market} would {advice}.
    The lesson is plain and easy to forget: {advice}.
    We would do it again, and {advice}.
    A cheaper test would have shown it: {advice}.
    {who} and {who} read the same chart and drew opposite conclusions.
    For {product} this was new; {thing} {effect}.
    The number everybody quoted, {share}%, covered {many} people and one good weekend.
    After the second call {company} stopped answering, because {clause}.
    None of this was in the brief, where {thing} had one line.
    The share that came through {thing} was {share}%, against {other}% in the plan.
"""
PHRASES = {
    "surprise": "{thing} {effect}|{share}% came through {thing}|{who} had known for weeks that {clause}",
    "claim": "{thing} will carry the result|{clause}|{who} will find the time|{share}% will stay",
    "test": "compare two regions for {days} days|ask {few} customers|leave {thing} out|read the logs of week {week}",
    "evidence": "{thing} {effect}|of {many} people {few} stayed|{who} confirmed it in the meeting",
    "cause": "{clause}|{thing} {effect}|{short} decided it|{who} was asked too late",
    "rule": "launch before {thing} was tried by outsiders|promise a date for {thing}|skip {thing} to save a week",
    "question": "Would it have worked without {short}?|Did {thing} matter in other markets?|Who decides about {thing}?",
    "feedback": "Send {thing} a week earlier|Give {who} one contact, not four|Name files so that {who} can find them",
    "action": "Rewrite {thing}|Ask {company} for a reference|Agree with {who} on {thing}|Measure {thing} by region",
    "counter": "we had known that {clause}|{thing} had been ready in week {week}|{who} had been in the room",
    "what": "{thing}|{short}|how long {thing} takes|how much {who} can decide",
    "voice": "I bought it because of {short}.|Honestly, {thing} confused me.|My followers asked where to get it.",
    "sum": "{thing} {effect}, because {clause}.|{clause}, and {thing} {effect}.|We counted on {short} and met {short}.",
    "moral": "Next time: {advice}.|It matters because {clause}.|Worth repeating: {short}.|The fix is to {advice}.",
    "title": "How {short} decides a launch|What {product} learned in {market}|{rival} and {short}: an outside view",
}
UNWORDED = dict(
    zip(
        sorted(VARIABLES),
        itertools.cycle(("packaging", "distribution", "supply", "fulfilment", "service", "brand", "speed")),
        strict=False,
    )
)
"""For each of these one that no record words, so that it can be said to be kept between any two."""

RU_SLOTS = {
    "thing": """
        посадочная страница|пробная версия|рассылка партнёра|первая серия роликов|акция на выходных|таблица сравнения
        анкета по безопасности|витрина в магазинах|презентация для закупщиков|программа лояльности|форма заявки
        демонстрация на втором звонке|брошюра на местном языке|скидка для новых клиентов|вторая волна рекламы
    """,
    "effect": """
        сработала лишь в одном регионе|обошлась втрое дороже плана|понравилась тем, кто уже купил
        дала заявки, но не дала продаж|опоздала на две недели|осталась без внимания|неожиданно вытянула весь результат
        заметно просела после праздников|держалась ровно до конца скидки|вызвала больше вопросов, чем ответов
    """,
    "clause": """
        никто не спросил, кто подписывает договор|праздники сдвинули спрос на месяц|конкурент ответил за один день
        блогеру верили больше, чем бренду|аналитика сломалась в самый важный день|склад опустел ко вторым выходным
        цену сравнили не с тем товаром|юристы увидели условия в последнюю неделю|аудитория оказалась слишком широкой
        первые цифры скрыли, как мало за ними людей|поддержка узнала о запуске от клиентов
        наш союзник у клиента сменил работу|перевод сделали, а текст не переписали|сравнивать было не с чем
        скидка научила покупателей ждать|пилот вели наши лучшие люди|бюджет урезали после первого плохого дня
    """,
    "advice": """
        оставить один регион без рекламы для сравнения|узнать до второго звонка, кто принимает решение
        отвечать на вопросы безопасности за два дня|писать местные тексты вместе с местной командой
        заранее договориться, когда останавливаемся|считать покупки, а не регистрации|предупредить поддержку за неделю
        проверить, что блогер рекламировал полгода назад|менять что-то одно|не обещать того, чего ещё нет
    """,
    "short": """
        долгие ответы|чужая аудитория|дешёвый конкурент|ранние праздники|понятное обещание|хороший обзор
        пустой склад|сломанная ссылка|быстрый пилот|честная демонстрация|расплывчатое предложение
    """,
    "who": """
        отдел продаж|региональная команда|агентство|аналитик|партнёр|клиент|руководитель проекта|местный дилер
    """,
}  # fmt: skip
RU_SENTENCES = """
    На неделе {week} стало видно: {clause}.
    Вышло так: {thing} {effect}.
    Причина проста: {clause}.
    Мы рассчитывали на {amount}, потратили {spent}, и главное тут одно: {clause}.
    Вопрос, который задаёт {who}: а что, если {clause}?
    Остаются два объяснения: {clause} или {clause}.
    Нам мешали {short} и {short}.
    Из {many} человек вернулись {few}; {thing} {effect}.
    Стоило сделать иначе: {advice}.
    Урок легко забыть: {advice}.
    Доля составила {share}% вместо {other}%, потому что {clause}.
    Через {days} дней кто-то заметил, что {clause}.
    В {month} стало ясно, что {clause}.
    Заслуживает повторения одно: {advice}.
    По сравнению с прошлым разом {thing} {effect}.
    Для {product} это было впервые, и {thing} {effect}.
"""
RU_PHRASES = {
    "surprise": "{thing} {effect}|{clause}",
    "claim": "{thing} решит дело|{clause}|{share}% останутся с нами",
    "test": "сравнить два региона за {days} дней|опросить {few} клиентов",
    "evidence": "{thing} {effect}|из {many} человек остались {few}",
    "cause": "{clause}|{thing} {effect}",
    "rule": "запускать без проверки в одном регионе|обещать срок, о котором не договорились|экономить на проверке",
    "question": "Вышло бы то же самое в другом регионе?|Кто решает, какой будет скидка?|Что из этого дал сезон?",
    "feedback": "Присылать материалы на неделю раньше|Назначить одного ответственного, а не четырёх",
    "action": "Переписать тексты|Попросить отзыв у клиента|Измерять по регионам|Обновить прайс-лист",
    "counter": "мы знали, что {clause}|всё было готово к неделе {week}",
    "what": "сроки согласования|интерес аудитории|терпение клиента|стоимость заявки",
    "voice": "Купил из-за обзора.|Честно говоря, условия акции непонятны.|Подписчики спрашивают, где это купить.",
    "sum": "Вышло так: {thing} {effect}.|Причина проста: {clause}.|Ожидания не оправдались: {clause}.",
    "moral": "В следующий раз стоит {advice}.|Это важно, потому что {clause}.",
    "title": "Чему научил запуск {product}|Рынок и {short}: взгляд со стороны",
}
MONTHS = "January February March April May June July August September October November December".split()
RU_MONTHS = "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре".split()


def split_phrases(text: str) -> list[str]:
    """Split a text into its phrases, which are separated by bars and line ends."""
    return [phrase.strip() for line in text.strip().splitlines() for phrase in line.split("|") if phrase.strip()]
