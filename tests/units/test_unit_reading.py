"""Units as people write them: what is read after and before a number, what is not, and why."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.extract.quantity.units import read_prefix, read_rate, read_unit
from kzcheck.lang import Tokens, read, tokenize

SCALES = {"thousand", "million", "billion", "trillion", "bn", "mn", "mln", "lakh", "crore"}


def _number(tokens: Tokens) -> int:
    """Find the numeral: the token after "#", else the first digits."""
    return next(i for i, word in enumerate(tokens.words) if word[0].isdecimal())


def _after(text: str):
    """Read the unit after the first number and its scale word; text before "#" is only context."""
    context, _mark, rest = text.rpartition("#")
    tokens = tokenize(context + rest)
    i = next(k for k, start in enumerate(tokens.start) if start >= len(context) and tokens.words[k][0].isdecimal())
    i += 1
    while i < len(tokens) and tokens.words[i] in SCALES:
        i += 1
    return read_unit(tokens, i), tokens


# text, unit, words read, factor
AFTER = """
5 tonnes | t | tonnes
5 metric tons | t | metric tons
5 metric-ton loads | t | metric-ton
5 t | t | t
5t | t | t
3.2 Mt | Mt | Mt
400 kt of ore | kt | kt
1.4 Gt | Gt | Gt
12 MMT | Mt | MMT
7 kilograms | kg | kilograms
7 kg | kg | kg
7kg | kg | kg
5-kg bags | kg | kg
7 kilos | kg | kilos
12 grams | g | grams
12 g | g | g
40 mg | mg | mg
40 milligrammes | mg | milligrammes
5 µg | ug | µg
5 μg | ug | μg
5 mcg | ug | mcg
5 micrograms | ug | micrograms
12 lb | lb | lb
12 lbs | lb | lbs
8 ounces | oz | ounces
8 oz | oz | oz
3 troy ounces | troy_oz | troy ounces
2 short tons | short_ton | short tons
2 long tons | long_ton | long tons
4 quintals | quintal | quintals
5 carats | carat | carats
60,000 deadweight tons | dwt | deadweight tons
35 DWT | dwt | DWT
5 km | km | km
5 kilometres | km | kilometres
5 kilometers | km | kilometers
5km | km | km
10-kilometre road | km | kilometre
1.8 m | m | m
100 metres | m | metres
30 cm | cm | cm
4 mm of rain | mm | mm
90 nm | nm | nm
2.5 µm | um | µm
2 microns | um | microns
5 miles | mi | miles
12 nautical miles | nmi | nautical miles
6 feet | ft | feet
6 ft | ft | ft
40-foot wave | ft | foot
5 inches | inch | inches
3 yards | yd | yards
4 light-years | ly | light-years
5 square kilometres | km2 | square kilometres
5 sq km | km2 | sq km
5 sq. km | km2 | sq. km
5 km2 | km2 | km2
5 km² | km2 | km²
5 km^2 | km2 | km^2
80 m2 | m2 | m2
80 m² | m2 | m²
80 sqm | m2 | sqm
80 square meters | m2 | square meters
900 square feet | ft2 | square feet
900 sq ft | ft2 | sq ft
900 sq. ft | ft2 | sq. ft
30 hectares | ha | hectares
30 ha | ha | ha
30 acres | acre | acres
3 square miles | mi2 | square miles
50 cubic metres | m3 | cubic metres
50 m3 | m3 | m3
50 m³ | m3 | m³
50 cu m | m3 | cu m
12 bcm | bcm | bcm
12 billion cubic metres | m3 | cubic metres
9 cubic kilometres | km3 | cubic kilometres
2 trillion cubic feet | ft3 | cubic feet
2 Tcf | tcf | Tcf
2 litres | L | litres
2 liters | L | liters
2 l | L | l
500 ml | mL | ml
500 mL | mL | mL
3 hectolitres | hL | hectolitres
3 gallons | gal | gallons
3 US gallons | gal | US gallons
3 imperial gallons | imp_gal | imperial gallons
5 barrels | bbl | barrels
5 bbl | bbl | bbl
300 bushels | bushel | bushels
7 acre-feet | acre_foot | acre-feet
2 tablespoons | tbsp | tablespoons
3 seconds | s | seconds
3 s | s | s
3.5s | s | s
3 secs | s | secs
30-second clip | s | second
50 ms | ms | ms
50ms | ms | ms
50 milliseconds | ms | milliseconds
5 µs | us | µs
5us | us | us
7 ns | ns | ns
5 minutes | min | minutes
5 min | min | min
5 mins | min | mins
2 hours | h | hours
2 h | h | h
2 hrs | h | hrs
24-hour shift | h | hour
3 days | day | days
3-day visit | day | day
6 weeks | week | weeks
18 months | month | months
5 years | year | years
20-year term | year | year
5 yrs | year | yrs
5 decades | decade | decades
2 centuries | century | centuries
three of 4 quarters | quarter | quarters
5 kWh | kWh | kWh
5 kilowatt-hours | kWh | kilowatt-hours
5 kilowatt hours | kWh | kilowatt hours
60 TWh | TWh | TWh
60 terawatt hours | TWh | terawatt hours
7 GWh | GWh | GWh
8 MJ | MJ | MJ
8 petajoules | PJ | petajoules
8 BTU | BTU | BTU
8 MMBtu | MMBTU | MMBtu
8 million BTU | BTU | BTU
200 kcal | kcal | kcal
2,000 calories | kcal | calories
3 Mtoe | Mtoe | Mtoe
3 tonnes of oil equivalent | toe | tonnes of oil equivalent
5 boe | boe | boe
10 MW | MW | MW
10 mW | mW | mW
10 megawatts | MW | megawatts
3 GW | GW | GW
3-gigawatt plant | GW | gigawatt
60 watts | W | watts
60 W | W | W
300 horsepower | hp | horsepower
300 hp | hp | hp
5 GWp | GWp | GWp
220 V | V | V
220 volts | V | volts
400 kV | kV | kV
5 amps | A | amps
500 mA | mA | mA
4,000 mAh | mAh | mAh
50 ohms | ohm | ohms
50 Ω | ohm | Ω
5 GHz | GHz | GHz
5 gigahertz | GHz | gigahertz
60 Hz | Hz | Hz
3,000 rpm | rpm | rpm
72 bpm | count/min | bpm
60 fps | count/s | fps
30 kN | kN | kN
5 newtons | N | newtons
1013 hPa | hPa | hPa
2 bar | bar | bar
120 mmHg | mmHg | mmHg
120 mm Hg | mmHg | mm Hg
32 psi | psi | psi
8 bits | bit | bits
64-bit code | bit | bit
8 bytes | B | bytes
5 MB | MB | MB
5 Mb | Mbit | Mb
5 GB | GB | GB
5 gigabytes | GB | gigabytes
5 TB | TB | TB
5 MiB | MiB | MiB
100 Mbps | Mbit/s | Mbps
100 Mbit/s | Mbit/s | Mbit/s
100 megabits per second | Mbit/s | megabits per second
4 Gb/s | Gbit/s | Gb/s
40 MB/s | MB/s | MB/s
25 °C | degC | °C
25°C | degC | °C
25 degrees Celsius | degC | degrees Celsius
25 degrees C | degC | degrees C
77 °F | degF | °F
77 degrees Fahrenheit | degF | degrees Fahrenheit
5 kelvin | K | kelvin
5 lumens | lm | lumens
85 dB | dB | dB
85 decibels | dB | decibels
2.5 mSv | mSv | mSv
300 becquerels | Bq | becquerels
5 mmol | mmol | mmol
5 IU | IU | IU
40 international units | IU | international units
30 degrees of arc | deg | degrees of arc
5 percent | percent | percent
5 per cent | percent | per cent
5% | percent | %
5 % | percent | %
5 pct | percent | pct
5 percentage points | pp | percentage points
5 percentage-point rise | pp | percentage-point
5 p.p. | pp | p.p.
5 pp | pp | pp
5 basis points | bp | basis points
5 per mille | permille | per mille
5‰ | permille | ‰
420 ppm | ppm | ppm
420 parts per million | ppm | parts per million
5 TEU | TEU | TEU
5 TEUs | TEU | TEUs
5 twenty-foot equivalent units | TEU | twenty-foot equivalent units
5 20-foot containers | TEU | 20-foot containers
5 forty-foot containers | FEU | forty-foot containers
5 FEU | FEU | FEU
5 people | person | people
300 head of cattle | head | head of cattle
5 doses | dose | doses
5 seats | seat | seats
5 votes | vote | votes
12 megapixels | Mpixel | megapixels
5,000 lines of code | LOC | lines of code
40 kLOC | kLOC | kLOC
5 dollars | USD | dollars
5 US dollars | USD | US dollars
5 bucks | USD | bucks
5 million Canadian dollars | CAD | Canadian dollars
5 euros | EUR | euros
5 € | EUR | €
5€ | EUR | €
34.6 USD | USD | USD
34.6 million AZN | AZN | AZN
5 manats | AZN | manats
5 million tenge | KZT | tenge
5 roubles | RUB | roubles
5 rubles | RUB | rubles
5 hryvnias | UAH | hryvnias
5 yen | JPY | yen
5 billion yuan | CNY | yuan
5 rupees | INR | rupees
5 crore rupees | INR | rupees
5 pounds sterling | GBP | pounds sterling
5 Swiss francs | CHF | Swiss francs
5 zlotys | PLN | zlotys
5 rand | ZAR | rand
5 reais | BRL | reais
5 baht | THB | baht
5 ringgit | MYR | ringgit
5 naira | NGN | naira
5 million lari | GEL | lari
5 shekels | ILS | shekels
5 kroner | NOK | kroner
5 bitcoins | BTC | bitcoins
50 cents | USD | cents | 1/100
50 euro cents | EUR | euro cents | 1/100
50 pence | GBP | pence | 1/100
50 kopecks | RUB | kopecks | 1/100
50 paise | INR | paise | 1/100
5 tons per year | t/year | tons per year
5 tons a year | t/year | tons a year
5 million tonnes annually | t/year | tonnes annually
5 tonnes per annum | t/year | tonnes per annum
5 tonnes p.a. | t/year | tonnes p.a.
5 million barrels per day | bbl/day | barrels per day
5 million barrels a day | bbl/day | barrels a day
5 million barrels daily | bbl/day | barrels daily
5 million bpd | bbl/day | bpd
5 million b/d | bbl/day | b/d
850 kb/d | bbl/day | kb/d | 1000
3 mmbpd | bbl/day | mmbpd | 1000000
5 mtpa | Mt/year | mtpa
100 km/h | km/h | km/h
100 kph | km/h | kph
100 kilometres per hour | km/h | kilometres per hour
100 kilometres an hour | km/h | kilometres an hour
60 mph | mph | mph
60 miles per hour | mph | miles per hour
60 miles an hour | mph | miles an hour
60 miles-per-hour winds | mph | miles-per-hour
20 knots | knot | knots
9.8 m/s2 | m/s**2 | m/s2
9.8 m/s² | m/s**2 | m/s²
5 kWh/m2 | kWh/m2 | kWh/m2
5 kWh/m²/year | kWh/m2/year | kWh/m²/year
5 kg/m2 per year | kg/m2/year | kg/m2 per year
5 g/l | g/L | g/l
5 mg/dL | mg/dL | mg/dL
5 mg/kg | mg/kg | mg/kg
5 mg/kg/day | mg/kg/day | mg/kg/day
12 µg/m³ | ug/m3 | µg/m³
12 micrograms per cubic metre | ug/m3 | micrograms per cubic metre
3 t/ha | t/ha | t/ha
3 t ha-1 | t/ha | t ha-1
3 t ha⁻¹ | t/ha | t ha⁻¹
400 W m-2 | W/m**2 | W m-2
3 tonnes per hectare | t/ha | tonnes per hectare
50 bushels per acre | bushel/acre | bushels per acre
50 bushels an acre | bushel/acre | bushels an acre
40 people per square kilometre | person/km2 | people per square kilometre
6.4 litres per 100 km | L/(100*km) | litres per 100 km
6.4 l/100 km | L/(100*km) | l/100 km
15 kWh per 100 km | kWh/(100*km) | kWh per 100 km
30 miles per gallon | mi/gal | miles per gallon
12 per 100,000 people | count/(100000*person) | per 100,000 people
12 per 100 000 inhabitants | count/(100000*person) | per 100 000 inhabitants
12 per 1,000 live births | count/(1000*count) | per 1,000 live births
12 per million | count/(1000000*count) | per million
12 per thousand people | count/(1000*person) | per thousand people
5 per hour | count/h | per hour
5 per capita | count/person | per capita
5 percent a year | percent/year | percent a year
5 tonnes per capita | t/person | tonnes per capita
50 cents a litre | USD/L | cents a litre | 1/100
40 dollars a barrel | USD/bbl | dollars a barrel
40 dollars a head | USD/person | dollars a head
40 euros per megawatt-hour | EUR/MWh | euros per megawatt-hour
40 EUR/MWh | EUR/MWh | EUR/MWh
20 minutes per patient | min/count | minutes per patient
5 hours each day | h/day | hours each day
5 hours every week | h/week | hours every week
5 kW h | kWh | kW h
4 km squared | km2 | km squared
4 km cubed | km3 | km cubed
4 km^3 | km3 | km^3
20 J/m^2 per year | J/m2/year | J/m^2 per year
20 N/m | N/m | N/m
10.5 celcius | degC | celcius
20 (kg) | kg | (kg)
20 [kg] | kg | [kg]
66 Ma | year | Ma | 1000000
10 million tonnes of oil a year | t/year | tonnes
3 litres of milk per cow | L/count | litres
2 tons of steel daily | t/day | tons
1,870 euros a month before tax | EUR/month | euros a month
5 million tonnes a year on the route | t/year | tonnes a year
0.75 cup | cup | cup
5 in | inch | in
250mls | mL | mls
4 LE | EGP | LE
5 Nm3 | m3 | Nm3
"""


def _rows(table: str):
    for line in table.strip().splitlines():
        text, unit, words, *factor = (part.strip() for part in line.split("|"))
        yield pytest.param(text, unit, words, Fraction(factor[0]) if factor else Fraction(1), id=text)


@pytest.mark.parametrize(("text", "unit", "words", "factor"), list(_rows(AFTER)))
def test_a_unit_after_its_number(text, unit, words, factor):
    found, tokens = _after(text if "of 4" not in text else text.replace("three of ", ""))
    assert found is not None
    assert (found.unit, tokens.surface(found.first, found.last), found.factor) == (unit, words, factor)


# Ambiguous spellings: text, unit, a word of the reason.
DECIDED = """
mined 5 million tons of ore | t | metric
U.S. mines produced 5 million tons of coal | short_ton | United States
American farmers harvested 5 tons | short_ton | United States
US exports of 5 million tons | t | metric
The US emitted 5 billion tons of carbon dioxide | t | metric
He lost 20 pounds in weight | lb | mass
The boxer weighed 200 pounds | lb | mass
They paid 200 pounds for it | GBP | sterling
The fund raised 3 million pounds | GBP | money
5 pounds of beef | lb | mass
It cost 4 million Egyptian pounds in Cairo, or #4 million pounds | EGP | country
an index that fell 20 points | index_point | index
The Dow Jones dropped 300 points | index_point | index
The Fed raised rates by 25 bps | bp | rates
a modem link of 9600 bps | bit/s | bits
The temperature reached 40 degrees | degC | Celsius
It was 95 degrees Fahrenheit, up #5 degrees | degF | Fahrenheit
He turned the camera by 45 degrees | deg | arc
40 degrees north | deg | arc
Temperatures rose to 25 C | degC | temperature
It was 25C in the shade | degC | glued
Heated to 450 F in the oven | degF | temperature
cooled to 4 K, where it was superconducting | K | temperature
The scanner has a magnetic field of 3 T | T | magnet
A force of 20 N | N | force
5 ft #11 in | inch | feet
a board 11 in long and wide | inch | word
a pipe of 6 in. diameter | inch | what follows
an 11in pipe | inch | glued
took 45s | s | glued
ran it in 1.5s | s | decimal
It sold for 5 trillion won | KRW | scale
Seoul gave 500 won | KRW | country
Argentina owed 5 million pesos | ARS | country
Manila spent 5 million pesos | PHP | country
It cost 5 million pesos | MXN | Mexican
Kuwait paid 5 million dinars | KWD | country
Iran gave 5 billion rials | IRR | country
Riyadh set aside 5 billion riyals | SAR | Saudi
Pakistan earned 5 billion rupees | PKR | country
Minsk spent 5 billion roubles | BYN | country
Turkmenistan spent 5 billion manats | TMT | country
Uzbekistan spent 5 billion som | UZS | country
Danish exports of 5 billion kroner | DKK | country
Czech sales of 5 billion crowns | CZK | country
Kenya borrowed 5 billion shillings | KES | country
Brazil spent 5 billion real | BRL | country
Italy spent 5 trillion lire | ITL | country
Ankara spent 5 billion lira | TRY | Turkish
2 cups of flour | cup | measure
5 stone lighter, his weight is 12 stone | stone | mass
winds of 85 kt | knot | speed
85 kt of copper | kt | kilotonnes
The hurricane's pressure was 940 mb | mbar | pressure
a file of 5 mb | MB | megabytes
5 TB of storage | TB | terabytes
a 5 ct diamond | carat | stones
The price of petrol rose to 150p | GBP | pence
A latency of 5 us | us | microseconds
200 head of cattle | head |
The herd has 200 head in winter | head | livestock
4g of acceleration | gee | gravity
5 mt | t | metric
10 pennies | USD | unless
London's 10 pennies | GBP | country
a 9" plate | inch | quotation
two kb per second, #4 kb per second | kbit/s | rate
The day's high was -10C | degC | reached
"""


def _decided(table: str):
    for line in table.strip().splitlines():
        text, unit, why = (part.strip() for part in line.split("|"))
        yield pytest.param(text, unit, why, id=text)


@pytest.mark.parametrize(("text", "unit", "why"), list(_decided(DECIDED)))
def test_an_ambiguous_word_is_decided_with_a_reason(text, unit, why):
    found, _tokens = _after(text)
    assert found is not None
    assert found.unit == unit
    assert why in found.why


NONE = """
March 11 in Baku
the 11 in the room
11 in Kazakhstan
11 in 2024
11 in long queues
11 in high schools
5 a
the 1990s
in his 20s
in their 20s and #30s
the team won 5, lost 3
Team 5 won the match
scored 20 points
beat them by 20 points
Article 5C of the law
Section 12F
8 TB cases
5 second place finishes
The 4 second quarter results
PHP 8
5 of them
5 and 6
5 (of 10)
5, then
23 universities
12 killed
4G networks
5G phones
the 1080p video
3D models
eight Boeing 747s
A320
7 the
12 degrees in engineering from the university
5 world cups
3 marks
5 real estate firms
10 per se
Boeing 777F to transport supplies
When must 13F be filed
or 14.7C/ per security
He said: "We sold 8" to them
Top 10 in
20 (in the year)
20 (s
1 per the agreement
7 to 1
"""


@pytest.mark.parametrize("text", NONE.strip().splitlines())
def test_nothing_becomes_a_unit_because_a_letter_stands_near(text):
    assert _after(text)[0] is None


@pytest.mark.parametrize(
    "text",
    [
        "up 5 percent a year earlier",
        "5 percent a year ago",
        "5 percent a year later",
        "5 percent a month after",
        "5 percent a year on",
    ],
)
def test_a_year_earlier_is_no_rate(text):
    assert _after(text)[0].unit == "percent"


@pytest.mark.parametrize(
    "text",
    [
        "5 tons daily rations",
        "5 tons monthly quota",
        "5 tons / 5.5 short tons",
        "5 kg/11 lb",
        "5 tons per",
        "5 tons /",
        "5 tons a",
    ],
)
def test_what_follows_is_no_rate(text):
    assert _after(text)[0].per == ""


BEFORE = """
$5 | USD
$ 5 | USD
US$5 | USD
US$ 5 | USD
USD5 | USD
USD 5 | USD
USD34.6 million | USD
A$5 | AUD
AU$5 | AUD
C$5 | CAD
CA$5 | CAD
NZ$5 | NZD
HK$5 | HKD
hk $ 5 | HKD
c $ 5 | CAD
a $ 5 | USD
Rupees 500 crore | INR
Euro 3.2 million | EUR
S$5 | SGD
NT$5 | TWD
R$5 | BRL
Canadian $5 | CAD
$5 Canadian | CAD
€5 | EUR
EUR 5 | EUR
£5 | GBP
GBP 5 | GBP
¥5 | JPY
Beijing spent ¥5 | CNY
RMB 5 | CNY
₸5 | KZT
KZT 5 | KZT
₼5 | AZN
AZN 5 | AZN
₽5 | RUB
₹5 | INR
Rs 5 | INR
Rs. 5 | INR
Rs.5 | INR
Pakistan owes Rs 5 | PKR
₩5 | KRW
₺5 | TRY
₴5 | UAH
₦5 | NGN
₱5 | PHP
Rp 5 | IDR
RM5 | MYR
CHF 5 | CHF
COP 5.2 billion | COP
ALL 5.2 million | ALL
PHP 5 million | PHP
pH 7 | pH
Mach 2 | mach
magnitude 6 | mag
magnitude-6 | mag
"""


@pytest.mark.parametrize(
    ("text", "unit"), [tuple(p.strip() for p in line.split("|")) for line in BEFORE.strip().splitlines()]
)
def test_a_unit_before_its_number(text, unit):
    tokens = tokenize(text)
    i = _number(tokens)
    found = read_prefix(tokens, i)
    assert found is not None
    assert (found.unit, found.last) == (unit, i - 1)


@pytest.mark.parametrize(
    "text",
    [
        "COP 29",
        "COP29 in Baku",
        "TOP 10",
        "ALL 50 states",
        "TRY 3 times",
        "PHP 8.2 and Python",
        "AMD 7",
        "usd 5",
        "5",
        "No. 5",
        "in 5",
    ],
)
def test_no_unit_before_a_number(text):
    tokens = tokenize(text)
    assert read_prefix(tokens, _number(tokens)) is None


@pytest.mark.parametrize(
    ("text", "unit", "words"),
    [
        ("$80 a barrel", "USD/bbl", "a barrel"),
        ("$80/bbl", "USD/bbl", "/bbl"),
        ("$80 per tonne", "USD/t", "per tonne"),
        ("$5 a share", "USD/count", "a share"),
        ("$5 per share", "USD/count", "per share"),
        ("$5 per vehicle sold", "USD/count", "per vehicle"),
        ("$5/user/month", "USD/count/month", "/user/month"),
        ("$5 million a year", "USD/year", "a year"),
        ("$5 million annually", "USD/year", "annually"),
        ("$15 an hour", "USD/h", "an hour"),
        ("$15 per 1,000 gallons", "USD/(1000*gal)", "per 1,000 gallons"),
        ("$500 per 1,000 cubic metres", "USD/(1000*m3)", "per 1,000 cubic metres"),
        ("$60,000 per capita", "USD/person", "per capita"),
        ("€40/MWh", "EUR/MWh", "/MWh"),
    ],
)
def test_money_per_thing(text, unit, words):
    tokens = tokenize(text)
    i = _number(tokens)
    money = read_prefix(tokens, i)
    j = i + 1
    while tokens.words[j] in SCALES:
        j += 1
    found = read_unit(tokens, j, money=money.unit)
    assert (found.unit, tokens.surface(found.first, found.last)) == (unit, words)


@pytest.mark.parametrize(
    "text", ["$80 in 2024", "$80 a year earlier", "$80 million monthly payment", "$80, a record", "$80"]
)
def test_money_that_is_no_rate(text):
    tokens = tokenize(text)
    j = 3 if "million" in text else 2
    assert read_unit(tokens, j, money="USD") is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("a barrel", "bbl"),
        ("per tonne", "t"),
        ("/t", "t"),
        ("each month", "month"),
        ("annually", "year"),
        ("yearly", "year"),
        ("daily", "day"),
        ("p.a.", "year"),
        ("per capita", "person"),
        ("per 100,000 people", "(100000*person)"),
        ("per 1,000 live births", "(1000*count)"),
    ],
)
def test_a_rate_alone(text, unit):
    found = read_rate(tokenize(text), 0)
    assert (found.unit, found.last) == (unit, len(tokenize(text)) - 1)


@pytest.mark.parametrize("text", ["a year earlier", "per se", "a new plan", "of it", "every"])
def test_no_rate(text):
    assert read_rate(tokenize(text), 0) is None


WORDS = sorted(
    {word for row in read("en", "units")["units"].values() for key in ("words", "symbols") for word in row.get(key, ())}
)


@given(
    st.lists(
        st.one_of(st.sampled_from([*WORDS, "per", "/", "a", "million", "5", "-", "1", ".", "$"]), st.text(max_size=5)),
        max_size=12,
    )
)
def test_any_text_is_read_within_its_tokens(parts):
    tokens = tokenize(" ".join(parts))
    for i in range(len(tokens) + 1):
        for found in (read_unit(tokens, i), read_rate(tokens, i), read_unit(tokens, i, money="USD")):
            assert found is None or (i <= found.first <= found.last < len(tokens) and found.dimension)
        before = read_prefix(tokens, i)
        assert before is None or (0 <= before.first <= before.last == i - 1)
