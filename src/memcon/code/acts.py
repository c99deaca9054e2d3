"""The act model: one pass over a sentence tells which words name acts, of what type, and who does and suffers them.

A small encoder (MiniLM) fine-tuned on the casebook alone, quantised, run by onnxruntime on one thread. One file holds the
weights, the vocabulary, the labels and the hash of the casebook that trained it. Triggers are tagged word piece by word
piece; a bilinear layer holds every trigger against every word as its actor or recipient (in the manner of Dozat and
Manning's parser, ICLR 2017, and of joint event extractors after Lin et al., ACL 2020).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from memcon.annotate.products import one_thread
from memcon.model.errors import NoModel
from memcon.model.record import Span

FILE = Path(__file__).parent.parent / "knowledge" / "model" / "acts.onnx"
MAX_PIECES = 126
_CLS, _SEP = 101, 102
_OUTPUTS = ("type", "mode", "code", "status", "reciprocal", "trigger", "party", "bias")


class Pieces:
    """Words to word pieces, the same in training and at run time."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        from tokenizers import Tokenizer
        from tokenizers.models import WordPiece
        from tokenizers.normalizers import BertNormalizer
        from tokenizers.pre_tokenizers import BertPreTokenizer

        self.tokenizer = Tokenizer(WordPiece({w: i for i, w in enumerate(vocabulary)}, unk_token="[UNK]", max_input_chars_per_word=100))
        self.tokenizer.normalizer = BertNormalizer(lowercase=True)
        self.tokenizer.pre_tokenizer = BertPreTokenizer()

    def cut(self, text: str) -> tuple[list[int], list[Span]]:
        """Ids with the two boundary marks, and each piece's span in ``text``, ``(0, 0)`` for the marks. Long texts are cut off."""
        encoded = self.tokenizer.encode(text[:4000], add_special_tokens=False)
        ids, spans = encoded.ids[:MAX_PIECES], encoded.offsets[:MAX_PIECES]
        return [_CLS, *ids, _SEP], [(0, 0), *spans, (0, 0)]


def inside(spans: Sequence[Span], span: Span) -> list[int]:
    """The pieces that overlap ``span``."""
    return [i for i, (s, e) in enumerate(spans) if s < span[1] and span[0] < e]


class Acts:
    """What the model sees in one sentence. ``types`` are probabilities, a row a piece; column 0 is no act."""

    def __init__(self, spans: list[Span], outputs: Sequence[Any], labels: dict[str, list[str]], width: int) -> None:
        self.spans = spans
        self.labels = labels
        self._raw = dict(zip(_OUTPUTS, outputs, strict=True))
        self._width = width
        self.types = _softmax(self._raw["type"])

    @cached_property
    def _log_roles(self) -> Any:
        """Log probabilities of no part, actor and recipient: ``[trigger piece, party piece, 3]``."""
        n = len(self.spans)
        trigger = self._raw["trigger"].reshape(n, 2, self._width)
        party = self._raw["party"].reshape(n, 2, self._width)
        logits = np.zeros((n, n, 3), dtype=np.float64)
        with one_thread():
            for k in (0, 1):
                logits[:, :, k + 1] = trigger[:, k] @ party[:, k].T + self._raw["bias"][None, :, k]
        return logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))

    def type_at(self, pieces: Sequence[int]) -> dict[str, float]:
        """Probabilities of each type, NONE with them, for the word that the pieces make."""
        if not pieces:
            return {"NONE": 1.0}
        mean = self.types[list(pieces)].mean(axis=0)
        return {t: float(p) for t, p in zip(self.labels["type"], mean, strict=True)}

    def roles_at(self, pieces: Sequence[int]) -> Any:
        """For the trigger that the pieces make, each piece's probability of no part, actor, recipient: ``[piece, 3]``."""
        return np.exp(self._log_roles[list(pieces)].mean(axis=0))

    def best(self, head: str, pieces: Sequence[int], allowed: Callable[[str], bool] = lambda _: True) -> tuple[str | None, float]:
        """The likeliest label of ``mode``, ``code`` or ``status`` at a trigger among those allowed, and its share of them."""
        chosen = [i for i, label in enumerate(self.labels[head]) if allowed(label)]
        if not chosen or not pieces:
            return None, 0.0
        logits = self._raw[head][list(pieces)].mean(axis=0)[chosen]
        soft = _softmax(logits[None, :])[0]
        at = int(soft.argmax())
        return self.labels[head][chosen[at]], float(soft[at])

    def reciprocal(self, pieces: Sequence[int]) -> float:
        """The probability that both sides do the act to one another."""
        return float(1 / (1 + np.exp(-self._raw["reciprocal"][list(pieces)].mean()))) if pieces else 0.0

    def between(self, source: Span | None, target: Span | None) -> dict[str, float]:
        """Probabilities of the types (without NONE) of what ``source`` does to ``target``, summed over the words that may name it."""
        scores = np.log(np.maximum(self.types, 1e-12))[:, 1:].copy()
        for span, role in ((source, 1), (target, 2)):
            pieces = inside(self.spans, span) if span else []
            if pieces:
                scores += self._log_roles[:, pieces, role].mean(axis=1)[:, None]
        body = scores[1:-1]
        if not len(body):
            return {}
        top = body.max()
        summed = np.exp(body - top).sum(axis=0)
        return {t: float(p) for t, p in zip(self.labels["type"][1:], summed / summed.sum(), strict=True)}

    def trigger_between(self, source: Span | None, target: Span | None, type_: str) -> list[int]:
        """The piece that most likely names the act of ``type_`` between two parties, as a list of at most one."""
        scores = np.log(np.maximum(self.types, 1e-12))[:, self.labels["type"].index(type_)].copy()
        for span, role in ((source, 1), (target, 2)):
            pieces = inside(self.spans, span) if span else []
            if pieces:
                scores += self._log_roles[:, pieces, role].mean(axis=1)
        return [1 + int(scores[1:-1].argmax())] if len(scores) > 2 else []


class ActModel:
    """The model with its labels and vocabulary. Raises `NoModel` when the file is damaged."""

    def __init__(self, path: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self.session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
            meta = self.session.get_modelmeta().custom_metadata_map
            self.labels: dict[str, list[str]] = json.loads(meta["labels"])
            self.about: dict[str, Any] = json.loads(meta["about"])
            self.pieces = Pieces(meta["vocabulary"].split("\n"))
            self.width = int(self.about["width"])
        except Exception as error:
            raise NoModel(f"the act model cannot be loaded ({error}); reinstall memcon or code with --fast", place=str(path)) from None

    def read(self, text: str) -> Acts:
        """One sentence read. Sentences go singly: eight-bit arithmetic scales by batch, and no answer may depend on its neighbours."""
        ids, spans = self.pieces.cut(text)
        feed = {"ids": np.array([ids], dtype=np.int64), "mask": np.ones((1, len(ids)), dtype=np.int64)}
        outputs = self.session.run(list(_OUTPUTS), feed)
        return Acts(spans, [o[0] for o in outputs], self.labels, self.width)


def _softmax(x: Any) -> Any:
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@lru_cache(maxsize=1)
def load_act_model(path: Path = FILE) -> ActModel:
    """The packaged model, loaded once. Raises `NoModel` when it is missing or damaged."""
    if not path.exists():
        raise NoModel("the act model is missing; reinstall memcon or code with --fast", place=str(path))
    return ActModel(path)
