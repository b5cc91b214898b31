"""Where the people of the demo live, and the organisations of the network: invented names in real prefectures."""

from functools import cache
from random import Random

from bansou.core import postal

# A few towns of each prefecture; their houses are numbered as no house is.
POSTAL_CODES = {
    "01": "0060852 0660065 0600820 0410836 0992194",
    "02": "0383276 0392241 0360368 0340085 0370021",
    "03": "0285711 0290602 0230831 0287536 0200117",
    "04": "9813217 9872359 9811103 9880032 9896443",
    "05": "0120811 0100684 0184734 0130444 0141112",
    "06": "9996732 9902307 9920055 9970321 9940003",
    "07": "9600462 9792322 9650873 9610829 9634601",
    "08": "3100816 3140024 3150073 3002494 3020012",
    "09": "3291405 3260016 3214356 3293144 3230828",
    "10": "3720844 3730843 3780052 3703333 3770204",
    "11": "3400201 3390015 3600115 3309503 3320016",
    "12": "2701402 2880023 2760037 2600806 2900057",
    "13": "1890024 1830002 1000013 1060045 1920902",
    "14": "2340051 2530028 2100014 2300073 2520811",
    "15": "9492317 9400868 9570006 9580262 9521202",
    "16": "9391125 9370005 9300936 9391637 9360814",
    "17": "9272304 9200939 9291172 9202163 9292218",
    "18": "9100265 9110026 9103376 9150801 9161222",
    "19": "4080113 4030016 4000393 4091314 4000836",
    "20": "3812203 3820054 3920008 3950811 3870007",
    "21": "5020042 5010296 5060804 5013963 5090114",
    "22": "4100021 4280106 4170014 4380066 4110806",
    "23": "4890909 4440245 4442409 4450006 4750029",
    "24": "5181417 5150832 5100843 5110125 5160072",
    "25": "5201602 5260103 5200472 5291802 5230845",
    "26": "6292523 6011111 6200856 6011334 6050812",
    "27": "5720828 5900526 5730122 5310061 5900941",
    "28": "6692401 6620013 6790221 6700013 6750334",
    "29": "6320045 6300113 6350046 6391103 6390237",
    "30": "6410023 6470061 6490422 6461337 6420018",
    "31": "6800854 6820006 6830032 6840054",
    "32": "6930044 6901402 6993226 6991123 6982145",
    "33": "7140081 7081206 7070206 7100844 7091215",
    "34": "7270013 7293424 7330862 7370836 7390621",
    "35": "7541101 7410063 7470056 7430045 7450615",
    "36": "7795342 7700938 7720041 7730014 7740002",
    "37": "7600011 7630105 7692908 7620035 7650073",
    "38": "7993421 7990644 7993741 7960293 7960901",
    "39": "7870022 7810243 7817107 7880038 7840023",
    "40": "8030845 8070813 8120001 8380033 8180105",
    "41": "8400514 8470875 8450004 8430152 8410023",
    "42": "8550007 8594304 8540696 8570871 8511315",
    "43": "8610116 8690546 8611363 8611193 8616102",
    "44": "8797103 8700322 8720541 8770007 8791304",
    "45": "8891112 8820081 8892162 8850064 8860112",
    "46": "8912103 8910183 8995422 8913198 8990212",
    "47": "9010212 9050021 9011502 9012552 9042233",
}
# Foreign residents per prefecture, roughly: where supporters are needed and found.
WEIGHTS = dict.fromkeys(POSTAL_CODES, 3) | {
    "01": 8, "04": 5, "08": 14, "09": 9, "10": 13, "11": 35, "12": 33, "13": 95, "14": 42, "19": 4, "20": 7,
    "21": 12, "22": 20, "23": 48, "24": 11, "25": 7, "26": 13, "27": 46, "28": 23, "29": 3, "33": 7, "34": 11,
    "40": 17, "43": 5, "47": 5,
}  # fmt: skip

_CREATURES = "うさぎ くじら ふくろう かもめ きつね りす とんぼ つばめ ほたる かえる"
_SKIES = "ほし つき くも そら うみ かぜ ゆき もり あめ にじ はな"
_LATIN = {
    "うさぎ": "Usagi", "くじら": "Kujira", "ふくろう": "Fukuro", "かもめ": "Kamome", "きつね": "Kitsune",
    "りす": "Risu", "とんぼ": "Tombo", "つばめ": "Tsubame", "ほたる": "Hotaru", "かえる": "Kaeru",
    "ほし": "Hoshi", "つき": "Tsuki", "くも": "Kumo", "そら": "Sora", "うみ": "Umi", "かぜ": "Kaze",
    "ゆき": "Yuki", "もり": "Mori", "あめ": "Ame", "にじ": "Niji", "はな": "Hana",
}  # fmt: skip
_KINDS = (
    ("国際相談室", "コクサイソウダンシツ", "Consultation Room"),
    ("多文化センター", "タブンカセンター", "Intercultural Centre"),
    ("移住者ユニオン", "イジュウシャユニオン", "Migrants’ Union"),
    ("難民支援の会", "ナンミンシエンノカイ", "Refugee Support Group"),
    ("ことばの教室", "コトバノキョウシツ", "Language School"),
    ("医療通訳の会", "イリョウツウヤクノカイ", "Medical Interpreters"),
    ("こども学習室", "コドモガクシュウシツ", "Children’s Study Room"),
    ("女性の家", "ジョセイノイエ", "Women’s House"),
    ("労働相談所", "ロウドウソウダンジョ", "Labour Advice Office"),
    ("くらし食堂", "クラシショクドウ", "Community Kitchen"),
)
_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}


def prefecture(rng: Random) -> str:
    return rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]


def address(rng: Random, prefecture_code: str) -> dict[str, str]:
    """Postal code, prefecture, municipality and street, as the registration asks for them."""
    code = rng.choice(POSTAL_CODES[prefecture_code].split())
    found = _town(code)
    street = f"{found.town}{rng.randint(7, 9)}丁目99番{rng.randint(1, 99)}号"
    return {
        "postal_code": code,
        "prefecture": found.prefecture_code,
        "municipality": found.municipality,
        "street": street,
        "building": rng.choice(("", "", "", f"見本荘{rng.randint(101, 305)}号室")),
    }


@cache
def _town(postal_code: str) -> postal.Address:
    return postal.lookup(postal_code)[0]


def organisation(index: int) -> dict[str, str]:
    """The organisation with this number: the first 110 have names of their own."""
    skies, creatures = _SKIES.split(), _CREATURES.split()
    sky, creature = skies[index % len(skies)], creatures[index // len(skies) % len(creatures)]
    kind, kana, latin = _KINDS[(index * 7) % len(_KINDS)]
    plain = f"{_LATIN[sky]} {_LATIN[creature]}"
    return {
        "name": f"{sky}{creature}{kind}",
        "kana": f"{(sky + creature).translate(_KATAKANA)} {kana}",
        "latin": f"{plain} {latin}",
        "website": f"https://{plain.lower().replace(' ', '-')}.example/",
        "mail": f"{plain.lower().replace(' ', '.')}@example.org",
        "phone": f"050-0000-{index:04}",
    }
