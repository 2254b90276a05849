"""Tongues: the small words and the letters by which a language shows itself."""

import re
from collections import Counter

_SMALL_WORDS = {
    "en": "the of and to in a is that for on with as it was by at from be has have had an are this will not but his"
    " its he they who which or were their after said years during been would over about into more than up out says no"
    " new us if we two before could can may also against between when there all her she what how why you your our last"
    " first",
    "fr": "le la les des du et est une dans pour qui que sur au avec par pas ont sont cette aux plus mais après leur"
    " ce il à été corée",
    "de": "der die das und ist den von zu mit dem des ein eine auf für im nicht sich auch nach bei wird hat einen am"
    " über ab nordkorea südkorea",
    "es": "el la los las de del y en que un una por con para se su al lo más como fue ha pero sobre este tras"
    " entre corea",
    "pt": "o os as de do da dos das e em que um uma por com para se ao mais como foi não na no sua pela após à coreia",
    "it": "il lo la gli le di del della e in che un una per con non si al è sono da dal nel alla anche più dopo corea",
    "nl": "de het een van en in is dat op te voor met zijn niet aan er om ook naar bij door over uit wordt noord zuid",
    "sv": "och att det i en är som på av för med den till inte har de om ett var från sydkorea nordkorea",
    "da": "og at det i en er som på af for med den til ikke har de om et var fra efter sydkorea nordkorea",
    "no": "og at det i en er som på av for med den til ikke har de om et var fra etter sør nord",
    "fi": "ja on ei se että oli hän ovat mutta kun myös joka sekä mukaan kanssa pohjois etelä koreaan",
    "pl": "w i na z się nie do że to jest o jak po za od przez oraz dla był korea korei",
    "cs": "a v se na je že s z do o i k pro ale jako po by za od jsou severní",
    "sk": "a v sa na je že s z do o i k pre ale ako po by za od sú severná kórea",
    "hu": "a az és hogy nem is egy van meg ez volt azt csak észak korea dél már de mint",
    "ro": "și în de la a cu pe care nu să din o un este mai au pentru că după coreea",
    "hr": "i u je na se da su za od s o a koje koji te ali nije sjeverna koreja južna",
    "sq": "të në e dhe për me një që nga është si nuk ka do",
    "tr": "ve bir bu için ile da de olarak daha çok en gibi kadar sonra olan kuzey güney kore",
    "az": "və bir bu üçün ilə də da olan edib ki koreya şimali cənubi",
    "uz": "va bilan uchun bu bir ham deb shimoliy janubiy koreya edi",
    "id": "yang dan di dengan untuk dari pada ini itu dalam tidak akan ke oleh telah juga sebagai utara selatan",
    "ms": "yang dan di dengan untuk dari pada ini itu dalam tidak akan ke oleh telah juga sebagai ialah utara berkata",
    "tl": "ang ng sa na mga at ay ni si para kay ito hindi nang",
    "vi": "và của là các cho trong được với không có một những người này đã về triều tiên hàn quốc",
    "sw": "na ya wa kwa ni katika la za kuwa hii kaskazini kusini alisema",
    "et": "ja on ei et see oli kui ka mis aga oma põhja lõuna",
    "lv": "un ir ar no uz ka par kas bet arī ziemeļkoreja",
    "lt": "ir yra su iš kad į ne bet tai apie šiaurės korėja",
    "eu": "eta da ez du bat dira zuen ere ipar",
    "ca": "el la els les de del i en que un una per amb no és dels al més corea",
}  # fmt: skip
ENGLISH = frozenset(_SMALL_WORDS.pop("en").split())
_COUNTS = Counter(word for words in _SMALL_WORDS.values() for word in set(words.split()))
SMALL_WORDS = {
    code: {word: 1 / _COUNTS[word] for word in words.split() if word not in ENGLISH and len(word) > 1}
    for code, words in _SMALL_WORDS.items()
}
"""Weights: a word that many languages have says little."""

SCRIPTS = (
    ("ko", re.compile("[\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e]")),
    ("ja", re.compile("[\u3041-\u30ff]")),
    ("zh", re.compile("[\u4e00-\u9fff\u3400-\u4dbf]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("bn", re.compile("[\u0980-\u09ff]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("lo", re.compile("[\u0e80-\u0eff]")),
    ("my", re.compile("[\u1000-\u109f]")),
    ("km", re.compile("[\u1780-\u17ff]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
    ("am", re.compile("[\u1200-\u137f]")),
    ("mn", re.compile("[\u1800-\u18af]")),
)
"""A script and the language it mostly writes."""

LETTERS = {
    "ru": (("uk", re.compile("[іїєґІЇЄҐ]")), ("kk", re.compile("[қғңәһҚҒҢӘҺ]")), ("mn", re.compile("[өүӨҮ]")),
           ("sr", re.compile("[ђћјљњџЂЋЈЉЊЏ]"))),
    "ar": (("ur", re.compile("[ٹڈڑےں]")), ("fa", re.compile("[پچژگ]"))),
}  # fmt: skip
"""Letters that tell a language from the one that its script mostly writes."""

LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
