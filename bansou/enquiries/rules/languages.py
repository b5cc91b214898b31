"""Guesses the language of a message by its letters, where nobody said it: a first sorting, which the desk corrects."""

import re

# By the first script that is found in this order: Japanese mixes kana with Chinese characters, Chinese has no kana.
_SCRIPTS = (
    ("ja", re.compile(r"[ぁ-ゖァ-ヺ]")),
    ("ko", re.compile(r"[가-힣]")),
    ("zh-hans", re.compile(r"[一-鿿]")),
    ("my", re.compile(r"[က-႟]")),
    ("ne", re.compile(r"[ऀ-ॿ]")),
    ("fa", re.compile(r"[؀-ۿ]")),
    ("vi", re.compile(r"[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)),
    ("pt-br", re.compile(r"[ãõç]", re.IGNORECASE)),
    ("es", re.compile(r"[ñ¿¡]", re.IGNORECASE)),
)


def guess(text: str) -> str:
    """A code of core.languages.LANGUAGES; English where the letters tell nothing."""
    return next((code for code, letters in _SCRIPTS if letters.search(text)), "en")
