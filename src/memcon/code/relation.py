"""The relation model: what a marked source does to a marked target in a sentence.

A small encoder (MiniLM) fine-tuned on the casebook alone, quantised, run by onnxruntime on one thread. One file holds the
weights, the vocabulary, the labels, the calibration and the hash of the casebook that trained it. The way of marking the
two parties inside the sentence follows Baldini Soares et al., "Matching the Blanks" (ACL 2019).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from memcon.model.errors import NoModel
from memcon.model.record import Span

FILE = Path(__file__).parent.parent / "knowledge" / "model" / "relation.onnx"
MAX_TOKENS = 96
_SOURCE, _TARGET, _TRIGGER = (1, 2), (3, 4), (5, 6)  # ids of the vocabulary's unused entries, as marks
_CLS, _SEP = 101, 102


@dataclass(frozen=True)
class Question:
    """A sentence with its marked parties; spans are code points into ``text``, None where a party is not named."""

    text: str
    source: Span | None
    target: Span | None
    trigger: Span | None = None


@dataclass(frozen=True)
class Answer:
    """Probabilities by type (with NONE), by ``TYPE mode``, by CAMEO code and by status."""

    types: dict[str, float]
    modes: dict[str, float]
    codes: dict[str, float]
    status: dict[str, float]

    def best_type(self, nothing: bool = True) -> tuple[str, float]:
        """The likeliest type; without NONE when ``nothing`` is False."""
        pool = {t: p for t, p in self.types.items() if nothing or t != "NONE"}
        type_ = max(pool, key=lambda t: pool[t])
        return type_, pool[type_] / (sum(pool.values()) or 1.0)

    def best_mode(self, type_: str) -> str | None:
        """The likeliest mode of a type, None where no mode is likelier than each of them."""
        pool = {m: p for m, p in self.modes.items() if m.split(" ")[0] == type_}
        if not pool:
            return None
        best = max(pool, key=lambda m: pool[m]).split(" ", 1)[1]
        return None if best == "-" else best

    def best_code(self, allowed: Iterable[str]) -> str | None:
        """The likeliest CAMEO code among those allowed."""
        pool = [(self.codes.get(c, 0.0), c) for c in allowed if c in self.codes]
        return max(pool)[1] if pool else None


class Encoder:
    """Words to ids with the parties marked, the same in training and at run time."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        from tokenizers import Tokenizer
        from tokenizers.models import WordPiece
        from tokenizers.normalizers import BertNormalizer
        from tokenizers.pre_tokenizers import BertPreTokenizer

        self.tokenizer = Tokenizer(WordPiece({w: i for i, w in enumerate(vocabulary)}, unk_token="[UNK]", max_input_chars_per_word=100))
        self.tokenizer.normalizer = BertNormalizer(lowercase=True)
        self.tokenizer.pre_tokenizer = BertPreTokenizer()

    def encode(self, question: Question) -> tuple[list[int], int, int]:
        """Token ids with marks, and the positions of the source's and the target's opening marks (0 where absent)."""
        encoded = self.tokenizer.encode(question.text[:4000], add_special_tokens=False)
        ids, offsets = encoded.ids, encoded.offsets
        opens: dict[int, list[int]] = {}
        closes: dict[int, list[int]] = {}
        for span, (mark_open, mark_close) in ((question.source, _SOURCE), (question.target, _TARGET), (question.trigger, _TRIGGER)):
            if span is None:
                continue
            inside = [i for i, (s, e) in enumerate(offsets) if s < span[1] and span[0] < e]
            if inside:
                opens.setdefault(inside[0], []).append(mark_open)
                closes.setdefault(inside[-1], []).insert(0, mark_close)
        marked = sorted((*opens, *closes))
        first, last = 0, len(ids)
        room = MAX_TOKENS - 8
        if len(ids) > room:
            centre = (marked[0] + marked[-1]) // 2 if marked else 0
            first = max(0, min(centre - room // 2, len(ids) - room))
            if marked and marked[0] < first:
                first = max(0, marked[0] - 4)
            last = min(len(ids), first + room)
        out, source_at, target_at = [_CLS], 0, 0
        for i in range(first, last):
            for mark in opens.get(i, ()):
                if mark == _SOURCE[0]:
                    source_at = len(out)
                elif mark == _TARGET[0]:
                    target_at = len(out)
                out.append(mark)
            out.append(ids[i])
            out.extend(closes.get(i, ()))
        out.append(_SEP)
        return out[:MAX_TOKENS], min(source_at, MAX_TOKENS - 1), min(target_at, MAX_TOKENS - 1)


class RelationModel:
    """The model with its labels. Ask it in batches."""

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
            self.encoder = Encoder(meta["vocabulary"].split("\n"))
        except Exception as error:
            raise NoModel(f"the relation model cannot be loaded ({error}); reinstall memcon or code with --fast", place=str(path)) from None

    def ask(self, questions: Sequence[Question], batch: int = 16) -> list[Answer]:
        """Answers in order. Questions of like length share a batch; the answers do not depend on the batching."""
        encoded = [self.encoder.encode(q) for q in questions]
        order = sorted(range(len(encoded)), key=lambda i: len(encoded[i][0]))
        answers: list[Answer | None] = [None] * len(encoded)
        for at in range(0, len(order), batch):
            chosen = order[at : at + batch]
            width = max(len(encoded[i][0]) for i in chosen)
            ids = np.zeros((len(chosen), width), dtype=np.int64)
            mask = np.zeros((len(chosen), width), dtype=np.int64)
            ends = np.zeros((len(chosen), 2), dtype=np.int64)
            for row, i in enumerate(chosen):
                tokens, source_at, target_at = encoded[i]
                ids[row, : len(tokens)] = tokens
                mask[row, : len(tokens)] = 1
                ends[row] = (source_at, target_at)
            outputs = self.session.run(["type", "mode", "code", "status"], {"ids": ids, "mask": mask, "ends": ends})
            soft = [_softmax(o) for o in outputs]
            for row, i in enumerate(chosen):
                answers[i] = Answer(
                    *(
                        {label: float(p) for label, p in zip(self.labels[name], s[row], strict=True)}
                        for name, s in zip(("type", "mode", "code", "status"), soft, strict=True)
                    )
                )
        return [a for a in answers if a is not None]


def _softmax(x: Any) -> Any:
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@lru_cache(maxsize=1)
def load_relation_model(path: Path = FILE) -> RelationModel:
    """The packaged model, loaded once. Raises `NoModel` when it is missing or damaged."""
    if not path.exists():
        raise NoModel("the relation model is missing; reinstall memcon or code with --fast", place=str(path))
    return RelationModel(path)
